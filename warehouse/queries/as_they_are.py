"""Figures over the ground that a unit covers today, whatever it covered then: the units as they are."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from warehouse.queries.base import Connection, run
from warehouse.queries.figures import PERSONS


def series(
    con: Connection, unit: str, indicators: Sequence[str], first: str, last: str, small_cell: int
) -> pl.DataFrame:
    """Return the same columns as `figures.series`, of one unit over the ground that it covers today."""
    return run(
        con,
        "as_they_are",
        unit=unit,
        indicators=list(indicators),
        first=first,
        last=last,
        persons=list(PERSONS),
        small_cell=small_cell,
    )


def moved(con: Connection, unit: str) -> list[str]:
    """Return the units by which the ground of a unit differs from what it was; none where its past is its own."""
    return run(con, "border_moved", unit=unit)["org_unit_id"].to_list()
