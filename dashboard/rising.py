"""Which complaints rose most: four weeks against the four before, in places and about things that count. Pure."""

from __future__ import annotations

import polars as pl

RECENT = 4  # weeks compared for "what rose most"
FEW = 4  # a rise to fewer complaints than this, or by less than RISE, is chance
RISE = 3


def risen(frame: pl.DataFrame, most: int) -> pl.DataFrame:
    """Return what rose most of a frame of queries.complaints `below`, with the rise; at most so many rows."""
    found = frame.with_columns(rise=pl.col("received") - pl.col("before"))
    found = found.filter((pl.col("received") >= FEW) & (pl.col("rise") >= RISE))
    return found.sort("rise", "received", "org_unit_id", descending=[True, True, False]).head(most)
