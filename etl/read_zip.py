"""What is checked of a zipped file before it is opened, and the files within a .zip.

An .xlsx or .ods is a zip too. A bomb unpacks to a thousand times its size, or has one figure in the farthest cell,
for which the reader would hold every blank before it.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import Path, PurePosixPath

BOMB_BYTES = 3_000_000_000
BOMB_RATIO, RATIO_FROM = 100, 100_000_000  # a part that unpacks to more than 100 MB and 100 times its size
MOST_CELLS = 25_000_000
MOST_FILES = 200
CHUNK = 1 << 20
UTF8 = 0x800  # the flag of a name in UTF-8
_BOOKS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")
_LETTERS = re.compile(rb'<(?:\w+:)?c r="([A-Z]{2,3})\d+"[^>/]*>')
_ROW = re.compile(rb'\br="(\d+)"')
_ODS = re.compile(rb"<(/?)table:(table-row|table-cell|covered-table-cell|table)\b([^>]*)>")
_REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="(\d+)"')


class TooLarge(ValueError):
    """A zip that unpacks to more than it may."""


BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, PermissionError, ValueError, KeyError)


def _open(source: bytes | Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)


def is_book(source: bytes | Path) -> bool:
    """Say whether a zip is a workbook; BadZipFile where it is broken, ValueError where it is another office file."""
    with _open(source) as archive:
        names = set(archive.namelist())
    if names.intersection(_BOOKS):
        return True
    if "[Content_Types].xml" in names or "mimetype" in names:
        raise ValueError("an office file without sheets")
    return False


def is_binary(data: bytes) -> bool:
    """Say whether a workbook is an .xlsb."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "xl/workbook.bin" in archive.namelist()


def refuse_bomb(source: bytes | Path) -> None:
    """Raise TooLarge for a zip that would fill the memory, BadZipFile for one whose parts are not what it says."""
    with _open(source) as archive:
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


def members(source: bytes | Path) -> list[str]:
    """Return the names of the files in a .zip, without folders and what systems leave (`__MACOSX`, Thumbs.db)."""
    with _open(source) as archive:
        names = list(_named(archive))
    if len(names) > MOST_FILES:
        raise TooLarge(f"{len(names)} files")
    return names


def member(path: Path, name: str) -> bytes:
    """Return the bytes of one file of a .zip; PermissionError where it has a password."""
    with zipfile.ZipFile(path) as archive:
        item = _named(archive)[name]
        if item.flag_bits & 1:
            raise PermissionError(name)
        return archive.read(item)


def _named(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Return the files of a .zip by their names; of two with the same name the second is `a.xlsx (2)`."""
    found: dict[str, zipfile.ZipInfo] = {}
    for item in archive.infolist():
        path = PurePosixPath(_name(item))
        # a name may lead out of the .zip: /etc/passwd, ../../x
        name = "/".join(part for part in path.parts if part not in ("/", "..", "."))
        if item.is_dir() or not name or _is_litter(PurePosixPath(name)):
            continue
        number = 2
        while name in found:
            name, number = f"{name.removesuffix(f' ({number - 1})')} ({number})", number + 1
        found[name] = item
    return found


def _is_litter(path: PurePosixPath) -> bool:
    return path.parts[0] == "__MACOSX" or path.name.startswith((".", "~$")) or path.suffix.lower() in (".db", ".ini")


def _name(item: zipfile.ZipInfo) -> str:
    """Return a member's name; Chinese Windows writes GB18030 without saying so, which shows as cp437."""
    if item.flag_bits & UTF8:
        return item.filename
    try:
        return item.filename.encode("cp437").decode("gb18030").replace("\\", "/")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return item.filename
