"""Numbers that stand out against their unit's own history: modified z-scores, and limits where the history is short.

With n weeks the largest possible z-score is bounded, so that a handful of weeks can flag nothing: a history is long
enough from `thresholds.outlier_weeks` on. A flow is skewed (most weeks little, a campaign now and then): its limit is
wider.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from warehouse.engines import duckdb as engine
from warehouse.queries.base import Connection, run, text
from warehouse.settings import Thresholds

SUBMITTED = {
    "n": pl.Int32(), "org_unit_id": pl.String(), "data_element": pl.String(), "category": pl.String(),
    "channel": pl.String(), "value": pl.Float64(), "is_flow": pl.Boolean(),
}  # fmt: skip
HISTORY = {
    "org_unit_id": pl.String(), "data_element": pl.String(), "category": pl.String(), "channel": pl.String(),
    "weeks": pl.Int64(), "middle": pl.Float64(), "spread": pl.Float64(), "previous": pl.Float64(),
}  # fmt: skip
WEEKLY = {
    "org_unit_id": pl.String(), "category": pl.String(), "week_index": pl.Int32(), "received": pl.Int64(),
}  # fmt: skip


def history(
    con: Connection, week: int, limits: Thresholds, elements: Sequence[str], categories: Sequence[str]
) -> pl.DataFrame:
    """Return HISTORY: what each unit stated of some elements in the weeks before a week (by its index)."""
    asked = {"week": week, "span": limits.outlier_span, "elements": list(elements), "categories": list(categories)}
    return run(con, "outlier_history", **asked).select(pl.col(name).cast(kind) for name, kind in HISTORY.items())


def weekly_complaints(con: Connection, level: str, first: int, last: int) -> pl.DataFrame:
    """Return WEEKLY: complaints by week and category of the units of a level, in published weeks first to last."""
    found = run(con, "complaints_weekly", level=level, first=first, last=last)
    return found.select(pl.col(name).cast(kind) for name, kind in WEEKLY.items())


def standing_out(submitted: pl.DataFrame, known: pl.DataFrame, limits: Thresholds) -> pl.DataFrame:
    """Return (n, value, weeks, middle, spread, previous, why) of the submitted numbers (SUBMITTED) that stand out.

    why: outlier, zero, jump, or short (nothing can be said).
    """
    with engine.connect() as con:
        engine.table_of_frame(con, "submitted", submitted)
        engine.table_of_frame(con, "outlier_history", known)
        asked = {
            "limit": limits.outlier_limit, "flow_limit": limits.outlier_limit_flow,
            "least_weeks": limits.outlier_weeks, "least_change": limits.outlier_least, "jump": limits.jump,
            "zero_from": limits.zero_from,
        }  # fmt: skip
        return con.sql(text("outliers"), params=asked).pl()


def unusual_complaints(weekly: pl.DataFrame, asked: Sequence[int], limits: Thresholds) -> pl.DataFrame:
    """Return (org_unit_id, category, week_index, received, weeks, middle) of asked weeks that stand out in WEEKLY."""
    with engine.connect() as con:
        engine.table_of_frame(con, "weekly_complaint", weekly)
        engine.table_of_frame(
            con, "asked_week", pl.DataFrame({"week_index": asked}, schema={"week_index": pl.Int32()})
        )
        params = {
            "limit": limits.outlier_limit, "least_weeks": limits.outlier_weeks, "least_change": limits.outlier_least,
            "span": limits.outlier_span,
        }  # fmt: skip
        return con.sql(text("outlier_complaints"), params=params).pl()
