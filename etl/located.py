"""Where the cells of a table stand in the file, also of one that was written upright before it was read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

import polars as pl

from etl.headers import Column
from etl.issues import Issue
from etl.read import Sheet, column_letters
from etl.read_xml import column_number

_ADDRESS = re.compile(r"([A-Z]{1,3})(\d+)")
_LAST = re.compile(r"[A-Z]{1,3}\d+$")


def cells(sheet: Sheet, data: pl.DataFrame, column: Column, tops: dict[int, int]) -> pl.Series:
    """Return the addresses of a column's cells in these rows of its table.

    tops: of rows below the first of a merged area, the row in which its text stands.
    """
    if sheet.at is None:
        row = pl.col("row").replace(tops) if tops else pl.col("row")
        return data.select(cell=pl.concat_str(pl.lit(column.letters), row)).to_series()
    at = sheet.at.select("row", pl.col(column.name).alias("cell"))
    return data.select("row").join(at, on="row", how="left", maintain_order="left")["cell"]


def rows(sheet: Sheet, cells: pl.Series) -> pl.Expr:
    """Return the rows of cells in the file, given their addresses."""
    return pl.col("row") if sheet.at is None else pl.lit(cells.str.extract(r"(\d+)$").cast(pl.Int32()))


def in_file(sheet: Sheet, found: Iterable[Issue]) -> list[Issue]:
    """Return issues of a table with the addresses that its cells have in the file."""
    if sheet.at is None:
        return list(found)
    return [replace(item, cell=_true(sheet, item.cell), details=_details(sheet, item)) for item in found]


def name_of_column(sheet: Sheet, column: Column, row: int | str) -> str:
    """Return how a column is called: its letters, in a table that was written upright its heading's address."""
    return column.letters if sheet.at is None else _true(sheet, f"{column.letters}{row}") or ""


def _true(sheet: Sheet, cell: str | None) -> str | None:
    match = _ADDRESS.fullmatch(cell or "")
    if match is None or sheet.at is None or int(match[2]) > sheet.at.height:
        return cell
    line = sheet.at.row(int(match[2]) - 1)[1:]
    index = column_number(match[1])
    own = line[index] if index < len(line) else None
    # a cell that is not there is shown at the nearest one of its row
    return own or next((text for text in reversed(line[:index]) if text), next((text for text in line if text), None))


def _details(sheet: Sheet, item: Issue) -> dict[str, object]:
    details = dict(item.details)
    if "whole_cell" in details:
        details["whole_cell"] = _true(sheet, str(details["whole_cell"]))
    if item.code in ("row-repeated", "ticket-repeated"):
        details["other"] = _LAST.sub(lambda found: str(_true(sheet, found[0])), str(details.get("other", "")))
    if "rows" in details:
        numbers = re.findall(r"\d+", str(details["rows"]))
        true = (_true(sheet, f"{column_letters(0)}{number}") for number in numbers)
        rest = " …" if str(details["rows"]).endswith("…") else ""
        details["rows"] = ", ".join(dict.fromkeys(text for text in true if text)) + rest
    return details
