"""Indicator figures: of given units over weeks, and of all units of a level below one."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from warehouse.queries.base import Connection, run

# Indicators that count persons: below street level a figure under the setting `small_cell` is not shown.
PERSONS = (
    "members_resident",
    "members_reported",
    "report_back_rate",
    "members_new",
    "members_active",
    "volunteers",
    "resident_representatives",
    "stationed_officials",
)


def series(
    con: Connection, units: Sequence[str], indicators: Sequence[str], first: str, last: str, small_cell: int
) -> pl.DataFrame:
    """Return one row a unit, indicator and week: numerator, denominator, how many reported, carried from when."""
    return run(
        con,
        "series",
        units=list(units),
        indicators=list(indicators),
        first=first,
        last=last,
        persons=list(PERSONS),
        small_cell=small_cell,
    )


def below(
    con: Connection, unit: str, level: str, indicators: Sequence[str], first: str, last: str, small_cell: int
) -> pl.DataFrame:
    """Return the same of all units of a level in the subtree of a unit, with their names, in the register's order."""
    return run(
        con,
        "below",
        unit=unit,
        level=level,
        indicators=list(indicators),
        first=first,
        last=last,
        persons=list(PERSONS),
        small_cell=small_cell,
    )
