"""Rankings that are fair: who is compared, who stands apart and why. Pure functions.

A unit of three estates is at 0 or 100 % by chance, one that sent nothing is not the worst, and one of which half is
missing is not known: none of them has a place among the others, each is listed with its reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

RANKED, SMALL, WITHHELD, MISSING, EMPTY = "ranked", "small", "withheld", "missing", "empty"
_SAME = 1e-9  # values nearer than this are a tie: 0.1 + 0.2 is 0.3


@dataclass(frozen=True)
class Entry:
    """A unit's figure as fct_indicator has it. denominator is None for a count; hidden: too few persons to show."""

    unit: str
    numerator: float | None
    denominator: float | None
    expected_units: int = 0
    reported_units: int = 0
    carried_from: str | None = None
    hidden: bool = False


@dataclass(frozen=True)
class Rule:
    """How an indicator is ranked. direction: up, down or band; low and high: its target or healthy band.

    least: a denominator under this stands apart (in the denominator's own unit); 0 = none does.
    floor: the least share of expected units that must have reported, 0 to 1.
    """

    direction: str
    is_rate: bool
    low: float | None = None
    high: float | None = None
    least: float = 0.0
    floor: float = 0.0


@dataclass(frozen=True)
class Place:
    """One unit's place. place: 1 = best, the same for all that are equal; None where it stands apart.

    attainment: the value as a share of the target, 1.0 or more = met; None without a target.
    """

    unit: str
    value: float
    place: int | None
    tied: bool
    attainment: float | None
    entry: Entry


@dataclass(frozen=True)
class Ranking:
    """ranked and small: best first. withheld, missing, empty: units without a place, in the order given."""

    ranked: tuple[Place, ...]
    small: tuple[Place, ...]
    withheld: tuple[str, ...]
    missing: tuple[str, ...]
    empty: tuple[str, ...]

    def worst(self, count: int) -> tuple[Place, ...]:
        """Return the last `count` places, worst first, with all who are equal to the last of them.

        Nobody is worst where all are equal, and the best never are.
        """
        return _with_ties([item for item in reversed(self.ranked) if item.place != 1], count)


def value_of(entry: Entry, rule: Rule) -> float | None:
    """Return numerator / denominator, the numerator of a count, None where there is none."""
    if entry.numerator is None or entry.hidden:
        return None
    if not rule.is_rate:
        return entry.numerator
    return entry.numerator / entry.denominator if entry.denominator else None


def kind_of(entry: Entry, rule: Rule) -> str:
    """Say whether a figure is ranked, or why not: the first of missing, withheld, empty and small that holds."""
    if entry.numerator is None or entry.hidden:
        return MISSING if not entry.hidden else SMALL
    if entry.expected_units and entry.reported_units / entry.expected_units < rule.floor:
        return WITHHELD
    if value_of(entry, rule) is None:
        return EMPTY
    return SMALL if rule.is_rate and (entry.denominator or 0) < rule.least else RANKED


def rank(entries: Iterable[Entry], rule: Rule) -> Ranking:
    """Rank units by an indicator; ties share a place and the next one is skipped (1, 2, 2, 4)."""
    kinds: dict[str, list[Entry]] = {RANKED: [], SMALL: [], WITHHELD: [], MISSING: [], EMPTY: []}
    for entry in entries:
        kinds[kind_of(entry, rule)].append(entry)
    return Ranking(
        ranked=_placed(kinds[RANKED], rule, apart=False),
        small=_placed(kinds[SMALL], rule, apart=True),
        withheld=tuple(entry.unit for entry in kinds[WITHHELD]),
        missing=tuple(entry.unit for entry in kinds[MISSING]),
        empty=tuple(entry.unit for entry in kinds[EMPTY]),
    )


def _placed(entries: Sequence[Entry], rule: Rule, *, apart: bool) -> tuple[Place, ...]:
    valued = [(entry, value) for entry in entries if (value := value_of(entry, rule)) is not None]
    valued.sort(key=lambda pair: (badness(pair[1], rule), pair[0].unit))
    found: list[Place] = []
    scores = [badness(value, rule) for _, value in valued]
    for index, (entry, value) in enumerate(valued):
        tied = any(
            abs(scores[index] - scores[near]) < _SAME for near in (index - 1, index + 1) if 0 <= near < len(scores)
        )
        place = index + 1
        if found and abs(scores[index] - scores[index - 1]) < _SAME and found[-1].place is not None:
            place = found[-1].place
        found.append(Place(entry.unit, value, None if apart else place, tied, attainment(value, rule), entry))
    return tuple(found)


def badness(value: float, rule: Rule) -> float:
    """Return how badly a value stands: the larger the worse; in a healthy band all values are equal."""
    if rule.direction == "down":
        return value
    if rule.direction == "band":
        low = value if rule.low is None else rule.low
        high = value if rule.high is None else rule.high
        return max(low - value, value - high, 0.0)
    return -value


def attainment(value: float, rule: Rule) -> float | None:
    """Return a value as a share of its target: 0.9 of 0.95 is 0.947; for "less is better" the target by the value."""
    if rule.direction == "up" and rule.low:
        return value / rule.low
    if rule.direction == "down" and rule.high:
        return rule.high / value if value else 1.0
    if rule.direction == "band" and rule.low and rule.high:
        if value < rule.low:
            return value / rule.low
        return 1.0 if value <= rule.high else rule.high / value
    return None


@dataclass(frozen=True)
class Gain:
    """A move for the better between two weeks, in the indicator's own unit."""

    unit: str
    before: float
    after: float
    size: float


def improved(now: Iterable[Entry], before: Iterable[Entry], rule: Rule, count: int) -> tuple[Gain, ...]:
    """Return who gained most between two weeks, with ties of the last; only who could be ranked in both.

    A value that was carried forward did not move, and one that came back after weeks of silence is no gain.
    """
    gains = [move for move in moves(now, before, rule) if move.size > _SAME]
    gains.sort(key=lambda gain: (-gain.size, gain.unit))
    last = gains[min(count, len(gains)) - 1].size if gains else 0.0
    return tuple(gain for gain in gains if gain.size > last - _SAME)


def moves(now: Iterable[Entry], before: Iterable[Entry], rule: Rule) -> list[Gain]:
    """Return how each unit moved that can be compared between two weeks; a size under 0 is a move for the worse."""
    earlier = {entry.unit: entry for entry in before}
    found: list[Gain] = []
    for entry in now:
        was = earlier.get(entry.unit)
        if was is None or entry.carried_from or was.carried_from:
            continue
        if kind_of(entry, rule) != RANKED or kind_of(was, rule) != RANKED:
            continue
        after, then = value_of(entry, rule), value_of(was, rule)
        if after is not None and then is not None:
            found.append(Gain(entry.unit, then, after, badness(then, rule) - badness(after, rule)))
    return found


def _with_ties(places: Sequence[Place], count: int) -> tuple[Place, ...]:
    if not places:
        return ()
    last = places[min(count, len(places)) - 1].place
    return tuple(item for index, item in enumerate(places) if index < count or item.place == last)
