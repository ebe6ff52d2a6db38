"""The screen before a meeting: which scenes, since when, saved meetings, and the briefing to take along."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from html import escape

import streamlit as st

from dashboard import (
    blocks,
    briefing_file,
    components,
    follow_up_blocks,
    meeting_plan,
    meeting_reports,
    meeting_show,
    meeting_since,
    pin,
    selection,
)
from dashboard.components import Column
from dashboard.context import Context
from dashboard.formats import day, figure_text, number, week_long
from dashboard.meeting_plan import SCENES, SECONDS, Plan
from warehouse import follow_ups, packs, rebuild, versions
from warehouse.packs import LONGEST_NAME, Pack
from warehouse.rebuild import CanNotBeRebuilt
from warehouse.store import Store, StoreBusy

LISTED = 12
_SAID, _OPEN = "_meeting_said", "_meeting_open"


def draw(page: Context, store: Store, plan: Plan) -> None:
    """Draw the screen; a saved meeting that was asked for is opened first."""
    wanted = st.session_state.pop(_OPEN, None)
    if wanted is not None:
        _open(page, store, wanted)
    left, right = st.columns([7, 5], gap="large")
    with left:
        _begin(page, plan)
        _since(page, store)
    with right:
        _saved(page, store)
        _open_questions(page, store)
        _briefing(page, store)


def _begin(page: Context, plan: Plan) -> None:
    _ = page._
    blocks.show(components.heading(_("Meeting"), _("place, week and the map's indicator are those chosen above")))
    st.session_state.setdefault("meeting_scenes", list(plan.scenes))
    st.pills(
        _("Scenes"),
        list(SCENES),
        key="meeting_scenes",
        selection_mode="multi",
        format_func=lambda key: _(SCENES[key]),
    )
    st.session_state.setdefault("meeting_seconds", plan.seconds if plan.seconds in SECONDS else 0)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.selectbox(
            _("Move on by itself"),
            SECONDS,
            key="meeting_seconds",
            format_func=lambda n: _("every {n} seconds").format(n=n) if n else _("no, by hand"),
            width=200,
        )
        st.button(_("Start"), key="meeting_start", type="primary", on_click=start, args=(page, ""))
    said = _(
        "Arrow keys, a clicker or space move on; Home and End jump; P plays, F fills the screen, B turns it black."
    )
    more = _("Moving the mouse shows the controls; Escape leads back out of the map.")
    st.html(f'<p class="lj-said">{escape(said)} {escape(more)}</p>')
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.text_input(_("Save this meeting as"), key="meeting_name", max_chars=LONGEST_NAME, width=320)
        follow_up_blocks.name_box(_, "meeting_who")
        st.button(_("Save"), key="meeting_save", on_click=_save, args=(page,))
    if text := st.session_state.pop(_SAID, ""):
        st.caption(text)


def _chosen() -> Plan:
    state = st.session_state
    scenes = meeting_plan.ordered(list(state.get("meeting_scenes") or SCENES))
    return Plan(scenes, int(state.get("meeting_seconds") or 0))


def start(page: Context, pack_id: str, plan: Plan | None = None) -> None:
    """Begin: version, week and place stand in the URL from here on, so that nothing moves by itself."""
    plan = plan or _chosen()
    chosen = page.selection
    selection.choose(week=chosen.week)
    st.query_params.from_dict(
        {
            **st.query_params.to_dict(),
            **meeting_plan.query_of(Plan(plan.scenes, plan.seconds, pack_id), chosen.version),
        }
    )


def _save(page: Context) -> None:
    _, chosen, plan = page._, page.selection, _chosen()
    try:
        made = packs.save(
            follow_up_blocks.acting(),
            str(st.session_state.get("meeting_name", "")),
            version=chosen.version,
            week=chosen.week,
            unit=chosen.unit_id,
            indicator=chosen.indicator,
            scenes=plan.scenes,
            seconds=plan.seconds,
        )
    except ValueError:
        st.session_state[_SAID] = _("Give the meeting a name.")
    except (StoreBusy, OSError, LookupError):
        st.session_state[_SAID] = _("This could not be kept: the store can not be written just now.")
    else:
        st.session_state[_SAID] = _("Kept: {name}").format(name=made.name)
        st.session_state["meeting_name"] = ""


def _since(page: Context, store: Store) -> None:
    _ = page._
    blocks.show(components.heading(_("Since the last meeting"), _("now − then = restated + real change")))
    then = meeting_since.last_meeting(page, store, None)
    if then is None:
        blocks.show(components.empty(_("No earlier meeting of this place was saved.")))
        return
    told = f"{then.name} · {_when(page, then)}"
    with st.spinner(_("Being compared …")):
        found = meeting_since.lines(page, store, then)
    small = page.selection.small_cell
    rows = []
    for item in found:
        cause = meeting_reports.CAUSES.get(item.cause) if item.restated else None
        anew = meeting_reports.delta(item.restated, item.indicator, page)
        figures = [figure_text(figure, item.indicator, page.lang, _, small) for figure in (item.then, item.now)]
        still = item.moved is not None and meeting_reports.unsettled(page, item.indicator.indicator_id)
        moved = _("still being settled") if still else meeting_reports.delta(item.moved, item.indicator, page)
        rows.append([item.indicator.name, figures[0], f"{anew} ({_(cause)})" if cause else anew, moved, figures[1]])
    heads = (_("Indicator"), _("shown then"), _("restated since"), _("real change"), _("now"))
    columns = [Column(str(at), text, numeric=at > 0) for at, text in enumerate(heads)]
    st.html(f'<p class="lj-said">{escape(told)}</p>')
    blocks.show(components.table(columns, rows, _))


def _when(page: Context, pack: Pack) -> str:
    return f"{week_long(pack.week, page._)} · {pack.version}"


def _saved(page: Context, store: Store) -> None:
    _ = page._
    found = packs.saved(store)
    blocks.show(components.heading(_("Saved meetings"), _("newest first") if found else ""))
    if not found:
        blocks.show(components.empty(_("None yet.")))
    for pack in found[:LISTED]:
        unit = page.units.name(pack.unit, page.lang) or pack.unit
        saved_on = f"{day_of(pack, page)} · {pack.who}"
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            about = escape(f"{unit} · {_when(page, pack)} · {saved_on}")
            st.html(f'<div class="lj-pack"><b>{escape(pack.name)}</b><br>{about}</div>', width="stretch")
            st.button(_("Open"), key=f"open_{pack.pack_id}", on_click=_ask_to_open, args=(pack.pack_id,))
    if len(found) > LISTED:
        st.caption(_(" and {n} more").format(n=number(len(found) - LISTED)))


def day_of(pack: Pack, page: Context) -> str:
    """Write the day on which a pack was saved."""
    return day(datetime.fromisoformat(pack.saved_at).date(), page.lang, year=True)


def _ask_to_open(pack_id: str) -> None:
    st.session_state[_OPEN] = pack_id


def _open(page: Context, store: Store, pack_id: str) -> None:
    """Show a saved meeting: its version's figures are made again where they were thinned out."""
    _ = page._
    pack = packs.find(store, pack_id)
    if pack is None or not ready(page, store, pack.version):
        return
    pin.move_to(pack.version)
    root = page.units.root
    selection.choose(week=pack.week, unit=None if pack.unit == root else pack.unit, indicator=pack.indicator)
    asked = meeting_plan.query_of(Plan(pack.scenes, pack.seconds, pack.pack_id), pack.version)
    st.query_params.from_dict({**st.query_params.to_dict(), **asked})
    st.rerun()


def ready(page: Context, store: Store, version: str) -> bool:
    """See to it that a version's figures lie ready; say why where that can not be."""
    _ = page._
    if store.database(version).exists():
        return True
    try:
        with st.spinner(_("The figures of {version} are made again …").format(version=version)):
            rebuild.ensure(store, versions.manifest_of(store, version))
    except CanNotBeRebuilt:
        st.error(_("The figures of {version} can not be made again by this release.").format(version=version))
    except StoreBusy:
        st.error(_("A refresh is running on this store: try again when it is done."))
    except LookupError:
        st.error(_("There is no version {version} in this store.").format(version=version))
    else:
        return True
    return False


def _open_questions(page: Context, store: Store) -> None:
    _ = page._
    found = meeting_show.open_below(page, follow_ups.open_ones(store))
    late = sum(item.overdue(store.now().date()) for item in found)
    text = _("{n} open, {late} overdue").format(n=number(len(found)), late=number(late))
    blocks.show(components.heading(_("Follow-ups"), text))
    st.page_link("views/follow_ups.py", label=_("To the follow-ups"), icon=":material/checklist:")


def _briefing(page: Context, store: Store) -> None:
    _, chosen = page._, page.selection
    blocks.show(components.heading(_("Briefing to take along"), _("of the whole city, this week and version")))
    words = {
        ("pptx", "zh"): _("Slides, Chinese"),
        ("pptx", "en"): _("Slides, English"),
        ("xlsx", page.lang): _("Workbook"),
        ("pdf", page.lang): _("PDF"),
    }
    possible = briefing_file.can_make_pdf()
    with st.container(horizontal=True, gap="small"):
        for (kind, lang), label in words.items():
            if kind == "pdf" and not possible:
                continue
            wanted = briefing_file.Wanted(str(store.root), chosen.version, chosen.week, lang, kind)
            st.download_button(
                label,
                data=partial(briefing_file.made, wanted),
                file_name=wanted.name,
                mime=briefing_file.MIME[kind],
                key=f"briefing_{kind}_{lang}",
                on_click="ignore",
                icon=":material/download:",
            )
    if not possible:
        st.caption(_("A PDF needs LibreOffice on the server: save the slides as PDF in PowerPoint or WPS instead."))
