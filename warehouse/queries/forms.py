"""What was submitted last, to be carried into next week's forms."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from warehouse.queries.base import Connection, run


def latest_values(con: Connection, data_set: str, units: Sequence[str], first: str, last: str) -> pl.DataFrame:
    """Return (org_unit_id, data_element, value, value_text, period_id): what each unit stated in the newest of the
    weeks from first to last, both included, in which it stated anything.
    """
    return run(con, "latest_values", data_set=data_set, units=list(units), first=first, last=last)
