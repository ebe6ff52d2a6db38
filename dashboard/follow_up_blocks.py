"""Follow-ups on the pages: the form that writes one down, the list with its states, the box for one's name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape

import streamlit as st

from dashboard import data, meeting_reports, saved
from dashboard.context import Context
from dashboard.formats import day
from dashboard.i18n import Words, mark
from dashboard.map_options import MAP_INDICATORS
from warehouse import follow_ups
from warehouse.follow_ups import DONE, DROPPED, LONGEST_OWNER, LONGEST_TEXT, OPEN, FollowUp, FollowUpError
from warehouse.store import Store, StoreBusy

STATES = {OPEN: mark("open"), DONE: mark("done"), DROPPED: mark("dropped")}
LONGEST_NAME = 40


def acting() -> Store:
    """Return the store under the name that this session's user goes by."""
    return Store(data.store_root(), who=saved.who() or None)


def name_box(_: Words, key: str) -> None:
    """Draw the box for the name under which things are kept; left empty it is the account of this machine."""
    st.session_state.setdefault(key, saved.who())

    def keep() -> None:
        st.session_state["_admin_who"] = st.session_state.get(key, "")

    st.text_input(_("Your name"), key=key, max_chars=LONGEST_NAME, on_change=keep, width=260)


def ask(page: Context, store: Store) -> None:
    """Open the form over the page, as in a meeting."""
    st.dialog(page._("Write a follow-up"), width="medium")(form)(page, "ask")


def form(page: Context, key: str) -> None:
    """Draw the form: what, about which place and indicator, who sees to it, by when; the week is the one shown."""
    _, chosen = page._, page.selection
    places = [chosen.unit_id, *(page.units.children.get(chosen.unit_id) or [])]
    with st.form(f"follow_up_{key}", border=False, clear_on_submit=True):
        text = st.text_area(_("Question or task"), key=f"{key}_text", max_chars=LONGEST_TEXT, height=110)
        st.caption(_("No names, phone or identity numbers: offices and roles."))
        left, right = st.columns(2)
        unit = left.selectbox(
            _("Place"), places, key=f"{key}_unit", format_func=lambda one: page.units.name(one, page.lang)
        )
        known = list(dict.fromkeys([chosen.indicator, *MAP_INDICATORS]))
        indicator = right.selectbox(
            _("Indicator"),
            ["", *known],
            index=1,
            key=f"{key}_indicator",
            format_func=lambda one: page.indicators[one].name if one else _("the place as a whole"),
        )
        owner = left.text_input(_("Office in charge"), key=f"{key}_owner", max_chars=LONGEST_OWNER)
        due = right.date_input(_("Due"), value=None, key=f"{key}_due", format="YYYY-MM-DD")
        if st.form_submit_button(_("Write it down"), type="primary"):
            write = partial(follow_ups.add, unit=unit, indicator=indicator or None, owner=owner, due=due)
            _write(page, partial(write, acting(), text, week=chosen.week, version=chosen.version))


def _write(page: Context, write: Callable[[], FollowUp]) -> None:
    _ = page._
    try:
        write()
    except FollowUpError:
        st.error(_("A follow-up needs a text."))
    except (StoreBusy, OSError):
        st.error(_("This could not be kept: the store can not be written just now."))
    else:
        st.rerun()


def listed(page: Context, items: list[FollowUp], store: Store) -> None:
    """Draw follow-ups, each with its history and the way to change its state."""
    today = store.now().date()
    for item in items:
        late = f" · :red[{page._('overdue')}]" if item.overdue(today) else ""
        state = "" if item.state == OPEN else f" · {page._(STATES[item.state])}"
        about = _plain(meeting_reports.about(page, item))
        with st.expander(f"{_plain(item.text)}{late}{state}  \n:gray[{about}]", key=f"follow_{item.follow_up_id}"):
            st.html(history(page, item))
            _change(page, item)


def _plain(text: str) -> str:
    """Return a text that Streamlit's labels do not take for markdown: every sign that could begin some is escaped."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()#+-.!|~$:<>" else sign for sign in text)


def history(page: Context, item: FollowUp) -> str:
    """Return what happened to a follow-up, oldest first."""
    _ = page._
    rows = ""
    for step in item.history:
        due = _("by {day}").format(day=day(step.due, page.lang)) if step.due else _("no due day")
        cells = (step.at[:16].replace("T", " "), step.who, _(STATES[step.state]), due, step.note)
        rows += "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"
    return f'<table class="lj-list"><tbody>{rows}</tbody></table>'


def _change(page: Context, item: FollowUp) -> None:
    _, key = page._, item.follow_up_id
    with st.form(f"change_{key}", border=False):
        left, middle, right = st.columns([4, 3, 3])
        note = left.text_input(_("Note"), key=f"note_{key}", max_chars=LONGEST_TEXT)
        due = middle.date_input(_("Due"), value=item.due, key=f"due_{key}", format="YYYY-MM-DD")
        state = right.selectbox(
            _("State"),
            list(STATES),
            index=list(STATES).index(item.state),
            key=f"state_{key}",
            format_func=lambda one: _(STATES[one]),
        )
        if st.form_submit_button(_("Keep")):
            try:
                follow_ups.change(acting(), key, state=state, due=due, note=note)
            except (StoreBusy, OSError, LookupError):
                st.error(_("This could not be kept: the store can not be written just now."))
            else:
                st.rerun()
