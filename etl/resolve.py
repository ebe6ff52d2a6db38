"""A written place -> the org unit it names with certainty, or an issue with suggestions; never a guess.

In this order: code, exact name below its parent, confirmed spelling (aliases.csv), the same name in another form.
A name that fits several units is ambiguous, whatever is likely.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from etl import names
from etl.addresses import AddressBook
from etl.aliases import Alias
from etl.places import Places, Snapshot
from warehouse.register import RANK

LEVELS = ("district", "street", "community", "cluster", "estate", "building")
SUGGESTIONS = 3
CLOSE_ENOUGH = 45


@dataclass(frozen=True)
class Place:
    """The place cells of a row as (level, text), coarse to fine; level `unit`: a column for units of any level."""

    names: tuple[tuple[str, str], ...] = ()
    codes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Resolution:
    """unit: None where it is not certain. code: of the issue; field: the level of the cell at fault; certain: the
    finest unit that is certain; assumed: (written, unit) where another form of the name was taken.
    """

    unit: str | None
    code: str | None = None
    field: str | None = None
    written: str | None = None
    suggestions: tuple[str, ...] = ()
    certain: str | None = None
    assumed: tuple[tuple[str, str], ...] = ()


class Resolver:
    """Resolves places for one sender. sender: the unit below which names are looked up (None: the whole register)."""

    def __init__(self, places: Places, aliases: list[Alias], sender: str | None) -> None:
        self.places, self.sender = places, sender
        self._books: dict[int, AddressBook] = {}
        self._near: dict[tuple[int, str, str, str | None], tuple[str, ...]] = {}
        self._sender_breaks: dict[str | None, set[int]] = {}
        self.aliases: dict[str, list[Alias]] = {}
        for alias in aliases:
            self.aliases.setdefault(names.plain(alias.written), []).append(alias)

    def resolve(self, snapshot: Snapshot, place: Place) -> Resolution:
        """Return the finest unit that the cells name, or what is wrong with which cell."""
        top = self.sender
        if top is not None and top not in snapshot.rows:
            top = None
        assumed: list[tuple[str, str]] = []
        if place.codes:
            found = self._by_code(snapshot, place, top)
            if found is not None:
                return found
        unit = top
        for level, written in place.names:
            look = self._anywhere if level == "unit" else self._named
            step = look(snapshot, level, written, unit)
            if step.unit is None:
                return self._failed(snapshot, step, level, written, unit)
            assumed += step.assumed
            unit = step.unit
        if not place.names:
            return Resolution(None, "place-missing", certain=unit)
        return Resolution(unit, assumed=tuple(assumed), certain=unit)

    def breaks(self, place: Place) -> list[int]:
        """Return the epochs in which the place may begin to mean something else."""
        if self.sender not in self._sender_breaks:
            keys = self.places.keys_of(self.sender) if self.sender else set()
            self._sender_breaks[self.sender] = set(self.places.breaks(keys))
        texts = {code.strip() for _, code in place.codes}
        for level, written in place.names:
            levels = ("city", *LEVELS) if level == "unit" else (level,)
            texts |= {stem for item in levels for stem, _ in names.keys(item, written)} | {written.strip()}
            for alias in self.aliases.get(names.plain(written), []):
                texts |= (
                    self.places.keys_of(alias.org_unit_id)
                    if alias.org_unit_id in self.places.register.by_unit
                    else set()
                )
        return sorted(self._sender_breaks[self.sender] | set(self.places.breaks(texts)))

    def below(self, unit: str | None) -> Resolver:
        """Return the same resolver for places below another unit."""
        other = Resolver(self.places, [], unit)
        other.aliases, other._books = self.aliases, self._books
        return other

    def named(self, snapshot: Snapshot, level: str, written: str) -> str | None:
        """Return the one unit of a level below the sender that a text names, else None."""
        return self._named(snapshot, level, written, self.sender).unit

    def _by_code(self, snapshot: Snapshot, place: Place, top: str | None) -> Resolution | None:
        """Return what the finest code says; None where names have to do (a code without a unit, but with a name)."""
        finest_name = max((RANK.get(level, -1) for level, _ in place.names), default=-1)
        for level, code in reversed(place.codes):
            unit = snapshot.coded(code.strip())
            if unit is None:
                if place.names:
                    continue
                return Resolution(None, "place-unknown", f"code:{level}", code)
            if level != "any" and snapshot.rows[unit].level != level:
                return Resolution(None, "place-unknown", f"code:{level}", code)
            if not snapshot.below(unit, top):
                return Resolution(None, "place-outside", f"code:{level}", code)
            if RANK[snapshot.rows[unit].level] < finest_name:
                return None  # the code of the community beside the name of an estate: the names say more
            return self._against_names(snapshot, place, unit) or Resolution(unit, certain=unit)
        return None

    def _against_names(self, snapshot: Snapshot, place: Place, unit: str) -> Resolution | None:
        """A code beside the name of quite another unit is an error: one of the two was copied from the wrong row."""
        for level, written in place.names:
            named = snapshot.at_level(unit, level)
            if named is None or self._same(snapshot, named, level, written, unit):
                continue
            return Resolution(None, "place-code-differs", level, written, (named,))
        return None

    def _same(self, snapshot: Snapshot, named: str, level: str, written: str, unit: str) -> bool:
        if names.plain(written) == names.plain(snapshot.rows[named].name):
            return True
        if any(alias.org_unit_id == named for alias in self.aliases.get(names.plain(written), [])):
            return True
        own = names.keys(level, snapshot.rows[named].name) + names.weak_keys(level, snapshot.rows[named].name)
        return any(
            stem == other and names.agree(number, kind)
            for stem, number in names.keys(level, written)
            for other, kind in own
        )

    def _named(self, snapshot: Snapshot, level: str, written: str, parent: str | None) -> Resolution:
        exact = [unit for unit in snapshot.named(level, names.plain(written)) if snapshot.below(unit, parent)]
        if parent is not None and not exact and snapshot.rows[parent].level == level:
            exact = [parent] if self._same(snapshot, parent, level, written, parent) else []
        if exact:
            return self._only(exact, written, assumed=False)
        known = self._aliased(snapshot, level, written, parent)
        if known:
            return self._only(known, written, assumed=False)
        forms = self._other_forms(snapshot, level, written, parent) or self._by_path(snapshot, level, written, parent)
        return self._only(forms, written, assumed=not self._synonym(snapshot, level, written, forms))

    def _synonym(self, snapshot: Snapshot, level: str, written: str, forms: list[str]) -> bool:
        """Say whether only the word of the level differs (村委会 for 村): that assumes nothing."""
        own = {key for unit in set(forms) for key in names.keys(level, snapshot.rows[unit].name)}
        return any(key in own and key[1] is not None for key in names.keys(level, written))

    def _only(self, found: list[str], written: str, *, assumed: bool) -> Resolution:
        unique = sorted(set(found))
        if len(unique) == 1:
            return Resolution(unique[0], assumed=((written, unique[0]),) if assumed else ())
        code = "place-ambiguous" if unique else "place-unknown"
        return Resolution(None, code, suggestions=tuple(unique[:SUGGESTIONS]))

    def _aliased(self, snapshot: Snapshot, level: str | None, written: str, parent: str | None) -> list[str]:
        return [
            alias.org_unit_id
            for alias in self.aliases.get(names.plain(written), [])
            if alias.org_unit_id in snapshot.rows
            and (level is None or snapshot.rows[alias.org_unit_id].level == level)
            and snapshot.below(alias.org_unit_id, parent)
            and (not alias.parent_id or snapshot.below(alias.org_unit_id, alias.parent_id))
        ]

    def _other_forms(self, snapshot: Snapshot, level: str, written: str, parent: str | None) -> list[str]:
        keys = names.keys(level, written)
        found = _matches(snapshot, snapshot.stemmed, level, keys, parent)
        return found or _matches(snapshot, snapshot.weakly, level, keys, parent)

    def book(self, snapshot: Snapshot) -> AddressBook:
        """Return the whole names of a snapshot's units."""
        if id(snapshot) not in self._books:
            self._books[id(snapshot)] = AddressBook(snapshot)
        return self._books[id(snapshot)]

    def _by_path(self, snapshot: Snapshot, level: str | None, written: str, parent: str | None) -> list[str]:
        """Return the unit of a name written with the names above it: 桃源街道幸福社区."""
        unit = self.book(snapshot).path(written, parent)
        return [] if unit is None or (level is not None and snapshot.rows[unit].level != level) else [unit]

    def _anywhere(self, snapshot: Snapshot, _level: str, written: str, parent: str | None) -> Resolution:
        """Look a name up at every level at or below the parent; exact names before other forms."""
        levels = [
            level for level in ("city", *LEVELS) if parent is None or RANK[level] >= RANK[snapshot.rows[parent].level]
        ]
        plain, code = names.plain(written), written.strip()
        coded = snapshot.coded(code)
        if coded is not None and snapshot.below(coded, parent):
            return Resolution(coded)
        found = [unit for level in levels for unit in snapshot.named(level, plain) if snapshot.below(unit, parent)]
        if found:
            return self._only(found, written, assumed=False)
        known = self._aliased(snapshot, None, written, parent)
        if known:
            return self._only(known, written, assumed=False)
        forms = [unit for level in levels for unit in self._other_forms(snapshot, level, written, parent)]
        forms = forms or self._by_path(snapshot, None, written, parent)
        return self._only(forms, written, assumed=True)

    def _failed(
        self, snapshot: Snapshot, step: Resolution, level: str, written: str, parent: str | None
    ) -> Resolution:
        suggestions = step.suggestions or self.suggest(snapshot, level, written, parent)
        code = step.code
        if code == "place-unknown" and self.sender is not None and level in LEVELS:
            outside = snapshot.named(level, names.plain(written))
            if outside and not any(snapshot.below(unit, self.sender) for unit in outside):
                code = "place-outside"
        return Resolution(None, code, level, written, suggestions, certain=parent)

    def suggest(self, snapshot: Snapshot, level: str, written: str, parent: str | None) -> tuple[str, ...]:
        """Return up to three likely units: of that parent first, then of the whole sender."""
        key = (id(snapshot), level, names.plain(written), parent)
        if key not in self._near:
            self._near[key] = self._suggest(snapshot, level, names.plain(written), parent)
        return self._near[key]

    def _suggest(self, snapshot: Snapshot, level: str, plain: str, parent: str | None) -> tuple[str, ...]:
        found: list[str] = []
        for unit in self.places.other_names(snapshot).get(plain, []):
            if snapshot.below(unit, self.sender) and (level == "unit" or snapshot.rows[unit].level == level):
                found.append(unit)
        for top in (parent, self.sender):
            pool = {
                unit: names.plain(row.name)
                for unit, row in snapshot.rows.items()
                if (level == "unit" or row.level == level) and snapshot.below(unit, top)
            }
            near = process.extract(plain, pool, scorer=fuzz.ratio, limit=SUGGESTIONS, score_cutoff=CLOSE_ENOUGH)
            found += [unit for _, _, unit in near if unit not in found]
        return tuple(dict.fromkeys(found))[:SUGGESTIONS]


def _matches(
    snapshot: Snapshot,
    look_up: Callable[[str, str], list[tuple[str, int | None]]],
    level: str,
    keys: tuple[names.Key, ...],
    parent: str | None,
) -> list[str]:
    return [
        unit
        for stem, number in keys
        for unit, kind in look_up(level, stem)
        if names.agree(number, kind) and snapshot.below(unit, parent)
    ]
