"""The register of one version, for look-ups: names, parents and children of every unit. Pure."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl


class Units:
    """The register of one version, for look-ups: kept in memory once a version."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self.rows: dict[str, dict[str, Any]] = {row["org_unit_id"]: row for row in frame.iter_rows(named=True)}
        self.children: dict[str | None, list[str]] = {}
        for key, row in self.rows.items():
            self.children.setdefault(row["parent_id"], []).append(key)
        cities = [key for key, row in self.rows.items() if row["level"] == "city"]
        self.root = (cities or list(self.children.get(None, [])) or [""])[0]

    def name(self, unit: str | None, lang: str) -> str:
        """Return a unit's name in a language (its Chinese one where it has no other), "" for none."""
        row = self.rows.get(unit or "")
        return "" if row is None else str((row["name_en"] if lang == "en" else None) or row["name"])

    def path(self, unit: str) -> list[str]:
        """Return the units from the city down to this one."""
        found: list[str] = []
        step: str | None = unit
        while step in self.rows and step not in found:
            found.insert(0, step)
            step = self.rows[step]["parent_id"]
        return found

    def open_children(self, unit: str, week_end: date) -> list[str]:
        """Return the children of a unit that are open on a day, in the register's order."""
        return [key for key in self.children.get(unit, []) if _open(self.rows[key], week_end)]

    def level_below(self, unit: str) -> str | None:
        """Return the level of a unit's children, None where it has none."""
        below = self.children.get(unit)
        return str(self.rows[below[0]]["level"]) if below else None


def _open(row: dict[str, Any], day: date) -> bool:
    return (row["valid_from"] is None or row["valid_from"] <= day) and (
        row["valid_to"] is None or day <= row["valid_to"]
    )
