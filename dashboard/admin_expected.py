"""What each sender owes for a week and what of it came, with what waits in the inbox; one line that sums it up."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st

from dashboard import blocks, components, data
from dashboard.admin_jobs import REFRESH
from dashboard.admin_page import AdminPage
from dashboard.formats import week_days, week_label
from dashboard.i18n import mark
from warehouse import inputs, periods, workdays

ON_TIME, LATE, WAITING, FAULTY, MISSING = "on_time", "late", "waiting", "faulty", "missing"
WEEKS = 30
States = Mapping[tuple[str, str], str]
MARKS = {
    ON_TIME: ("lj-ok", mark("on time")),
    LATE: ("lj-late", mark("late")),
    WAITING: ("lj-waiting", mark("in the inbox")),
    FAULTY: ("lj-error", mark("has errors")),
    MISSING: ("lj-missing", mark("not submitted")),
}


def weeks(page: AdminPage) -> list[str]:
    """Return the weeks to choose from, newest first: those with data, and the last that had ended."""
    known = data.weeks(page.database)[:WEEKS] if page.database else []
    ended = periods.last_ended(page.store.now(), page.store.settings.city.time_zone)
    return sorted({*known, ended}, reverse=True)


def states(page: AdminPage, week: str) -> dict[tuple[str, str], str]:
    """Return (sender, data set) -> what became of it, for everything that is owed for a week."""
    found: dict[tuple[str, str], str] = {}
    if page.database and week in data.weeks(page.database):
        root = data.units(page.database).root
        for row in data.report_week(page.database, root, (root,), week).iter_rows(named=True):
            if row["expected"] or row["received"]:
                state = ON_TIME if row["on_time"] else LATE if row["received"] else MISSING
                found[row["org_unit_id"], row["data_set_id"]] = state
    else:
        reporting = page.store.settings.reporting
        for unit in page.names.open_units(reporting.sender_level, week):
            found |= {(unit, data_set): MISSING for data_set in reporting.expected}
    for status, state in (("refused", FAULTY), ("accepted", WAITING)):
        for key in _waiting(page, week, status):
            if found.get(key) in (MISSING, FAULTY):
                found[key] = state
    return found


def _waiting(page: AdminPage, week: str, status: str) -> set[tuple[str, str]]:
    """Return what the last look at the inbox said: a city's file of tickets speaks for all its districts."""
    last = page.desk.last_look()
    if last is None or last.result is None or (last.kind == REFRESH and status == "accepted"):
        return set()
    senders = page.names.open_units(page.store.settings.reporting.sender_level, week)
    return {
        (unit, data_set)
        for item in last.result.submissions
        if item.period == week and item.sender and item.status == status
        for unit in senders
        if page.names.lies_in(unit, item.sender)
        for data_set in item.data_sets
    }


def sentence(page: AdminPage, found: States) -> str:
    """Return the one line: 7 of 9 districts, 2 late."""
    _ = page._
    of: dict[str, set[str]] = {}
    for (unit, _set), state in found.items():
        of.setdefault(unit, set()).add(state)
    whole = sum(states <= {ON_TIME, LATE} for states in of.values())
    ready = sum(states <= {ON_TIME, LATE, WAITING} for states in of.values()) - whole
    faulty = sum(FAULTY in states for states in of.values())
    owing = len(of) - whole - ready - faulty
    said = [_("{n} of {of} districts complete").format(n=whole, of=len(of))]
    late = sum(LATE in states for states in of.values())
    said += [_("{n} late").format(n=late)] if late else []
    said += [_("{n} ready to load").format(n=ready)] if ready else []
    said += [_("{n} sent files with errors").format(n=faulty)] if faulty else []
    said += [_("{n} owe something still").format(n=owing)] if owing else []
    return " · ".join(said)


def matrix(page: AdminPage, found: States) -> str:
    """Return the table of senders and data sets."""
    _ = page._
    sets = [key for key in page.names.known.data_sets if any(key == data_set for _unit, data_set in found)]
    head = "".join(f"<th>{escape(page.names.data_set(key))}</th>" for key in sets)
    body = "".join(
        f"<tr><td>{escape(page.names.unit(unit))}</td>"
        + "".join(f"<td>{_mark(page, found.get((unit, key)))}</td>" for key in sets)
        + "</tr>"
        for unit in dict.fromkeys(unit for unit, _set in found)
    )
    head = f"<thead><tr><th>{escape(_('Sender'))}</th>{head}</tr></thead>"
    return f'<div class="lj-wide"><table class="lj-table lj-tight">{head}<tbody>{body}</tbody></table></div>'


def _mark(page: AdminPage, state: str | None) -> str:
    if state is None:
        return "–"
    kind, text = MARKS[state]
    return f'<span class="lj-mark {kind}">{escape(page._(text))}</span>'


def week_box(page: AdminPage) -> str:
    """Draw the box for the week and return the week."""
    _, known = page._, weeks(page)

    def label(week: str) -> str:
        return f"{week[:4]} {week_label(week, _)}  {week_days(week, page.lang)}"

    kept = st.session_state.get("_admin_week")
    chosen: str = st.selectbox(
        _("Week"),
        known,
        index=known.index(kept) if kept in known else 0,
        format_func=label,
        key="admin_week",
        label_visibility="collapsed",
        width=292,
    )
    st.session_state["_admin_week"] = chosen
    return chosen


def draw(page: AdminPage) -> str:
    """Draw what is owed for a week and what came; return the week."""
    _ = page._
    blocks.show(components.heading(_("What is expected, and what came?")))
    week = week_box(page)
    found = states(page, week)
    if not found:
        blocks.show(components.empty(_("Nothing was expected in this week.")))
        return week
    due = workdays.due_at(week, page.store.settings, inputs.of_store(page.store).workdays)
    when = _("due {day} {time}").format(day=page.at(due).rsplit(" ", 1)[0], time=f"{due:%H:%M}")
    blocks.show(
        f'<div class="lj-state"><b>{escape(sentence(page, found))}</b><span>{escape(when)}</span></div>'
        + matrix(page, found)
    )
    return week
