"""A table with weeks or places across, or turned on its side -> the same table as clerks mostly write it.

桃源街道 above 120 and 应报到 before it: a row 桃源街道 | 120 below 应报到. Each cell keeps its address in the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import polars as pl

from etl import across, header_words, labels, units
from etl.across import SKIP, VALUE, WEEK, WORDS
from etl.crosstab import Crosstab, Line
from etl.header_words import Meaning
from etl.headers import Grid, Header
from etl.read import Sheet, column_letters
from etl.read_xml import SheetMarks

UNREADABLE = "?"  # stands for a heading that is not there: a blank week would be taken for the file's own
Cell = tuple[str | None, str | None]  # its text and its address in the file
NONE: Cell = (None, None)
DIGITS, LETTERS = "0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass
class _Draft:
    """The table that is being written. rows: by key, the cells of its columns."""

    columns: list[tuple[tuple[str, ...], tuple[Meaning, ...], Cell]] = field(default_factory=list)
    rows: dict[tuple[object, ...], dict[int, Cell]] = field(default_factory=dict)
    elements: dict[tuple[str, ...], int] = field(default_factory=dict)


def write(sheet: Sheet, crosstab: Crosstab) -> tuple[Sheet, Header]:
    """Return the sheet with the table upright, and the table's header."""
    table = _Cells(sheet, crosstab)
    draft = _Draft()
    keys = _key_columns(table, draft)
    notes: list[Cell] = []
    for row, column in _figures(table, notes):
        _put(table, draft, keys, row, column)
    return _sheet(table, draft, notes)


class _Cells:
    """The cells of the table as they stand, blanks of merged and grouped headings filled."""

    def __init__(self, sheet: Sheet, crosstab: Crosstab) -> None:
        self.sheet, self.crosstab = sheet, crosstab
        self.numbers: list[int] = sheet.cells["row"].to_list()
        self.raw: list[tuple[str | None, ...]] = sheet.cells.drop("row").rows()
        grid = Grid(sheet)
        self.above = {line.index: list(grid.filled[line.index]) for line in crosstab.above}
        for index in list(self.above)[:-1]:
            self._fill_right(self.above[index])
        self.before = {line.index: [texts[line.index] for texts in self.raw] for line in crosstab.before}
        start = self.numbers[0] - 1 if self.numbers else 0
        for (top, left), (bottom, right) in sheet.merged:
            for column in range(left, right + 1):
                if column in self.before and top - start >= crosstab.body:
                    for row in range(top - start, min(bottom - start + 1, len(self.raw))):
                        self.before[column][row] = self.raw[top - start][left]
        mixed = any(line.role == WORDS for line in crosstab.before)
        named = [line.index for line in crosstab.before if line.role not in (SKIP,)]
        for column in named[:-1] if mixed else []:
            self._fill_down(self.before[column], named[-1])

    def _fill_right(self, texts: list[str | None]) -> None:
        for column in range(self.crosstab.first + 1, len(texts)):
            below = any(line[column] is not None for line in self.above.values())
            texts[column] = texts[column - 1] if texts[column] is None and below else texts[column]

    def _fill_down(self, texts: list[str | None], finest: int) -> None:
        for row in range(self.crosstab.body + 1, len(texts)):
            if texts[row] is None and self.raw[row][finest] is not None:
                texts[row] = texts[row - 1]

    def cell(self, row: int, column: int) -> Cell:
        """Return a cell as it stands."""
        return self.raw[row][column], self.address(row, column)

    def address(self, row: int, column: int) -> str:
        """Return the address of a cell in the file."""
        return f"{column_letters(column)}{self.numbers[row]}"

    def text_of(self, line: Line, row: int, column: int) -> Cell:
        """Return what a line says of the figure in a cell."""
        if any(line is item for item in self.crosstab.above):
            return self.above[line.index][column], self.address(line.index, column)
        return self.before[line.index][row], self.address(row, line.index)


def _key_columns(table: _Cells, draft: _Draft) -> list[tuple[Line, int]]:
    """Begin the table with a column for each line that tells of a place, a week or a category."""
    found = []
    for line in (*table.crosstab.before, *table.crosstab.above):
        if line.role in (WORDS, VALUE, SKIP):
            continue
        if line.role == WEEK and not _has_weeks(table, line):
            continue
        corner = (line.index, 0) if line in table.crosstab.above else (table.crosstab.top, line.index)
        known = header_words.meanings(line.label) if line.label else ()
        meaning = tuple(item for item in known if item[1] == line.role) or (("*", line.role),)
        text = line.label or (header_words.official(line.role),)
        found.append((line, len(draft.columns)))
        draft.columns.append((text, meaning, (text[-1], table.address(*corner))))
    return found


def _has_weeks(table: _Cells, line: Line) -> bool:
    """Say whether a line tells weeks, not only which figures are this week's."""
    texts = table.above[line.index][table.crosstab.first :] if line in table.crosstab.above else [UNREADABLE]
    return any(text is not None and (across.is_week(text) or text == UNREADABLE) for text in texts)


def _columns_of_figures(table: _Cells) -> list[int]:
    found = []
    weekly = any(line.role == WEEK for line in table.crosstab.above)
    for column in range(table.crosstab.first, table.sheet.width):
        texts = [line[column] for line in table.above.values() if line[column] is not None]
        skipped = any(across.is_skipped(text) for text in texts if text is not None)
        if skipped or (weekly and any(across.is_total(text) for text in texts if text is not None)):
            continue
        found.append(column)
    return found


def _figures(table: _Cells, notes: list[Cell]) -> Iterator[tuple[int, int]]:
    """Give the cells of figures, unit by unit; what is written below them goes to the notes."""
    columns = _columns_of_figures(table)
    rows = []
    for row in range(table.crosstab.body, len(table.raw)):
        texts = [text for text in table.raw[row] if text is not None]
        if not texts or _again(table, row):
            continue
        if _is_note(table, row, texts):
            notes.append((_joined(texts), table.address(row, 0)))
        else:
            rows.append(row)
    if table.crosstab.turned or _has_totals(table):
        yield from ((row, column) for column in columns for row in rows)
    else:
        yield from ((row, column) for row in rows for column in columns)


def _has_totals(table: _Cells) -> bool:
    """Say whether totals stand in a column before the figures: each is the sum of what is above it in its column."""
    lines = [table.before[line.index] for line in table.crosstab.before if line.role not in (SKIP, WORDS)]
    return any(text is not None and across.is_total(text) for texts in lines for text in texts[table.crosstab.body :])


def _is_note(table: _Cells, row: int, texts: list[str]) -> bool:
    """Say whether a row below the headings is a note or a signature, or holds no figure at all."""
    first = labels.kind_of(texts[0])
    if first == labels.NOTE or (first == labels.LISTED and len(texts) < 2):
        return True
    named = any(table.before[line.index][row] for line in table.crosstab.before if line.role != SKIP)
    written = any(text is not None for text in table.raw[row][table.crosstab.first :])
    return not written and (table.crosstab.turned or not named)


def _again(table: _Cells, row: int) -> bool:
    """Say whether a row prints a row of headings again."""
    return any(
        sum(text is not None for text in table.raw[line.index]) > 1 and table.raw[row] == table.raw[line.index]
        for line in table.crosstab.above
    )


def _joined(texts: list[str]) -> str:
    joined = ""
    for text in texts:
        joined += text if not joined or joined.endswith((":", "\uff1a")) else f" {text}"
    return joined


def _put(table: _Cells, draft: _Draft, keys: list[tuple[Line, int]], row: int, column: int) -> None:
    """Write one figure into its row and column of the table."""
    figure = table.cell(row, column)
    if figure[0] is None and (table.numbers[row], column) not in table.sheet.marks.uncached:
        return
    told = {index: table.text_of(line, row, column) for line, index in keys}
    told = {
        index: (UNREADABLE, at) if text is None and line.role == WEEK else (text, at)
        for (line, index), (text, at) in zip(keys, told.values(), strict=True)
    }
    place = _element_column(table, draft, row, column)
    where = (*_key(table, keys, row, column), *(text for text, _ in told.values()))
    number = 0
    while place in draft.rows.get((*where, number), {}):  # stated twice: a row for each, and an issue later on
        number += 1
    draft.rows.setdefault((*where, number), dict(told))[place] = figure


def _key(table: _Cells, keys: list[tuple[Line, int]], row: int, column: int) -> tuple[int | None, int | None]:
    """Return which row and column of the sheet make a row of the table: none where its elements lie in several."""
    across_ = any(line in table.crosstab.above for line, _ in keys)
    mixed = any(line.role == WORDS for line in table.crosstab.before)
    spread = any(line.role == WORDS for line in table.crosstab.above)
    return None if mixed else row, column if across_ and not spread else None


def _words(table: _Cells, row: int, column: int) -> tuple[str, ...]:
    """Return the pieces of the heading of a figure's element."""
    said = [table.text_of(line, row, column)[0] for line in table.crosstab.lines(WORDS)]
    pieces = tuple(dict.fromkeys(text for text in said if text is not None))
    if table.crosstab.element is not None:
        return (table.crosstab.element, *pieces)
    return pieces


def _element_column(table: _Cells, draft: _Draft, row: int, column: int) -> int:
    pieces = _words(table, row, column)
    if pieces not in draft.elements:
        lines = table.crosstab.lines(WORDS)
        told = [cell for line in lines if (cell := table.text_of(line, row, column))[0] is not None]
        named = [cell for cell in told if not units.is_unit(str(cell[0]))]
        head = (named or told or [(None, table.address(table.crosstab.top, column))])[-1]
        draft.elements[pieces] = len(draft.columns)
        draft.columns.append((pieces, header_words.meanings(pieces) if pieces else (), (head[0], head[1])))
    return draft.elements[pieces]


def _sheet(table: _Cells, draft: _Draft, notes: list[Cell]) -> tuple[Sheet, Header]:
    """Return the table as a sheet: the lines above it, its header, its rows, the notes below."""
    lines = [[table.cell(row, column) for column in range(table.sheet.width)] for row in range(table.crosstab.top)]
    depth = max((len(pieces) for pieces, _, _ in draft.columns), default=1)
    heads = [
        [(pieces[level] if level < len(pieces) else None, at[1]) for pieces, _, at in draft.columns]
        for level in range(depth)
    ]
    width = max(len(draft.columns), table.sheet.width)
    body = [[item.get(index, NONE) for index in range(len(draft.columns))] for item in draft.rows.values()]
    all_rows = [*lines, *heads, *body, *([note] for note in notes)]
    padded = [[*row, *[NONE] * (width - len(row))] for row in all_rows]
    cells = _frame([[cell[0] for cell in row] for row in padded], width)
    at = _frame([[cell[1] for cell in row] for row in padded], width)
    header = Header(
        len(lines), depth, tuple(pieces for pieces, _, _ in draft.columns) + ((),) * (width - len(draft.columns)),
        tuple(meaning for _, meaning, _ in draft.columns) + ((),) * (width - len(draft.columns)),
    )  # fmt: skip
    marks = _marks(table.sheet, at)
    return replace(table.sheet, cells=cells, merged=(), marks=marks, is_text=False, at=at), header


def _frame(rows: list[list[str | None]], width: int) -> pl.DataFrame:
    columns = {f"c{index}": [row[index] for row in rows] for index in range(width)}
    schema = {"row": pl.Int32(), **{name: pl.String() for name in columns}}
    return pl.DataFrame({"row": range(1, len(rows) + 1), **columns}, schema=schema)


def _marks(sheet: Sheet, at: pl.DataFrame) -> SheetMarks:
    """Return the sheet's marks at the new places: formulas without a value, hidden rows and columns."""
    old = sheet.marks
    if not (old.uncached or old.hidden_rows or old.hidden_columns):
        return SheetMarks()
    bare = {f"{column_letters(column)}{row}" for row, column in old.uncached}
    letters = {column_letters(column) for column in old.hidden_columns}
    uncached, hidden = set(), set()
    for number, *addresses in at.iter_rows():
        uncached |= {(number, column) for column, address in enumerate(addresses) if address in bare}
        parts = [(address.rstrip(DIGITS), address.lstrip(LETTERS)) for address in addresses if address]
        if any(column in letters or int(row) in old.hidden_rows for column, row in parts):
            hidden.add(number)
    return SheetMarks({}, frozenset(uncached), frozenset(hidden))
