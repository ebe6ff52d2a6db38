"""The table `correction` of a published file: its columns, how it is read, how two of them differ."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from warehouse.engines import duckdb as engine

MODELS = Path(__file__).parent / "models"

# grain: one submitted value (of a ticket: one of its figures) that counts corrected; old, new: as in corrections.csv
COLUMNS: dict[str, pl.DataType] = {
    "submission_id": pl.String(), "org_unit_id": pl.String(), "period_id": pl.String(), "data_set_id": pl.String(),
    "data_element": pl.String(), "category": pl.String(), "sheet": pl.String(), "row": pl.Int32(),
    "cell": pl.String(), "old": pl.String(), "new": pl.String(), "reason": pl.String(), "who": pl.String(),
    "date": pl.String(), "submission_no": pl.Int32(), "week_index": pl.Int32(), "element_no": pl.Int32(),
}  # fmt: skip
_SAID = (
    "submission_id",
    "org_unit_id",
    "period_id",
    "data_set_id",
    "data_element",
    "category",
    "sheet",
    "cell",
    "new",
)


def none() -> pl.DataFrame:
    """Return a table without rows."""
    return pl.DataFrame(schema=COLUMNS)


def of_file(database: Path) -> pl.DataFrame:
    """Return the table of a published file."""
    with engine.connect(database, read_only=True) as con:
        there = con.sql(engine.sql_file(MODELS / "maintenance" / "correction_tables.sql")).pl().height
        return con.table("correction").pl() if there else none()


def changed(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of either side that the other has not: what counts otherwise than it did."""
    gone = before.join(after, on=_SAID, how="anti", nulls_equal=True)
    come = after.join(before, on=_SAID, how="anti", nulls_equal=True)
    return pl.concat([gone.select(list(COLUMNS)), come.select(list(COLUMNS))])
