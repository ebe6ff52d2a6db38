"""What the fast reader does not tell of an .xls: error cells, struck text, hidden rows, its first year."""

from __future__ import annotations

import io
from typing import Any

import xlrd

from etl.read_strikes import marked
from etl.read_xml import SheetMarks

LARGE = 20_000_000  # of such a file every formatted blank cell would be held; it goes without its hidden rows


def sheet_marks(data: bytes) -> dict[str, SheetMarks]:
    """Return the marks of each sheet by its name; ValueError where they can't be told."""
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=len(data) < LARGE, logfile=io.StringIO())
        struck = {at for at, font in enumerate(book.font_list) if font.struck_out}
        return {sheet.name: _marks(sheet, struck, since_1904=book.datemode == 1) for sheet in book.sheets()}
    except Exception as error:
        # whatever it stumbles on: an error cell would look like a blank one, and better none of the file than that
        raise ValueError(f"{type(error).__name__}: {error}") from error


def _marks(sheet: Any, struck: set[int], *, since_1904: bool) -> SheetMarks:
    errors = {
        (row + 1, column): xlrd.error_text_from_code.get(cell, "#REF!")
        for row in range(sheet.nrows)
        if xlrd.XL_CELL_ERROR in (types := sheet.row_types(row))
        for column, (kind, cell) in enumerate(zip(types, sheet.row_values(row), strict=True))
        if kind == xlrd.XL_CELL_ERROR
    }
    rows = frozenset(number + 1 for number, row in sheet.rowinfo_map.items() if row.hidden)
    columns = frozenset(number for number, column in sheet.colinfo_map.items() if column.hidden)
    return SheetMarks({**errors, **_struck(sheet, struck)}, frozenset(), rows, since_1904, columns)


def _struck(sheet: Any, struck: set[int]) -> dict[tuple[int, int], str]:
    """Return the text of each cell in which something is struck out; struck: the fonts that strike."""
    if not struck:
        return {}
    found = {}
    formats, texts = sheet.book.xf_list, (xlrd.XL_CELL_TEXT, xlrd.XL_CELL_NUMBER)
    for row in range(sheet.nrows):
        for column, kind in enumerate(sheet.row_types(row)):
            if kind not in texts:
                continue
            runs = [(0, formats[sheet.cell_xf_index(row, column)].font_index)]
            runs += sheet.rich_text_runlist_map.get((row, column), [])
            if struck.intersection(font for _, font in runs):
                found[row + 1, column] = _marked(sheet.cell_value(row, column), runs, struck)
    return found


def _marked(value: str | float, runs: list[tuple[int, int]], struck: set[int]) -> str:
    text = value if isinstance(value, str) else f"{value:.15g}"
    ends = [*(start for start, _ in runs[1:]), len(text)]
    return marked((text[start:end], font in struck) for (start, font), end in zip(runs, ends, strict=True))
