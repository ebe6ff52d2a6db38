"""The tables of a page as one workbook: what they show on its first sheet, what each column means, the tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from html import unescape

from dashboard import components, data
from dashboard.components import Column
from dashboard.context import Context
from dashboard.exports import About, Head, Sheet, to_xlsx
from dashboard.formats import Indicator
from dashboard.glossary_terms import UNITS
from dashboard.i18n import Words
from dashboard.labels import label
from dashboard.takeaway_files import Cell, to_csv

Heads = Sequence[str | Column]
Make = Callable[[], tuple[Heads, Sequence[Sequence[Cell]]]]
_TAG = re.compile(r"<[^>]+>")


def workbook(page: Context | None, title: str, tables: Sequence[tuple[str, Make]], _: Words) -> bytes:
    """Return the workbook of some tables of a page, each with its own title.

    page: what is selected; None on a page that is about files and not about a place and week.
    """
    known = page.indicators if page else {}
    sheets = []
    for name, make in tables:
        heads, rows = make()
        sheets.append(Sheet(name, [_head(head, rows, place, known, _) for place, head in enumerate(heads)], rows))
    listed = (_("Table"), _("Column"), _("Type of figure"), _("Unit"), _("Meaning"))
    return to_xlsx(About(_("About"), about(page, title, _), listed), sheets)


def csv_of(make: Make) -> bytes:
    """Return one table as CSV."""
    heads, rows = make()
    return to_csv([head.title if isinstance(head, Column) else head for head in heads], rows)


def about(page: Context | None, title: str, _: Words) -> list[tuple[str, str]]:
    """Return what the figures of a page are of: its sentence, the small counts, and when it was taken away."""
    lines = [(_("Page"), title)]
    if page is not None:
        chosen = page.selection
        rule = _("counts of persons below {n} are hidden below street level").format(n=chosen.small_cell)
        lines += [
            (_("Shown"), " · ".join(sentence(page))),
            (_("Place"), f"{page.unit_name} ({chosen.unit_id})"),
            (_("Weeks"), f"{chosen.first} – {chosen.week}"),
            (_("Version"), chosen.version),
            (_("Small counts"), rule),
        ]
    return [*lines, (_("Taken away"), f"{datetime.now():%Y-%m-%d %H:%M}")]


def sentence(page: Context) -> list[str]:
    """Return the parts of the line on top of every page, as plain words: place, weeks, filters, version."""
    html = components.sentence(page, data.version_info(page.selection.database))
    return [unescape(part).strip() for part in _TAG.split(html) if part.strip()]


def plain(html: str) -> str:
    """Return the words of a piece of HTML."""
    return unescape(_TAG.sub("", html)).strip()


def _head(
    head: str | Column, rows: Sequence[Sequence[Cell]], place: int, known: dict[str, Indicator], _: Words
) -> Head:
    cells = [row[place] for row in rows if row[place] is not None]
    figures = any(isinstance(cell, int | float) for cell in cells)
    kind = _("number") if figures else _("day") if any(isinstance(cell, date) for cell in cells) else _("text")
    if isinstance(head, str):
        return Head(head, "count" if figures else "", "", kind)
    indicator = known.get(head.key)
    unit = indicator.unit if indicator else head.unit or ("count" if figures else "")
    return Head(head.title, unit, label(UNITS, unit, _) if unit else "", kind, indicator.note if indicator else "")
