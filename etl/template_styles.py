"""How a form looks: the formats of its cells, and how wide a text is."""

from __future__ import annotations

import unicodedata
from typing import Any

from etl.template_plan import texts

INK, QUIET, LINE, SURFACE = "#1F2933", "#52606D", "#9FB3C8", "#EEF1F5"
DEEP, PALE = "#0B4F71", "#D6E8EF"
PREFILLED, OLDER, TODO, WRONG = "#EDF8FB", "#FDE9CF", "#FFF8D6", "#F6B7B0"
# `_)` leaves room at the right; an indent does so in some programs only
WHOLE, PLAIN = "#,##0_)", "General_)"

_CELL = {"border": 1, "border_color": LINE, "font_color": INK, "font_size": 10, "valign": "vcenter"}
_STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 18, "align": "center", "valign": "vcenter", "font_color": INK},
    "line_left": {"font_size": 10.5, "align": "left", "valign": "vcenter", "font_color": INK},
    "line_right": {"font_size": 10.5, "align": "right", "valign": "vcenter", "font_color": INK},
    "legend": {**_CELL, "font_size": 9, "align": "center", "font_color": INK, "text_wrap": True},
    "group": {**_CELL, "bold": True, "align": "center", "font_color": "#FFFFFF", "bg_color": DEEP, "text_wrap": True},
    "header": {**_CELL, "bold": True, "align": "center", "bg_color": PALE, "text_wrap": True},
    "hint": {**_CELL, "font_size": 8, "align": "center", "font_color": QUIET, "bg_color": PALE},
    "serial": {**_CELL, "align": "center", "bg_color": SURFACE, "font_color": QUIET, "font_size": 9},
    "code": {**_CELL, "align": "center", "bg_color": SURFACE, "font_color": QUIET, "font_size": 9, "num_format": "@"},
    "place": {**_CELL, "align": "left", "indent": 1, "bg_color": SURFACE},
    "total_label": {**_CELL, "bold": True, "align": "center", "bg_color": PALE, "top": 2},
    "total": {**_CELL, "bold": True, "align": "right", "bg_color": PALE, "top": 2},
    "sign": {"font_size": 10.5, "align": "left", "valign": "vcenter", "font_color": INK, "locked": 0},
    "guide_title": {"bold": True, "font_size": 18, "align": "left", "valign": "vcenter", "font_color": INK},
    "guide_heading": {"bold": True, "font_size": 12, "align": "left", "valign": "vcenter", "font_color": DEEP},
    "guide_line": {"font_size": 10.5, "align": "left", "valign": "vcenter", "text_wrap": True, "font_color": INK},
    "guide_cell": {**_CELL, "align": "left", "indent": 1, "text_wrap": True},
    "todo": {"bg_color": TODO},
    "wrong": {"bg_color": WRONG, "font_color": "#7F0000"},
}


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def __call__(self, name: str, **more: Any) -> Any:
        """Return a format by its name, with further properties."""
        return self._format({**_STYLES[name], **more})

    def cell(self, kind: str, background: str | None) -> Any:
        """Return the format of an input cell: numbers right, choices centred, texts left; free to write in."""
        align = "left" if kind in ("text", "unit") else "center" if kind in ("yesno", "choice") else "right"
        given = {**_CELL, "align": align, "locked": 0, "num_format": WHOLE if kind == "count" else PLAIN}
        if align == "left":
            given["indent"] = 1
        if kind in ("text", "unit"):
            given["num_format"] = "@"
        return self._format(given if background is None else {**given, "bg_color": background})

    def _format(self, given: dict[str, Any]) -> Any:
        key = tuple(sorted(given.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({"font_name": texts()["look"]["font"], **given})
        return self._made[key]


def display_width(text: str) -> int:
    """Return how many digits wide a text is: a Chinese character is two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)


def lines_in(text: str, width: float) -> int:
    """Return how many lines a text takes in a column so wide."""
    return max(1, -(-display_width(text) // max(1, int(width) - 1)))
