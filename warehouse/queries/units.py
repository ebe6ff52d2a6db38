"""What is known of one unit beside its figures."""

from __future__ import annotations

import polars as pl

from warehouse.queries.base import Connection, run


def history(con: Connection, unit: str) -> pl.DataFrame:
    """Return a unit's names and parents over time and the changes that it had part in, the newest first.

    kind "span": `name`, `other` (the parent), from `since` to `until`; from_start, to_end: as far as the data go. Any
    other kind: a change on the day `since` that led into or came from (`name`) the unit `other`.
    """
    return run(con, "unit_history", unit=unit)
