"""The due calendar: public holidays and the weekend days that are worked in their place, as a table to be edited."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from warehouse import periods
from warehouse.settings import Settings

FILE = "holidays.csv"
KINDS = ("holiday", "workday")
_LONGEST = 31  # days; a longer run of closed days is a mistake in the table
_SATURDAY = 6


class CalendarError(ValueError):
    """The table of holidays can not be used; the message names the line."""


@dataclass(frozen=True)
class Workdays:
    """Days off and days worked that the weekday alone does not tell."""

    holidays: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    def is_open(self, day: date) -> bool:
        """Tell whether offices work on a day: Monday to Friday but for holidays, and shifted working days."""
        return day in self.worked or (day.isoweekday() < _SATURDAY and day not in self.holidays)

    def next_open(self, day: date) -> date:
        """Return the day itself where it is worked, else the next one that is."""
        for ahead in range(_LONGEST):
            if self.is_open(day + timedelta(days=ahead)):
                return day + timedelta(days=ahead)
        raise CalendarError(f"{FILE}: no working day within {_LONGEST} days from {day}")


def load(path: Path) -> Workdays:
    """Read a table first,last,kind,…; one that is not there knows of no holiday. CalendarError names a wrong line."""
    found: dict[str, set[date]] = {kind: set() for kind in KINDS}
    if path.exists():
        with path.open(encoding="utf-8-sig", newline="") as stream:
            lines = csv.DictReader(stream)
            for row in lines:
                _add(found, row, lines.line_num)
    return Workdays(frozenset(found["holiday"]), frozenset(found["workday"]))


def _add(found: dict[str, set[date]], row: dict[str, str], line: int) -> None:
    try:
        first, last = (date.fromisoformat(row[name].strip()) for name in ("first", "last"))
        days = found[row["kind"].strip()]
    except (KeyError, ValueError, AttributeError) as error:
        raise CalendarError(
            f"{FILE}: line {line} needs first, last (2026-10-01) and kind ({', '.join(KINDS)})"
        ) from error
    if not first <= last < first + timedelta(days=_LONGEST):
        raise CalendarError(f"{FILE}: line {line} ends before it begins, or is longer than {_LONGEST} days")
    days.update(first + timedelta(days=ahead) for ahead in range((last - first).days + 1))


def due_at(period_id: str, settings: Settings, days: Workdays) -> datetime:
    """Return when a week is due, in the city's zone: the weekday and time of the settings, moved past days off."""
    reporting, zone = settings.reporting, settings.city.time_zone
    due = periods.due_at(period_id, reporting.due_weekday, reporting.due(), zone)
    if not reporting.due_on_workdays:
        return due
    return datetime.combine(days.next_open(due.date()), due.timetz().replace(tzinfo=None), due.tzinfo)
