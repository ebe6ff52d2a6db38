"""Complaints by category and channel."""

from __future__ import annotations

import polars as pl

from warehouse.queries.base import Connection, run


def parts(con: Connection, unit: str, first: str, last: str) -> pl.DataFrame:
    """Return a unit's complaints by week, category and channel; a cell without a complaint has no row."""
    return run(con, "complaints_parts", unit=unit, first=first, last=last)


def below(
    con: Connection, unit: str, level: str, first: str, last: str, before_first: str, before_last: str
) -> pl.DataFrame:
    """Return the complaints received by unit of a level and category in two spans of weeks (`received`, `before`)."""
    return run(
        con,
        "complaints_below",
        unit=unit,
        level=level,
        first=first,
        last=last,
        before_first=before_first,
        before_last=before_last,
    )
