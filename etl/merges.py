"""Cells merged below a header: a name or a word counts for each row that it covers; a figure belongs to none of them.

桃源联合党支部 merged over three estates is the branch of all three. 240 merged over two communities, or over 应报到
and 已报到, is the figure of neither: an error on its cell.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

import polars as pl

from etl import clean, words
from etl.headers import Column
from etl.recognise import Table
from etl.report import Report

WORDED = ("choice", "text", "unit", "yesno")


def is_worded(column: Column) -> bool:
    """Say whether a data element's column holds words and no figures."""
    return column.is_element and words.elements()[column.field].type in WORDED


def fill(frame: pl.DataFrame, table: Table, columns: list[Column]) -> pl.DataFrame:
    """Write the text of a merged cell of these columns into each row that it covers."""
    fills: dict[str, list[tuple[int, str]]] = {}
    told = _Texts(table)
    for column, top, bottom in _spans(table, columns):
        text = told.at(column, top)
        if text is not None:
            fills.setdefault(column.name, []).extend((row, text) for row in range(top + 1, bottom + 1))
    for name, pairs in fills.items():
        filled = pl.DataFrame(pairs, schema={"row": pl.Int32(), "filled": pl.String()}, orient="row")
        frame = frame.join(filled, on="row", how="left", maintain_order="left")
        frame = frame.with_columns(pl.coalesce(name, "filled").alias(name)).drop("filled")
    return frame


def tops(table: Table, column: Column) -> dict[int, int]:
    """Return of each row whose cell lies below the first of a merged area the row in which its text stands."""
    found = _spans(table, [column])
    return {row: top for _, top, bottom in found for row in range(top + 1, bottom + 1)}


def report_figures(data: pl.DataFrame, table: Table, report: Report) -> None:
    """Hold back the rows of a figure that is merged over several of them, or over several columns of figures."""
    figures = [column for column in table.elements() if not is_worded(column)]
    if not figures or not table.sheet.merged or table.tickets:
        return
    named = [pl.col(column.name).is_not_null() for column in table.ordered_places()]  # also a row that tells no more
    others = table.body.filter(pl.any_horizontal(named))["row"].to_list() if named else []
    rows = sorted({*data["row"].to_list(), *others})
    told = _Texts(table)
    for (top, left), (bottom, right) in table.sheet.merged:
        covered = [column for column in figures if left <= column.index <= right]
        if not covered or covered[0].index != left:
            continue
        within = rows[bisect_left(rows, top + 1) : bisect_right(rows, bottom + 1)]
        if not within or max(len(within), len(covered)) < 2:
            continue
        text = told.at(covered[0], top + 1)
        if not _is_figure(text, covered[0]):
            continue
        at = pl.DataFrame({"row": [top + 1], "value": [text]}, schema={"row": pl.Int32(), "value": pl.String()})
        report.rows("figure-merged", at, covered[0])
        report.bad.update(within)


def _is_figure(text: str | None, column: Column) -> bool:
    """Say whether a text is a number: the words of a header that is printed again are none."""
    element = words.elements()[column.field]
    return clean.element(text, element.type, element.name, column.factor).number is not None if text else False


def _spans(table: Table, columns: list[Column]) -> Iterator[tuple[Column, int, int]]:
    """Give the areas that begin in these columns and cover several rows: column, first and last row as numbered."""
    wanted = {column.index: column for column in columns}
    for (top, left), (bottom, _) in table.sheet.merged:
        if left in wanted and bottom > top:
            yield wanted[left], top + 1, bottom + 1


class _Texts:
    """The texts of a table's columns by row, each column read when it is first asked for: most are never."""

    def __init__(self, table: Table) -> None:
        self._body = table.body
        self._columns: dict[str, dict[int, str | None]] = {}

    def at(self, column: Column, row: int) -> str | None:
        """Return the text in a row, as the sheet numbers it; None below and above the table too."""
        if column.name not in self._columns:
            self._columns[column.name] = dict(self._body.select("row", column.name).iter_rows())
        return self._columns[column.name].get(row)
