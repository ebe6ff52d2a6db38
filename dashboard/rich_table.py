"""Tables that are sorted by a click on a column's head, with small lines and changes in them. Pure functions.

The sorting is done in the browser (sort.js) by what each cell carries; without the script the table stands as drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import quote

from dashboard import components
from dashboard.formats import Change, number
from dashboard.i18n import Words
from dashboard.theme import Theme

LIMIT = 300
SHOWN = 12  # rows in view; the others are scrolled to, under a head that stays


@dataclass(frozen=True)
class Cell:
    """One cell: its text, what it is sorted by (None: last), where it leads, or HTML made by this module."""

    text: str
    value: float | str | None = None
    link: str = ""
    html: str = ""
    quiet: bool = False


@dataclass(frozen=True)
class Head:
    """One column's head; plain: it is not sorted by; note: what stands behind its name for who points at it."""

    title: str
    numeric: bool = False
    plain: bool = False
    note: str = ""


def move(change: Change | None, size: float | None) -> Cell:
    """Return the cell of a change, sorted by its size and direction."""
    return Cell("–", None, quiet=True) if change is None else Cell("", size, html=components.arrow(change))


def line(values: Sequence[float | None], chosen: Theme) -> Cell:
    """Return the cell of a small line over weeks: a picture, for a table of hundreds must stay light."""
    svg = components.spark(values, chosen)
    if not svg:
        return Cell("–", quiet=True)
    sized = svg.replace("<svg ", '<svg width="96" height="22" ', 1)
    return Cell(
        "", html=f'<img class="lj-line" alt="" width="96" height="22" src="data:image/svg+xml,{quote(sized)}">'
    )


def table(heads: Sequence[Head], rows: Sequence[Sequence[Cell]], _: Words, *, label: str, tall: bool = False) -> str:
    """Return the table (its first 300 rows); label: its name for a screen reader; tall: without scrolling inside."""
    head = "".join(_head(one, _) for one in heads)
    body = "".join(
        "<tr>" + "".join(_cell(one, cell) for one, cell in zip(heads, row, strict=True)) + "</tr>"
        for row in rows[:LIMIT]
    )
    said = ""
    if len(rows) > LIMIT:
        text = _("the first {n} of {of}; all are in the file to take away")
        said = f'<p class="lj-said">{escape(text.format(n=number(LIMIT), of=number(len(rows))))}</p>'
    box = "lj-box" if len(rows) > SHOWN and not tall else "lj-wide"
    focus = ' tabindex="0" role="region"' if box == "lj-box" else ""
    return (
        f'<div class="{box}"{focus} aria-label="{escape(label)}"><table class="lj-table lj-rich" '
        f'aria-label="{escape(label)}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{said}'
    )


def _head(head: Head, _: Words) -> str:
    kind = ' class="lj-n"' if head.numeric else ""
    note = f' title="{escape(head.note)}"' if head.note else ""
    if head.plain:
        return f"<th{kind}{note}>{escape(head.title)}</th>"
    return f'<th{kind}{note} aria-sort="none"><button type="button" class="lj-by">{escape(head.title)}</button></th>'


def _cell(head: Head, cell: Cell) -> str:
    kinds = [name for name, on in (("lj-n", head.numeric), ("lj-q", cell.quiet)) if on]
    kind = f' class="{" ".join(kinds)}"' if kinds else ""
    value = f' data-v="{escape(str(cell.value))}"' if cell.value is not None else ""
    inner = cell.html or escape(cell.text)
    if cell.link:
        inner = f'<a href="{escape(cell.link)}" target="_self">{inner}</a>'
    return f"<td{kind}{value}>{inner}</td>"


@cache
def script() -> str:
    """Return the script that sorts; it is put on a page once."""
    return f"<script>{(Path(__file__).parent / 'sort.js').read_text(encoding='utf-8')}</script>"
