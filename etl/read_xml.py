"""What the fast reader does not tell of an .xlsx: error cells, formulas without a cached value, hidden rows.

The sheet's text is searched, not parsed: a million plain cells cost a few milliseconds, and no entity is expanded.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from dataclasses import dataclass, field, replace

from etl import read_strikes

_CELL = re.compile(rb"<(?:\w+:)?c ([^>]*?)>(.*?)</(?:\w+:)?c>", re.DOTALL)
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d+)"')
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]+)</(?:\w+:)?v>")
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row [^>]*?\bhidden="(?:1|true)"[^>]*>')
_HIDDEN_COLUMN = re.compile(rb'<(?:\w+:)?col [^>]*?\bhidden="(?:1|true)"[^>]*>')
_SPAN = re.compile(rb'\b(min|max)="(\d+)"')
_ROW_NUMBER = re.compile(rb'\br="(\d+)"')
_SHEET = re.compile(r"<(?:\w+:)?sheet ([^>]*?)/?>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship ([^>]*?)/?>")
_SINCE_1904 = re.compile(rb'<(?:\w+:)?workbookPr\b[^>]*\bdate1904="(?:1|true)"')
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
WIDEST = 1000


@dataclass(frozen=True)
class SheetMarks:
    """Cells by (row from 1, column from 0). uncached: formulas never calculated; since_1904: the workbook counts its
    days from 1904, as old programs on a Mac did; merged: corners by (row, column) from 0, where only the marks tell.
    """

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    uncached: frozenset[tuple[int, int]] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    since_1904: bool = False
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()


def sheet_marks(data: bytes) -> dict[str, SheetMarks]:
    """Return the marks of each sheet of an .xlsx by its name; nothing for other zipped formats.

    A cell with struck-through text is among the errors, its struck part between ~~: what was struck out is no figure.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        paths = _sheet_paths(archive, names)
        since_1904 = bool(paths) and _SINCE_1904.search(archive.read("xl/workbook.xml")) is not None
        strikes = read_strikes.Strikes(archive, names)
        found = {}
        for name, path in paths.items():
            if path in names:
                xml = archive.read(path)
                marks = _marks(xml)
                errors = {**marks.errors, **strikes.of(xml)}
                found[name] = replace(marks, since_1904=since_1904, errors=errors)
        return found


def _sheet_paths(archive: zipfile.ZipFile, names: set[str]) -> dict[str, str]:
    book, relations = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    if book not in names or relations not in names:
        return {}
    targets = {}
    for found in _RELATION.findall(archive.read(relations).decode("utf-8", "replace")):
        item = dict(_ATTRIBUTE.findall(found))
        target = item.get("Target", "")
        targets[item.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    paths = {}
    for found in _SHEET.findall(archive.read(book).decode("utf-8", "replace")):
        item = dict(_ATTRIBUTE.findall(found))
        reference = next((value for key, value in item.items() if key.endswith(":id")), "")
        paths[html.unescape(item.get("name", ""))] = targets.get(reference, "")
    return paths


def _marks(xml: bytes) -> SheetMarks:
    hidden = frozenset(
        int(number[1]) for found in _HIDDEN_ROW.findall(xml) if (number := _ROW_NUMBER.search(found)) is not None
    )
    columns = _hidden_columns(xml)
    if b't="e"' not in xml and b"<f" not in xml and b":f>" not in xml:
        return SheetMarks(hidden_rows=hidden, hidden_columns=columns)
    errors, uncached = {}, set()
    for attributes, inside in _CELL.findall(xml.replace(b"/>", b"></_>") if b"<c " not in xml else _closed(xml)):
        is_error, is_formula = b't="e"' in attributes, b"<f" in inside or b":f>" in inside
        if not is_error and not is_formula:
            continue
        reference = _REFERENCE.search(attributes)
        if reference is None:
            continue
        place = (int(reference[2]), column_number(reference[1].decode()))
        value = _VALUE.search(inside)
        if is_error:
            errors[place] = html.unescape(value[1].decode("utf-8", "replace")) if value else "#REF!"
        elif value is None and b"<is>" not in inside:
            uncached.add(place)
    return SheetMarks(errors, frozenset(uncached), hidden, hidden_columns=columns)


def _hidden_columns(xml: bytes) -> frozenset[int]:
    """Return the hidden columns, but for all those right of the last that anyone uses."""
    found: set[int] = set()
    for item in _HIDDEN_COLUMN.findall(xml[: xml.find(b"sheetData")]):
        span = {name: int(number) for name, number in _SPAN.findall(item)}
        found.update(range(span.get(b"min", 1) - 1, min(span.get(b"max", 0), WIDEST)))
    return frozenset(found)


_EMPTY_CELL = re.compile(rb"<(?:\w+:)?c [^>]*?/>")


def _closed(xml: bytes) -> bytes:
    """Drop cells without content (`<c r="A1" s="3"/>`), which would swallow the next one."""
    return _EMPTY_CELL.sub(b"", xml)


def column_number(letters: str) -> int:
    """Return the column from 0: A -> 0, AA -> 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
