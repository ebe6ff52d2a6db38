"""Struck-through text of an .xlsx: a clerk who strikes 120 out and writes 110 behind it leaves both in the cell.

Nothing is done for a workbook in which nothing is struck; the sheet's text is searched, not parsed.
"""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterable

STRINGS, STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
SIGN = "~~"
_STRIKE = re.compile(rb'<(?:\w+:)?strike(?: val="(?:1|true)")? ?/>')
_ITEM = re.compile(rb"<(?:\w+:)?si>(.*?)</(?:\w+:)?si>|<(?:\w+:)?si ?/>", re.DOTALL)
_RUN = re.compile(rb"<(?:\w+:)?r>(.*?)</(?:\w+:)?r>", re.DOTALL)
_TEXT = re.compile(rb"<(?:\w+:)?t(?: [^>]*)?>([^<]*)</(?:\w+:)?t>")
_FONTS = re.compile(rb"<(?:\w+:)?fonts\b.*?</(?:\w+:)?fonts>", re.DOTALL)
_FONT = re.compile(rb"<(?:\w+:)?font>(.*?)</(?:\w+:)?font>|<(?:\w+:)?font ?/>", re.DOTALL)
_FORMATS = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_FORMAT = re.compile(rb"<(?:\w+:)?xf\b[^>]*>")
_FONT_OF = re.compile(rb'\bfontId="(\d+)"')
_CELL = re.compile(rb"<(?:\w+:)?c ([^>]*?[^/>])>(.*?)</(?:\w+:)?c>", re.DOTALL)
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d+)"')
_STYLE = re.compile(rb'\bs="(\d+)"')
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]+)</(?:\w+:)?v>")


class Strikes:
    """The struck texts and cell formats of one workbook."""

    def __init__(self, archive: zipfile.ZipFile, names: set[str]) -> None:
        strings = archive.read(STRINGS) if STRINGS in names else b""
        styles = archive.read(STYLES) if STYLES in names else b""
        self.formats = _formats(styles) if _is_struck(styles) else frozenset()
        items = [found[1] or b"" for found in _ITEM.finditer(strings)] if self._needs(strings) else []
        self.texts = {at: _plain(item) for at, item in enumerate(items)}
        self.struck = {at: _marked(item) for at, item in enumerate(items) if _is_struck(item)}

    def _needs(self, strings: bytes) -> bool:
        return bool(self.formats) or _is_struck(strings)

    def of(self, xml: bytes) -> dict[tuple[int, int], str]:
        """Return the text of each cell of a sheet in which something is struck, by (row from 1, column from 0)."""
        if not self.formats and not self.struck and not _is_struck(xml):
            return {}
        found = {}
        for attributes, inside in _CELL.findall(xml):
            place = _PLACE.search(attributes)
            text = self._text(attributes, inside)
            if place is not None and text is not None:
                column = 0
                for letter in place[1].decode():
                    column = column * 26 + ord(letter) - 64
                found[int(place[2]), column - 1] = text
        return found

    def _text(self, attributes: bytes, inside: bytes) -> str | None:
        """Return a cell's text with what is struck between signs; None where nothing is."""
        value = _VALUE.search(inside)
        shared = int(value[1]) if value is not None and b't="s"' in attributes else None
        style = _STYLE.search(attributes)
        if style is not None and int(style[1]) in self.formats:
            own = _decoded(value[1]) if value else _plain(inside)
            plain = own if shared is None else self.texts.get(shared, "")
            return f"{SIGN}{plain}{SIGN}" if plain.strip() else None
        if shared is not None:
            return self.struck.get(shared)
        return _marked(inside) if _is_struck(inside) else None


def _formats(styles: bytes) -> frozenset[int]:
    """Return the numbers of the cell formats whose font is struck through."""
    fonts, formats = _FONTS.search(styles), _FORMATS.search(styles)
    if fonts is None or formats is None:
        return frozenset()
    struck = {at for at, font in enumerate(_FONT.finditer(fonts[0])) if _is_struck(font[1] or b"")}
    used = [_FONT_OF.search(item) for item in _FORMAT.findall(formats[0])]
    return frozenset(at for at, font in enumerate(used) if font is not None and int(font[1]) in struck)


def _is_struck(xml: bytes) -> bool:
    return b"strike" in xml and _STRIKE.search(xml) is not None  # most files have not the word


def _plain(item: bytes) -> str:
    return "".join(_decoded(text) for text in _TEXT.findall(item))


def _marked(item: bytes) -> str:
    return marked((_plain(run), _is_struck(run)) for run in _RUN.findall(item))


def marked(runs: Iterable[tuple[str, bool]]) -> str:
    """Return a text of several runs, each struck out or not, with those that are between signs."""
    return "".join(f"{SIGN}{text}{SIGN}" if struck and text.strip() else text for text, struck in runs)


def _decoded(text: bytes) -> str:
    return html.unescape(text.decode("utf-8", "replace"))
