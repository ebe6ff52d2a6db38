"""Finding a place by what somebody types: its name in either language, its code, its pinyin or their initials."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pypinyin import Style, lazy_pinyin

MOST = 10
EXACT, PREFIX, INSIDE, NOT = 0, 1, 2, 3


@dataclass(frozen=True)
class Place:
    """One place as it is looked for: everything it may be called, in small letters."""

    unit: str
    words: tuple[str, ...]


def place_of(row: Mapping[str, Any]) -> Place:
    """Return a register's row as a place that can be found."""
    name = str(row["name"])
    full, first = lazy_pinyin(name), lazy_pinyin(name, style=Style.FIRST_LETTER)
    words = [name, row["name_en"], row["code"], row["org_unit_id"], "".join(full), " ".join(full), "".join(first)]
    return Place(str(row["org_unit_id"]), tuple(dict.fromkeys(str(word).lower() for word in words if word)))


def index(rows: Iterable[Mapping[str, Any]]) -> list[Place]:
    """Return all places of a register in its order: from the city down."""
    return [place_of(row) for row in rows]


def _fit(place: Place, text: str) -> int:
    if text in place.words:
        return EXACT
    if any(word.startswith(text) for word in place.words):
        return PREFIX
    return INSIDE if any(text in word for word in place.words) else NOT


def find(places: Sequence[Place], typed: str, parents: Mapping[str, str | None], most: int = MOST) -> list[str]:
    """Return the units that fit what was typed, the best first; larger places before smaller ones.

    With several words the last names the place and the others what it lies in: "fenglin taoyuan", 枫林 桃源.
    """
    words = typed.lower().split()
    if not words:
        return []
    known = {place.unit: place for place in places}

    def inside(unit: str) -> bool:
        above, step = [], parents.get(unit)
        while step in known and step not in above:
            above.append(step)
            step = parents.get(step)
        return all(any(_fit(known[one], word) < NOT for one in above if one) for word in words[:-1])

    whole = " ".join(words)
    found = []
    for order, place in enumerate(places):
        fit = _fit(place, whole)
        if fit == NOT and len(words) > 1 and (fit := _fit(place, words[-1])) < NOT and not inside(place.unit):
            fit = NOT
        if fit < NOT:
            found.append((fit, order, place.unit))
    return [unit for _fits, _order, unit in sorted(found)[:most]]
