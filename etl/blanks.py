"""Blank cells of the elements that a form requires: a rate is without those rows, which nobody sees in its figure."""

from __future__ import annotations

import polars as pl

from etl import words
from etl.headers import Column
from etl.issues import issue
from etl.recognise import Table
from etl.report import Report


def note(data: pl.DataFrame, table: Table, report: Report) -> None:
    """Say of each required column how many rows of the table leave it blank, with the first such cell.

    应建支部 yes and 支部形式 blank: the estate is on neither side of coverage, where the clerk may have meant `none`.
    """
    known = {column.field: column for column in table.elements()}
    for data_set in dict.fromkeys(column.data_set for column in known.values()):
        form = words.forms()[data_set]
        for field in form["required"]:
            column = known.get(field)
            if column is None:
                continue
            rows = _blank(data, column, known, form.get("needless", {}).get(field, {}))["row"].to_list()
            if rows:
                cell, count = f"{column.letters}{rows[0]}", len(rows)
                report.add(issue("cells-blank", sheet=table.name, cell=cell, field=field, count=count))


def _blank(data: pl.DataFrame, column: Column, known: dict[str, Column], needless: dict[str, int]) -> pl.DataFrame:
    """Return the rows in which a column is blank, but for those where another one says that it need not be told."""
    blank = pl.col(f"v_{column.name}").is_null() & pl.col(f"t_{column.name}").is_null()
    for field, value in needless.items():
        if field in known:
            blank &= (pl.col(f"v_{known[field].name}") != value).fill_null(True)
    return data.filter(blank)
