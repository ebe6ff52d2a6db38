"""The header rows of a table: where they are, and the pieces of each column's header, read by `etl.header_words`."""

from __future__ import annotations

from dataclasses import dataclass

from etl import clean, words
from etl.header_words import ANY, Meaning, meanings, score
from etl.labels import LISTED, NOTE, TOTAL, kind_of
from etl.read import Sheet, column_letters
from etl.units import is_unit

DEPTH, LOOK = 4, 30
MOST_INTRODUCED = 500  # rows above a header
ENOUGH = 1.5  # a place and an element


@dataclass(frozen=True)
class Column:
    """One column of a table. field: a data element, or a role such as place:street; factor: 10000 below （万人）;
    category: of complaints, where each has a column of its own.
    """

    index: int
    header: str
    data_set: str
    field: str
    factor: int = 1
    category: str | None = None

    @property
    def name(self) -> str:
        """Return the name of its column in the sheet's frame."""
        return f"c{self.index}"

    @property
    def letters(self) -> str:
        """Return its letters as the workbook program shows them."""
        return column_letters(self.index)

    @property
    def is_element(self) -> bool:
        """Say whether it holds a data element."""
        return self.data_set != ANY and ":" not in self.field

    @property
    def level(self) -> str | None:
        """Return the level whose names stand in it."""
        return self.field.removeprefix("place:") if self.field.startswith("place:") else None


@dataclass(frozen=True)
class Header:
    """The header rows of a table: its rows of the frame, the pieces of each column's header, and their meanings."""

    first: int
    depth: int
    pieces: tuple[tuple[str, ...], ...]
    meanings: tuple[tuple[Meaning, ...], ...]

    @property
    def end(self) -> int:
        """Return the first row of the frame below the header."""
        return self.first + self.depth


class Grid:
    """The first rows of a sheet, merged cells filled, as lists. start: where a header is looked for; below a long
    introduction it is not the first row.
    """

    def __init__(self, sheet: Sheet) -> None:
        self.start = _start(sheet)
        head = sheet.cells.head(self.start + LOOK + DEPTH)
        self.numbers: list[int] = head["row"].to_list()
        self.raw: list[tuple[str | None, ...]] = head.drop("row").rows()
        self.filled = [list(row) for row in self.raw]
        self.within: set[int] = set()  # rows into which headings reach from above: no header begins there
        self.down: dict[int, int] = {}  # row of the frame -> last row of the merges that begin in it
        before = self.numbers[0] - 1 if self.numbers else 0  # rows above a part of a sheet
        for (top, left), (bottom, right) in ((_up(one, before), _up(two, before)) for one, two in sheet.merged):
            if not 0 <= top < len(self.filled):
                continue
            text = self.filled[top][left] if left < len(self.filled[top]) else None
            self.down[top] = max(self.down.get(top, top), bottom if text is not None else top)
            if text is not None and sum(cell is not None for cell in self.raw[top]) > 1:
                self.within.update(range(top + 1, bottom + 1))
            for row in range(top, min(bottom + 1, len(self.filled))):
                for column in range(left, min(right + 1, len(self.filled[row]))):
                    self.filled[row][column] = text


def _start(sheet: Sheet) -> int:
    """Return 0, or where a long introduction is followed by a row that may head a table: some rows before it."""
    if sheet.cells.height <= LOOK:
        return 0
    for row, texts in enumerate(sheet.cells.head(MOST_INTRODUCED).drop("row").iter_rows()):
        told = [text for text in texts if text is not None]
        if len(told) > 1 and sum(bool(meanings((text,))) for text in told) > 1:
            return max(row - DEPTH, 0) if row >= LOOK else 0
    return 0


def _up(corner: tuple[int, int], rows: int) -> tuple[int, int]:
    return corner[0] - rows, corner[1]


def find_header(
    grid: Grid, data_set_hints: frozenset[str], least: float = ENOUGH
) -> tuple[Header, dict[str, float]] | None:
    """Find the header rows that are understood best, and how well each data set fits; None where none has `least`."""
    best: tuple[float, int, int, Header, dict[str, float]] | None = None
    for first in range(grid.start, min(grid.start + LOOK, len(grid.filled))):
        if sum(text is not None for text in grid.raw[first]) < 2 or first in grid.within:
            continue
        for depth in range(1, min(DEPTH, len(grid.filled) - first + 1)):
            header = _header(grid, first, depth)
            scores = score(header.meanings, data_set_hints)
            top = max(scores.values(), default=0.0)
            if top >= least and _more_words(header, grid) and (best is None or (top, -depth) > (best[0], best[1])):
                best = (top, -depth, first, header, scores)
    if best is None:
        return None
    return _with_units(grid, best[3]), best[4]


def is_figure(text: str) -> bool:
    """Say whether a text is a plain number."""
    return words.half_width(text).replace(",", "").replace(".", "").isdigit()


def _more_words(header: Header, grid: Grid) -> bool:
    """Say whether rows head columns: `应报到 | 120 | 90` is a row of a table on its side."""
    figures = sum(text is not None and is_figure(text) for row in grid.raw[header.first : header.end] for text in row)
    return not figures or figures < sum(any(owner != ANY for owner, _ in column) for column in header.meanings)


def _header(grid: Grid, first: int, depth: int) -> Header:
    rows = grid.filled[first : first + depth]
    pieces = []
    for column in zip(*rows, strict=True):
        found: list[str] = []
        for text in column:
            if text is not None and (not found or words.fold_header(text) != words.fold_header(found[-1])):
                found.append(text)
        pieces.append(tuple(found))
    found_meanings = [meanings(item) for item in pieces]
    if depth > 1 and not all(found_meanings):
        _with_groups(rows, pieces, found_meanings)
    return Header(first, depth, tuple(pieces), tuple(found_meanings))


def _with_groups(
    rows: list[list[str | None]], pieces: list[tuple[str, ...]], found: list[tuple[Meaning, ...]]
) -> None:
    """Take a word that stands over several columns without being merged, as in a .csv, to each of them that is not
    understood without it: 需求清单 | (blank) over 列入 | 已对接.
    """
    groups = list(rows[0])
    for column in range(1, len(groups)):
        blank = groups[column] is None and bool(pieces[column])
        groups[column] = groups[column - 1] if blank else groups[column]
        group = groups[column]
        if blank and group is not None and not found[column]:
            found[column] = meanings((group, *pieces[column]))
            pieces[column] = (group, *pieces[column]) if found[column] else pieces[column]


def _with_units(grid: Grid, header: Header) -> Header:
    """Take the rows below into the header that hold only units (`（户）`, `人次`), column numbers or merged rest."""
    end = header.end
    covered = max((grid.down.get(row, row) for row in range(header.first, end)), default=end - 1) + 1
    while end < len(grid.raw) and end - header.first < DEPTH + 1:
        texts = [text for text in grid.raw[end] if text is not None]
        in_merge = end < covered and covered - header.first <= DEPTH
        only_units = all(is_unit(text) for text in texts) or _are_numbers(texts)
        below = texts and (only_units or _goes_on(grid, header.first, end) or _is_below(grid, header, end))
        if in_merge or below:
            end += 1
        else:
            break
    if end == header.end:
        return header
    longer = _header(grid, header.first, end - header.first)
    better = list(longer.meanings)
    for column, (old, before) in enumerate(zip(header.meanings, header.pieces, strict=True)):
        added = longer.pieces[column][len(before) :]
        better[column] = better[column] or (old if all(_adds_nothing(piece) for piece in added) else ())
    return Header(header.first, end - header.first, longer.pieces, tuple(better))


def _is_below(grid: Grid, header: Header, row: int) -> bool:
    """Say whether a row parts the columns above it though nothing is merged: 计划 | 实际 below 志愿者, where no place
    stands, no figure, and no word that could be a value.
    """
    told = [(column, text) for column, text in enumerate(grid.raw[row]) if text is not None]
    known = words.elements()
    headed = False
    for column, text in told:
        found = header.meanings[column]
        if any(field not in known for _, field in found) or clean.is_blank(text) or kind_of(text) in (NOTE, LISTED):
            return False
        headed = headed or bool(found)
        kinds = {(known[field].type, field) for _, field in found} or {("count", "")}
        if any(not clean.element(text, kind, field).problem for kind, field in kinds):
            return False
    return headed and not any(is_figure(text[0]) or is_figure(text[-1]) for _, text in told)


def _adds_nothing(piece: str) -> bool:
    """Say whether a word below a header leaves its meaning: 合计, （人）, 3, but not 机关 below 应报到."""
    plain = words.fold(piece)
    one_sign = len(plain.strip("()")) < 2 and plain not in words.folded("beside_header", "parts")
    return is_unit(piece) or kind_of(piece) == TOTAL or one_sign or "=" in piece


def _goes_on(grid: Grid, first: int, row: int) -> bool:
    """Say whether a row carries on the words above it: 应报到 over 在职党员, nothing below 街道."""
    below = [(column, text) for column, text in enumerate(grid.raw[row]) if text is not None]
    for column, text in below:
        above = [line[column] for line in grid.filled[first:row]]
        whole = words.fold_header("".join(piece for piece in above if piece) + text)
        if not any(above) or whole not in words.headers():
            return False
    return bool(below)


def _are_numbers(texts: list[str]) -> bool:
    """Say whether a row only numbers the columns: 1 2 3 4, or 甲 乙 1 2 3=2/1."""
    found = [words.fold(text).partition("=")[0].strip("()") for text in texts]
    stems = words.words()["layout"]["stems"]
    letters = next((index for index, text in enumerate(found) if text.isdigit()), len(found))
    first = found[:letters]
    named = first in ([*stems[:letters]], [chr(ord("a") + index) for index in range(letters)])
    begin = int(found[letters]) if letters < len(found) else 1
    counted = [str(begin + step) for step in range(len(found) - letters)] if begin in (1, letters + 1) else []
    return len(found) > 3 and named and found[letters:] == counted
