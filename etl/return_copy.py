"""The sender's own workbook back (`linju return`): cells at fault coloured and commented, a list of all in front.

A workbook that can be edited is copied with its styles; of any other file (.xls, .csv) the copy holds the values.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

from etl import archive, personal, read, return_list, return_sheet
from etl.issues import Issue
from etl.return_list import Findings
from etl.return_sheet import COLOURS, HEAD, INK, LINE, WIDTHS
from etl.template_styles import display_width, lines_in
from warehouse.store import Store

_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,17})?")
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


class ReturnError(ValueError):
    """A copy that can not be written: it would replace the sender's own file, or is no .xlsx."""


@dataclass(frozen=True)
class Returned:
    """What was written. cells: how many are coloured."""

    path: Path
    errors: int
    warnings: int
    notes: int
    cells: int


def write(store: Store, file: Path, out: Path, *, sender: str | None = None, week: str | None = None) -> Returned:
    """Write a file's copy with all its issues as .xlsx; ReturnError where the copy would replace the file itself."""
    if out.suffix.lower() != ".xlsx":
        raise ReturnError(f"{out.name}: the copy is a .xlsx")
    if out.exists() and out.samefile(archive.outer(file)):
        raise ReturnError(f"{out} is the sender's own file; name another")
    found = return_list.findings(store, file, sender=sender, week=week)
    book = _copy(file) if found.readable else _empty()
    _take_off(book)
    cells = sum(_mark(book, *where, listed) for where, listed in found.by_cell().items())
    _list(book, found)
    out.parent.mkdir(parents=True, exist_ok=True)
    book.save(out)
    counts = [found.count(severity) for severity in return_list.SEVERITIES]
    return Returned(out, counts[0], counts[1], counts[2], cells)


# the copy -----------------------------------------------------------------------------------------------------------


def _copy(file: Path) -> openpyxl.Workbook:
    """Open the sender's workbook with its styles; where that can't be done, its values; else an empty one."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what the library leaves out: pictures, extensions
        try:
            # by its content: the ending may lie, or be one that the library does not know
            stream = io.BytesIO(archive.data_of(file))
            book = openpyxl.load_workbook(stream, rich_text=True) if zipfile.is_zipfile(stream) else None
        except (InvalidFileException, KeyError, ValueError, TypeError, OSError, zipfile.BadZipFile):
            book = None
    if book is not None:
        book.calculation.fullCalcOnLoad = True
        return book
    book = _empty()
    for sheet in read.read(file):
        _values(book.create_sheet(_tab(sheet.name or file.stem)), sheet)
    return book


def _empty() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    return book


def _tab(name: str) -> str:
    return _FORBIDDEN.sub(" ", name)[:31].strip(" '") or "1"


def _values(page: Worksheet, sheet: read.Sheet) -> None:
    """Write a sheet's texts at their own addresses, plain numbers as numbers, plainly ruled."""
    widths: dict[int, int] = {}
    for row, *texts in sheet.cells.iter_rows():
        in_table = sum(text is not None for text in texts) > 1  # else a title or a note: no reason for a wide column
        for column, text in enumerate(texts, start=1):
            page.cell(row, column).font = _font()
            if in_table:
                page.cell(row, column).border = _ruled()
            if text is None:
                continue
            cell = page.cell(row, column)
            if _NUMBER.fullmatch(text):
                cell.value = float(text) if "." in text else int(text)
            else:
                _text(cell, text)
            if in_table:
                widths[column] = max(widths.get(column, 0), min(display_width(text), 30))
    for column, width in widths.items():
        page.column_dimensions[read.column_letters(column - 1)].width = max(8, width + 2)
    for (top, left), (bottom, right) in sheet.merged:
        page.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
        page.cell(top + 1, left + 1).alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
    page.page_setup.fitToHeight, page.sheet_properties.pageSetUpPr.fitToPage = 0, True


def _text(cell: Any, text: str) -> None:
    """Write a text that stays a text: `=1+1` out of a received file must not become a formula."""
    cell.value = openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"


def _take_off(book: openpyxl.Workbook) -> None:
    """Take off what an earlier return left: its list, its comments and colours."""
    said = return_list.texts()
    for page in list(book.worksheets):
        if page.title == said["sheet"]:
            book.remove(page)
            continue
        for row in page.iter_rows():
            for cell in row:
                if cell.comment is not None and cell.comment.author == said["author"]:
                    cell.comment = None
                    cell.fill = PatternFill()


# the cells ----------------------------------------------------------------------------------------------------------


def _mark(book: openpyxl.Workbook, sheet: str | None, address: str, found: list[Issue]) -> int:
    """Colour and comment one cell; a cell within a merged range is its first. Returns how many cells were marked."""
    page = _page(book, sheet)
    if page is None:
        return 0
    try:
        row, column = coordinate_to_tuple(address)
    except ValueError:
        return 0
    area = next((item for item in page.merged_cells.ranges if address in item), None)
    cell = page.cell(area.min_row, area.min_col) if area else page.cell(row, column)
    cell.fill = PatternFill("solid", fgColor=COLOURS[found[0].severity])
    text = return_list.comment(found)
    if cell.comment is not None:
        text = f"{text}\n\n{cell.comment.author}: {cell.comment.text}"
    height = 20 + 18 * sum(lines_in(line, 50) for line in text.split("\n"))
    cell.comment = Comment(text, return_list.texts()["author"], width=380, height=min(height, 480))
    return 1


def _page(book: openpyxl.Workbook, sheet: str | None) -> Worksheet | None:
    if sheet is None:
        return book.worksheets[0] if book.worksheets else None
    wanted = (sheet, _tab(sheet))
    return next((page for page in book.worksheets if personal.masked(page.title) in wanted), None)


# the list -----------------------------------------------------------------------------------------------------------


def _list(book: openpyxl.Workbook, found: Findings) -> None:
    """Put the list of issues before the other sheets and open the workbook on it."""
    sheets = {item.sheet for item in found.issues} | {item.sheet for item in found.recognised}
    pages = {sheet: _page(book, sheet) for sheet in sheets}
    page = book.create_sheet(return_list.texts()["sheet"], 0)
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is page  # two selected sheets would be edited as one
    book.active = 0
    for column, width in enumerate(WIDTHS):
        page.column_dimensions[read.column_letters(column)].width = width
    head, last = return_sheet.draw(_Pen(page, pages), found)
    if last > head:
        page.auto_filter.ref = f"A{head}:{read.column_letters(len(WIDTHS) - 1)}{last}"
        page.print_title_rows = f"{head}:{head}"
    page.sheet_view.showGridLines = False
    page.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.75, footer=0.3)
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
    page.page_setup.fitToHeight, page.sheet_properties.pageSetUpPr.fitToPage = 0, True
    page.oddFooter.center.text = return_list.texts()["footer"]


def _font(*, size: float = 10, bold: bool = False, colour: str = INK, underline: str | None = None) -> Font:
    return Font(name=return_list.texts()["font"], size=size, bold=bold, color=colour, underline=underline)


def _ruled() -> Border:
    side = Side(style="thin", color=LINE)
    return Border(left=side, right=side, top=side, bottom=side)


@dataclass
class _Pen:
    """Writes the list. pages: the sender's sheets by the names that issues have."""

    page: Worksheet
    pages: dict[str | None, Worksheet | None]

    def text(
        self, row: int, column: int, text: str, *, size: float = 10, bold: bool = False, colour: str = INK
    ) -> None:
        cell = self.page.cell(row, column)
        _text(cell, text)
        cell.font = _font(size=size, bold=bold, colour=colour)
        cell.alignment = Alignment(vertical="center")

    def cell(self, row: int, column: int, value: str | int) -> None:
        cell = self.page.cell(row, column)
        if isinstance(value, int):
            cell.value = value
        else:
            _text(cell, value)
        cell.border = _ruled()
        cell.font = _font()
        across = (
            {"horizontal": "center"} if isinstance(value, int) or column <= 2 else {"horizontal": "left", "indent": 1}
        )
        cell.alignment = Alignment(vertical="center", wrap_text=True, **across)

    def head(self, row: int, names: list[str]) -> None:
        for column, name in enumerate(names, start=1):
            self.cell(row, column, name)
            cell = self.page.cell(row, column)
            cell.font, cell.fill = _font(bold=True, colour="FFFFFF"), PatternFill("solid", fgColor=HEAD)
            cell.alignment = Alignment(horizontal="center", vertical="center")
        self.height(row, 24)

    def fill(self, row: int, column: int, colour: str) -> None:
        self.page.cell(row, column).fill = PatternFill("solid", fgColor=colour)

    def link(self, row: int, column: int, sheet: str | None, address: str) -> None:
        page, cell = self.pages.get(sheet), self.page.cell(row, column)
        if page is not None:
            name = page.title.replace("'", "''")
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{name}'!{address}")
            cell.font = _font(colour=HEAD, underline="single")

    def merge(self, row: int, first: int, last: int) -> None:
        self.page.cell(row, first).alignment = Alignment(horizontal="left", vertical="center", indent=1)
        self.page.merge_cells(start_row=row, start_column=first, end_row=row, end_column=last)

    def height(self, row: int, points: float) -> None:
        self.page.row_dimensions[row].height = points
