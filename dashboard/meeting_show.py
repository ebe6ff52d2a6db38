"""The meeting itself: all scenes in one run of the server, in one page; the browser alone moves between them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from html import escape
from pathlib import Path

import streamlit as st

from dashboard import (
    data,
    follow_up_blocks,
    meeting_below,
    meeting_map,
    meeting_plan,
    meeting_reports,
    meeting_scenes,
    meeting_since,
    pin,
    selection,
)
from dashboard.context import Context
from dashboard.formats import day, week_days, week_long
from dashboard.i18n import mark
from dashboard.meeting_plan import COMPLAINTS, HEADLINE, MAP, MISSING, QUESTIONS, RANKING, SCENES, SINCE, Plan
from warehouse import follow_ups, packs
from warehouse.follow_ups import FollowUp
from warehouse.packs import Pack
from warehouse.store import Store

EVERY_SECONDS = 5
BUTTONS = (
    ("first", mark("First")),
    ("back", mark("Back")),
    ("on", mark("On")),
    ("last", mark("Last")),
    ("play", mark("Auto-play")),
    ("black", mark("Black")),
    ("full", mark("Full screen")),
)
_SCRIPT = (Path(__file__).parent / "meeting.js").read_text(encoding="utf-8")
_show = st.components.v2.component(
    "linju_meeting", html='<div class="lj-show"></div>', js=_SCRIPT, isolate_styles=False
)


def draw(page: Context, store: Store, plan: Plan) -> None:
    """Draw the whole meeting and, over it, what is shown while the mouse moves."""
    pack = packs.find(store, plan.pack_id) if plan.pack_id else None
    html = page_of(page, scenes(page, store, plan, pack), pack)
    made = hashlib.sha256(html.encode()).hexdigest()[:16]
    _show(data={"html": html, "mark": made, "seconds": plan.seconds}, key="meeting_show")
    with st.container(key="meeting_more", horizontal=True, vertical_alignment="center", gap="small"):
        if st.button(page._("Write a follow-up"), key="meeting_ask", type="tertiary", icon=":material/edit_note:"):
            follow_up_blocks.ask(page, store)
        st.button(page._("End the meeting"), key="meeting_end", type="tertiary", on_click=end)
        _newer(store, page.selection.version, _stamp(store), page)
    if MAP in plan.scenes:
        meeting_below.draw(page)  # last: the scenes are on their way already


def end() -> None:
    """Go back to the start screen; the version stays."""
    for name in (meeting_plan.SCENE, meeting_plan.PART):
        st.query_params.pop(name, None)


def _stamp(store: Store) -> int:
    """Return a number that changes when a follow-up is written."""
    path = follow_ups.path_of(store)
    return path.stat().st_mtime_ns if path.exists() else 0


@st.fragment(run_every=EVERY_SECONDS)
def _newer(store: Store, shown: str, stamp: int, page: Context) -> None:
    """Offer newer figures and follow-ups where the mouse finds them; nothing that is shown changes by itself."""
    _ = page._
    newest = store.current()
    if newest is not None and newest != shown and store.database(newest).exists():
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.html(f'<span class="lj-newer">{escape(_("Newer figures are ready."))}</span>', width="content")
            if st.button(_("Show them"), key="meeting_newer", type="tertiary", on_click=_move_on, args=(newest,)):
                st.rerun(scope="app")
    elif _stamp(store) != stamp:
        if st.button(_("Read the follow-ups anew"), key="meeting_anew", type="tertiary"):
            st.rerun(scope="app")
    else:
        st.empty()


def _move_on(newest: str) -> None:
    """Show the newest week of a newer version from here on; it is no saved meeting any more."""
    pin.move_to(newest)
    selection.choose(week=None)
    st.query_params[meeting_plan.VERSION] = newest
    st.query_params.pop(meeting_plan.PACK, None)


Scene = tuple[str, str]  # title, body


def scenes(page: Context, store: Store, plan: Plan, pack: Pack | None) -> list[Scene]:
    """Return title and body of each scene; without a meeting before this one there is none on what moved since."""
    made: dict[str, Callable[[], str]] = {
        HEADLINE: lambda: meeting_scenes.headline(page),
        MAP: lambda: meeting_map.scene(page),
        RANKING: lambda: meeting_scenes.ranked(page),
        COMPLAINTS: lambda: meeting_scenes.complaints(page),
        MISSING: lambda: meeting_reports.missing(page, store.now()),
        QUESTIONS: lambda: _questions(page, store, pack),
    }
    found = []
    for key in plan.scenes:
        title = page._(SCENES[key])
        if key == MAP:
            title = f"{title} · {page.indicators[page.selection.indicator].name}"
        if key != SINCE:
            found.append((title, made[key]()))
            continue
        then = meeting_since.last_meeting(page, store, pack)
        if then is not None:
            said = f"{title} · {then.name}"
            found.append((said, meeting_reports.since_table(page, meeting_since.lines(page, store, then), then)))
    return found


def open_below(page: Context, found: list[FollowUp]) -> list[FollowUp]:
    """Return those of a list that are about the selected unit or one below it."""
    return [item for item in found if page.selection.unit_id in page.units.path(item.unit)]


def _questions(page: Context, store: Store, pack: Pack | None) -> str:
    """Return the open follow-ups; of an older meeting's pack those that were open when it was saved."""
    until, words, today = None, "", store.now()
    later = [one for one in packs.saved(store) if pack and one.unit == pack.unit and packs.older(pack, one)]
    if pack is not None and later:
        until = today = datetime.fromisoformat(pack.saved_at)
        words = page._("as of {day}").format(day=day(until.date(), page.lang, year=True))
    found = open_below(page, follow_ups.open_ones(store, until=until))
    return meeting_reports.questions(page, found, today.date(), words)


def page_of(page: Context, made: list[Scene], pack: Pack | None) -> str:
    """Return the HTML of all scenes: each says below it which version and week it shows, and if data are made up."""
    foot = _foot(page, pack)
    of = len(made)
    where = escape(f"{page.unit_name} · {week_long(page.selection.week, page._)}")
    shown = "".join(
        f'<section class="lj-scene" data-scene="{at}" aria-label="{escape(title)}"><header><h2>{escape(title)}</h2>'
        f'<span>{where}</span></header><div class="lj-s-body">{body}</div>'
        f"<footer>{foot}<i>{at} / {of}</i></footer></section>"
        for at, (title, body) in enumerate(made, start=1)
    )
    return shown + _strip(page)


def _foot(page: Context, pack: Pack | None) -> str:
    _, chosen = page._, page.selection
    info = data.version_info(chosen.database)
    published = info["published_at"]
    version = _("version {version}, published {day} {time}").format(
        version=info["version"], day=day(published.date(), page.lang, year=True), time=f"{published:%H:%M}"
    )
    when = f"{week_long(chosen.week, _)} · {week_days(chosen.week, page.lang)}"
    city = page.units.name(page.units.root, page.lang)
    parts = [f"<b>{escape(city)}</b>", f"<span>{escape(when)}</span>", f"<span>{escape(version)}</span>"]
    if pack is not None:
        parts.append(f"<span>{escape(pack.name)}</span>")
    if info["made_up"]:
        parts.append(f"<em>{escape(_('Made-up data'))}</em>")
    return "".join(parts)


def _strip(page: Context) -> str:
    buttons = "".join(
        f'<button type="button" data-go="{name}">{escape(page._(words))}</button>' for name, words in BUTTONS
    )
    return f'<div class="lj-controls"><span class="lj-controls-at"></span>{buttons}</div>'
