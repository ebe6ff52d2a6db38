"""The figures of complaints of one category or channel: fct_indicator has only the whole, fct_complaint the parts."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboard import data, selection
from dashboard.blocks import Below, Grid
from dashboard.context import Context
from dashboard.formats import Figure
from warehouse import periods

RECEIVED, PER_HOUSEHOLDS = "complaints_received", "complaints_per_1000_households"
# indicator -> (its numerator, what it is taken of) in the query's columns; a count has no second
PARTS = {
    RECEIVED: ("received", ""),
    "response_rate": ("responded", "responded_of"),
    "resolution_rate": ("resolved", "resolved_of"),
    "satisfaction_rate": ("satisfied", "satisfied_of"),
    "in_estate_resolution_rate": ("resolved_in_estate", "resolved_in_estate_of"),
}
SHOWN = selection.NARROWED


def is_narrowed(page: Context) -> bool:
    """Say whether a category or channel is chosen."""
    return bool(page.selection.category or page.selection.channel)


def _counted(page: Context, level: str, split: tuple[str, str], span: tuple[str, str]) -> pl.DataFrame:
    chosen = page.selection
    return data.complaint_pivot(
        chosen.database, chosen.unit_id, level, split, span, chosen.category or "", chosen.channel or ""
    )


def figure(whole: Figure, key: str, row: dict[str, Any] | None) -> Figure:
    """Return the part's figure: where the whole was not submitted neither was the part; else no row is a nought."""
    if whole.numerator is None:
        return whole
    if key == PER_HOUSEHOLDS:
        return whole._replace(numerator=float(row["received"]) if row else 0.0)
    top, below = PARTS[key]
    numerator = (row[top] if row else 0) or 0
    denominator = float((row or {}).get(below) or 0) if below else None
    return whole._replace(numerator=float(numerator), denominator=denominator)


def _of(grid: Grid, rows: dict[tuple[str, str], dict[str, Any]]) -> Grid:
    """Return a grid whose complaints are those of the rows (unit, week); other indicators stay as they are."""
    return {
        (unit, key, week): figure(_whole(grid, unit, key, week), key, rows.get((unit, week)))
        if key in SHOWN
        else found
        for (unit, key, week), found in grid.items()
    }


def _whole(grid: Grid, unit: str, key: str, week: str) -> Figure:
    """Return what says whether the unit reported: of a rate the count received, for it may have nothing to count."""
    found = grid[unit, key, week]
    return found if key == PER_HOUSEHOLDS else grid.get((unit, RECEIVED, week), found)


def own(page: Context, grid: Grid) -> Grid:
    """Return the selected unit's grid, narrowed to the chosen category and channel."""
    if not is_narrowed(page) or not grid:
        return grid
    weeks = sorted({week for _unit, _key, week in grid})
    frame = _counted(page, page.selection.unit_level, ("week", ""), (weeks[0], weeks[-1]))
    unit = page.selection.unit_id
    return _of(grid, {(unit, row["row_key"]): row for row in frame.iter_rows(named=True)})


def below(page: Context, found: Below, level: str) -> Below:
    """Return the figures of the units of a level, narrowed to the chosen category and channel."""
    if not is_narrowed(page) or not found.grid:
        return found
    weeks = sorted({week for _unit, _key, week in found.grid})
    frame = _counted(page, level, ("unit", "week"), (weeks[0], weeks[-1]))
    rows = {(row["row_key"], row["column_key"]): row for row in frame.iter_rows(named=True)}
    return Below(found.names, _of(found.grid, rows))


def parts(page: Context, column: str, first: str, last: str) -> dict[str, int]:
    """Return complaints received by category or channel; narrowed by the other one of the two only."""
    chosen = page.selection
    category = chosen.category if column == "channel" else None
    channel = chosen.channel if column == "category" else None
    weekly = data.complaint_pivot(
        chosen.database, chosen.unit_id, chosen.unit_level, (column, "week"), data.EVER, category or "", channel or ""
    )
    some = weekly.filter(pl.col("column_key").is_between(pl.lit(first), pl.lit(last)))
    return dict(some.group_by("row_key").agg(pl.col("received").sum()).sort("row_key").iter_rows())


def spans(week: str, recent: int) -> tuple[str, str, str, str]:
    """Return the last weeks and as many before: first, last, first and last of those before."""
    first, before_last = periods.shift(week, 1 - recent), periods.shift(week, -recent)
    return first, week, periods.shift(before_last, 1 - recent), before_last


def recent(page: Context, level: str, weeks: int) -> pl.DataFrame:
    """Return complaints by unit of a level and category of the last weeks and of as many before."""
    chosen = page.selection
    return data.complaints_below(
        chosen.database,
        chosen.unit_id,
        level,
        spans(chosen.week, weeks),
        chosen.category or "",
        chosen.channel or "",
    ).with_columns(pl.col("category").fill_null("other"))
