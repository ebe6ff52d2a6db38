"""What a build moved: city and district figures before and after."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from warehouse.engines import duckdb as engine
from warehouse.inputs import MODELS

_KEYS = ["indicator_id", "org_unit_id", "period_id"]


def figures(con: engine.Connection) -> pl.DataFrame:
    """Return indicator_id, org_unit_id, period_id, value of city and districts; NULL = no value."""
    return con.sql(engine.sql_file(MODELS / "maintenance" / "figures.sql")).pl()


def figures_of(database: Path) -> pl.DataFrame:
    """Return `figures` of a published file."""
    with engine.connect(database, read_only=True) as con:
        return figures(con)


def moved(before: pl.DataFrame | None, after: pl.DataFrame) -> list[dict[str, Any]]:
    """Return the figures that differ: indicator_id, org_unit_id, period_id, before, after (None = none)."""
    old = after.clear() if before is None else before
    both = old.rename({"value": "before"}).join(after.rename({"value": "after"}), on=_KEYS, how="full", coalesce=True)
    changed = both.filter(pl.col("before").ne_missing(pl.col("after"))).sort(*_KEYS)
    return changed.select(*_KEYS, "before", "after").to_dicts()
