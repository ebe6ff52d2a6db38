"""The names that the admin page needs, from register and catalogue as they are now: also before a first version."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from dashboard.formats import Indicator
from warehouse import catalogue, periods, register
from warehouse.store import Store

OVER_ALL = ("province", "city")


@dataclass
class Names:
    """Units, data sets and indicators in one language. problem: why the register can not be read."""

    lang: str
    register: register.Register | None
    known: catalogue.Catalogue
    problem: str = ""
    _indicators: dict[str, Indicator] = field(default_factory=dict)

    def unit(self, unit: str | None) -> str:
        """Return a unit's name, its id where the register has none of it, "" for none."""
        row = self.register.newest.get(unit or "") if self.register else None
        if row is None:
            return unit or ""
        return (row.name_en if self.lang == "en" else "") or row.name

    def level(self, unit: str) -> str:
        """Return the level of a unit, "" where it is unknown."""
        row = self.register.newest.get(unit) if self.register else None
        return row.level if row else ""

    def path(self, unit: str) -> str:
        """Return the names from below the city down to a unit."""
        found: list[str] = []
        step: str | None = unit
        rows = self.register.newest if self.register else {}
        while step in rows and len(found) < len(register.LEVELS):
            if rows[step].level in OVER_ALL and found:
                break
            found.insert(0, self.unit(step))
            step = rows[step].parent_id
        return " › ".join(found) or unit

    def lies_in(self, unit: str, above: str) -> bool:
        """Say whether a unit is another one or lies below it."""
        rows = self.register.newest if self.register else {}
        step: str | None = unit
        for _ in register.LEVELS:
            if step == above:
                return True
            step = rows[step].parent_id if step in rows else None
        return False

    def open_units(self, level: str, week: str) -> list[str]:
        """Return the units of a level that are open at the end of a week, by code."""
        if self.register is None:
            return []
        end = periods.end_of(week)
        return [
            unit
            for unit in self.register.ids
            if any(row.level == level and row.holds(end) for row in self.register.by_unit[unit])
        ]

    def data_set(self, data_set_id: str) -> str:
        """Return the name of a data set."""
        entry = self.known.data_sets.get(data_set_id)
        return str(entry[f"name_{self.lang}"]) if entry else data_set_id

    def indicator(self, indicator_id: str) -> Indicator:
        """Return an indicator with its name and unit; one that the catalogue has no longer has its id for a name."""
        if indicator_id not in self._indicators:
            entry: dict[str, Any] = self.known.described.get(indicator_id, {})
            self._indicators[indicator_id] = Indicator(
                indicator_id=indicator_id,
                name=str(entry.get(f"name_{self.lang}", indicator_id)),
                unit=str(entry.get("unit", "count")),
                measure=str(entry.get("measure", "stock")),
                direction=str(entry.get("direction", "none")),
                target_low=entry.get("target_low"),
                target_high=entry.get("target_high"),
                is_rate=bool(entry.get("denominator")),
            )
        return self._indicators[indicator_id]

    def order(self) -> list[str]:
        """Return the indicators in the order of the catalogue."""
        return list(self.known.described)


def names_of(store: Store, lang: str) -> Names:
    """Return the names of a store; the register is read again when its file changes."""
    return _names(store.org_units, _stamp(store.org_units), store.org_unit_changes, lang)


def _stamp(path: Path) -> int:
    return path.stat().st_mtime_ns if path.exists() else 0


@lru_cache(maxsize=4)
def _names(org_units: Path, _stamped: int, changes: Path, lang: str) -> Names:
    known = catalogue.load()
    try:
        return Names(lang, register.load(org_units, changes), known)
    except (register.RegisterError, OSError, ValueError, KeyError) as error:
        return Names(lang, None, known, str(error))
