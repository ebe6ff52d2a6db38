"""The register of org units: who is whose part, as of each week.

A unit has one row for each name or parent over time. A week sees the register as of its Sunday. Weeks between two
changes of the register share one hierarchy, an *epoch*: three years with two changes are three epochs.
"""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

from warehouse import periods

# from coarse to fine; a cluster (片区) lies between community and estate where a city has it
LEVELS = ("province", "city", "district", "street", "community", "cluster", "estate", "building")
RANK = {level: rank for rank, level in enumerate(LEVELS)}


class RegisterError(ValueError):
    """The register can not be used; the message names the unit and what is wrong with it."""


@dataclass(frozen=True)
class UnitRow:
    """One row of org_units.csv: a unit's name and parent over one span of days (both ends included, None = open)."""

    org_unit_id: str
    code: str
    name: str
    name_en: str
    level: str
    parent_id: str | None
    valid_from: date | None
    valid_to: date | None
    households: int | None
    lng: float | None
    lat: float | None

    def holds(self, day: date) -> bool:
        """Tell whether the row is in force on a day."""
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)


@dataclass(frozen=True)
class Change:
    """One row of org_unit_changes.csv."""

    from_id: str
    to_id: str
    date: date
    kind: str


class Register:
    """All rows of the register and its changes."""

    def __init__(self, rows: list[UnitRow], changes: list[Change]) -> None:
        self.changes = changes
        self.by_unit: dict[str, list[UnitRow]] = defaultdict(list)
        for row in sorted(rows, key=lambda item: item.valid_from or date.min):
            self.by_unit[row.org_unit_id].append(row)
        newest = {unit: found[-1] for unit, found in self.by_unit.items()}
        # numbers follow the codes, so that "the first by code" is the least number
        self.ids = sorted(newest, key=lambda unit: (newest[unit].code, unit))
        self.number = {unit: number for number, unit in enumerate(self.ids)}
        self.newest = newest
        self._check()

    def _check(self) -> None:
        for unit, rows in self.by_unit.items():
            for row in rows:
                if row.level not in RANK:
                    raise RegisterError(f"org_units.csv: {unit} has the unknown level {row.level!r}")
                if row.parent_id is not None and row.parent_id not in self.by_unit:
                    raise RegisterError(f"org_units.csv: {unit} has a parent without a row: {row.parent_id!r}")

    @cached_property
    def change_days(self) -> list[date]:
        """Return the days on which anything in the register begins or ends."""
        rows = [row for found in self.by_unit.values() for row in found]
        days = {row.valid_from for row in rows if row.valid_from}
        days |= {row.valid_to + timedelta(days=1) for row in rows if row.valid_to}
        days |= {change.date for change in self.changes}
        return sorted(days)

    def epoch(self, week: int) -> int:
        """Return the number of the epoch that a week (by its index) lies in."""
        return bisect_right(self.change_days, periods.end_of(periods.from_index(week)))

    @cached_property
    def _lasting(self) -> list[tuple[str, UnitRow | None]]:
        """Return each unit with its row where it has one for ever: most have, and need not be asked for each day."""
        return [
            (unit, rows[0] if len(rows) == 1 and rows[0].valid_from is None and rows[0].valid_to is None else None)
            for unit, rows in self.by_unit.items()
        ]

    def open_on(self, day: date) -> dict[str, UnitRow]:
        """Return the units open on a day, each with its row then."""
        found = ((unit, row or self.in_force(unit, day)) for unit, row in self._lasting)
        return {unit: row for unit, row in found if row is not None}

    def in_force(self, unit: str, day: date) -> UnitRow | None:
        """Return a unit's row on a day: of several the one that began last; None where it is closed."""
        return next((row for row in reversed(self.by_unit[unit]) if row.holds(day)), None)


def _day(text: str | None, unit: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text and text.strip() else None
    except ValueError as error:
        raise RegisterError(f"org_units.csv: {unit} has a date that is none: {text!r}") from error


def _number(text: str | None, unit: str) -> float | None:
    try:
        return float(text) if text and text.strip() else None
    except ValueError as error:
        raise RegisterError(f"org_units.csv: {unit} has a number that is none: {text!r}") from error


def _unit_row(row: dict[str, str]) -> UnitRow:
    unit = row["id"].strip()
    households = _number(row.get("households"), unit)
    return UnitRow(
        org_unit_id=unit,
        code=(row.get("code") or unit).strip(),
        name=row["name"].strip(),
        name_en=(row.get("name_en") or "").strip(),
        level=row["level"].strip(),
        parent_id=(row.get("parent_id") or "").strip() or None,
        valid_from=_day(row.get("valid_from"), unit),
        valid_to=_day(row.get("valid_to"), unit),
        households=None if households is None else round(households),
        lng=_number(row.get("lng"), unit),
        lat=_number(row.get("lat"), unit),
    )


def load(org_units: Path, changes: Path) -> Register:
    """Read org_units.csv and org_unit_changes.csv; RegisterError names the unit that is wrong."""
    with org_units.open(encoding="utf-8-sig", newline="") as stream:
        rows = [_unit_row(row) for row in csv.DictReader(stream) if (row.get("id") or "").strip()]
    found: list[Change] = []
    if changes.exists():
        with changes.open(encoding="utf-8-sig", newline="") as stream:
            for row in csv.DictReader(stream):
                day = _day(row["date"], row["from_id"])
                if day is None:
                    raise RegisterError(f"org_unit_changes.csv: {row['from_id']} has a change without a date")
                found.append(Change(row["from_id"].strip(), row["to_id"].strip(), day, row["kind"].strip()))
    return Register(rows, found)
