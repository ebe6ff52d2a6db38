"""Finds a table whose columns are not data elements: turned on its side, or with weeks or places across.

Such a table has headings above its figures and headings before them. Each row above and each column before tells
one thing of a figure: which element, which place, which week. `etl.upright` then writes it as clerks mostly do.
"""

from __future__ import annotations

from etl import across, headers, turned, units
from etl.across import WEEK, WORDS
from etl.crosslines import ABOVE, Crosstab, Line, Unclear, label_of, line_before, on_both_sides
from etl.headers import Grid, Header
from etl.read import Sheet

__all__ = ["Crosstab", "Line", "Unclear", "find"]


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
    return found or turned.find(sheet, upright, grid, hints)


def _is_list(header: Header) -> bool:
    return any(name in ("ticket:number", "ticket:received") for column in header.meanings for _, name in column)


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
    while first and across.is_element("".join(label_of(grid, first - 1, top, body)[-1:])):  # a column of figures too
        first -= 1
    before = [line_before(grid, column, top, body) for column in range(first)]
    element = None
    if not any(line.role == WORDS for line in (*above, *before)):
        element = across.element_of_title([*_titles(grid, top), *titles])
        if element is None:
            return None
    if on_both_sides(above, before):
        raise Unclear
    return Crosstab(tuple(above), tuple(before), body, first, element)


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


def _titles(grid: Grid, top: int) -> list[str]:
    return [text for line in grid.raw[:top] for text in line if text is not None]
