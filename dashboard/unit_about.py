"""What is to be known of one unit beside its figures: complaints, reports, findings, questions, history."""

from __future__ import annotations

from html import escape

import polars as pl

from dashboard import components, data, narrowed, rising
from dashboard.components import Column, Linked
from dashboard.context import Context
from dashboard.formats import day, number, week_label
from dashboard.labels import CATEGORIES, CHANGES, label
from dashboard.lineage_links import figure_link
from dashboard.unit_links import link, unit_link
from warehouse import follow_ups, periods

RECENT = 12
FINDINGS = 8


def complaints(page: Context) -> str:
    """Return the complaints of the last 12 weeks by category, beside the same weeks a year before."""
    _, week = page._, page.selection.week
    first = periods.shift(week, 1 - RECENT)
    now = narrowed.parts(page, "category", first, week)
    before = narrowed.parts(page, "category", periods.shift(first, -52), periods.shift(week, -52))
    known = data.weeks(page.selection.database)[-1] <= periods.shift(first, -52)
    if not now:
        return components.empty(rising.silence(page, first, week))
    most = max(now.values())
    rows = []
    for code in sorted(now, key=lambda key: (key == "other", -now[key])):
        where = escape(link(page, "complaints", category=code, weeks=str(RECENT)))
        name = f'<a href="{where}" target="_self">{escape(label(CATEGORIES, code, _))}</a>'
        was = f"{_('a year before')} {number(before.get(code, 0))}" if known else ""
        bar = f'<i style="width:{now[code] / most * 100:.1f}%"></i>'
        rows.append(
            f'<tr><td>{name}</td><td class="lj-wide-cell">{bar}</td>'
            f'<td class="lj-n">{number(now[code])}</td><td class="lj-q">{escape(was)}</td></tr>'
        )
    return f'<table class="lj-bars"><tbody>{"".join(rows)}</tbody></table>'


def reports(page: Context) -> str:
    """Return what came for the week from whoever reports this unit."""
    _, chosen = page._, page.selection
    path = tuple(page.units.path(chosen.unit_id))
    frame = data.report_week(chosen.database, chosen.unit_id, path, chosen.week)
    frame = frame.filter(pl.col("expected") | pl.col("received"))
    if chosen.unit_level not in ("city", "district"):  # those above it send for it; senders beside it are not its own
        frame = frame.filter(pl.col("org_unit_id").is_in(path))
    if frame.is_empty():
        return components.empty(_("Nothing was expected in this week."))
    names = data.data_set_names(chosen.database, chosen.lang)
    columns = [Column("sender", _("Sender")), Column("set", _("Data set")), Column("state", _("Status"))]
    columns.append(Column("last", _("Last received")))
    rows = []
    for row in frame.iter_rows(named=True):
        state = _("on time") if row["on_time"] else _("late") if row["received"] else _("not submitted")
        last = week_label(row["last_received"], _) if row["last_received"] else "–"
        sender = page.units.name(row["org_unit_id"], page.lang)
        rows.append([sender, names.get(row["data_set_id"], row["data_set_id"]), state, last])
    return components.table(columns, rows, _)


def findings(page: Context) -> str:
    """Return what the quality rules found here and below in the last 12 weeks."""
    _, chosen = page._, page.selection
    first = periods.shift(chosen.week, 1 - RECENT)
    frame = data.findings(chosen.database, chosen.unit_id, first, chosen.week, chosen.small_cell)
    if frame.is_empty():
        return components.empty(_("No rule found fault with a figure in these weeks."))
    columns = [Column("week", _("Week")), Column("place", _("Place")), Column("indicator", _("Indicator"))]
    rows = []
    for row in frame.head(FINDINGS).iter_rows(named=True):
        source = figure_link(page, row["indicator_id"], row["org_unit_id"], row["period_id"])
        place = Linked(page.units.name(row["org_unit_id"], page.lang), unit_link(page, row["org_unit_id"]))
        named = Linked(page.indicators[row["indicator_id"]].name, source)
        rows.append([week_label(row["period_id"], _), place, named])
    more = ""
    if frame.height > FINDINGS:
        text = _("all {n} findings").format(n=number(frame.height))
        more = f'<p class="lj-said"><a href="{escape(link(page, "quality"))}" target="_self">{escape(text)}</a></p>'
    return components.table(columns, rows, _) + more


def questions(page: Context) -> str:
    """Return the open follow-ups about this unit."""
    _ = page._
    store = data.open_store()
    found = follow_ups.open_ones(store, page.selection.unit_id)
    if not found:
        return components.empty(_("No open follow-up."))
    today = store.now().date()
    columns = [Column("text", _("Question or task")), Column("owner", _("Owner")), Column("due", _("Due"))]
    rows = []
    for item in found:
        due = day(item.due, page.lang, year=True) if item.due else "–"
        rows.append([item.text, item.owner or "–", f"{due} · {_('overdue')}" if item.overdue(today) else due])
    return components.table(columns, rows, _)


def history(page: Context) -> str:
    """Return the unit's names and parents over time, and the changes that it had part in."""
    _, chosen = page._, page.selection
    frame = data.unit_history(chosen.database, chosen.unit_id)
    columns = [Column("since", _("From")), Column("until", _("To")), Column("what", _("Name, parent or change"))]
    rows = []
    for row in frame.iter_rows(named=True):
        other = page.units.name(row["other"], page.lang)
        if row["kind"] == "span":
            what = row["name"] + (f" · {_('in {place}').format(place=other)}" if other else "")
            since = _("the first week") if row["from_start"] else day(row["since"], page.lang, year=True)
            until = _("today") if row["to_end"] else day(row["until"], page.lang, year=True)
        else:
            into = row["name"] == "into"
            what = (_("{change}: became {place}") if into else _("{change}: came out of {place}")).format(
                change=label(CHANGES, row["kind"], _), place=other
            )
            since, until = day(row["since"], page.lang, year=True), ""
        rows.append([since, until, Linked(what, unit_link(page, row["other"])) if other else what])
    return components.table(columns, rows, _)
