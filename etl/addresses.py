"""A free-text address of a ticket -> the lowest unit that is certain.

`枫林区桃源街道幸福社区幸福里一期3栋` names a path from the left; `桃源街道长青路12号锦绣花园` goes on, after a
road or a number, with an estate. Only whole names count, a name that fits two units counts for none, and what follows
the name of an estate must end it: 阳光城市广场 is not 阳光城, 锦绣花园二期 is not 锦绣花园.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from etl import names, words
from etl.places import Snapshot

LEVELS = ("city", "district", "street", "community", "estate")
SHORTEST = 3  # of an estate's name


@dataclass(frozen=True)
class Address:
    """unit: the lowest that is certain. rivals: units that a name fits equally well; strange: a unit it names that
    lies elsewhere.
    """

    unit: str | None
    rivals: tuple[str, ...] = ()
    strange: str | None = None


class AddressBook:
    """The whole names of all units open on one day, with the words that may stand for their suffix."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.units: dict[str, list[str]] = {}
        for unit, row in snapshot.rows.items():
            if row.level in LEVELS and (row.level != "estate" or len(names.plain(row.name)) >= SHORTEST):
                for name in names.synonyms(row.level, row.name):
                    self.units.setdefault(name, []).append(unit)
        self._steps: dict[tuple[str, str | None], tuple[tuple[str, ...], bool]] = {}
        starts: dict[str, set[int]] = {}
        for name in self.units:
            starts.setdefault(name[:2], set()).add(len(name))
        self._lengths = {start: sorted(found, reverse=True) for start, found in starts.items()}

    def find(self, text: str, parent: str | None) -> Address:
        """Return the unit at or below a parent that an address names, the parent where it names none."""
        plain, at, unit, path = names.plain(text), 0, parent, True
        while at < len(plain):
            name = self._name_at(plain, at)
            if name is None or not self._ends(name, plain[at + len(name) :]):
                step = _boundary().search(plain, at)
                if step is None:
                    break
                at, path = step.end(), False
                continue
            if self._is_landmark(name, plain[at + len(name) :]):
                at, path = at + len(name), False
                continue
            within, above = self._step(name, unit)
            if len(within) > 1 and not above:
                return Address(unit, rivals=within)
            if len(within) == 1 and (path or self.snapshot.rows[within[0]].level == "estate"):
                unit = within[0]
            elif not within and not above and path:
                return Address(unit, strange=self.units[name][0])
            at += len(name)
        return Address(unit)

    def _step(self, name: str, unit: str | None) -> tuple[tuple[str, ...], bool]:
        """Return the units of a name at or below a unit, and whether one of that name is at or above it."""
        if (name, unit) not in self._steps:
            within = sorted(item for item in self.units[name] if self.snapshot.below(item, unit))
            above = unit is not None and any(self.snapshot.below(unit, item) for item in self.units[name])
            self._steps[name, unit] = (tuple(within), above)
        return self._steps[name, unit]

    def path(self, text: str, parent: str | None) -> str | None:
        """Return the unit that a text names by its whole path and nothing else: 枫林区桃源街道幸福社区."""
        plain, at, unit, steps = names.plain(text), 0, parent, 0
        while at < len(plain):
            name = self._name_at(plain, at)
            if name is None:
                return None
            within, above = self._step(name, unit)
            if len(within) == 1:
                unit = within[0]
            elif within or not above:
                return None
            at, steps = at + len(name), steps + 1
        return unit if steps > 1 else None

    def _name_at(self, plain: str, at: int) -> str | None:
        """Return the longest name that begins there."""
        for length in self._lengths.get(plain[at : at + 2], ()):
            if plain[at : at + length] in self.units:
                return plain[at : at + length]
        return None

    def _is_landmark(self, name: str, rest: str) -> bool:
        """Say whether an estate only tells beside what another one lies: 锦绣花园对面明珠小区."""
        if not rest.startswith(_beside_estate()) or not self._is_estate(name):
            return False
        later = (self._name_at(rest, at) for at in range(len(rest)))
        return any(self._is_estate(other) for other in later if other is not None and other != name)

    def _is_estate(self, name: str) -> bool:
        return all(self.snapshot.rows[unit].level == "estate" for unit in self.units[name])

    def _ends(self, name: str, rest: str) -> bool:
        """Say whether a name is over where it ends: always for 幸福社区, for an estate by what follows."""
        if not rest or any(self.snapshot.rows[unit].level != "estate" for unit in self.units[name]):
            return True
        if _phase().match(rest):
            return False
        return rest[0].isascii() or rest.startswith(_after_estate())


@cache
def inner_part() -> str:
    """Return the pattern of what an address says within an estate: `12栋345室`; a million of them are few places."""
    signs = "|".join(re.escape(word) for word in words.words()["places"]["within_estate"])
    return rf"[0-9０-９]+({signs}).*$"


@cache
def _beside_estate() -> tuple[str, ...]:
    return tuple(words.folded("places", "beside_estate"))


@cache
def _after_estate() -> tuple[str, ...]:
    return tuple(words.folded("places", "after_estate"))


@cache
def _boundary() -> re.Pattern[str]:
    signs = "|".join(re.escape(word) for word in words.words()["places"]["before_estate"])
    return re.compile(rf"\d(?!\d)|{signs}|[,;:/ ]")


@cache
def _phase() -> re.Pattern[str]:
    digits = "".join(words.words()["numbers"]["digits"])
    return re.compile(rf"[\d{digits}]+{words.words()['places']['phase']}")
