"""The table that lies beside a chart: the same figures for those who can not see it, and for a file to take away."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.formats import value_text
from dashboard.i18n import Words
from dashboard.takeaway_files import Cell

_TOLD = re.compile(r"<b>(.*?)</b>")


@dataclass(frozen=True)
class Beside:
    """A chart's table. heads: its columns; unit: of all its figures; a text among them says why there is none."""

    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    unit: str = "count"

    def written(self, lang: str, _: Words) -> list[list[str]]:
        """Return the rows as they are read."""
        return [[_text(cell, self.unit, lang, _) for cell in row] for row in self.rows]


class Drawn(dict[str, Any]):
    """A chart as plain data and layout, with the table beside it."""

    beside: Beside | None = None


def drawn(figure: dict[str, Any], beside: Beside) -> Drawn:
    """Return a chart with its table."""
    made = Drawn(figure)
    made.beside = beside
    return made


def reason(hover: str) -> str | None:
    """Return the words that stand in place of a value in a point's hover text: `<b>not submitted</b>`."""
    found = _TOLD.search(hover)
    return found[1] if found else None


def cell_of(value: float | None, hover: str) -> Cell:
    """Return a value, or the words for why there is none."""
    return reason(hover) if value is None else value


def columns_of(
    first: str, names: Sequence[str], keys: Sequence[str], columns: Sequence[Sequence[Cell]], unit: str
) -> Beside:
    """Return a table with a row for each key and a column for each name."""
    rows = [[key, *(column[place] for column in columns)] for place, key in enumerate(keys)]
    return Beside([first, *names], rows, unit)


def _text(cell: Cell, unit: str, lang: str, _: Words) -> str:
    if isinstance(cell, int | float):
        return value_text(cell, unit, lang, _)
    return str(cell) if cell is not None else "–"
