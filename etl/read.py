"""The only place that opens users' files: a workbook or text file -> sheets of texts with their true addresses.

Every cell becomes text (12.0 -> `12`, a date -> `2026-11-16 09:30:00`), so that a number typed as text and a number
are read by the same cleaners. The file's content, not its ending, says what it is: a .xls is often something else.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import python_calamine

from etl.read_text import read_text
from etl.read_xml import SheetMarks, sheet_marks

Span = tuple[tuple[int, int], tuple[int, int]]
BOMB_BYTES = 3_000_000_000


class Unreadable(ValueError):
    """A file that can not be read. code: of the issue, such as file-unreadable or file-empty."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(detail or code)
        self.code = code


@dataclass(frozen=True)
class Sheet:
    """One sheet or text file. cells: column `row` (as the workbook program numbers it, in a text file the line where
    the record begins) and `c0`, `c1`, ... of texts, null where nothing stands. merged: 0-based (row, column) corners.
    """

    name: str | None
    cells: pl.DataFrame
    merged: tuple[Span, ...] = ()
    marks: SheetMarks = field(default_factory=SheetMarks)
    visible: bool = True

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


def read(path: Path, *, max_rows: int = 2_000_000, max_bytes: int = 500_000_000) -> list[Sheet]:
    """Read all sheets of a file; Unreadable says why it can't."""
    size = path.stat().st_size
    if size > max_bytes:
        raise Unreadable("file-too-large", f"{size} bytes")
    data = path.read_bytes()
    if not data.strip():
        raise Unreadable("file-empty")
    sheets = _workbook(data) if data[:2] == b"PK" or data[:4] == b"\xd0\xcf\x11\xe0" else [_text(data)]
    if not any(sheet.cells.height for sheet in sheets):
        raise Unreadable("file-empty")
    if sum(sheet.cells.height for sheet in sheets) > max_rows:
        raise Unreadable("file-too-large", f"more than {max_rows} rows")
    return sheets


def _text(data: bytes) -> Sheet:
    try:
        return Sheet(None, read_text(data))
    except (UnicodeDecodeError, pl.exceptions.PolarsError, ValueError) as error:
        raise Unreadable("file-unreadable", str(error)) from error


def _workbook(data: bytes) -> list[Sheet]:
    if data[:2] == b"PK":
        _refuse_bomb(data)
    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
        marks = sheet_marks(data) if data[:2] == b"PK" else {}
        return [
            _sheet(book, meta, marks.get(meta.name, SheetMarks())) for meta in book.sheets_metadata if _is_sheet(meta)
        ]
    except python_calamine.PasswordError as error:
        raise Unreadable("file-encrypted") from error
    except (python_calamine.CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        # an encrypted .xlsx is an OLE file that holds no workbook stream
        encrypted = b"E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P" in data[:200_000]
        raise Unreadable("file-encrypted" if encrypted else "file-unreadable", str(error)) from error


def _refuse_bomb(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(item.file_size for item in archive.infolist()) > BOMB_BYTES:
                raise Unreadable("file-too-large", "unpacks to more than it may")
    except zipfile.BadZipFile as error:
        raise Unreadable("file-unreadable", str(error)) from error


def _is_sheet(meta: Any) -> bool:
    return bool(meta.typ == python_calamine.SheetTypeEnum.WorkSheet)


def _sheet(book: Any, meta: Any, marks: SheetMarks) -> Sheet:
    sheet = book.get_sheet_by_name(meta.name)
    rows = sheet.to_python(skip_empty_area=False)
    merged = tuple(sheet.merged_cell_ranges or ())
    while rows and not any(value != "" for value in rows[-1]):  # phantom rows below the data
        rows.pop()
    width = max((len(row) for row in rows), default=0)
    columns = [[_as_text(value) for value in column] for column in zip(*rows, strict=True)] if width else []
    frame = pl.DataFrame(
        {"row": range(1, len(rows) + 1), **{f"c{index}": column for index, column in enumerate(columns)}},
        schema={"row": pl.Int32(), **{f"c{index}": pl.String() for index in range(width)}},
    )
    frame = _with_errors(frame, marks)
    visible = meta.visible == python_calamine.SheetVisibleEnum.Visible
    return Sheet(meta.name, frame, merged, marks, visible)


def _as_text(value: Any) -> str | None:
    if isinstance(value, str):
        return value if value and not value.isspace() else None
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else format(Decimal(repr(value)), "f")
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value)


def _with_errors(frame: pl.DataFrame, marks: SheetMarks) -> pl.DataFrame:
    """Put `#REF!` and the like where the reader gives an empty text."""
    for (row, column), text in marks.errors.items():
        if row <= frame.height and f"c{column}" in frame.columns:
            frame[row - 1, f"c{column}"] = text
    return frame
