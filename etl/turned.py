"""Finds a table that is turned on its side: its elements head the rows, places or weeks its columns."""

from __future__ import annotations

import polars as pl

from etl import across, header_words, headers, units
from etl.across import WORDS
from etl.crosslines import ABOVE, Crosstab, Line, Unclear, line_before, on_both_sides
from etl.header_words import ANY
from etl.headers import Grid, Header
from etl.read import Sheet

DEEP, WIDE = 120, 400  # so many rows and columns of the table are looked at
LEFT = 8  # so far left the words of its elements stand
CLOSE = 0.5  # readings this close are equally likely


def find(
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
        own = header_words.score(
            tuple(header.meanings[row] for row in range(len(header.meanings)) if row not in taken), hints
        )
        more = max(own.values(), default=0.0) - max(upright[1].values())
        if abs(more) <= CLOSE:
            raise Unclear
        if more < 0:
            return None
    top = above[0].index if above else elements[0]
    before = [line_before(grid, column, top, elements[0]) for column in range(header.first)]
    before += [Line(column, WORDS) for column in range(header.first, end)]
    if on_both_sides(above, before):
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


def _is_element(column: tuple[header_words.Meaning, ...]) -> bool:
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
