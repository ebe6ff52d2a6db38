"""Finds a table whose columns are not data elements: turned on its side, or with weeks or places across.

Such a table has headings above its figures and headings before them. Each row above and each column before tells
one thing of a figure: which element, which place, which week. `etl.upright` then writes it as clerks mostly do.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from etl import across, headers, units
from etl.across import SKIP, UNIT, UNKNOWN, WEEK, WORDS
from etl.headers import ANY, Grid, Header
from etl.read import Sheet

DEEP, WIDE, LEFT = (
    120,
    400,
    8,
)  # how many rows of a table on its side are looked at, and how many columns of it; how far left its words are
CLOSE = 0.5  # readings this close are equally likely
ABOVE = 4
COLUMN_ROLES = ("ticket:category", "ticket:channel", "reported_at")


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


def find(
    sheet: Sheet,
    grid: Grid,
    upright: tuple[Header, dict[str, float]] | None,
    hints: frozenset[str],
    titles: list[str],
) -> Crosstab | None:
    """Find out whether a table is to be read from its side; None where it is not, Unclear where nobody can tell.

    upright: its header as a table of the usual kind; titles: texts that may name its one element, such as the file's.
    """
    if upright is not None and _is_list(upright[0]):
        return None
    found = _by_weeks_or_places(grid, upright, titles)
    return found or _turned(sheet, upright, grid, hints)


def _is_list(header: Header) -> bool:
    return any(name in ("ticket:number", "ticket:received") for column in header.meanings for _, name in column)


# weeks or places above the figures --------------------------------------------------------------------------------


def _by_weeks_or_places(
    grid: Grid, upright: tuple[Header, dict[str, float]] | None, titles: list[str]
) -> Crosstab | None:
    last = upright[0].end + 1 if upright else min(headers.LOOK, len(grid.raw))
    for row in range(min(last, len(grid.raw))):
        first = _first_across(grid.raw[row])
        if first is None or first == 0 or (upright and not _belongs(upright[0], grid, row, first)):
            continue
        found = _around(grid, row, first, titles)
        if found is not None:
            return found
    return None


def _belongs(header: Header, grid: Grid, row: int, first: int) -> bool:
    """Say whether a row is one of the header, or goes on with it: weeks below 已报到, nothing below 社区."""
    below = row == header.end and not any(grid.raw[row][:first])
    return header.first - ABOVE <= row < header.end or below


def _first_across(texts: tuple[str | None, ...]) -> int | None:
    """Return the first column of two weeks, of this week beside the last, or of two places of one level."""
    told = [(index, text) for index, text in enumerate(texts) if text is not None]
    weeks = [index for index, text in told if across.is_week(text)]
    if len(weeks) > 1:
        return weeks[0]
    now = [index for index, text in told if across.is_listed(text, "now")]
    before = [index for index, text in told if across.is_listed(text, "before")]
    if now and before:
        return min(now[0], before[0])
    named = [(index, across.level_of(text)) for index, text in told]
    levels = [level for _, level in named if level]
    if len(levels) < 2 or len(set(levels)) > 1:
        return None
    start = next(index for index, level in named if level)
    rest = [text for index, text in told if index >= start]
    known = all(across.level_of(text) or across.is_total(text) or across.is_skipped(text) for text in rest)
    return start if known else None


def _around(grid: Grid, row: int, first: int, titles: list[str]) -> Crosstab | None:
    """Collect the lines around a row of weeks or places; None where no element goes with them."""
    above: list[Line] = []
    for index in range(row, max(row - ABOVE, -1), -1):
        role = _role_above(grid, index, first)
        if role is None:
            break
        above.insert(0, Line(index, role))
    if not any(line.index == row for line in above):
        return None
    body = row + 1
    while body < len(grid.raw) and body <= row + ABOVE and (role := _role_above(grid, body, first, below=True)):
        above.append(Line(body, role))
        body += 1
    top = above[0].index
    while first and across.is_element("".join(_label(grid, first - 1, top, body)[-1:])):  # a column of figures too
        first -= 1
    before = [_line_before(grid, column, top, body) for column in range(first)]
    element = None
    if not any(line.role == WORDS for line in (*above, *before)):
        element = across.element_of_title([*_titles(grid, top), *titles])
        if element is None:
            return None
    if _both(above, before):
        raise Unclear
    return Crosstab(tuple(above), tuple(before), body, first, element)


def _both(above: list[Line], before: list[Line]) -> bool:
    """Say whether places, or weeks, stand above the figures and before them."""
    one, other = {line.role[:5] for line in above}, {line.role[:5] for line in before}
    return bool(one & other & {across.PLACE[:5], WEEK[:5]})


def _role_above(grid: Grid, row: int, first: int, *, below: bool = False) -> str | None:
    """Return the role of a row of headings, None for a line of another kind: a title, figures."""
    raw = [text for text in grid.raw[row][first:] if text is not None]
    if not raw:
        return None
    if all(units.is_unit(text) for text in raw) and below:
        return WORDS
    told = [text for text in raw if not across.is_skipped(text) and not across.is_total(text)]
    if told and all(across.is_element(text) or units.is_unit(text) for text in told):
        return WORDS
    label = next((text for text in reversed(grid.filled[row][:first]) if text is not None), None)
    role = across.role_of_line(label, raw)
    return role if role is None or role == WEEK or role.startswith(across.PLACE) else None


def _label(grid: Grid, column: int, top: int, body: int) -> tuple[str, ...]:
    told = (line[column] for line in grid.filled[top:body])
    return tuple(dict.fromkeys(text for text in told if text is not None))


def _line_before(grid: Grid, column: int, top: int, body: int) -> Line:
    """Return what a column before the figures tells, by its heading, else by what stands in it."""
    label = _label(grid, column, top, body)
    told = [line[column] for line in grid.filled[body:]]
    texts = [text for text in told if text is not None and not across.is_total(text)]
    known = headers.meanings(label) if label else ()
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


def _titles(grid: Grid, top: int) -> list[str]:
    return [text for line in grid.raw[:top] for text in line if text is not None]


# the elements before the figures ----------------------------------------------------------------------------------


def _turned(
    sheet: Sheet, upright: tuple[Header, dict[str, float]] | None, grid: Grid, hints: frozenset[str]
) -> Crosstab | None:
    """Find the columns whose texts are elements, and the rows of places or weeks above them."""
    if sheet.width < 2 or sheet.width > WIDE or not _may_be_turned(sheet, upright):
        return None
    flipped = Grid(_flipped(sheet))
    found = headers.find_header(flipped, hints, least=1.0)
    if found is None:
        return None
    header = found[0]
    taken = range(upright[0].first, upright[0].end) if upright else range(0)
    elements = [
        row
        for row, column in enumerate(header.meanings)
        if row not in taken and _is_element(column) and not _is_corner(flipped, header, row)
    ]
    if not elements:
        return None
    end = _end_of_words(flipped, header, elements)
    above = _above_elements(grid, elements[0], end)
    alone = upright is None and _filled_columns(flipped, elements, end) == 1  # one column of figures needs no heading
    if not _filled_columns(flipped, elements, end) or not (above or alone):
        return None
    if upright is not None and above and above[0].index >= upright[0].end:
        return None  # another table, below that of the usual kind
    if upright is not None and elements[0] >= upright[0].first:
        own = headers.score(
            tuple(header.meanings[row] for row in range(len(header.meanings)) if row not in taken), hints
        )
        more = max(own.values(), default=0.0) - max(upright[1].values())
        if abs(more) <= CLOSE:
            raise Unclear
        if more < 0:
            return None
    top = above[0].index if above else elements[0]
    before = [_line_before(grid, column, top, elements[0]) for column in range(header.first)]
    before += [Line(column, WORDS) for column in range(header.first, end)]
    if _both(above, before):
        raise Unclear
    return Crosstab(tuple(above), tuple(before), elements[0], end, turned=True)


def _may_be_turned(sheet: Sheet, upright: tuple[Header, dict[str, float]] | None) -> bool:
    """Say whether a column has so many names of elements that they may head the rows."""
    head = upright[0] if upright else None
    body = [row for index, row in enumerate(sheet.cells.head(DEEP).drop("row").rows()) if not _within(head, index)]
    most = 0
    for column in range(min(sheet.width, LEFT)):
        most = max(most, len({text for row in body if (text := row[column]) is not None and across.is_element(text)}))
    return most > 0 and (head is None or most + 2 >= sum(_is_element(column) for column in head.meanings))


def _within(header: Header | None, row: int) -> bool:
    return header is not None and header.first <= row < header.end


def _flipped(sheet: Sheet) -> Sheet:
    """Return the first rows of a sheet as columns. A title merged over several columns is no heading of them all."""
    lines = sheet.cells.head(DEEP).drop("row").rows()
    columns = {f"c{index}": list(line) for index, line in enumerate(lines)}
    schema = {"row": pl.Int32(), **{name: pl.String() for name in columns}}
    start = int(sheet.cells["row"][0]) - 1 if sheet.cells.height else 0
    merged = []
    for (top, left), (bottom, right) in sheet.merged:
        text = lines[top - start][left] if 0 <= top - start < len(lines) and left < sheet.width else None
        if text is not None and (left == right or across.is_element(text)):
            merged.append(((left, top - start), (right, bottom - start)))
    return Sheet(
        sheet.name, pl.DataFrame({"row": range(1, sheet.width + 1), **columns}, schema=schema), tuple(merged)
    )


def _is_element(column: tuple[headers.Meaning, ...]) -> bool:
    return any(owner != ANY and ":" not in name for owner, name in column)


def _is_corner(flipped: Grid, header: Header, row: int) -> bool:
    """Say whether a word heads the column of elements: 项目 above 应报到, before the names of places."""
    texts = [line[row] for line in flipped.raw[header.end :] if line[row] is not None]
    label = header.pieces[row][-1]
    return (
        across.is_listed(label, "corners") and across.role_of_line(label, [str(text) for text in texts]) is not None
    )


def _end_of_words(flipped: Grid, header: Header, elements: list[int]) -> int:
    """Return the first column of figures: a column of units (人, 个) goes with the words before it."""
    end = header.end
    while end < len(flipped.raw):
        told = [flipped.raw[end][row] for row in elements]
        if not any(told) or not all(text is None or units.is_unit(text) for text in told):
            break
        end += 1
    return end


def _filled_columns(flipped: Grid, elements: list[int], end: int) -> int:
    """Return how many columns hold figures of the elements."""
    return sum(any(line[row] is not None for row in elements) for line in flipped.raw[end:])


def _above_elements(grid: Grid, body: int, first: int) -> list[Line]:
    found: list[Line] = []
    for row in range(min(body, len(grid.raw)) - 1, max(body - ABOVE, -1) - 1, -1):
        if row < 0:
            break
        raw = [text for text in grid.raw[row][first:] if text is not None]
        told = [text for text in grid.filled[row][:first] if text is not None]
        label = told[-1] if told else None
        if not raw:
            if found or told:
                break
            continue
        role = across.role_of_line(label, raw)
        if role is None:
            break
        found.insert(0, Line(row, role, (label,) if label else ()))
    return found
