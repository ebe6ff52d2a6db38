"""The register as of one span of weeks, looked up by code and by name.

The names of all times are indexed once; a snapshot is a view of them on one day. Three years of a growing city have
dozens of spans, so a place is looked up again only where the register changed under its own name (`Places.runs`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cached_property

from etl import names
from warehouse import periods
from warehouse.register import RANK, Register, UnitRow

Entry = tuple[str, UnitRow, int | None]  # unit, its row, the class of its name's suffix


class Index:
    """All names and codes that units ever had."""

    def __init__(self, register: Register) -> None:
        self.names: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        self.stems: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        self.weak: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        self.codes: dict[str, list[Entry]] = defaultdict(list)
        for unit, rows in register.by_unit.items():
            for row in rows:
                self.names[row.level, names.plain(row.name)].append((unit, row, None))
                for stem, number in names.keys(row.level, row.name):
                    self.stems[row.level, stem].append((unit, row, number))
                for stem, number in names.weak_keys(row.level, row.name):
                    self.weak[row.level, stem].append((unit, row, number))
                for code in {row.code, unit}:
                    self.codes[code].append((unit, row, None))


class Snapshot:
    """All units open on one day, by their row in force."""

    def __init__(self, rows: dict[str, UnitRow], index: Index) -> None:
        self.rows, self._index = rows, index
        self._ancestors: dict[str, tuple[str, ...]] = {}
        self._below: dict[tuple[str, str | None], bool] = {}

    def named(self, level: str, plain: str) -> list[str]:
        """Return the units of a level with exactly this (folded) name."""
        return [unit for unit, row, _ in self._index.names.get((level, plain), ()) if self.rows.get(unit) is row]

    def stemmed(self, level: str, stem: str) -> list[tuple[str, int | None]]:
        """Return the units of a level whose name has this stem, with the class of its suffix."""
        return [(unit, kind) for unit, row, kind in self._index.stems.get((level, stem), ()) if self._open(unit, row)]

    def weakly(self, level: str, stem: str) -> list[tuple[str, int | None]]:
        """Return the units whose name has this stem without the words that speech leaves out."""
        return [(unit, kind) for unit, row, kind in self._index.weak.get((level, stem), ()) if self._open(unit, row)]

    def coded(self, code: str) -> str | None:
        """Return the unit with this code."""
        return next((unit for unit, row, _ in self._index.codes.get(code, ()) if self._open(unit, row)), None)

    def _open(self, unit: str, row: UnitRow) -> bool:
        return self.rows.get(unit) is row

    def ancestors(self, unit: str) -> tuple[str, ...]:
        """Return the units above a unit, from its parent upwards."""
        known = self._ancestors.get(unit)
        if known is None:
            parent = self.rows[unit].parent_id
            known = (parent, *self.ancestors(parent)) if parent is not None and parent in self.rows else ()
            self._ancestors[unit] = known
        return known

    def below(self, unit: str, top: str | None) -> bool:
        """Say whether a unit is `top` or lies below it; everything lies below None."""
        return top is None or unit == top or top in self.ancestors(unit)

    def at_level(self, unit: str, level: str) -> str | None:
        """Return the unit itself or its ancestor at a level."""
        for candidate in (unit, *self.ancestors(unit)):
            if self.rows[candidate].level == level:
                return candidate
        return None

    def units(self, level: str, top: str | None) -> list[str]:
        """Return the open units of a level at or below a unit."""
        return [unit for unit, row in self.rows.items() if row.level == level and self.below(unit, top)]

    def path(self, unit: str) -> str:
        """Return the names from below the city down to the unit: 枫林区 / 桃源街道 / 幸福社区."""
        chain = list(reversed((unit, *self.ancestors(unit))))
        shown = [item for item in chain if RANK[self.rows[item].level] > RANK["city"]] or chain
        return " / ".join(self.rows[item].name for item in shown)


class Places:
    """The register with a snapshot for each of its epochs."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.index = Index(register)
        self._snapshots: dict[int, Snapshot] = {}
        self._epochs: dict[str, int] = {}

    def epoch(self, period_id: str) -> int:
        """Return the epoch of a week."""
        if period_id not in self._epochs:
            self._epochs[period_id] = self.register.epoch(periods.index_of(period_id))
        return self._epochs[period_id]

    def at(self, period_id: str) -> Snapshot:
        """Return the register as of a week's last day."""
        epoch = self.epoch(period_id)
        if epoch not in self._snapshots:
            self._snapshots[epoch] = self.on(periods.end_of(period_id))
        return self._snapshots[epoch]

    def on(self, day: date) -> Snapshot:
        """Return the register as of a day."""
        found = self.register.open_on(day)
        return Snapshot({unit: found[unit] for unit in self.register.ids if unit in found}, self.index)

    @cached_property
    def _touched(self) -> dict[str, list[int]]:
        """Name stems and codes -> the epochs that begin with a change of a unit so called, or of a unit above it."""
        found: dict[str, set[int]] = defaultdict(set)
        children: dict[str, set[str]] = defaultdict(set)
        for unit, rows in self.register.by_unit.items():
            for row in rows:
                children[row.parent_id or ""].add(unit)
        for unit, rows in self.register.by_unit.items():
            days = {edge for row in rows for edge in (row.valid_from, row.valid_to) if edge is not None}
            # the epoch before counts too: a row that ends on a Sunday is in force on it
            epochs = {bisect_right(self.register.change_days, day) + step for day in days for step in (0, 1)}
            if epochs:
                for member in _subtree(unit, children):
                    for key in self.keys_of(member):
                        found[key] |= epochs
        return {key: sorted(epochs) for key, epochs in found.items()}

    def keys_of(self, unit: str) -> set[str]:
        """Return all texts under which a unit is ever looked up."""
        keys = {unit}
        for row in self.register.by_unit.get(unit, []):
            keys.add(row.code)
            keys.update(stem for stem, _ in names.keys(row.level, row.name))
            keys.update(stem for stem, _ in names.weak_keys(row.level, row.name))
        return keys

    def breaks(self, keys: Iterable[str]) -> list[int]:
        """Return the epochs in which a lookup of these texts may begin to give something else."""
        return sorted({epoch for key in keys for epoch in self._touched.get(key, ())})

    def other_names(self, snapshot: Snapshot) -> dict[str, list[str]]:
        """Return folded names that units had at another time -> the units, for suggestions only."""
        found: dict[str, list[str]] = defaultdict(list)
        for unit, rows in self.register.by_unit.items():
            heirs = [change.to_id for change in self.register.changes if change.from_id == unit]
            targets = [unit] if unit in snapshot.rows else [heir for heir in heirs if heir in snapshot.rows]
            for row in rows:
                for target in targets:
                    if row.name != snapshot.rows[target].name:
                        found[names.plain(row.name)].append(target)
        return found


def _subtree(unit: str, children: dict[str, set[str]]) -> set[str]:
    found, waiting = {unit}, [unit]
    while waiting:
        for child in children.get(waiting.pop(), ()):
            if child not in found:
                found.add(child)
                waiting.append(child)
    return found
