"""A trend over the same units throughout: what moved because the world moved, not because others reported."""

from __future__ import annotations

import polars as pl

from warehouse.queries.base import Connection, run


def series(con: Connection, indicator: str, unit: str, first: str, last: str) -> pl.DataFrame:
    """Return by week numerator and denominator over the units that reported in every week, how many, of how many."""
    return run(con, "like_for_like", indicator=indicator, unit=unit, first=first, last=last)
