"""An indicator and a figure as the briefing needs them, read from the catalogue and the figures of a version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from etl.briefing.words import Words
from warehouse.ranking import Entry, Rule, badness
from warehouse.settings import Ranking

ROWS = "rows:"


@dataclass(frozen=True)
class Indicator:
    """One indicator in one language; targets and breaks in its own unit (0.95, never 95)."""

    key: str
    name: str
    unit: str
    direction: str
    low: float | None
    high: float | None
    is_rate: bool
    note: str
    caveat: str
    breaks: tuple[float, ...]
    numerator: str
    denominator: str

    def rule(self, ranking: Ranking) -> Rule:
        """Return how it is ranked under the settings; a base is cases, or households / 1000."""
        least = ranking.least_households / 1000 if self.unit == "per_1000_households" else ranking.least_cases
        return Rule(self.direction, self.is_rate, self.low, self.high, least, ranking.reporting_floor)


@dataclass(frozen=True)
class Figure:
    """One figure of one unit and week, and why there is none."""

    numerator: float | None = None
    denominator: float | None = None
    expected_units: int = 0
    reported_units: int = 0
    carried_from: str | None = None
    hidden: bool = False

    def value(self, indicator: Indicator) -> float | None:
        """Return numerator / denominator, the numerator of a count, None where there is none."""
        if self.numerator is None:
            return None
        if not indicator.is_rate:
            return self.numerator
        return self.numerator / self.denominator if self.denominator else None

    def entry(self, unit: str) -> Entry:
        """Return it as a ranking takes it."""
        counted = (self.numerator, self.denominator, self.expected_units, self.reported_units)
        return Entry(unit, *counted, carried_from=self.carried_from, hidden=self.hidden)

    def empty_word(self, indicator: Indicator) -> str:
        """Return the phrase that says why there is no value, "" where there is one."""
        if self.hidden:
            return "small"
        if self.numerator is None:
            return "missing"
        return "empty" if self.value(indicator) is None else ""

    def text(self, indicator: Indicator, words: Words) -> str:
        """Write it on one line: the value, or why there is none."""
        word = self.empty_word(indicator)
        return words.say(word) if word else words.value(self.value(indicator), indicator.unit)


Grid = dict[tuple[str, str, str], Figure]  # (unit, indicator, week)


def grid_of(frame: pl.DataFrame) -> Grid:
    """Return the figures of a frame of queries.figures by unit, indicator and week."""
    found: Grid = {}
    for row in frame.iter_rows(named=True):
        counted = (row["numerator"], row["denominator"], row["expected_units"], row["reported_units"])
        key = (row["org_unit_id"], row["indicator_id"], row["period_id"])
        found[key] = Figure(*counted, carried_from=row["carried_from"], hidden=bool(row["suppressed"]))
    return found


def indicator_of(row: dict[str, Any], elements: dict[str, str], lang: str) -> Indicator:
    """Return an indicator from a row of the catalogue; elements: their names in the language."""
    note, caveat = ("note", "caveat") if lang == "zh" else ("note_en", "caveat_en")
    return Indicator(
        key=row["indicator_id"],
        name=row[f"name_{lang}"] or row["name_zh"],
        unit=row["unit"],
        direction=row["direction"],
        low=row["target_low"],
        high=row["target_high"],
        is_rate=row["denominator"] is not None,
        note=row[note] or "",
        caveat=row.get(caveat) or "",
        breaks=tuple(row["breaks"] or ()),
        numerator=_side(row["numerator"], elements),
        denominator=_side(row["denominator"] or "", elements),
    )


def _side(written: str, elements: dict[str, str]) -> str:
    """Write one side of a formula with the elements' names: `a + b / 1000`."""
    return " ".join(elements.get(word.removeprefix(ROWS), word.removeprefix(ROWS)) for word in written.split())


def is_better(now: float, before: float, indicator: Indicator) -> bool | None:
    """Say whether a move is for the better; None where the indicator has no direction or nothing moved."""
    if indicator.direction not in ("up", "down", "band"):
        return None
    rule = Rule(indicator.direction, indicator.is_rate, indicator.low, indicator.high)
    gain = badness(before, rule) - badness(now, rule)
    return None if gain == 0 else gain > 0
