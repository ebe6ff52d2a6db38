"""Who is to be reminded of what: reports of a week that are owed or incomplete, and a message ready to be sent."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

import polars as pl
from babel.dates import format_skeleton

from warehouse import periods

WORDS = Path(__file__).with_suffix(".toml")
LOCALES = {"zh": "zh_CN", "en": "en"}
_NEVER = 10_000
Namer = Callable[[str], str]


@dataclass(frozen=True)
class Missing:
    """One report that did not come. last: the newest week that did; weeks: how many have not come since."""

    data_set: str
    last: str | None
    weeks: int


@dataclass(frozen=True)
class Incomplete:
    """One report in which units are missing: how many stand in it, of how many, and the first of those missing."""

    data_set: str
    reported: int
    expected: int
    units: tuple[str, ...]


@dataclass(frozen=True)
class Chased:
    """One sender with what it still owes for a week."""

    sender: str
    missing: tuple[Missing, ...]
    incomplete: tuple[Incomplete, ...]


def chase_list(week: str, reports: pl.DataFrame, units: pl.DataFrame) -> list[Chased]:
    """Return the senders that owe something, the longest silent first; frames: queries.reports `week`, `units`."""
    owed: dict[str, list[Missing]] = {}
    for row in reports.filter(pl.col("expected") & ~pl.col("received")).iter_rows(named=True):
        last = row["last_received"]
        since = periods.index_of(week) - periods.index_of(last) if last else 0
        owed.setdefault(row["org_unit_id"], []).append(Missing(row["data_set_id"], last, since))
    partly: dict[str, list[Incomplete]] = {}
    for row in units.filter(pl.col("reported_units") < pl.col("expected_units")).iter_rows(named=True):
        found = Incomplete(row["data_set_id"], row["reported_units"], row["expected_units"], tuple(row["missing"]))
        partly.setdefault(row["org_unit_id"], []).append(found)
    order = dict.fromkeys([*reports["org_unit_id"], *units["org_unit_id"]])
    senders = [unit for unit in order if unit in owed or unit in partly]
    found_all = [Chased(unit, tuple(owed.get(unit, ())), tuple(partly.get(unit, ()))) for unit in senders]
    return sorted(found_all, key=_urgency)


def _urgency(item: Chased) -> tuple[int, int]:
    """Sort whole reports that are missing before units missing inside one; who was never heard of comes first."""
    silent = max((one.weeks or _NEVER for one in item.missing), default=0)
    return -silent, -max((one.expected - one.reported for one in item.incomplete), default=0)


class Reminder:
    """The words of reminders for one week in one language (zh, en).

    names: of data sets, by id; unit_name: a unit's name in the language; due: in the city's own time.
    """

    def __init__(self, lang: str, week: str, due: datetime, names: Mapping[str, str], unit_name: Namer) -> None:
        self.lang, self.words, self.names, self.unit_name = lang, words()[lang], names, unit_name
        days = f"{self._day(periods.start_of(week))}–{self._day(periods.end_of(week))}"
        long = self.words["week_long"].format(year=week[:4], week=int(week[6:]))
        self.about = {"week": long, "days": days, "due": f"{self._day(due.date())} {due:%H:%M}"}

    def say(self, phrase: str) -> str:
        """Return a phrase about the week: `nobody` owes anything, what is missing is `not_due` yet."""
        return self.words[phrase].format(**self.about)

    def since(self, item: Missing) -> str:
        """Say since when a report has not come."""
        if item.last is None:
            return self.words["never"]
        last = self.words["week"].format(week=int(item.last[6:]))
        return self.words["last" if item.weeks == 1 else "running"].format(week=last, n=f"{item.weeks:,}")

    def lacking(self, item: Incomplete) -> str:
        """Say which units are missing in a report."""
        rest = item.expected - item.reported - len(item.units)
        names = self.words["between"].join(self.unit_name(unit) for unit in item.units)
        names += self.words["more"].format(n=f"{rest:,}") if rest > 0 else ""
        return self.words["units"].format(n=f"{item.reported:,}", of=f"{item.expected:,}", names=names)

    def message(self, item: Chased) -> str:
        """Return the message to a sender: what is missing and since when, what is incomplete."""
        lines = [self.words["to"].format(sender=self.unit_name(item.sender))]
        if item.missing:
            lines.append(self.say("missing"))
            lines += [f"  · {self._name(one.data_set)} ({self.since(one)})" for one in item.missing]
        if item.incomplete:
            lines.append(self.say("incomplete"))
            lines += [f"  · {self._name(one.data_set)}: {self.lacking(one)}" for one in item.incomplete]
        return "\n".join([*lines, self.words["please"]])

    def _name(self, data_set: str) -> str:
        return self.names.get(data_set, data_set)

    def _day(self, value: date) -> str:
        return str(format_skeleton("MMMd", value, locale=LOCALES[self.lang]))


@cache
def words() -> dict[str, dict[str, str]]:
    """Return the phrases of both languages; braces are filled in."""
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))
