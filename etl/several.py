"""Several tables on one sheet, beside each other or below each other -> a part for each, with the true addresses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import polars as pl

from etl import across, crosstab, header_words, headers, upright, words
from etl.crosstab import Crosstab
from etl.headers import Grid, Header
from etl.issues import Issue, issue
from etl.read import Sheet

MOST = 50  # tables below each other
TITLE_ROWS, TITLE_CELLS = 4, 2

Found = tuple[Header, dict[str, float]]


@dataclass(frozen=True)
class Part:
    """A sheet or a part of it with one table. header: its rows of headings; scores: how well each data set fits."""

    sheet: Sheet
    grid: Grid
    header: Header
    scores: dict[str, float]
    issues: tuple[Issue, ...] = ()


def parts(sheet: Sheet, file_stem: str = "") -> list[Part]:
    """Return the table of a sheet, or each of its tables; cells keep their rows and columns."""
    found = [part for column in _beside(sheet, file_stem) for part in _below(column)]
    return found if len(found) <= MOST else whole(sheet, file_stem)


def whole(sheet: Sheet, file_stem: str = "") -> list[Part]:
    """Return a sheet as one table of the usual kind, as an official form's are."""
    searched = _Searched(sheet, file_stem)
    return [Part(sheet, searched.grid, *searched.found)] if searched.found else []


class _Searched:
    """A sheet and the header that was found in it, searched once."""

    def __init__(self, sheet: Sheet, file_stem: str) -> None:
        self.sheet, self.file_stem = sheet, file_stem
        self.grid = Grid(sheet)
        self.titles = [sheet.name or file_stem, file_stem]
        lines = (text for row in self.grid.raw[:4] for text in row if text is not None)
        self.hints = hints([self.titles[0], *lines])
        self.found = headers.find_header(self.grid, self.hints)


def hints(texts: list[str]) -> frozenset[str]:
    """Return the data sets that the first texts of a sheet speak of."""
    joined = words.fold("".join(texts[:12]))
    return frozenset(
        name for name, form in words.forms().items() if any(words.fold(title) in joined for title in form["titles"])
    )


def _across(searched: _Searched, crossed: Crosstab) -> Iterator[Part]:
    """Give a table that lies on its side, written upright, and the tables below it."""
    sheet = searched.sheet
    again = _next_block(sheet, crossed)
    rest = (
        [] if again is None else list(_below(_Searched(_rows(sheet, again, sheet.cells.height), searched.file_stem)))
    )
    again = again if rest else None
    written, header = upright.write(sheet if again is None else _rows(sheet, 0, again), crossed)
    noted = [issue("layout-across", sheet=sheet.name)]
    if crossed.element is not None:
        noted.append(issue("element-from-title", sheet=sheet.name, value=crossed.element))
    yield Part(written, Grid(written), header, header_words.score(header.meanings, searched.hints), tuple(noted))
    yield from rest


def _any_header(grid: Grid) -> Found:
    """Return a header of a table that is refused anyway: its first lines may say whose it is, and which week's."""
    width = len(grid.raw[0]) if grid.raw else 0
    nothing = Header(min(TITLE_ROWS, len(grid.raw)), 0, ((),) * width, ((),) * width)
    return nothing, {next(iter(words.data_sets())): 0.0}


def _next_block(sheet: Sheet, crossed: Crosstab) -> int | None:
    """Return the row in which another table begins: a wide one goes on below itself, or a usual one follows."""
    lines = sheet.cells.drop("row").rows()
    top = lines[crossed.above[0].index] if crossed.above else ()
    corner = next((text for text in top[: crossed.first] if text is not None), None)
    for index in range(crossed.body + 1, len(lines)):
        texts = [text for text in lines[index] if text is not None]
        if lines[index] == top or len(texts) < 2:
            continue
        same = corner is not None and corner in lines[index][: crossed.first]
        if same and across.role_of_line(corner, [text for text in lines[index][crossed.first :] if text is not None]):
            return _with_title(sheet, index)
        if across.role_of_label(texts[0]) and any(across.is_element(text) for text in texts[1:]):
            return _with_title(sheet, index)
    return None


def _beside(sheet: Sheet, file_stem: str) -> list[_Searched]:
    """Part a sheet where the first place column comes again under the same words, to the right of an element."""
    searched = _Searched(sheet, file_stem)
    cut = _cut(searched.found[0]) if searched.found else None
    if cut is None:
        return [searched]
    left = _Searched(_columns(sheet, 0, cut), file_stem)
    return [left, *_beside(_columns(sheet, cut, sheet.width), file_stem)]


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


def _below(searched: _Searched) -> Iterator[Part]:
    """Give the tables of a sheet that stand below each other, each as it is or written upright."""
    sheet, found, stem = searched.sheet, searched.found, searched.file_stem
    try:
        crossed = crosstab.find(sheet, searched.grid, found, searched.hints, searched.titles)
    except crosstab.Unclear:
        yield Part(sheet, searched.grid, *(found or _any_header(searched.grid)), _unclear(sheet))
        return
    if crossed is not None and (found is None or crossed.top <= found[0].first):
        yield from _across(searched, crossed)
        return
    if found is None:
        return
    start = _with_title(sheet, found[0].first)
    over = _parts_over(sheet, start, stem)
    if over:
        yield from over
        yield from _below(_Searched(_rows(sheet, start, sheet.cells.height), stem))
        return
    again = _next_header(sheet, found[0])
    cut = sheet.cells.height if again is None else _with_title(sheet, again)
    rest = [] if again is None else list(_below(_Searched(_rows(sheet, cut, sheet.cells.height), stem)))
    if rest:  # else nothing that could be read begins there, and no row may be lost
        yield from _below(_Searched(_rows(sheet, 0, cut), stem))
        yield from rest
    else:
        yield Part(sheet, searched.grid, *found)


def _unclear(sheet: Sheet) -> tuple[Issue, ...]:
    return (issue("layout-unclear", sheet=sheet.name),)


def _parts_over(sheet: Sheet, end: int, stem: str) -> list[Part]:
    """Return the tables above the header that is understood best: a smaller one, or one on its side."""
    upper = _rows(sheet, 0, end)
    if end < 2 or not any(_has_figure(row) for row in upper.cells.drop("row").iter_rows()):
        return []
    return [part for part in _below(_Searched(upper, stem)) if part.sheet.cells.height > part.header.end]


def _has_figure(row: tuple[str | None, ...]) -> bool:
    told = [text for text in row if text is not None]
    return len(told) > 1 and any(headers.is_figure(text) for text in told)


def _next_header(sheet: Sheet, header: Header) -> int | None:
    """Return the next row, counted in the frame, that heads another table: the word for a place stands in its first
    place column, or the corner of a table on its side.
    """
    places = [
        index
        for index, column in enumerate(header.meanings)
        if any(field.startswith("place:") and field != "place:address" for _, field in column)
    ]
    if not places or any(field == "ticket:number" for column in header.meanings for _, field in column):
        return None
    name = f"c{places[0]}"
    texts = sheet.cells[name].slice(header.end).drop_nulls().unique().to_list()
    wanted = [text for text in texts if across.role_of_label(text) or across.is_listed(text, "corners")]
    if not wanted:
        return None
    rows = sheet.cells.with_row_index("at").slice(header.end).filter(pl.col(name).is_in(wanted))
    own = [{words.fold_header(piece) for piece in pieces} for pieces in header.pieces]
    for row in rows.drop("row").rows():
        cells = row[1:]
        same = all(text is None or words.fold_header(text) in known for text, known in zip(cells, own, strict=True))
        if not same and _heads(
            _rows(sheet, row[0], sheet.cells.height), [text for text in cells if text is not None]
        ):
            return int(row[0])
    return None


def _heads(rest: Sheet, texts: list[str]) -> bool:
    if across.role_of_line(texts[0], texts[1:]) is not None:
        return True
    found = headers.find_header(Grid(rest), frozenset())
    return found is not None and found[0].first == 0


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
