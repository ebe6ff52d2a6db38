"""Figures of the pages as warehouse.ranking takes them: by the ranking rules of the version that is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dashboard.formats import Figure, Indicator
from warehouse import periods, ranking
from warehouse.ranking import Entry, Rule
from warehouse.settings import Ranking

Grid = Mapping[tuple[str, str, str], Figure]


def rule_of(indicator: Indicator, settings: Ranking) -> Rule:
    """Return how an indicator is ranked; its base is cases, or households / 1000."""
    least = settings.least_households / 1000 if indicator.unit == "per_1000_households" else settings.least_cases
    return Rule(
        indicator.direction,
        indicator.is_rate,
        indicator.target_low,
        indicator.target_high,
        least,
        settings.reporting_floor,
    )


def entries(units: Iterable[str], key: str, week: str, grid: Grid) -> list[Entry]:
    """Return units' figures of an indicator and week; one without a figure was not submitted."""
    found = []
    for unit in units:
        figure = grid.get((unit, key, week), Figure())
        counted = (figure.numerator, figure.denominator, figure.expected_units, figure.reported_units)
        found.append(Entry(unit, *counted, carried_from=figure.carried_from, hidden=figure.suppressed))
    return found


def since(unit: str, units: Iterable[str], indicator: Indicator, rule: Rule, week: str, grid: Grid, most: int) -> str:
    """Return the week since when a unit stands among the last `most`, without a break; at most a year back."""
    known, first = list(units), week
    for back in range(1, 52):
        at = periods.shift(week, -back)
        worst = ranking.rank(entries(known, indicator.indicator_id, at, grid), rule).worst(most)
        if unit not in {item.unit for item in worst}:
            break
        first = at
    return first
