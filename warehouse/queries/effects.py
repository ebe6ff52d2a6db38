"""What a week's figures of the city and its districts were, to say what loading more would move."""

from __future__ import annotations

import polars as pl

from warehouse.queries.base import Connection, run


def week_figures(con: Connection, week: str) -> pl.DataFrame:
    """Return (indicator_id, org_unit_id, numerator, denominator) of city and districts, without what has no value."""
    return run(con, "effect_week", week=week)
