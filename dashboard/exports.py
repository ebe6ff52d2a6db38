"""Tables as a workbook: the first sheet says what they are, the others are the tables, typed, with a frozen header.

A text is written as a text, whatever it begins with: no cell of the file is a formula or a link.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import xlsxwriter

from dashboard.takeaway_files import Cell, dangerous

FORMATS = {"share": "0.0%", "per_1000_households": "#,##0.00", "households": "#,##0.0", "count": "#,##0.###"}
OTHER = "#,##0.###"
NARROW, WIDE = 9, 48  # column widths in characters
MOST_ROWS = 1_048_575
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


@dataclass(frozen=True)
class Head:
    """One column: its title, the unit of its figures ("" = text), and words for the first sheet."""

    title: str
    unit: str = ""
    unit_name: str = ""
    type_name: str = ""
    means: str = ""


@dataclass(frozen=True)
class Sheet:
    """One table; rows are as long as heads."""

    title: str
    heads: Sequence[Head]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class About:
    """What stands on the first sheet: its name, what the tables show (label, words), and the heads of its list."""

    name: str
    lines: Sequence[tuple[str, str]]
    heads: tuple[str, str, str, str, str]  # table, column, type, unit, meaning


def to_xlsx(about: About, sheets: Sequence[Sheet]) -> bytes:
    """Return the workbook of some tables; of a table longer than a sheet the sheet's length."""
    out = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, {"in_memory": True, **plain})
    formats = _Formats(book)
    names = _names([about.name, *(sheet.title for sheet in sheets)])
    first = book.add_worksheet(names[0])
    for name, sheet in zip(names[1:], sheets, strict=True):
        _table(book.add_worksheet(name), sheet, formats)
    _first(first, about, list(zip(names[1:], sheets, strict=True)), formats)
    book.close()
    return out.getvalue()


class _Formats:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.made: dict[str, Any] = {}
        self.head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#F5F7FA", "valign": "top"})
        self.label = book.add_format({"bold": True, "valign": "top"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.quoted = book.add_format({"quote_prefix": True})

    def number(self, unit: str) -> Any:
        """Return the format of a unit's figures."""
        if unit not in self.made:
            self.made[unit] = self.book.add_format({"num_format": FORMATS.get(unit, OTHER)})
        return self.made[unit]


def _first(page: Any, about: About, tables: Sequence[tuple[str, Sheet]], formats: _Formats) -> None:
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 40)
    page.set_column(2, 3, 16)
    page.set_column(4, 4, 80)
    row = 0
    for label, text in about.lines:
        page.write_string(row, 0, label, formats.label)
        page.write_string(row, 1, text, formats.quoted if dangerous(text) else None)
        row += 1
    row += 1
    for column, text in enumerate(about.heads):
        page.write_string(row, column, text, formats.head)
    for name, sheet in tables:
        for head in sheet.heads:
            row += 1
            for column, text in enumerate((name, head.title, head.type_name, head.unit_name, head.means)):
                page.write_string(row, column, text, formats.wrapped)


def _table(page: Any, sheet: Sheet, formats: _Formats) -> None:
    for column, head in enumerate(sheet.heads):
        page.write_string(0, column, head.title, formats.head)
    for number, line in enumerate(sheet.rows[:MOST_ROWS], start=1):
        for column, (cell, head) in enumerate(zip(line, sheet.heads, strict=True)):
            _cell(page, number, column, cell, head, formats)
    for column, head in enumerate(sheet.heads):
        texts = [head.title, *(str(line[column]) for line in sheet.rows[:200] if isinstance(line[column], str))]
        page.set_column(column, column, min(max(max(map(_width, texts)) + 2, NARROW), WIDE))
    page.freeze_panes(1, 1 if len(sheet.heads) > 1 else 0)
    if sheet.rows:
        page.autofilter(0, 0, min(len(sheet.rows), MOST_ROWS), len(sheet.heads) - 1)


def _cell(page: Any, row: int, column: int, cell: Cell, head: Head, formats: _Formats) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, str):
        page.write_string(row, column, cell, formats.quoted if dangerous(cell) else None)
    elif isinstance(cell, date):
        page.write_datetime(row, column, cell, formats.day)
    elif math.isfinite(cell):
        page.write_number(row, column, cell, formats.number(head.unit))


def _width(text: str) -> int:
    return max((sum(2 if ord(char) > 255 else 1 for char in line) for line in text.splitlines()), default=0)


def _names(titles: Sequence[str]) -> list[str]:
    """Return a name for each sheet: at most 31 signs, none that is not allowed, each once."""
    names: list[str] = []
    for title in titles:
        base = _NOT_IN_A_NAME.sub(" ", title).strip().strip("'")[:31].strip() or "-"
        name, number = base, 2
        while name.casefold() in {known.casefold() for known in names} or name.casefold() == "history":
            name = f"{base[: 30 - len(str(number))]} {number}"
            number += 1
        names.append(name)
    return names
