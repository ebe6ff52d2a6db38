"""Submissions: who sent what for this week, in time, late or not at all?"""

from __future__ import annotations

from datetime import datetime
from html import escape

import polars as pl
import streamlit as st

from dashboard import blocks, charts, chasing, components, data, takeaway
from dashboard.charts import Line
from dashboard.components import Column
from dashboard.context import Context, current
from dashboard.formats import day, number, value_text, week_long
from dashboard.i18n import Words
from dashboard.labels import STATUSES, label
from warehouse.chasing import Reminder, chase_list

BACK = 12  # weeks over which a sender's record is taken
Units = dict[tuple[str, str], tuple[int, int]]


def matrix(page: Context, units: pl.DataFrame) -> str:
    """Return the table of senders and data sets of the week; units: how many stand in each report, of how many."""
    inside: Units = {(row[0], row[1]): (row[2], row[3]) for row in units.iter_rows()}
    chosen, _ = page.selection, page._
    frame = data.report_week(chosen.database, chosen.unit_id, tuple(page.units.path(chosen.unit_id)), chosen.week)
    frame = frame.filter(pl.col("expected") | pl.col("received"))
    if frame.is_empty():
        return components.empty(_("Nothing was expected in this week."))
    names = data.data_set_names(chosen.database, chosen.lang)
    sets = [key for key in names if key in set(frame["data_set_id"])]
    cells = {(row["org_unit_id"], row["data_set_id"]): row for row in frame.iter_rows(named=True)}
    senders = list(dict.fromkeys(frame["org_unit_id"]))
    takeaway.add("matrix", _("Who has sent what?"), lambda: _matrix_cells(page, sets, senders, cells))
    head = "".join(f"<th>{escape(names[key])}</th>" for key in sets)
    body = "".join(
        f"<tr><td>{escape(page.units.name(unit, page.lang))}</td>"
        + "".join(f"<td>{_mark(page, cells.get((unit, key)), inside.get((unit, key)))}</td>" for key in sets)
        + "</tr>"
        for unit in senders
    )
    return (
        f'<div class="lj-wide"><table class="lj-table"><thead><tr><th>{escape(_("Sender"))}</th>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _matrix_cells(
    page: Context, sets: list[str], senders: list[str], cells: dict[tuple[str, str], dict[str, object]]
) -> tuple[list[str], list[list[takeaway.Cell]]]:
    names = data.data_set_names(page.selection.database, page.lang)
    rows: list[list[takeaway.Cell]] = [
        [page.units.name(unit, page.lang), *(_state(page._, cells.get((unit, key))) for key in sets)]
        for unit in senders
    ]
    return [page._("Sender"), *(names[key] for key in sets)], rows


def _state(_: Words, row: dict[str, object] | None) -> str | None:
    if row is None:
        return None
    return _("on time") if row["on_time"] else _("late") if row["received"] else _("not submitted")


def _mark(page: Context, row: dict[str, object] | None, inside: tuple[int, int] | None) -> str:
    _ = page._
    if row is None:
        return "–"
    counted = ""
    if inside and inside[1] < inside[0]:
        said = _("{n}/{of} units").format(n=number(inside[1]), of=number(inside[0]))
        counted = f' <span class="lj-part">{escape(said)}</span>'
    if row["on_time"]:
        return f'<span class="lj-mark lj-ok">{escape(_("on time"))}</span>{counted}'
    if row["received"]:
        return f'<span class="lj-mark lj-late">{escape(_("late"))}</span>{counted}'
    return f'<span class="lj-mark lj-missing">{escape(_("not submitted"))}</span>'


def over_time(page: Context) -> None:
    """Draw the share of expected reports that came, and that came on time."""
    chosen, _, weeks = page.selection, page._, blocks.weeks_shown(page)
    frame = data.report_rates(chosen.database, chosen.unit_id, chosen.first, chosen.week)
    found = {row["period_id"]: row for row in frame.iter_rows(named=True)}
    if not found:
        blocks.show(components.empty(_("Nothing was expected in these weeks.")))
        return
    drawn = []
    for key, name, colour in (
        ("received", _("received"), page.theme.quiet),
        ("on_time", _("on time"), page.theme.main),
    ):
        rows = [found.get(week) for week in weeks]
        values = [row[key] / row["expected"] if row and row["expected"] else None for row in rows]
        hover = [
            f"{week_long(week, _)}<br>{name} <b>{value_text(value, 'share', page.lang, _)}</b>"
            + (f"<br>{number(row[key])} / {number(row['expected'])}" if row else "")
            for week, value, row in zip(weeks, values, rows, strict=True)
        ]
        drawn.append(Line(name, values, hover, colour))
    blocks.chart(
        charts.lines(drawn, weeks, "share", blocks.style_of(page), height=260),
        "report_rates",
        _("Reports received and on time"),
    )


def files(page: Context) -> None:
    """Show the files of the week, to take away."""
    chosen, _ = page.selection, page._
    frame = data.submissions(chosen.database, chosen.week)
    if frame.is_empty():
        blocks.show(components.empty(_("No file has to do with this week.")))
        return
    columns = [
        Column("sender", _("Sender")),
        Column("file", _("File")),
        Column("received", _("Received")),
        Column("status", _("Status")),
        Column("rows", _("Rows"), numeric=True),
        Column("errors", _("Errors"), numeric=True),
        Column("warnings", _("Warnings"), numeric=True),
        Column("notes", _("Notes"), numeric=True),
    ]
    rows, values = [], []
    for row in frame.iter_rows(named=True):
        received = row["received_at"]
        when = f"{day(received.date(), page.lang)} {received:%H:%M}" if received else "–"
        sender = (row["sender_en"] if page.lang == "en" else row["sender"]) or "–"
        counts = [row[key] or 0 for key in ("rows", "errors", "warnings", "notes")]
        said = [sender, row["file_name"], when, label(STATUSES, row["status"], _)]
        rows.append([*said, *map(number, counts)])
        values.append([*said, *counts])
    blocks.show(components.table(columns, rows, _))
    takeaway.button("files", lambda: (columns, values), _, title=_("Files of this week"), of=chosen.week)


def chase(page: Context, units: pl.DataFrame, due: datetime) -> None:
    """Show who is to be reminded of what, each with a message to copy."""
    chosen, _ = page.selection, page._
    path = tuple(page.units.path(chosen.unit_id))
    blocks.show(components.heading(_("Whom to remind of what?"), _("open a line for a message to copy")))
    frame = data.report_week(chosen.database, chosen.unit_id, path, chosen.week)
    if data.open_store().now() < due:
        frame = frame.clear()  # what is not due yet is not late
        said = _("What has not come is not due before {day} {time}.")
        blocks.show(components.empty(said.format(day=day(due.date(), page.lang), time=f"{due:%H:%M}")))
    found = chase_list(chosen.week, frame, units)
    if not found:
        blocks.show(components.empty(_("Nobody owes anything for this week.")))
        return
    names = data.data_set_names(chosen.database, chosen.lang)
    remind = Reminder(page.lang, chosen.week, due, names, lambda unit: page.units.name(unit, page.lang))
    messages = [(item, remind.message(item)) for item in found]
    for item, text in messages:
        with st.expander(f"**{page.units.name(item.sender, page.lang)}**  {chasing.summary(item, remind, _)}"):
            st.code(text, language=None, wrap_lines=True)
    rows: list[list[takeaway.Cell]] = [[page.units.name(item.sender, page.lang), text] for item, text in messages]
    title = _("Whom to remind of what?")
    takeaway.button("reminders", lambda: ([_("Sender"), _("Message")], rows), _, title=title, of=chosen.week)


def record(page: Context) -> None:
    """Show how each sender reported over the last weeks."""
    chosen, _ = page.selection, page._
    weeks = [week for week in data.weeks(chosen.database) if week <= chosen.week][:BACK]
    path = tuple(page.units.path(chosen.unit_id))
    frame = data.reports_by_sender(chosen.database, chosen.unit_id, path, weeks[-1], chosen.week)
    blocks.show(
        components.heading(_("Who is reliable?"), _("the last {n} weeks, least on time first").format(n=len(weeks)))
    )
    found = chasing.records(frame)
    if not found:
        blocks.show(components.empty(_("Nothing was expected in these weeks.")))
        return
    columns = [Column("sender", _("Sender")), Column("rate", _("Received, share"), numeric=True)]
    columns += [
        Column("on_time", _("On time, share"), numeric=True),
        Column("counts", _("On time / received / expected"), numeric=True),
    ]
    rows = [
        [
            page.units.name(one.sender, page.lang),
            value_text(one.received / one.expected, "share", page.lang, _),
            value_text(one.on_time / one.expected, "share", page.lang, _),
            f"{number(one.on_time)} / {number(one.received)} / {number(one.expected)}",
        ]
        for one in found
    ]
    blocks.show(components.table(columns, rows, _))
    heads = [columns[0], *(Column(name, words, unit="count") for name, words in _counted(_))]
    values: list[list[takeaway.Cell]] = [
        [page.units.name(one.sender, page.lang), one.on_time, one.received, one.expected] for one in found
    ]
    takeaway.button("record", lambda: (heads, values), _, title=_("Who is reliable?"), of=chosen.week)


def _counted(_: Words) -> list[tuple[str, str]]:
    return [("on_time", _("on time")), ("received", _("received")), ("expected", _("expected"))]


def draw() -> None:
    """Draw the page."""
    page = current()
    _, chosen = page._, page.selection
    due = chasing.due_at(page)
    units = data.report_units(chosen.database, chosen.unit_id, tuple(page.units.path(chosen.unit_id)), chosen.week)
    left, right = st.columns([7, 5], gap="large")
    with left:
        when = _("due {day} {time}").format(day=day(due.date(), page.lang), time=f"{due:%H:%M}")
        blocks.show(components.heading(_("Who has sent what?"), f"{week_long(chosen.week, _)} · {when}"))
        blocks.show(matrix(page, units))
        chase(page, units, due)
    with right:
        blocks.show(components.heading(_("Reports received and on time"), _("share of those expected")))
        over_time(page)
        record(page)
    blocks.show(components.heading(_("Files of this week"), _("newest first")))
    files(page)


draw()
