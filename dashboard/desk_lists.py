"""The lists behind the figures: what a figure is made of, down to the estate, the ticket, the missing report."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard import blocks, data, rising
from dashboard.context import Context
from dashboard.formats import number, value_text, week_label, week_long
from dashboard.labels import LEVELS, label
from dashboard.lineage_links import figure_link
from dashboard.rich_table import Cell, Head
from dashboard.unit_links import unit_link
from warehouse import periods

DAYS = 15
HALF_YEAR = 26
STREETS = ("city", "district", "cluster")


@dataclass(frozen=True)
class Listed:
    """One list: its question, how it is counted, its columns and rows, and the words where it is empty."""

    title: str
    small: str
    heads: list[Head]
    rows: list[list[Cell]]
    nothing: str


def name_cell(page: Context, unit: str | None) -> Cell:
    """Return a unit's name as a cell that leads to its page."""
    return Cell(page.units.name(unit, page.lang), link=unit_link(page, unit)) if unit else Cell("–", quiet=True)


def counted(value: float | None) -> Cell:
    """Return a number as a cell that is sorted by it."""
    return Cell("–", quiet=True) if value is None else Cell(number(value), value)


def place_cells(page: Context, unit: str) -> list[Cell]:
    """Return the district, street and community that a unit lies in."""
    above = {page.units.rows[one]["level"]: one for one in page.units.path(unit)}
    return [name_cell(page, above.get(level)) for level in ("district", "street", "community")]


def place_heads(page: Context) -> list[Head]:
    """Return the heads of those three columns."""
    return [Head(label(LEVELS, level, page._)) for level in ("district", "street", "community")]


def uncovered(page: Context) -> Listed:
    """Return the estates that should have a branch and are served by none."""
    _, chosen = page._, page.selection
    frame = data.uncovered(chosen.database, chosen.unit_id, chosen.week)
    heads = [*place_heads(page), Head(_("Estate")), Head(_("Code")), Head(_("Households"), numeric=True)]
    rows = []
    for row in frame.iter_rows(named=True):
        unit, stated = row["org_unit_id"], row["carried_from"] or chosen.week
        source = Cell(week_label(stated, _), stated, figure_link(page, "branch_coverage", unit))
        own = [name_cell(page, unit), Cell(row["code"] or "–"), counted(row["households"])]
        rows.append([*place_cells(page, unit), *own, source])
    return Listed(
        _("Estates still without a branch"),
        _("{n} estates · the week leads to the submitted cell").format(n=number(frame.height)),
        [*heads, Head(_("Stated"))],
        rows,
        _("Every estate that should have a branch has one, as far as was submitted."),
    )


def waiting(page: Context) -> Listed:
    """Return the complaints that wait for an answer or a solution, by unit and stage."""
    _, chosen = page._, page.selection
    level = "street" if chosen.unit_level in STREETS else chosen.level or chosen.unit_level
    frame = data.waiting(chosen.database, chosen.unit_id, level, chosen.first, chosen.week, DAYS)
    heads = [Head(label(LEVELS, level, _)), Head(_("Not answered"), numeric=True)]
    heads += [Head(_("Answered, not resolved"), numeric=True), Head(_("Received in these weeks"), numeric=True)]
    rows = [
        [
            name_cell(page, row["org_unit_id"]),
            counted(row["unanswered"]),
            counted(row["unresolved"]),
            counted(row["received"]),
        ]
        for row in frame.iter_rows(named=True)
    ]
    said = _("received from {first} on, in weeks that ended {days} days ago or more; state as of {version}")
    return Listed(
        _("Complaints older than {days} days, by stage").format(days=DAYS),
        said.format(first=week_long(chosen.first, _), days=DAYS, version=chosen.version),
        heads,
        rows,
        rising.silence(page, chosen.first, chosen.week, _("No complaint of these weeks waits.")),
    )


def tickets(page: Context) -> Listed:
    """Return the tickets behind the stages, the oldest first."""
    _, chosen = page._, page.selection
    frame = data.waiting_tickets(chosen.database, chosen.unit_id, chosen.first, chosen.week, DAYS)
    stages = {"unanswered": _("not answered"), "unresolved": _("answered, not resolved")}
    heads = [Head(_("Ticket")), Head(_("Week of receipt")), *place_heads(page), Head(_("Place")), Head(_("Stage"))]
    rows = []
    for row in frame.iter_rows(named=True):
        unit, week = row["org_unit_id"], row["period_id"]
        cell = row["cell"] or _("source")
        rows.append(
            [
                Cell(row["ticket"]),
                Cell(week_long(week, _), week),
                *place_cells(page, unit),
                name_cell(page, unit),
                Cell(stages[row["stage"]]),
                Cell(cell, link=figure_link(page, "complaints_received", unit, week)),
            ]
        )
    return Listed(
        _("The tickets themselves"),
        _("{n} tickets, the oldest first").format(n=number(frame.height)),
        [*heads, Head(_("Cell"))],
        rows,
        _("These complaints came as counts, not as tickets."),
    )


def silent(page: Context) -> Listed:
    """Return the units of which nothing came for the week."""
    _, chosen = page._, page.selection
    since = periods.shift(chosen.week, -HALF_YEAR)
    frame = data.not_reported(chosen.database, chosen.unit_id, chosen.week, since)
    names = data.data_set_names(chosen.database, chosen.lang)
    heads = [Head(_("Data set")), *place_heads(page)[:2], Head(_("Reporting unit")), Head(_("Level"))]
    rows = []
    for row in frame.iter_rows(named=True):
        unit, last = row["org_unit_id"], row["last_week"]
        rows.append(
            [
                Cell(names.get(row["data_set_id"], row["data_set_id"])),
                *place_cells(page, unit)[:2],
                name_cell(page, unit),
                Cell(label(LEVELS, page.units.rows[unit]["level"], _)),
                Cell(week_long(last, _), last) if last else Cell(_("not for half a year"), "", quiet=True),
            ]
        )
    return Listed(
        _("Units that did not report"),
        _("{n} rows · what is carried forward did not come").format(n=number(frame.height)),
        [*heads, Head(_("Last received"))],
        rows,
        _("Every unit here reported what it owes."),
    )


def unreported(page: Context) -> Listed:
    """Return, street by street, the members who live there and have not reported."""
    _, chosen = page._, page.selection
    key = "report_back_rate"
    level = "street" if chosen.unit_level in STREETS else chosen.level or chosen.unit_level
    own = level == chosen.unit_level
    found = blocks.below(page, [key], level=level) if not own else blocks.Below({}, blocks.own_figures(page, [key]))
    units = [chosen.unit_id] if own else list(found.names)
    heads = [Head(label(LEVELS, level, _))]
    heads += [Head(words, numeric=True) for words in (_("Resident"), _("Reported"), _("Not reported"))]
    rows, total = [], 0.0
    for unit in units:
        figure = found.grid.get((unit, key, chosen.week))
        if figure is None:
            continue
        text = blocks.cell_text(page, figure, page.indicators[key])
        value, gap = figure.value(page.indicators[key]), None
        if figure.numerator is not None and figure.denominator is not None:
            gap = figure.denominator - figure.numerator
            total += gap
        rate = Cell(text, value, figure_link(page, key, unit), quiet=value is None)
        counts = [counted(value) for value in (figure.denominator, figure.numerator, gap)]
        rows.append([name_cell(page, unit), *counts, rate])
    rows.sort(key=lambda row: -(row[3].value if isinstance(row[3].value, float) else -1.0))
    return Listed(
        _("Members resident, not reported"),
        _("{n} in all · most first").format(n=value_text(total, "count", page.lang, _)),
        [*heads, Head(page.indicators[key].name, numeric=True)],
        rows,
        _("No figures below this place."),
    )


LISTS = {"uncovered": uncovered, "waiting": waiting, "silent": silent, "unreported": unreported}
