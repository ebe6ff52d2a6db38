"""Figures for other programs: any units, indicators and weeks, a page of rows at a time."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from warehouse.queries.base import Connection, run
from warehouse.queries.figures import PERSONS


def figures(
    con: Connection, units: Sequence[str], level: str | None, indicators: Sequence[str], first: str, last: str,
    small_cell: int, *, most: int, skipped: int = 0,
) -> tuple[pl.DataFrame, int]:  # fmt: skip
    """Return a page of the figures and how many rows there are on all pages.

    level None: of the units themselves; else of all units of that level below them. Ordered by indicator, week, code.
    """
    asked = {"units": list(units), "level": level, "indicators": list(indicators), "first": first, "last": last}
    counted = run(con, "api_count", **asked).with_columns(after=pl.col("rows").cum_sum())
    total = int(counted["rows"].sum())
    # only the indicators (of one: only the weeks) of the page are read: the whole may be millions of rows
    before = pl.col("after") - pl.col("rows")
    here = counted.filter((pl.col("after") > skipped) & (before < skipped + most))
    if not here.is_empty():
        names = here["indicator_id"].unique(maintain_order=True).to_list()
        span = (here["period_id"][0], here["period_id"][-1]) if len(names) == 1 else (first, last)
        asked |= {"indicators": names, "first": span[0], "last": span[1]}
        skipped -= int(counted.filter((pl.col("indicator_id") < names[0]) | _earlier(names, span[0]))["rows"].sum())
    hidden = {"persons": list(PERSONS), "small_cell": small_cell}
    return run(con, "api_figures", **asked, **hidden, most=most, skipped=skipped), total


def complaints(
    con: Connection, units: Sequence[str], level: str | None, first: str, last: str, category: str, channel: str
) -> pl.DataFrame:
    """Return complaints of one category and channel ("" = all) by unit and week, where the unit submitted them.

    Units as in `figures`; counts and, as `..._of`, what their rates are taken of.
    """
    asked = {"units": list(units), "level": level, "first": first, "last": last}
    return run(con, "api_complaints", **asked, category=category, channel=channel)


def _earlier(names: list[str], first: str) -> pl.Expr:
    """Return which rows of a page's first indicator are of weeks before those that are read."""
    return (pl.col("indicator_id") == names[0]) & (pl.col("period_id") < first)
