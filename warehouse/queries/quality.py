"""What the quality rules find in figures that were built right."""

from __future__ import annotations

import polars as pl

from warehouse.queries.base import Connection, run
from warehouse.queries.figures import PERSONS


def findings(con: Connection, unit: str, first: str, last: str, small_cell: int) -> pl.DataFrame:
    """Return the findings at a unit and below it over weeks, the gravest and newest first; small counts are empty."""
    return run(con, "quality", unit=unit, first=first, last=last, persons=list(PERSONS), small_cell=small_cell)
