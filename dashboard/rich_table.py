"""Tables that are sorted by a click on a column's head, with small lines and changes in them. Pure functions.

A click sorts in the browser (sort.js) by what each cell carries, and here (in_order) by the same rules: for the
address, the files and tables longer than what is drawn.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import escape

from pypinyin import Style, lazy_pinyin

from dashboard import components
from dashboard.components import Column
from dashboard.formats import Change, number
from dashboard.i18n import Words
from dashboard.theme import Theme

LIMIT = 300
FEW = 5  # columns that are not drawn over the whole width: the eye would lose the row
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

    key: of an indicator whose figures stand below it, so that a file gives them their unit; by: what names the column
    in an address, where its number does not: that of a pivot's parking column moves.
    """

    title: str
    numeric: bool = False
    plain: bool = False
    note: str = ""
    key: str = ""
    by: str = ""


@dataclass(frozen=True)
class Rich:
    """A table: its name, heads and rows; tall: drawn whole, without scrolling inside.

    name: what it is called in an address; sorted_by: its column (the id of its head) and direction, "" for its own;
    places: where each row stands in its own order.
    """

    label: str
    heads: Sequence[Head]
    rows: Sequence[Sequence[Cell]]
    tall: bool = False
    name: str = ""
    sorted_by: tuple[str, str] = ("", "")
    places: Sequence[int] = ()

    def html(self, _: Words) -> str:
        """Return the table as it is shown."""
        return table(self, _)

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
    """Return the cell of a small line over weeks, drawn in the page: an image is a document of its own."""
    svg = components.spark(values, chosen)
    if not svg:
        return Cell("–", quiet=True)
    return Cell("", html=svg.replace("<svg ", '<svg class="lj-line" width="96" height="22" ', 1))


def ids(heads: Sequence[Head]) -> list[str]:
    """Return what names each column in an address: its own id, else its number from 1."""
    return [head.by or str(place) for place, head in enumerate(heads, 1)]


def in_order(made: Rich, asked: str) -> Rich:
    """Return a table sorted as an address asks, `ranking.4.down`; as it is where that names another or no column."""
    name, _dot, rest = asked.partition(".")
    column, _dot, direction = rest.rpartition(".")
    known = ids(made.heads)
    if not made.name or name != made.name or column not in known or direction not in ("up", "down"):
        return made
    place = known.index(column)
    head, down = made.heads[place], direction == "down"
    keys = [_key(head, row[place]) for row in made.rows]
    filled = sorted((key, -n if down else n) for n, key in enumerate(keys) if key is not None)
    order = [abs(n) for _k, n in (reversed(filled) if down else filled)]
    order += [n for n, key in enumerate(keys) if key is None]
    return replace(made, rows=[made.rows[n] for n in order], sorted_by=(column, direction), places=order)


def _key(head: Head, cell: Cell) -> tuple[int, float, list[tuple[int, int, str]]] | None:
    """Return what a cell is sorted by: numbers before words, words by signs, numbers, then pinyin."""
    value = cell.text if cell.value is None and not head.numeric else cell.value
    if value is None:
        return None
    if isinstance(value, int | float):
        return 0, float(value), []
    parts = [part for part in re.split(r"(\d+)", value.casefold()) if part]
    spelt = [one for part in parts for one in ([part] if part.isdigit() else lazy_pinyin(part, style=Style.TONE3))]
    return 1, 0.0, [(1, int(one), "") if one.isdigit() else (2 if one[0].isalnum() else 0, 0, one) for one in spelt]


def table(made: Rich, _: Words) -> str:
    """Return the table (its first 300 rows); its label is its name for a screen reader."""
    label, rows, known = escape(made.label), made.rows, ids(made.heads)
    column, direction = made.sorted_by
    turned = {"up": "ascending", "down": "descending"}
    head = "".join(
        _head(one, key, turned[direction] if key == column else "none")
        for one, key in zip(made.heads, known, strict=True)
    )
    body = "".join(
        f'<tr data-i="{made.places[place] if made.places else place}">'
        + "".join(_cell(one, cell) for one, cell in zip(made.heads, row, strict=True))
        + "</tr>"
        for place, row in enumerate(rows[:LIMIT])
    )
    said = ""
    if len(rows) > LIMIT:
        text = _("the first {n} of {of}; all are in the file to take away")
        said = f'<p class="lj-said">{escape(text.format(n=number(LIMIT), of=number(len(rows))))}</p>'
    box = "lj-box" if len(rows) > SHOWN and not made.tall else "lj-wide"
    focus = ' tabindex="0" role="region"' if box == "lj-box" else ""
    few = " lj-few" if len(made.heads) <= FEW else ""
    marks = f' data-sort="{escape(made.name)}"' if made.name else ""
    marks += ' data-more="1"' if made.name and len(rows) > LIMIT else ""
    return (
        f'<div class="{box}"{focus} aria-label="{label}"><table class="lj-table lj-rich{few}" '
        f'aria-label="{label}"{marks}><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{said}'
    )


def _head(head: Head, key: str, turned: str) -> str:
    kind = ' class="lj-n"' if head.numeric else ""
    note = f' title="{escape(head.note)}"' if head.note else ""
    if head.plain:
        return f"<th{kind}{note}>{escape(head.title)}</th>"
    words = f'<button type="button" class="lj-by" data-by="{escape(key)}">{escape(head.title)}</button>'
    return f'<th{kind}{note} aria-sort="{turned}">{words}</th>'


def _cell(head: Head, cell: Cell) -> str:
    kinds = [name for name, on in (("lj-n", head.numeric), ("lj-q", cell.quiet)) if on]
    kind = f' class="{" ".join(kinds)}"' if kinds else ""
    value = f' data-v="{escape(str(cell.value))}"' if cell.value is not None else ""
    inner = cell.html or escape(cell.text)
    if cell.link:
        inner = f'<a href="{escape(cell.link)}" target="_self">{inner}</a>'
    return f"<td{kind}{value}>{inner}</td>"
