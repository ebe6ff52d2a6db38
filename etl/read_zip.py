"""What is checked of a zipped file before it is opened, and the files within a .zip.

An .xlsx or .ods is a zip too. A bomb unpacks to a thousand times its size, or has one figure in the farthest cell,
for which the reader would hold every blank before it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

BOMB_BYTES = 3_000_000_000
BOMB_RATIO, RATIO_FROM = 100, 100_000_000  # a part that unpacks to more than 100 MB and 100 times its size
MOST_CELLS = 25_000_000
MOST_FILES = 200
CHUNK = 1 << 20
_BOOKS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")
_LETTERS = re.compile(rb'<(?:\w+:)?c r="([A-Z]{2,3})\d+"[^>/]*>')
_ROW = re.compile(rb'\br="(\d+)"')
_ODS = re.compile(rb"<(/?)table:(table-row|table-cell|covered-table-cell|table)\b([^>]*)>")
_REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="(\d+)"')


class TooLarge(ValueError):
    """A zip that unpacks to more than it may."""


def is_book(data: bytes) -> bool:
    """Say whether a zip is a workbook; BadZipFile where it is broken, ValueError where it is another office file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
    if names.intersection(_BOOKS):
        return True
    if "[Content_Types].xml" in names or "mimetype" in names:
        raise ValueError("an office file without sheets")
    return False


def refuse_bomb(data: bytes) -> None:
    """Raise TooLarge for a zip that would fill the memory, BadZipFile for one whose parts are not what it says."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        if sum(item.file_size for item in parts) > BOMB_BYTES or len(parts) > 100 * MOST_FILES:
            raise TooLarge("unpacks to more than it may")
        for item in parts:
            if item.file_size > RATIO_FROM and item.file_size > BOMB_RATIO * max(item.compress_size, 1):
                raise TooLarge(f"{item.filename} unpacks to {item.file_size // 1_000_000} MB")
        for item in parts:
            if item.filename.startswith("xl/") and item.filename.endswith(".xml"):
                _read_through(archive, item)
        if "content.xml" in archive.namelist():
            rows, columns = _ods_extent(archive.read("content.xml"))
            if rows * columns > MOST_CELLS:
                raise TooLarge(f"{rows} rows of {columns} columns")


def _read_through(archive: zipfile.ZipFile, item: zipfile.ZipInfo) -> None:
    """Unpack a part: its size and check sum must be what the zip says, its farthest cell must be within reach."""
    with archive.open(item) as stream:
        if not item.filename.startswith("xl/worksheets/"):
            while stream.read(CHUNK):
                pass
            return
        rows, columns = _extent(stream.read())
    if rows * columns > MOST_CELLS:
        raise TooLarge(f"{rows} rows of {columns} columns")


def _extent(xml: bytes) -> tuple[int, int]:
    """Return how far the written cells of a sheet reach: rows exactly, columns from the first of two letters on."""
    last = max(xml.rfind(b"</v>"), xml.rfind(b":v>"), xml.rfind(b"</is>"), xml.rfind(b":is>"))
    begin = max(xml.rfind(b"<row ", 0, last), xml.rfind(b":row ", 0, last)) if last >= 0 else -1
    number = _ROW.search(xml, begin, begin + 200) if begin >= 0 else None
    rows = int(number[1]) if number else xml.count(b"<row")
    if rows * 16_384 <= MOST_CELLS:
        return rows, 16_384
    far = max(set(_LETTERS.findall(xml)), key=lambda letters: (len(letters), letters), default=b"Z")
    columns = 0
    for letter in far:
        columns = columns * 26 + letter - 64
    return rows, columns


def _ods_extent(xml: bytes) -> tuple[int, int]:
    """Return how far the written cells of the farthest sheet of an .ods reach, repeats counted."""
    farthest, row, column, most_columns, most_rows = (0, 0), 0, 0, 0, 0
    for match in _ODS.finditer(xml):
        closing, kind, attributes = match[1], match[2], match[3]
        found = _REPEATED.search(attributes)
        repeated = int(found[1]) if found else 1
        if kind == b"table" and not closing:
            row = most_columns = most_rows = 0
        elif kind == b"table-row" and not closing:
            row, column = row + repeated, 0
        elif kind.endswith(b"cell") and not closing:
            column += repeated
            if not attributes.endswith(b"/"):
                most_columns, most_rows = max(most_columns, column), max(most_rows, row)
                farthest = max(farthest, (most_rows, most_columns), key=lambda pair: pair[0] * pair[1])
    return farthest


def files_within(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Give the files of a .zip by name, without folders and what systems leave in it (`__MACOSX`, Thumbs.db, ~$x)."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        items = [item for item in archive.infolist() if not item.is_dir() and not _is_litter(item.filename)]
        if len(items) > MOST_FILES:
            raise TooLarge(f"{len(items)} files")
        for item in items:
            if item.flag_bits & 1:
                raise PermissionError(item.filename)
            yield _name(item), archive.read(item)


def _is_litter(name: str) -> bool:
    path = PurePosixPath(name)
    return path.parts[0] == "__MACOSX" or path.name.startswith((".", "~$")) or path.suffix.lower() in (".db", ".ini")


def _name(item: zipfile.ZipInfo) -> str:
    """Return a member's name; Chinese Windows writes GB18030 without saying so, which shows as cp437."""
    if item.flag_bits & 0x800:
        return PurePosixPath(item.filename).name
    try:
        return PurePosixPath(item.filename.encode("cp437").decode("gb18030")).name
    except (UnicodeEncodeError, UnicodeDecodeError):
        return PurePosixPath(item.filename).name
