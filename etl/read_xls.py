"""What the fast reader does not tell of an .xls: error cells, hidden rows, and the year its days count from."""

from __future__ import annotations

import io
from typing import Any

import xlrd

from etl.read_xml import SheetMarks

LARGE = 20_000_000  # of such a file every formatted blank cell would be held; it goes without its hidden rows


def sheet_marks(data: bytes) -> dict[str, SheetMarks]:
    """Return the marks of each sheet by its name; ValueError where they can't be told."""
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=len(data) < LARGE, logfile=io.StringIO())
        return {sheet.name: _marks(sheet, since_1904=book.datemode == 1) for sheet in book.sheets()}
    except Exception as error:
        # whatever it stumbles on: an error cell would look like a blank one, and better none of the file than that
        raise ValueError(f"{type(error).__name__}: {error}") from error


def _marks(sheet: Any, *, since_1904: bool) -> SheetMarks:
    errors = {
        (row + 1, column): xlrd.error_text_from_code.get(cell, "#REF!")
        for row in range(sheet.nrows)
        if xlrd.XL_CELL_ERROR in (types := sheet.row_types(row))
        for column, (kind, cell) in enumerate(zip(types, sheet.row_values(row), strict=True))
        if kind == xlrd.XL_CELL_ERROR
    }
    rows = frozenset(number + 1 for number, row in sheet.rowinfo_map.items() if row.hidden)
    columns = frozenset(number for number, column in sheet.colinfo_map.items() if column.hidden)
    return SheetMarks(errors, frozenset(), rows, since_1904, columns)
