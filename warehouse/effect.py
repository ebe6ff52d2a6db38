"""What a build moved: city and district figures before and after."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from warehouse.engines import duckdb as engine
from warehouse.inputs import MODELS

_KEYS = ["indicator_id", "org_unit_id", "period_id"]


def figures(con: engine.Connection) -> pl.DataFrame:
    """Return indicator_id, org_unit_id, period_id, numerator, denominator, value of city and districts."""
    return con.sql(engine.sql_file(MODELS / "maintenance" / "figures.sql")).pl()


def figures_of(database: Path) -> pl.DataFrame:
    """Return `figures` of a published file."""
    with engine.connect(database, read_only=True) as con:
        return figures(con)


def moved(before: pl.DataFrame | None, after: pl.DataFrame) -> list[dict[str, Any]]:
    """Return the figures that differ: indicator_id, org_unit_id, period_id, before, after (None = none).

    Beside them numerator_before, denominator_before, numerator_after, denominator_after, from which it is said why.
    """
    old = after.clear() if before is None else before
    sides = [
        data.rename({"value": side, "numerator": f"numerator_{side}", "denominator": f"denominator_{side}"})
        for data, side in ((old, "before"), (after, "after"))
    ]
    both = sides[0].join(sides[1], on=_KEYS, how="full", coalesce=True)
    changed = both.filter(pl.col("before").ne_missing(pl.col("after"))).sort(*_KEYS)
    parts = [f"{part}_{side}" for side in ("before", "after") for part in ("numerator", "denominator")]
    return changed.select(*_KEYS, "before", "after", *parts).to_dicts()
