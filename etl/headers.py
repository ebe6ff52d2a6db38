"""Header rows -> what each column means. Meanings come from `mappings/headers.csv`; nothing here knows a header."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from etl import words
from etl.read import Sheet, column_letters
from etl.units import is_unit

DEPTH, LOOK = 4, 30
ENOUGH = 1.5  # a place and an element
ANY = "*"
COMPLAINTS, RECEIVED = "complaints", "complaints_received"

Meaning = tuple[str, str]  # data set or *, field


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
    """The first rows of a sheet, merged cells filled, as lists."""

    def __init__(self, sheet: Sheet) -> None:
        head = sheet.cells.head(LOOK + DEPTH)
        self.numbers: list[int] = head["row"].to_list()
        self.raw: list[tuple[str | None, ...]] = head.drop("row").rows()
        self.filled = [list(row) for row in self.raw]
        self.down: dict[int, int] = {}  # row of the frame -> last row of the merges that begin in it
        before = self.numbers[0] - 1 if self.numbers else 0  # rows above a part of a sheet
        for (top, left), (bottom, right) in ((_up(one, before), _up(two, before)) for one, two in sheet.merged):
            if not 0 <= top < len(self.filled):
                continue
            text = self.filled[top][left] if left < len(self.filled[top]) else None
            self.down[top] = max(self.down.get(top, top), bottom if text is not None else top)
            for row in range(top, min(bottom + 1, len(self.filled))):
                for column in range(left, min(right + 1, len(self.filled[row]))):
                    self.filled[row][column] = text


def _up(corner: tuple[int, int], rows: int) -> tuple[int, int]:
    return corner[0] - rows, corner[1]


def find_header(
    grid: Grid, data_set_hints: frozenset[str], least: float = ENOUGH
) -> tuple[Header, dict[str, float]] | None:
    """Find the header rows that are understood best, and how well each data set fits; None where none has `least`."""
    best: tuple[float, int, int, Header, dict[str, float]] | None = None
    for first in range(min(LOOK, len(grid.filled))):
        if sum(text is not None for text in grid.raw[first]) < 2:
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
        if in_merge or (texts and (only_units or _goes_on(grid, header.first, end))):
            end += 1
        else:
            break
    if end == header.end:
        return header
    longer = _header(grid, header.first, end - header.first)
    better = [new or old for new, old in zip(longer.meanings, header.meanings, strict=True)]
    return Header(header.first, end - header.first, longer.pieces, tuple(better))


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
    """Say whether a row only numbers the columns: 1 2 3 4."""
    found = [words.fold(text).strip("()") for text in texts]
    return len(found) > 3 and found == [str(number) for number in range(1, len(found) + 1)]


@lru_cache(maxsize=20_000)
def meanings(pieces: tuple[str, ...]) -> tuple[Meaning, ...]:
    """Return what a header may mean, the most specific text first.

    (`在职党员`, `应报到`, `（人）`) is looked up as 在职党员应报到（人）, 在职党员应报到, 应报到（人）, 应报到.
    """
    found: list[Meaning] = []
    for text in _readings(pieces):
        for meaning in words.headers().get(text, ()):
            if meaning not in found:
                found.append(meaning)
    return (*_of_category(pieces), *found)


def _of_category(pieces: tuple[str, ...]) -> tuple[Meaning, ...]:
    """Return the meaning of a column that one category of complaints has for itself: complaints_received/parking.

    (`受理数`, `停车`) and (`停车`, `受理数`) say which count; `停车` alone is of those received.
    """
    plain = [words.without_brackets(words.fold_header(piece))[0] for piece in pieces]
    categories = {words.lookup("categories")[text] for text in plain if text in words.lookup("categories")}
    if len(categories) != 1:
        return ()
    others = [
        item for text in plain if text not in words.lookup("categories") for item in words.headers().get(text, ())
    ]
    if any(owner == ANY for owner, _ in others):  # a rate, a place, a remark
        return ()
    counts = {field for owner, field in others if owner == COMPLAINTS and _counts(field)} or {RECEIVED}
    return ((COMPLAINTS, f"{counts.pop()}/{categories.pop()}"),) if len(counts) == 1 else ()


@cache
def _part_starts() -> list[str]:
    folded = {words.fold_header(word) for word in words.words()["rows"]["part_starts"]}
    return sorted(folded - {""}, key=len, reverse=True)


def _readings(pieces: tuple[str, ...]) -> list[str]:
    plain = [text for piece in pieces if (text := words.fold_header(words.without_number(piece)))]
    named = [piece for piece in plain if not is_unit(piece)] or plain
    readings = []
    for parts in (plain, named):
        for begin in range(len(parts)):
            text = "".join(parts[begin:])
            readings += [text, words.without_brackets(text)[0]]
    for text in list(readings):
        readings += [text[len(start) :] for start in _part_starts() if text.startswith(start)]
    unique = dict.fromkeys(text for text in readings if text)
    return sorted(unique, key=len, reverse=True)


def score(found: tuple[tuple[Meaning, ...], ...], hints: frozenset[str]) -> dict[str, float]:
    """Return how well each data set covers the columns: an element counts 1, a place or week column half."""
    places = 0.0
    fields: dict[str, set[str]] = {}
    for column in found:
        owners: set[str] = set()
        for owner, field in column:
            if owner not in owners:  # the first meaning that a data set has for the column
                owners.add(owner)
                fields.setdefault(owner, set()).add(field)
        places += 0.5 if any(field.startswith(("place:", "code:", "week")) for _, field in column) else 0.0
    return {
        data_set: len(fields[data_set]) + min(places, 2.0) + (0.6 if data_set in hints else 0.0)
        for data_set in words.data_sets()
        if data_set in fields
    }


def choose(column: tuple[Meaning, ...], data_set: str, rows: bool) -> Meaning | None:
    """Return a column's meaning in a table of a data set. rows: it lists estates one by one, so that 应建支部 is
    yes or no; else it counts them.
    """
    wrong_form = "count" if rows else "row"
    known = words.elements()
    fitting = [item for item in column if item[0] in (data_set, ANY)]
    sure = [
        item for item in fitting if item[1] not in known or known[item[1]].form != wrong_form or item[1] in _both()
    ]
    if sure:
        return sure[0]
    if fitting and data_set != ANY and rows and known.get(fitting[0][1]) is not None:
        return None
    others = {item for item in column if item[0] not in (data_set, ANY) and ":" not in item[1] and _counts(item[1])}
    return next(iter(others)) if len(others) == 1 else None


@cache
def _both() -> frozenset[str]:
    """Return the elements that an estate states for itself and a community as a count: households, members."""
    return frozenset(
        name
        for name, element in words.elements().items()
        if element.form == "count" and (element.data_set != "estates" or name == "households")
    )


def _counts(field: str) -> bool:
    element = words.elements().get(field)
    return element is not None and element.form == "count"


def nearest(text: str, data_set: str) -> list[str]:
    """Return up to three known headers of a data set that look like a text."""
    pool = [key for key, found in words.headers().items() if any(owner == data_set for owner, _ in found)]
    return [hit for hit, _, _ in process.extract(text, pool, scorer=fuzz.ratio, limit=3, score_cutoff=50)]


def official(field: str) -> str:
    """Return the official header of a field."""
    return _official().get(field, field)


@cache
def _official() -> dict[str, str]:
    import csv

    with (words.MAPPINGS / "headers.csv").open(encoding="utf-8", newline="") as stream:
        return {row["field"]: row["official"] for row in csv.DictReader(stream)}
