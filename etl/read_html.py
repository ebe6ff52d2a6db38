"""Tables of a web page: many systems export one and call it .xls."""

from __future__ import annotations

import re
from html.parser import HTMLParser

Span = tuple[tuple[int, int], tuple[int, int]]
_TABLE = re.compile(r"<table\b", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
WIDEST, TALLEST = 1000, 100_000


def is_page(data: bytes) -> bool:
    """Say whether bytes are a web page with a table."""
    head = data[:200_000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith(b"<") and b"<table" in head


def charset(data: bytes) -> str | None:
    """Return the encoding that a page says it has."""
    found = _CHARSET.search(data[:5000])
    return found[1].decode("ascii") if found else None


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[dict[int, str]] = []
        self.spans: list[Span] = []
        self.taken: set[tuple[int, int]] = set()
        self.open, self.at, self.text = False, 0, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._close()
            self.rows.append({})
            self.at = 0
        elif tag in ("td", "th") and self.rows:
            self._close()
            self._begin(dict(attrs))
        elif tag == "br" and self.open:
            self.text += "\n"

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._close()

    def handle_data(self, data: str) -> None:
        if self.open:
            self.text += data

    def _begin(self, attrs: dict[str, str | None]) -> None:
        row = len(self.rows) - 1
        while (row, self.at) in self.taken:
            self.at += 1
        height, width = (_span(attrs.get(name), most) for name, most in (("rowspan", 1000), ("colspan", WIDEST)))
        if height * width > 1:
            self.spans.append(((row, self.at), (row + height - 1, self.at + width - 1)))
            self.taken |= {(row + y, self.at + x) for y in range(height) for x in range(width)}
        self.open, self.text, self.cell = True, "", self.at
        self.at += width

    def _close(self) -> None:
        if self.open:
            self.rows[-1][self.cell] = self.text.replace("\xa0", " ").strip()
            self.open = False


def _span(text: str | None, most: int) -> int:
    return min(int(text), most) if text and text.isdigit() and int(text) > 0 else 1


def tables(text: str) -> tuple[list[list[str | None]], tuple[Span, ...]]:
    """Return the rows of all tables of a page, one below the other, and the spans of their merged cells."""
    parser = _Tables()
    parser.feed(text[_TABLE.search(text).start() :] if _TABLE.search(text) else "")  # type: ignore[union-attr]
    parser.close()
    rows = parser.rows[:TALLEST]
    width = min(max((column + 1 for row in rows for column in row), default=0), WIDEST)
    return [[row.get(column) or None for column in range(width)] for row in rows], tuple(parser.spans)
