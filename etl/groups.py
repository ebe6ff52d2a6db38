"""Where a group of rows ends whose name was written once: at its subtotal, at an empty row, at another's subtotal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from etl.headers import Column
from etl.labels import NOTE, SUBTOTAL, TOTAL, kind_of

if TYPE_CHECKING:
    from etl.recognise import Table

DATA, BLANK = "data", "blank"
KIND = "kind"
LIMIT = 20_000  # empty rows: a sheet with more of them is no list that somebody grouped by hand
END = "\0"  # stands for the name of the group where the next rows say nothing of theirs


def ends(table: Table, body: pl.DataFrame) -> pl.DataFrame:
    """Return the rows at which the names of groups are not carried on, with the names that they begin.

    `桃源街道 | 小计` above its communities begins 桃源街道, else these would fall to the street before it. Below
    `小计`, a remark or an empty row, a blank is nobody's: a community's name that two streets have is then an error.
    """
    columns = table.ordered_places()
    if len(columns) < 2:
        return body.clear()
    span = body.filter(pl.col(KIND) == DATA)["row"]
    if not span.len():
        return body.clear()
    cells = [name for name in table.body.columns if name != "row"]
    empty = pl.all_horizontal(pl.col(name).is_null() for name in cells)
    again = (pl.col(KIND) == BLANK) & ~empty  # the header printed again: the group goes on on the next page
    inside = pl.col("row").is_between(span.min(), span.max())
    last = body.with_columns(again.shift(-1).fill_null(False).alias("before_page"))
    stops = pl.col(KIND).is_in([TOTAL, SUBTOTAL]) | empty | ((pl.col(KIND) == NOTE) & ~pl.col("before_page"))
    found = last.filter(stops & inside).drop("before_page")
    rows = [_ended(row, columns, found.columns) for row in found.iter_rows()] if found.height < LIMIT else []
    return pl.DataFrame(rows, schema=found.schema, orient="row") if rows else found.clear()


def _ended(row: tuple[object, ...], columns: list[Column], names: list[str]) -> tuple[object, ...]:
    """Return a total's, remark's or empty row: END for each group that is over, the name where it begins one."""
    cells = list(row)
    texts = [cells[names.index(column.name)] for column in columns]
    kinds = [kind_of(text) if isinstance(text, str) else None for text in texts]
    label = next((index for index, kind in enumerate(kinds) if kind in (TOTAL, SUBTOTAL)), 0)
    total = cells[names.index(KIND)] in (TOTAL, SUBTOTAL)
    for index, column in enumerate(columns[:-1]):
        if index >= (label - 1 if total else 0):
            named = total and index < label and texts[index] is not None
            cells[names.index(column.name)] = texts[index] if named else END
    return tuple(cells)
