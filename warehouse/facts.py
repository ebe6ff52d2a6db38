"""The two shapes in which submitted facts are kept: values (one row a cell) and tickets (one row a complaint).

`facts/<table>/week=2026-W47/<submission id>.parquet`, append-only. <table> is the data set's id for values,
`complaints` for tickets and `complaint_counts` for complaints that came as counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polars as pl

PATH = "path"
TICKETS = "complaints"
COMPLAINT_COUNTS = "complaint_counts"

NUMBER = pl.Decimal(18, 3)

# grain: one submitted, readable cell. A blank cell has no row (blank is not zero).
VALUES: dict[str, pl.DataType] = {
    "org_unit_id": pl.String(),
    "period_id": pl.String(),
    "data_set_id": pl.String(),
    "data_element": pl.String(),
    "category": pl.String(),  # complaint counts only, else null; null there = all categories together
    "channel": pl.String(),  # as category
    "value": NUMBER,  # counts; yes = 1, no = 0; null for choices and texts
    "value_text": pl.String(),  # choices (their code), names of branches, org unit ids; null for numbers
    "qualifier": pl.String(),  # about, at_least, ... as written; null = exact
    "received_at": pl.Datetime("us"),  # city's own time; when the row's report arrived (a bulk file may say so)
    "submission_id": pl.String(),
    "sheet": pl.String(),
    "row": pl.Int32(),
    "cell": pl.String(),
}

# grain: one state of one ticket, as one submission gives it. period_id is the week it was received in.
TICKET: dict[str, pl.DataType] = {
    "ticket_number": pl.String(),
    "org_unit_id": pl.String(),
    "period_id": pl.String(),
    "received_at": pl.Datetime("us"),
    "category": pl.String(),
    "channel": pl.String(),
    "responded": pl.Boolean(),
    "resolved": pl.Boolean(),
    "resolved_in_estate": pl.Boolean(),  # null where not resolved or not said
    "rated": pl.Boolean(),
    "satisfied": pl.Boolean(),  # null where not rated
    "response_minutes": pl.Int32(),  # computed at ingest: whole minutes from received to responded
    "resolution_minutes": pl.Int32(),
    "submission_id": pl.String(),
    "sheet": pl.String(),
    "row": pl.Int32(),
    "cell": pl.String(),  # of the number
    "cell_responded": pl.String(),
    "cell_resolved": pl.String(),
    "cell_in_estate": pl.String(),
    "cell_satisfied": pl.String(),
}

# grain: one data set, period and covered unit that a submission reports on. For values the covered unit is the
# sender-level unit (district) above the rows; for tickets every sender-level unit below the file's sender, for each
# week of the file's own period(s): there a unit without a ticket is a true 0.
COVERAGE: dict[str, pl.DataType] = {
    "data_set_id": pl.String(),
    "period_id": pl.String(),
    "org_unit_id": pl.String(),
    "received_at": pl.Datetime("us"),
    "tickets": pl.Boolean(),
}

# grain: one thing found wrong, assumed or noted in a submission.
ISSUE: dict[str, pl.DataType] = {
    "submission_id": pl.String(),
    "code": pl.String(),
    "severity": pl.String(),
    "sheet": pl.String(),
    "cell": pl.String(),
    "field": pl.String(),
    "value": pl.String(),  # shortened to 40 characters, personal numbers masked
    "details": pl.String(),  # JSON: what the message template needs besides
}


def frame(schema: dict[str, pl.DataType], rows: list[dict[str, object]] | None = None) -> pl.DataFrame:
    """Return a frame of exactly this schema, empty or from rows."""
    return pl.DataFrame(rows or [], schema=schema, orient="row")


def read(paths: Iterable[Path], schema: dict[str, pl.DataType], folder: str | None = None) -> pl.DataFrame:
    """Read those of these parquet files that are there, in order, as exactly the schema's columns.

    folder: the name of a column, last if the schema has none, that says in which folder a row's file lies. All are
    read at once: three years of weekly files are thousands.
    """
    there = [path for path in paths if path.is_file()]
    columns = {**schema, **({folder: pl.String()} if folder else {})}
    if not there:
        return frame(columns)
    rows = pl.scan_parquet(
        there, schema=schema, missing_columns="insert", extra_columns="ignore", include_file_paths=PATH, glob=False
    )
    if folder is None:
        return rows.select(list(schema)).collect()
    names = pl.DataFrame({PATH: [str(path) for path in there], folder: [path.parent.name for path in there]}).lazy()
    return rows.join(names, on=PATH, how="left", maintain_order="left").select(list(columns)).collect()


def conform(data: pl.DataFrame, schema: dict[str, pl.DataType]) -> pl.DataFrame:
    """Return the frame with exactly the schema's columns, in order and typed; missing ones are null."""
    columns = [
        (pl.col(name) if name in data.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in schema.items()
    ]
    return data.select(columns)
