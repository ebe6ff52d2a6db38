"""Tables that are sorted by a click on a column's head, with small lines and changes in them. Pure functions.

The sorting is done in the browser (sort.js) by what each cell carries; without the script the table stands as drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import quote

from dashboard import components
from dashboard.components import Column
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
    """One column's head. plain: a picture, which is not sorted by and stands in no file; note: told on pointing.

    key: of an indicator whose figures stand below it, so that a file gives them their unit.
    """

    title: str
    numeric: bool = False
    plain: bool = False
    note: str = ""
    key: str = ""


@dataclass(frozen=True)
class Rich:
    """A table: its name, heads and rows; tall: drawn whole, without scrolling inside."""

    label: str
    heads: Sequence[Head]
    rows: Sequence[Sequence[Cell]]
    tall: bool = False

    def html(self, _: Words) -> str:
        """Return the table as it is shown."""
        return table(self.heads, self.rows, _, label=self.label, tall=self.tall)

    def taken(self) -> tuple[list[Column], list[list[str | int | float | date | None]]]:
        """Return its columns and all its rows for a file: numbers as numbers, pictures left out."""
        kept = [place for place, head in enumerate(self.heads) if not head.plain]
        columns = [Column(head.key or str(place), _full(head), head.numeric) for place, head in enumerate(self.heads)]
        rows: list[list[str | int | float | date | None]] = [
            [_plain(self.heads[place], row[place]) for place in kept] for row in self.rows
        ]
        return [columns[place] for place in kept], rows


def _full(head: Head) -> str:
    return f"{head.note} · {head.title}" if head.note else head.title


def _plain(head: Head, cell: Cell) -> str | int | float | None:
    if head.numeric and isinstance(cell.value, int | float):
        return cell.value
    return cell.text or None


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
