"""What the fast reader does not tell of an .ods: error cells, struck text, merged cells, hidden rows."""

from __future__ import annotations

import html
import io
import re
import zipfile
from dataclasses import dataclass, field

from etl.read_strikes import marked
from etl.read_xml import SheetMarks

_TOKEN = re.compile(
    rb"<table:table (?P<table>[^>]*)>|<table:table-row\b(?P<row>[^>]*)>"
    rb"|<table:(?:covered-)?table-cell\b(?P<cell>[^>]*?)(?:/>|>(?P<inside>.*?)</table:(?:covered-)?table-cell>)",
    re.DOTALL,
)
_NAME = re.compile(rb'table:name="([^"]*)"')
_REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="(\d+)"')
_SPANNED = re.compile(rb'number-(rows|columns)-spanned="(\d+)"')
_HIDDEN = re.compile(rb'table:visibility="(?:collapse|filter)"')
_ERROR = re.compile(rb"<text:p[^>]*>(#[A-Z/0]+[!?]?|Err:\d+)</text:p>")
_STYLE = re.compile(rb"<style:style ([^>]*[^/])>(.*?)</style:style>", re.DOTALL)
_STYLE_NAME = re.compile(rb'style:name="([^"]*)"')
_STYLED = re.compile(rb'(?:table|text):style-name="([^"]*)"')
_LINE = re.compile(rb'text-line-through-(?:style|type)="(?!none")')
_PARAGRAPH = re.compile(rb"<text:p\b(?:[^>]*[^/])?>(.*?)</text:p>", re.DOTALL)
_RUN = re.compile(rb"<text:span\b([^>]*)>(.*?)</text:span>|([^<]+)|<[^>]*>", re.DOTALL)
_TAG = re.compile(rb"<[^>]*>")
MOST_HIDDEN = 1000


@dataclass
class _Found:
    """The marks of one sheet, as they are found."""

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)


def sheet_marks(data: bytes) -> dict[str, SheetMarks]:
    """Return the marks of each sheet by its name; nothing where the file has none."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("content.xml") if "content.xml" in archive.namelist() else b""
    struck = _struck_styles(xml)
    if not (struck or _ERROR.search(xml) or _HIDDEN.search(xml) or _SPANNED.search(xml)):
        return {}
    sheets: dict[str, _Found] = {}
    found, row, height, column = _Found(), 0, 1, 0
    for token in _TOKEN.finditer(xml):
        if token["table"] is not None:
            name = _NAME.search(token["table"])
            found, row, height = _Found(), 0, 1
            sheets[html.unescape(name[1].decode("utf-8", "replace")) if name else ""] = found
        elif token["row"] is not None:
            row, height, column = row + height, _repeats(token["row"]), 0
            if _HIDDEN.search(token["row"]) and height < MOST_HIDDEN:
                found.hidden.update(range(row, row + height))
        else:
            _note(found, row, column, token["cell"], token["inside"] or b"", struck)
            column += _repeats(token["cell"])
    return {
        name: SheetMarks(item.errors, hidden_rows=frozenset(item.hidden), merged=tuple(item.merged))
        for name, item in sheets.items()
    }


def _note(found: _Found, row: int, column: int, attributes: bytes, inside: bytes, struck: frozenset[bytes]) -> None:
    """Note what a cell has that its text does not tell. row: from 1, column: from 0."""
    failed = _ERROR.search(inside)
    if failed and b'calcext:value-type="string"' not in attributes:
        found.errors[row, column] = failed[1].decode()
    text = _marked(attributes, inside, struck) if struck and inside else None
    if text is not None:
        found.errors[row, column] = text
    spanned = {side: int(count) for side, count in _SPANNED.findall(attributes)}
    rows, columns = spanned.get(b"rows", 1), spanned.get(b"columns", 1)
    if rows * columns > 1:
        found.merged.append(((row - 1, column), (row + rows - 2, column + columns - 1)))


def _struck_styles(xml: bytes) -> frozenset[bytes]:
    """Return the names of the styles, of cells and of parts of their text, that strike it through."""
    if _LINE.search(xml) is None:
        return frozenset()
    found = [(_STYLE_NAME.search(head), _LINE.search(body)) for head, body in _STYLE.findall(xml)]
    return frozenset(name[1] for name, line in found if name is not None and line is not None)


def _marked(attributes: bytes, inside: bytes, struck: frozenset[bytes]) -> str | None:
    """Return a cell's text with what is struck between signs; None where nothing is."""
    whole = _is_struck(attributes, struck)
    runs: list[tuple[str, bool]] = []
    for paragraph in _PARAGRAPH.findall(inside):
        for style, of_span, plain in _RUN.findall(paragraph):
            runs.append((_decoded(_TAG.sub(b"", of_span) or plain), whole or _is_struck(style, struck)))
    return marked(runs) if any(line and text.strip() for text, line in runs) else None


def _is_struck(attributes: bytes, struck: frozenset[bytes]) -> bool:
    style = _STYLED.search(attributes)
    return style is not None and style[1] in struck


def _decoded(text: bytes) -> str:
    return html.unescape(text.decode("utf-8", "replace"))


def _repeats(attributes: bytes) -> int:
    found = _REPEATED.search(attributes)
    return int(found[1]) if found else 1
