"""What stands between a figure and its cells: the units that make it up, and the reports that they came with."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from warehouse.queries.base import Connection, run
from warehouse.queries.figures import PERSONS

# what warehouse.replay and warehouse.lineage run beside a version, in temporary tables, in this order
STAGED = ("lineage_stg_value", "lineage_stg_ticket")
STEPS = ("lineage_below", "lineage_used", "lineage_branch_member", "lineage_trace")
FIGURE, CELLS, PARTS, REGISTERED = "lineage_figure", "lineage_cells", "lineage_parts", "lineage_registered"
HAS_CORRECTIONS, CORRECTIONS = "lineage_has_corrections", "lineage_corrections"
COUNTS_OF_COMPLAINTS = "lineage_counts_of_complaints"


def children(con: Connection, indicator: str, unit: str, week: str, small_cell: int) -> pl.DataFrame:
    """Return the units directly below one, as they were in that week, each with its share of a figure."""
    return run(
        con,
        "lineage_children",
        indicator=indicator,
        unit=unit,
        week=week,
        persons=list(PERSONS),
        small_cell=small_cell,
    )


def reports(con: Connection, data_set: str, unit: str, path: Sequence[str], week: str) -> pl.DataFrame:
    """Return the week's reports of a data set for a unit: by whom owed, whether and when received, in which file."""
    return run(con, "lineage_reports", data_set=data_set, unit=unit, path=list(path), week=week)
