"""The sender's own workbook back (`linju return`): cells at fault coloured and commented, a list of all in front.

A workbook that can be edited is copied with its styles; of any other file (.xls, .csv) the copy holds the values.
"""

from __future__ import annotations

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

from etl import issues, read, return_list
from etl.issues import Issue
from etl.return_list import Findings
from etl.template_styles import display_width, lines_in
from warehouse.store import Store

COLOURS = {issues.ERROR: "F6B7B0", issues.WARNING: "FDE0B6", issues.NOTE: "D6E8EF"}
INK, QUIET, LINE, HEAD = "1F2933", "52606D", "9FB3C8", "0B4F71"
WIDTHS = (7.0, 9.0, 24.0, 20.0, 24.0, 62.0, 50.0)
ROW = 17.0
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,9})?")
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
    if out.exists() and out.samefile(file):
        raise ReturnError(f"{out} is the sender's own file; name another")
    found = return_list.findings(store, file, sender=sender, week=week)
    book = _copy(file)
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
            book = openpyxl.load_workbook(file, rich_text=True) if zipfile.is_zipfile(file) else None
        except (InvalidFileException, KeyError, ValueError, TypeError, OSError, zipfile.BadZipFile):
            book = None
    if book is not None:
        book.calculation.fullCalcOnLoad = True
        return book
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    try:
        for sheet in read.read(file):
            _values(book.create_sheet(_tab(sheet.name or file.stem)), sheet)
    except read.Unreadable:
        pass  # the list says so
    return book


def _tab(name: str) -> str:
    return _FORBIDDEN.sub(" ", name)[:31].strip(" '") or "1"


def _values(page: Worksheet, sheet: read.Sheet) -> None:
    """Write a sheet's texts at their own addresses, plain numbers as numbers."""
    widths: dict[int, int] = {}
    for row, *texts in sheet.cells.iter_rows():
        for column, text in enumerate(texts, start=1):
            if text is None:
                continue
            cell = page.cell(row, column)
            if _NUMBER.fullmatch(text):
                cell.value = float(text) if "." in text else int(text)
            else:
                _text(cell, text)
            widths[column] = max(widths.get(column, 0), min(display_width(text), 40))
    for column, width in widths.items():
        page.column_dimensions[read.column_letters(column - 1)].width = max(8, width + 2)
    for (top, left), (bottom, right) in sheet.merged:
        page.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)


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
    return next((page for page in book.worksheets if page.title in (sheet, _tab(sheet))), None)


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
    row = _summary(page, found)
    row = _recognised(page, row, found, pages)
    _issues(page, row, found, pages)
    page.sheet_view.showGridLines = False
    page.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
    page.page_setup.fitToHeight, page.sheet_properties.pageSetUpPr.fitToPage = 0, True
    page.oddFooter.center.text = return_list.texts()["footer"].removeprefix("&C")


def _summary(page: Worksheet, found: Findings) -> int:
    said = return_list.texts()
    _put(page, 1, 1, said["title"], size=18, bold=True)
    page.row_dimensions[1].height = 34
    facts = [
        (said["file"], found.file),
        (said["sender"], found.sender or said["unknown"]),
        (said["period"], return_list.period_name(found.period)),
        (said["result"], return_list.verdict(found)),
    ]
    for row, (label, text) in enumerate(facts, start=2):
        _put(page, row, 1, label, colour=QUIET)
        _put(page, row, 3, text, bold=label == said["result"])
        page.row_dimensions[row].height = 20
    _put(page, 6, 1, said["hint"], colour=QUIET)
    page.row_dimensions[6].height = 22
    return 8


def _recognised(page: Worksheet, row: int, found: Findings, pages: dict[str | None, Worksheet | None]) -> int:
    said = return_list.texts()
    _put(page, row, 1, said["recognised"], size=12, bold=True, colour=HEAD)
    sheet, *others = said["recognised_columns"]
    row = _head(page, row + 1, [sheet, "", "", *others])
    page.merge_cells(start_row=row - 1, start_column=1, end_row=row - 1, end_column=3)
    for item in found.recognised:
        texts = [item.sheet or found.file, "", "", item.data_set or said["not_read"], item.rows]
        for column, text in enumerate([*texts, return_list.counts(found, item.sheet)], start=1):
            _cell(page, row, column, text)
        page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=3)
        page.cell(row, 1).alignment = Alignment(horizontal="left", vertical="center", indent=1)
        page.row_dimensions[row].height = ROW + 3
        _link(page.cell(row, 1), pages.get(item.sheet), "A1")
        row += 1
    return row + 1


def _issues(page: Worksheet, row: int, found: Findings, pages: dict[str | None, Worksheet | None]) -> None:
    said = return_list.texts()
    _put(page, row, 1, said["issues"], size=12, bold=True, colour=HEAD)
    if not found.issues:
        _put(page, row + 1, 1, said["none"])
        return
    first = row + 1
    row = _head(page, first, said["issue_columns"])
    for number, item in enumerate(found.issues, start=1):
        where = " ".join(part for part in (item.sheet, item.cell) if part) or said["whole_file"]
        texts = [
            number, said["severities"][item.severity], where, issues.field_name(item.field)[0], item.value or "",
            item.message("zh"), item.message("en"),
        ]  # fmt: skip
        for column, text in enumerate(texts, start=1):
            _cell(page, row, column, text)
        page.cell(row, 2).fill = PatternFill("solid", fgColor=COLOURS[item.severity])
        if item.sheet or item.cell:
            _link(page.cell(row, 3), pages.get(item.sheet), item.cell or "A1")
        lines = [lines_in(str(text), width * 1.1) for text, width in zip(texts, WIDTHS, strict=True)]
        page.row_dimensions[row].height = ROW * max(lines) + 4
        row += 1
    page.auto_filter.ref = f"A{first}:{read.column_letters(len(WIDTHS) - 1)}{row - 1}"
    page.print_title_rows = f"{first}:{first}"


def _head(page: Worksheet, row: int, names: list[str]) -> int:
    for column, name in enumerate(names, start=1):
        cell = _cell(page, row, column, name)
        cell.font = _font(bold=True, colour="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=HEAD)
        cell.alignment = Alignment(horizontal="center", vertical="center")
    page.row_dimensions[row].height = 24
    return row + 1


def _font(*, size: float = 10, bold: bool = False, colour: str = INK, underline: str | None = None) -> Font:
    return Font(name=return_list.texts()["font"], size=size, bold=bold, color=colour, underline=underline)


def _put(
    page: Worksheet, row: int, column: int, text: str, *, size: float = 10, bold: bool = False, colour: str = INK
) -> None:
    cell = page.cell(row, column)
    _text(cell, text)
    cell.font = _font(size=size, bold=bold, colour=colour)
    cell.alignment = Alignment(vertical="center")


def _cell(page: Worksheet, row: int, column: int, value: str | int) -> Any:
    cell = page.cell(row, column)
    if isinstance(value, int):
        cell.value = value
    else:
        _text(cell, value)
    side = Side(style="thin", color=LINE)
    cell.border = Border(left=side, right=side, top=side, bottom=side)
    cell.font = _font()
    middle = isinstance(value, int) or column <= 2
    cell.alignment = Alignment(
        horizontal="center" if middle else "left", vertical="center", wrap_text=True, indent=0 if middle else 1
    )
    return cell


def _link(cell: Any, page: Worksheet | None, address: str) -> None:
    """Make a cell lead to another; the look of a link goes with it."""
    if page is None:
        return
    name = page.title.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{name}'!{address}")
    cell.font = _font(colour="0B4F71", underline="single")
