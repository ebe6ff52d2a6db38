"""What the fast reader does not tell of an .ods: error cells and hidden rows."""

from __future__ import annotations

import html
import io
import re
import zipfile

from etl.read_xml import SheetMarks

_TOKEN = re.compile(
    rb"<table:table (?P<table>[^>]*)>|<table:table-row\b(?P<row>[^>]*)>"
    rb"|<table:(?:covered-)?table-cell\b(?P<cell>[^>]*?)(?:/>|>(?P<inside>.*?)</table:(?:covered-)?table-cell>)",
    re.DOTALL,
)
_NAME = re.compile(rb'table:name="([^"]*)"')
_REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="(\d+)"')
_HIDDEN = re.compile(rb'table:visibility="(?:collapse|filter)"')
_ERROR = re.compile(rb"<text:p[^>]*>(#[A-Z/0]+[!?]?|Err:\d+)</text:p>")


def sheet_marks(data: bytes) -> dict[str, SheetMarks]:
    """Return the marks of each sheet by its name; nothing where the file has none."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("content.xml") if "content.xml" in archive.namelist() else b""
    if _ERROR.search(xml) is None and _HIDDEN.search(xml) is None:
        return {}
    errors: dict[str, dict[tuple[int, int], str]] = {}
    hidden: dict[str, set[int]] = {}
    name, row, height, column = "", 0, 1, 0
    for token in _TOKEN.finditer(xml):
        if token["table"] is not None:
            found = _NAME.search(token["table"])
            name, row, height = html.unescape(found[1].decode("utf-8", "replace")) if found else "", 0, 1
            errors[name], hidden[name] = {}, set()
        elif token["row"] is not None:
            row, height, column = row + height, _repeats(token["row"]), 0
            if _HIDDEN.search(token["row"]) and height < 1000:
                hidden[name].update(range(row, row + height))
        else:
            failed = _ERROR.search(token["inside"] or b"")
            if failed and b'calcext:value-type="string"' not in token["cell"]:
                errors[name][row, column] = failed[1].decode()
            column += _repeats(token["cell"])
    return {name: SheetMarks(errors[name], hidden_rows=frozenset(hidden[name])) for name in errors}


def _repeats(attributes: bytes) -> int:
    found = _REPEATED.search(attributes)
    return int(found[1]) if found else 1
