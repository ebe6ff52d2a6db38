"""Several tables on one sheet, beside each other or below each other -> a sheet for each, with the true addresses."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from etl import headers, words
from etl.headers import Grid, Header
from etl.read import Sheet

MOST = 50  # tables below each other
TITLE_ROWS, TITLE_CELLS = 4, 2


def parts(sheet: Sheet) -> list[Sheet]:
    """Return the sheet itself where it holds one table, or a part for each; cells keep their rows and columns."""
    found = [part for column in _beside(sheet) for part in _below(column)]
    return found if len(found) <= MOST else [sheet]


def _beside(sheet: Sheet) -> list[Sheet]:
    """Part a sheet where the first place column comes again under the same words, to the right of an element."""
    grid = Grid(sheet)
    found = headers.find_header(grid, frozenset())
    cut = _cut(found[0]) if found else None
    if cut is None:
        return [sheet]
    return [_columns(sheet, 0, cut), *_beside(_columns(sheet, cut, sheet.width))]


def _cut(header: Header) -> int | None:
    fields = [{field for owner, field in column if owner == headers.ANY} for column in header.meanings]
    elements = [any(owner != headers.ANY for owner, _ in column) for column in header.meanings]
    if any(field == "ticket:number" for column in header.meanings for _, field in column):
        return None
    first = next(
        (index for index, column in enumerate(fields) if any(item.startswith("place:") for item in column)), None
    )
    if first is None:
        return None
    for index in range(first + 1, len(fields)):
        same = header.pieces[index] == header.pieces[first] and fields[index] == fields[first]
        if same and any(elements[first:index]) and any(elements[index:]):
            return 1 + max(place for place in range(first, index) if elements[place])
    return None


def _columns(sheet: Sheet, begin: int, end: int) -> Sheet:
    """Return the sheet with nothing but these columns written."""
    blank = [pl.lit(None, pl.String()).alias(f"c{index}") for index in range(sheet.width) if not begin <= index < end]
    spans = tuple(span for span in sheet.merged if begin <= span[0][1] < end)
    return replace(sheet, cells=sheet.cells.with_columns(blank), merged=spans)


def _below(sheet: Sheet) -> list[Sheet]:
    """Part a sheet at each row below the first header that is a header too, but of other words."""
    grid = Grid(sheet)
    found = headers.find_header(grid, frozenset())
    if found is None:
        return [sheet]
    header = found[0]
    again = _next_header(sheet, header)
    if again is None:
        return [sheet]
    cut = _with_title(sheet, again)
    return [_rows(sheet, 0, cut), *_below(_rows(sheet, cut, sheet.cells.height))]


def _next_header(sheet: Sheet, header: Header) -> int | None:
    """Return the next row, counted in the frame, whose first place column holds the word for a place."""
    places = [
        index
        for index, column in enumerate(header.meanings)
        if any(field.startswith("place:") and field != "place:address" for _, field in column)
    ]
    if not places or any(field == "ticket:number" for column in header.meanings for _, field in column):
        return None
    name = f"c{places[0]}"
    texts = sheet.cells[name].slice(header.end).drop_nulls().unique().to_list()
    wanted = [
        text
        for text in texts
        if any(field.startswith("place:") for _, field in words.headers().get(words.fold_header(text), ()))
    ]
    if not wanted:
        return None
    rows = sheet.cells.with_row_index("at").slice(header.end).filter(pl.col(name).is_in(wanted))
    own = [{words.fold_header(piece) for piece in pieces} for pieces in header.pieces]
    for row in rows.drop("row").rows():
        cells = row[1:]
        same = all(text is None or words.fold_header(text) in known for text, known in zip(cells, own, strict=True))
        if not same and headers.find_header(Grid(_rows(sheet, row[0], sheet.cells.height)), frozenset()):
            return int(row[0])
    return None


def _with_title(sheet: Sheet, at: int) -> int:
    """Return where the lines above a header begin: rows of a cell or two."""
    head = sheet.cells.slice(max(at - TITLE_ROWS, 0), min(TITLE_ROWS, at)).drop("row").rows()
    for row in reversed(head):
        if sum(text is not None for text in row) > TITLE_CELLS:
            break
        at -= 1
    return at


def _rows(sheet: Sheet, begin: int, end: int) -> Sheet:
    return replace(sheet, cells=sheet.cells.slice(begin, end - begin))
