"""The only place that opens users' files: a workbook or text file -> sheets of texts with their true addresses.

Every cell becomes text (12.0 -> `12`, a date -> `2026-11-16 09:30:00`), so that a number typed as text and a number
are read by the same cleaners. The file's content, not its ending, says what it is: a .xls is often something else.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import python_calamine

from etl import archive, personal, read_html, read_ods, read_xls, read_zip
from etl.read_encoding import decode
from etl.read_text import read_text
from etl.read_xml import SheetMarks, sheet_marks

MOST_DIGITS = 1e15
Span = tuple[tuple[int, int], tuple[int, int]]


class Unreadable(ValueError):
    """A file that can not be read. code: of the issue, such as file-unreadable or file-empty."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(detail or code)
        self.code = code


@dataclass(frozen=True)
class Sheet:
    """One sheet or text file. cells: column `row` (as the workbook program numbers it, in a text file the line where
    the record begins) and `c0`, `c1`, ... of texts, null where nothing stands. merged: 0-based (row, column) corners.
    at: of a table that was written upright, the address of each cell in the file (`etl.located`).
    """

    name: str | None
    cells: pl.DataFrame
    merged: tuple[Span, ...] = ()
    marks: SheetMarks = field(default_factory=SheetMarks)
    visible: bool = True
    is_text: bool = False
    at: pl.DataFrame | None = None

    @property
    def epoch(self) -> datetime:
        """Return day nought of the workbook's serial days."""
        return datetime(1904, 1, 1) if self.marks.since_1904 else datetime(1899, 12, 30)

    @property
    def width(self) -> int:
        """Return the number of columns."""
        return self.cells.width - 1

    def address(self, row: int, column: int) -> str:
        """Return the address of a cell: its row as shown, its column from 0."""
        return f"{column_letters(column)}{row}"


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 0: 0 -> A, 26 -> AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def ranges(cells: list[tuple[int, int]]) -> list[str]:
    """Return cells (row from 1, column from 0) as ranges, row by row: C9:F9, H9, C20:F20."""
    found: list[str] = []
    last: tuple[int, int] | None = None
    for row, column in sorted(set(cells)):
        address = f"{column_letters(column)}{row}"
        if last == (row, column - 1):
            found[-1] = f"{found[-1].partition(':')[0]}:{address}"
        else:
            found.append(address)
        last = (row, column)
    return found


def read(path: Path, *, max_rows: int = 2_000_000, max_bytes: int = 500_000_000) -> list[Sheet]:
    """Read all sheets of a file, or of the only file in a .zip; Unreadable says why it can't."""
    files = archive.files_in(path)
    if len(files) > 1:
        raise Unreadable("zip-of-several")
    path = files[0]
    size = archive.outer(path).stat().st_size
    if size > max_bytes:
        raise Unreadable("file-too-large", f"{size} bytes")
    try:
        data = archive.data_of(path)
        if not data[:1000].strip() and not data.strip():
            raise Unreadable("file-empty")
        sheets = _sheets(data, within=archive.inner(path) is not None)
    except read_zip.TooLarge as error:
        raise Unreadable("file-too-large", str(error)) from error
    except PermissionError as error:
        raise Unreadable("file-encrypted") from error
    except read_zip.BROKEN as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable("file-unreadable", str(error)) from error
    if not any(sheet.cells.height for sheet in sheets):
        raise Unreadable("file-empty")
    if sum(sheet.cells.height for sheet in sheets) > max_rows:
        raise Unreadable("file-too-large", f"more than {max_rows} rows")
    return [sheet if sheet.name is None else replace(sheet, name=personal.masked(sheet.name)) for sheet in sheets]


def _sheets(data: bytes, *, within: bool) -> list[Sheet]:
    """Read the sheets of a file. within: it lies in a .zip; a .zip there is not opened."""
    if data[:2] == b"PK":
        if read_zip.is_book(data):
            return _workbook(data)
        if within:
            raise Unreadable("file-unreadable", "a zip within a zip")
        read_zip.refuse_bomb(data)
        read_zip.members(data)  # says what keeps it from being listed
        raise Unreadable("file-empty")
    return _workbook(data) if data[:4] == b"\xd0\xcf\x11\xe0" else [_text(data)]


def _text(data: bytes) -> Sheet:
    try:
        if read_html.is_page(data):
            return _page(data)
        return Sheet(None, read_text(data), is_text=True)
    except (UnicodeDecodeError, LookupError, pl.exceptions.PolarsError, ValueError) as error:
        raise Unreadable("file-unreadable", str(error)) from error


def _page(data: bytes) -> Sheet:
    said = read_html.charset(data)
    # what calls itself GB2312 is mostly the wider GB18030
    text = data.decode("gb18030" if said and said.lower().startswith("gb") else said) if said else decode(data)
    rows, merged = read_html.tables(text)
    return Sheet(None, _frame([list(column) for column in zip(*rows, strict=True)], len(rows)), merged)


def _workbook(data: bytes) -> list[Sheet]:
    try:
        if data[:2] == b"PK":
            read_zip.refuse_bomb(data)
            if read_zip.is_binary(data):  # .xlsb: no reader here tells its error cells from blank ones
                raise Unreadable("file-binary")
        book = python_calamine.load_workbook(io.BytesIO(data))
        marks = _marks_of(data)
        return [
            _sheet(book, meta, marks.get(meta.name, SheetMarks())) for meta in book.sheets_metadata if _is_sheet(meta)
        ]
    except python_calamine.PasswordError as error:
        raise Unreadable("file-encrypted") from error
    except (read_zip.TooLarge, Unreadable):
        raise
    except (python_calamine.CalamineError, zipfile.BadZipFile, zlib.error, OSError, ValueError) as error:
        raise Unreadable("file-encrypted" if _is_encrypted(data) else "file-unreadable", str(error)) from error


def _marks_of(data: bytes) -> dict[str, SheetMarks]:
    if data[:2] != b"PK":
        return read_xls.sheet_marks(data)
    return sheet_marks(data) or read_ods.sheet_marks(data)


def _is_encrypted(data: bytes) -> bool:
    """Say whether an OLE file is an encrypted .xlsx (it holds no workbook stream) or .xls (record FILEPASS)."""
    if "EncryptedP".encode("utf-16-le") in data[:200_000]:
        return True
    at = data.find(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    for _ in range(10):
        if at < 0 or at + 4 > len(data):
            return False
        kind, length = struct.unpack_from("<HH", data, at)
        if kind == 0x2F:
            return True
        at += 4 + length
    return False


def _is_sheet(meta: Any) -> bool:
    return bool(meta.typ == python_calamine.SheetTypeEnum.WorkSheet)


def _sheet(book: Any, meta: Any, marks: SheetMarks) -> Sheet:
    sheet = book.get_sheet_by_name(meta.name)
    rows = sheet.to_python(skip_empty_area=False)
    merged = tuple(sheet.merged_cell_ranges or ()) or marks.merged
    while rows and not any(value != "" for value in rows[-1]):  # phantom rows below the data
        rows.pop()
    width = max((len(row) for row in rows), default=0)
    columns = [[_as_text(value) for value in column] for column in zip(*rows, strict=True)] if width else []
    frame = _with_errors(_frame(columns, len(rows)), marks)
    visible = meta.visible == python_calamine.SheetVisibleEnum.Visible
    return Sheet(meta.name, frame, merged, marks, visible)


def _frame(columns: list[list[str | None]], height: int) -> pl.DataFrame:
    return pl.DataFrame(
        {"row": range(1, height + 1), **{f"c{index}": column for index, column in enumerate(columns)}},
        schema={"row": pl.Int32(), **{f"c{index}": pl.String() for index in range(len(columns))}},
    )


def _as_text(value: Any) -> str | None:
    if isinstance(value, str):
        return value if value and not value.isspace() else None
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float)):
        return _number(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value)


def _number(value: float) -> str:
    """Return a number's digits; from 16 on a workbook program has rounded it, and 4.302E+17 says so."""
    if abs(value) >= MOST_DIGITS:
        return f"{Decimal(repr(value)):E}"
    return str(int(value)) if float(value).is_integer() else format(Decimal(repr(value)), "f")


def _with_errors(frame: pl.DataFrame, marks: SheetMarks) -> pl.DataFrame:
    """Put `#REF!` and the like where the reader gives an empty text."""
    for (row, column), text in marks.errors.items():
        if row <= frame.height and f"c{column}" in frame.columns:
            frame[row - 1, f"c{column}"] = text
    return frame
