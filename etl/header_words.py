"""What a header may mean, by `mappings/headers.csv` and the catalogue; nothing here knows a header."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from etl import said, words
from etl.said import ABOVE, BELOW, WITHIN, Rest
from etl.units import is_unit

ANY = "*"
COMPLAINTS, RECEIVED = "complaints", "complaints_received"
_LISTED = re.compile(r"[,、;；，/\s]+")
_CORNER = re.compile(r"[\\/|\r\n]+|\s{2,}")

Meaning = tuple[str, str]  # data set or *, field
OTHERWISE: Meaning = (ANY, "otherwise")  # before an element: other words make it another figure, 已报到（上周）


@lru_cache(maxsize=20_000)
def meanings(pieces: tuple[str, ...]) -> tuple[Meaning, ...]:
    """Return what a header may mean, the most specific text first.

    (`在职党员`, `应报到`, `（人）`) is looked up as 在职党员应报到（人）, 在职党员应报到, 应报到（人）, 应报到.
    """
    found: dict[Meaning, bool] = {}
    for text, rest in _readings(pieces):
        for meaning in words.headers().get(text, ()):
            if meaning not in found:
                found[meaning] = meaning[1] in words.elements() and said.otherwise(rest, meaning[1])
    kept = [meaning for meaning, other in found.items() if not other]
    if found and not kept:
        return (OTHERWISE, *found)
    return (*_of_category(pieces), *(kept or _of_corner(pieces)))


def _of_corner(pieces: tuple[str, ...]) -> list[Meaning]:
    """Return the place that a cell cut in two by a diagonal names: `指标 / 街道` is the column of streets."""
    parts = [part for part in _CORNER.split(words.half_width(pieces[0])) if part] if len(pieces) == 1 else []
    if len(parts) != 2:
        return []
    found = [item for part in parts for item in words.headers().get(words.fold_header(part), ())]
    return [item for item in found if item[0] == ANY and item[1].startswith("place:")]


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
def part_starts() -> list[str]:
    """Return the words that begin the heading of a part, folded, the longest first."""
    folded = {words.fold_header(word) for word in words.words()["rows"]["part_starts"]}
    return sorted(folded - {""}, key=len, reverse=True)


def _readings(pieces: tuple[str, ...]) -> list[tuple[str, Rest]]:
    """Return the texts as which a header is looked up, the longest first, each with the words that it leaves out."""
    plain = [piece for piece in map(words.without_number, pieces) if words.fold_header(piece)]
    named = [piece for piece in plain if not is_unit(words.fold_header(piece))] or plain
    readings: dict[str, Rest] = {}
    for parts in (plain, named):
        for end in _ends(parts):
            below = tuple((BELOW, words.fold_header(piece)) for piece in parts[end:])
            for begin in range(end):
                text = words.fold_header("".join(parts[begin:end]))
                above = tuple(item for piece in parts[:begin] for item in _apart(piece))
                readings.setdefault(text, (*above, *below))
                within = tuple(item for piece in parts[begin:end] for item in _apart(piece)[1:])
                readings.setdefault(words.without_brackets(text)[0], (*above, *within, *below))
    for text, rest in list(readings.items()):
        for start in part_starts():
            if text.startswith(start):
                readings.setdefault(text[len(start) :], rest)
    return sorted(((text, rest) for text, rest in readings.items() if text), key=lambda item: -len(item[0]))


def _ends(parts: list[str]) -> list[int]:
    """Return where a header may end: words that may say nothing new stand below it, 志愿者 over 实际."""
    ends = [len(parts)]
    while ends[-1] > 1 and said.adds_nothing(words.fold_header(parts[ends[-1] - 1])):
        ends.append(ends[-1] - 1)
    return ends


def _apart(piece: str) -> list[tuple[str, str]]:
    """Part a word over a heading, or a heading, from what its brackets say: （人，累计） says two things."""
    plain, insides = words.in_brackets(words.fold(piece))
    told = [item for inside in insides for item in _LISTED.split(inside) if item]
    return [(ABOVE, words.fold_header(plain)), *((WITHIN, item) for item in told)]


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
    if column and column[0] == OTHERWISE:
        return OTHERWISE
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
