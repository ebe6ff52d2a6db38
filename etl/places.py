"""The register as of one span of weeks, indexed by code and by name: what a written place is looked up in."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from etl import names
from warehouse import periods
from warehouse.register import RANK, Register, UnitRow


@dataclass
class Snapshot:
    """All units open on one day. ancestors: from the parent upwards."""

    rows: dict[str, UnitRow]
    ancestors: dict[str, tuple[str, ...]] = field(default_factory=dict)
    by_code: dict[str, str] = field(default_factory=dict)
    by_name: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    by_stem: dict[tuple[str, str], list[tuple[str, int | None]]] = field(default_factory=lambda: defaultdict(list))
    by_weak: dict[tuple[str, str], list[tuple[str, int | None]]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for unit, row in self.rows.items():
            self.ancestors[unit] = tuple(self._upwards(unit))
            self.by_code[row.code] = unit
            self.by_code.setdefault(unit, unit)
            self.by_name[row.level, names.plain(row.name)].append(unit)
            for stem, number in names.keys(row.level, row.name):
                self.by_stem[row.level, stem].append((unit, number))
            for stem, number in names.weak_keys(row.level, row.name):
                self.by_weak[row.level, stem].append((unit, number))

    def _upwards(self, unit: str) -> list[str]:
        found: list[str] = []
        parent = self.rows[unit].parent_id
        while parent is not None and parent in self.rows and parent not in found:
            found.append(parent)
            parent = self.rows[parent].parent_id
        return found

    def below(self, unit: str, top: str | None) -> bool:
        """Say whether a unit is `top` or lies below it; everything lies below None."""
        return top is None or unit == top or top in self.ancestors[unit]

    def at_level(self, unit: str, level: str) -> str | None:
        """Return the unit itself or its ancestor at a level."""
        for candidate in (unit, *self.ancestors[unit]):
            if self.rows[candidate].level == level:
                return candidate
        return None

    def units(self, level: str, top: str | None) -> list[str]:
        """Return the open units of a level at or below a unit."""
        return [unit for unit, row in self.rows.items() if row.level == level and self.below(unit, top)]

    def path(self, unit: str) -> str:
        """Return the names from below the city down to the unit: 枫林区 / 桃源街道 / 幸福社区."""
        chain = list(reversed((unit, *self.ancestors[unit])))
        shown = [item for item in chain if RANK[self.rows[item].level] > RANK["city"]] or chain
        return " / ".join(self.rows[item].name for item in shown)


class Places:
    """The register with a snapshot for each of its epochs."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self._snapshots: dict[int, Snapshot] = {}

    def epoch(self, period_id: str) -> int:
        """Return the epoch of a week."""
        return self.register.epoch(periods.index_of(period_id))

    def at(self, period_id: str) -> Snapshot:
        """Return the register as of a week's last day."""
        epoch = self.epoch(period_id)
        if epoch not in self._snapshots:
            self._snapshots[epoch] = self.on(periods.end_of(period_id))
        return self._snapshots[epoch]

    def on(self, day: date) -> Snapshot:
        """Return the register as of a day."""
        found = {unit: self.register.in_force(unit, day) for unit in self.register.ids}
        return Snapshot({unit: row for unit, row in found.items() if row is not None})

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
