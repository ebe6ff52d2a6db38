"""The headings above and before the figures of a table, a line for each row and column of them."""

from __future__ import annotations

from dataclasses import dataclass

from etl import across, header_words, units
from etl.across import SKIP, UNIT, UNKNOWN, WEEK, WORDS
from etl.header_words import ANY
from etl.headers import Grid

COLUMN_ROLES = ("ticket:category", "ticket:channel", "reported_at")
ABOVE = 4  # as many rows of headings may lie over each other


class Unclear(ValueError):
    """A table that may as well be read from left to right as from top to bottom."""


@dataclass(frozen=True)
class Line:
    """A row above the figures or a column before them. role: words (of elements), week, place:<level>, ..."""

    index: int
    role: str
    label: tuple[str, ...] = ()


@dataclass(frozen=True)
class Crosstab:
    """Where the headings of a table are. body: the first row of figures in the frame; first: their first column.

    element: the heading of the one element that only the title names.
    """

    above: tuple[Line, ...]
    before: tuple[Line, ...]
    body: int
    first: int
    element: str | None = None
    turned: bool = False

    @property
    def top(self) -> int:
        """Return the first row of the headings."""
        return min(line.index for line in self.above) if self.above else self.body

    def lines(self, role: str) -> list[Line]:
        """Return the lines of a role, those above first."""
        return [line for line in (*self.above, *self.before) if line.role.startswith(role)]


def on_both_sides(above: list[Line], before: list[Line]) -> bool:
    """Say whether places, or weeks, stand above the figures and before them."""
    one, other = {line.role[:5] for line in above}, {line.role[:5] for line in before}
    return bool(one & other & {across.PLACE[:5], WEEK[:5]})


def label_of(grid: Grid, column: int, top: int, body: int) -> tuple[str, ...]:
    """Return the heading of a column before the figures, a piece from each row."""
    told = (line[column] for line in grid.filled[top:body])
    return tuple(dict.fromkeys(text for text in told if text is not None))


def line_before(grid: Grid, column: int, top: int, body: int) -> Line:
    """Return what a column before the figures tells, by its heading, else by what stands in it."""
    label = label_of(grid, column, top, body)
    told = [line[column] for line in grid.filled[body:]]
    texts = [text for text in told if text is not None and not across.is_total(text)]
    known = header_words.meanings(label) if label else ()
    if any(name in COLUMN_ROLES for _, name in known):
        return Line(column, next(name for _, name in known if name in COLUMN_ROLES), label)
    if texts and sum(across.is_element(text) for text in texts) * 2 > len(texts):
        return Line(column, WORDS, label)
    for owner, name in known:
        if owner == ANY and name.startswith((across.PLACE, "code:", WEEK)) and name not in (UNIT, "place:address"):
            return Line(column, name, label)
    if not texts or (label and across.is_skipped(label[-1])):
        return Line(column, SKIP, label)
    if all(units.is_unit(text) for text in texts):
        return Line(column, WORDS, label)
    if all(across.is_week(text) for text in texts):
        return Line(column, WEEK, label)
    if all(text.isdigit() for text in texts):
        return Line(column, UNKNOWN if label else SKIP, label)
    levels = {across.level_of(text) for text in texts}
    level = levels.pop() if len(levels) == 1 else None
    if level is not None:
        return Line(column, f"{across.PLACE}{level}", label)
    named = not label or across.is_listed(label[-1], "corners") or across.role_of_label(label[-1]) == UNIT
    return Line(column, UNIT if named else UNKNOWN, label)
