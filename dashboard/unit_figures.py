"""The figures of one unit beside its target, its parent and what others published. Rows in, HTML out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dashboard import blocks, data, small_lines
from dashboard.blocks import Grid
from dashboard.context import Context
from dashboard.formats import Figure, Indicator, change, value_text, week_label, week_long
from dashboard.lineage_links import figure_link
from dashboard.rich_table import Cell, Head, Rich, line, move
from dashboard.unit_links import link
from warehouse import periods

FIGURES = (
    "branch_coverage", "estates_without_branch", "branches", "joint_branches", "estates", "report_back_rate",
    "members_reported", "members_active", "complaints_received", "complaints_per_1000_households", "response_rate",
    "resolution_rate", "satisfaction_rate", "in_estate_resolution_rate", "owners_committee_rate",
    "property_service_rate", "households_per_representative", "service_stations", "volunteers", "six_haves_rate",
)  # fmt: skip
TRENDS = (
    "branch_coverage", "report_back_rate", "complaints_received", "resolution_rate", "satisfaction_rate",
    "owners_committee_rate", "property_service_rate", "volunteers",
)  # fmt: skip
PARTS = (
    "branch_coverage", "report_back_rate", "complaints_received", "resolution_rate", "owners_committee_rate",
    "property_service_rate", "six_haves_rate",
)  # fmt: skip
# of one estate no share but whether it has it
WHETHER = ("branch_coverage", "owners_committee_rate", "property_service_rate", "six_haves_rate")
COLUMNS = 3  # indicators side by side in the table of parts
YEAR = 52


def value_of(figure: Figure | None, indicator: Indicator) -> float | None:
    """Return a figure's value, None where there is none."""
    return figure.value(indicator) if figure is not None else None


def frame(page: Context, units: tuple[str, ...]) -> Grid:
    """Return the figures of units over two years: all that the page shows of them, in one query."""
    chosen = page.selection
    first, keys = periods.shift(chosen.week, 1 - 2 * YEAR), tuple(dict.fromkeys([*FIGURES, *TRENDS]))
    keys = tuple(key for key in keys if key in page.indicators)
    return data.figures_of(data.series(chosen.database, units, keys, first, chosen.week, chosen.small_cell))


def present(page: Context, unit: str, keys: Sequence[str], grid: Grid) -> list[str]:
    """Return the indicators that the unit owes: those with a row in the week."""
    return [key for key in keys if (unit, key, page.selection.week) in grid]


def year(page: Context) -> list[str]:
    """Return the 52 weeks up to the selected one."""
    return periods.span(periods.shift(page.selection.week, 1 - YEAR), page.selection.week)


def changed(page: Context, grid: Grid, unit: str, key: str, before: str) -> Cell:
    """Return the change of an indicator since a week, to be sorted by."""
    indicator = page.indicators[key]
    now = value_of(grid.get((unit, key, page.selection.week)), indicator)
    was = value_of(grid.get((unit, key, before)), indicator)
    found = change(now, was, indicator, page._)
    if found is not None and found.up is not None and now is not None and _whether(page, unit, key):
        found = replace(found, text=page._("was no") if now else page._("was yes"))
    if found is not None and key in blocks.UNSETTLED and page.selection.week == page.selection.newest:
        found = replace(found, good=None)  # the week's own cases are still being worked on
    return move(found, now - was if now is not None and was is not None else None)


def figure_cell(page: Context, grid: Grid, unit: str, key: str) -> Cell:
    """Return a figure as a cell that leads to where it comes from."""
    figure = grid.get((unit, key, page.selection.week))
    if figure is None:
        return Cell("–", quiet=True)
    indicator = page.indicators[key]
    value = figure.value(indicator)
    return Cell(figure_text(page, unit, figure, indicator), value, figure_link(page, key, unit), quiet=value is None)


def figure_text(page: Context, unit: str, figure: Figure | None, indicator: Indicator) -> str:
    """Return a figure as the page shows it; of an estate yes or no where the share would be 100 or 0 %."""
    text = blocks.cell_text(page, figure, indicator)
    value = value_of(figure, indicator)
    if value is None or not _whether(page, unit, indicator.indicator_id):
        return text
    return text.replace(value_text(value, "share", page.lang, page._), page._("yes") if value else page._("no"))


def _whether(page: Context, unit: str, key: str) -> bool:
    return key in WHETHER and page.units.rows[unit]["level"] == "estate"


def target_text(page: Context, indicator: Indicator) -> str:
    """Return an indicator's target or healthy band as short as it can be said."""
    low, high = (
        value_text(value, indicator.unit, page.lang, page._) if value is not None else ""
        for value in (indicator.target_low, indicator.target_high)
    )
    if low and high:
        return f"{low} – {high}"
    return f"≥ {low}" if low else f"≤ {high}" if high else "–"


def published(page: Context) -> dict[str, dict[str, Any]]:
    """Return indicator -> a published figure that may stand beside one of this unit: a share, or one of its level."""
    found: dict[str, dict[str, Any]] = {}
    for row in data.catalogue_of(page.selection.database)[2].iter_rows(named=True):
        indicator = page.indicators.get(row["indicator_id"])
        if indicator is None or not row["comparable"] or row["indicator_value"] is None:
            continue
        if row["level"] == page.selection.unit_level or indicator.unit == "share":
            found.setdefault(row["indicator_id"], row)
    return found


def against(page: Context, grid: Grid, parent: str | None) -> Rich:
    """Return the unit's figures as a table: target, parent, published figure, changes and the last year as a line."""
    _, chosen, unit = page._, page.selection, page.selection.unit_id
    known, weeks = published(page), year(page)
    heads = [
        Head(_("Indicator")),
        Head(week_label(chosen.week, _), numeric=True),
        Head(_("on the week"), numeric=True),
    ]
    heads += [Head(_("on the year"), numeric=True), Head(_("Target"), numeric=True)]
    if parent:
        heads.append(Head(page.units.name(parent, page.lang), numeric=True))
    heads += [Head(_("Published elsewhere")), Head(_("52 weeks"), plain=True)]
    rows = []
    for key in present(page, unit, FIGURES, grid):
        indicator = page.indicators[key]
        row = [Cell(indicator.name, link=link(page, "explore", indicator=key)), figure_cell(page, grid, unit, key)]
        row += [changed(page, grid, unit, key, periods.shift(chosen.week, -1))]
        row += [changed(page, grid, unit, key, chosen.last_year), Cell(target_text(page, indicator), quiet=True)]
        if parent:
            row.append(figure_cell(page, grid, parent, key) if indicator.is_rate else Cell("–", quiet=True))
        row.append(_published_cell(page, indicator, known.get(key)))
        row.append(line([value_of(grid.get((unit, key, week)), indicator) for week in weeks], page.theme))
        rows.append(row)
    return Rich(_("Key figures"), heads, rows, tall=True, name="figures")


def _published_cell(page: Context, indicator: Indicator, row: dict[str, Any] | None) -> Cell:
    if row is None:
        return Cell("–", quiet=True)
    value = value_text(row["indicator_value"], indicator.unit, page.lang, page._)
    return Cell(f"{value} · {row['place']} {str(row['as_of'])[:4]}", row["indicator_value"], quiet=True)


def small_trends(page: Context, grid: Grid) -> str:
    """Return the unit's trends over 52 weeks, last year's as a thin band."""
    unit, weeks = page.selection.unit_id, year(page)
    keys = [
        key
        for key in present(page, unit, TRENDS, grid)
        if any(value_of(grid.get((unit, key, week)), page.indicators[key]) is not None for week in weeks)
    ]
    items = []
    for key in keys:
        indicator = page.indicators[key]
        figure = grid.get((unit, key, page.selection.week))
        items.append(
            small_lines.Small(
                indicator.name,
                [value_of(grid.get((unit, key, week)), indicator) for week in weeks],
                [value_of(grid.get((unit, key, periods.shift(week, -YEAR))), indicator) for week in weeks],
                indicator.target_low if indicator.direction == "up" else None,
                figure_text(page, unit, figure, indicator),
                link(page, "explore", indicator=key, view="trend"),
            )
        )

    def text(number: int, value: float) -> str:
        return value_text(value, page.indicators[keys[number]].unit, page.lang, page._)

    return small_lines.trends(items, [week_long(week, page._) for week in weeks], text, page.theme)


def part_keys(page: Context, level: str, first: str) -> tuple[list[str], blocks.Below]:
    """Return the indicators that the parts of a level have figures of, at most four, and the figures."""
    found = blocks.below(page, PARTS, since=first, level=level)
    week = page.selection.week
    keys = [
        key
        for key in PARTS
        if any(value_of(found.grid.get((unit, key, week)), page.indicators[key]) is not None for unit in found.names)
    ]
    return keys[:COLUMNS], found


def parts_table(page: Context, level_name: str, keys: Sequence[str], found: blocks.Below) -> Rich:
    """Return the unit's parts: each with its figures, their change on the year and the last half year as a line."""
    _, chosen = page._, page.selection
    heads, weeks = [Head(level_name)], year(page)[-26:]
    for key in keys:
        note = page.indicators[key].name
        heads += [Head(note, numeric=True, key=key), Head(_("on the year"), numeric=True, note=note)]
        heads.append(Head(_("26 weeks"), plain=True, note=note))
    rows = []
    for unit in found.names:
        row = [Cell(found.names[unit], link=link(page, "unit", unit))]
        for key in keys:
            values = [value_of(found.grid.get((unit, key, week)), page.indicators[key]) for week in weeks]
            row += [figure_cell(page, found.grid, unit, key)]
            row += [changed(page, found.grid, unit, key, chosen.last_year), line(values, page.theme)]
        rows.append(row)
    return Rich(_("Its parts"), heads, rows, name="parts")
