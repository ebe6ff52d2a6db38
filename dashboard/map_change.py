"""Change against an earlier week as cells and classes: better is always blue, no change the middle. Pure functions.

A cell's value is the gain: positive is better (of an indicator without direction: more), so that one rising scale of
classes serves complaints and coverage alike. What is written is the true change with its true sign.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from statistics import median

from dashboard.formats import PERCENT_FROM, Figure, Indicator, number, outside
from dashboard.i18n import Words
from dashboard.map_classes import ABSENT, CARRIED, EMPTY, MISSING, SMALL, VALUE, Cell, Scale
from dashboard.theme import CHANGE

SHARE_STEPS = (0.005, 0.03, 0.10)  # of a share: half a point, three, ten
COUNT_STEPS = (0.01, 0.05, 0.20)  # of a count: per cent of the earlier one
RATE_STEPS = (0.1, 0.5, 1.5)  # of any other rate: parts of a class of the map itself
FLOOR = 50  # a smaller count is held against this: from 4 to 5 complaints is no rise by a quarter
_UNLIKE = 0.02  # the share of units reported may differ by so much before two counts are not compared


def steps(indicator: Indicator) -> tuple[float, ...]:
    """Return the three fixed sizes of a change, small to large: in the indicator's unit, of a count as a share."""
    if not indicator.is_rate:
        return COUNT_STEPS
    if indicator.unit == "share":
        return SHARE_STEPS
    widths = [high - low for low, high in pairwise(indicator.breaks)]
    width = median(widths) if widths else (indicator.target_high or 1.0) - (indicator.target_low or 0.0)
    return tuple(float(f"{part * width:.1g}") for part in RATE_STEPS)


def change_scale(indicator: Indicator) -> Scale:
    """Return the seven classes of a change: worse in three sizes, about the same, better in three."""
    sizes = steps(indicator)
    return Scale((*(-size for size in reversed(sizes)), *sizes), CHANGE)


def gain(now: float, before: float, indicator: Indicator) -> float:
    """Return how much better a value has become; of a count as a share of the earlier one, or of FLOOR."""
    if indicator.direction == "band":
        return outside(before, indicator) - outside(now, indicator)
    delta = now - before
    if not indicator.is_rate:
        delta = delta / max(abs(before), FLOOR)
    return -delta if indicator.direction == "down" else delta


def comparable(now: Figure, before: Figure, indicator: Indicator) -> bool:
    """Return whether two figures may be held against each other: counts of unlike units may not."""
    if indicator.is_rate or not (now.expected_units and before.expected_units):
        return True
    reported = now.reported_units / now.expected_units, before.reported_units / before.expected_units
    return abs(reported[0] - reported[1]) <= _UNLIKE


def change_cell(now: Cell, before: Cell, indicator: Indicator) -> Cell:
    """Return a unit's change between two weeks; EMPTY where the two can not be compared.

    figure stays that of the later week. A change to or from a value carried forward is itself marked as carried.
    """
    if now.figure is None:
        return now
    states = {now.state, before.state}
    if SMALL in states:
        return Cell(now.unit, now.name, now.figure, None, SMALL)
    if states & {MISSING, ABSENT}:
        return Cell(now.unit, now.name, now.figure, None, MISSING)
    if now.value is None or before.value is None or before.figure is None:
        return Cell(now.unit, now.name, now.figure, None, EMPTY)
    if not comparable(now.figure, before.figure, indicator):
        return Cell(now.unit, now.name, now.figure, None, EMPTY)
    state = CARRIED if CARRIED in states else VALUE
    return Cell(now.unit, now.name, now.figure, gain(now.value, before.value, indicator), state)


def change_cells(now: Sequence[Cell], before: Sequence[Cell], indicator: Indicator) -> list[Cell]:
    """Return the changes of units; both lists in the same order."""
    return [change_cell(one, other, indicator) for one, other in zip(now, before, strict=True)]


def signed(now: float, before: float, indicator: Indicator) -> str:
    """Return a change as short as a label: +6.9 (points of a share), −12 % of a large count, +3."""
    delta = now - before
    if indicator.unit == "share":
        text = number(delta * 100, 1)
    elif indicator.is_rate:
        text = number(delta, 2)
    elif abs(before) >= PERCENT_FROM:
        text = f"{number(delta / abs(before) * 100, 1)} %"
    else:
        text = number(delta)
    return f"+{text}" if text[0].isdigit() and text.strip("0. %") else text


def class_words(indicator: Indicator, _: Words) -> list[str]:
    """Return a text for each of the seven classes, worst first."""
    write = _writer(indicator, _)
    small, _middle, large = steps(indicator)
    if indicator.direction == "none":
        names = _("less by {size}"), _("more by {size}")
    else:
        names = _("worse by {size}"), _("better by {size}")
    sizes = (_("over {size}").format(size=write(large)), *(_range(*pair, write) for pair in _pairs(indicator)))
    falling = [names[0].format(size=size) for size in sizes]
    rising = [names[1].format(size=size) for size in reversed(sizes)]
    return [*falling, _("within {size}").format(size=write(small)), *rising]


def _pairs(indicator: Indicator) -> tuple[tuple[float, float], tuple[float, float]]:
    small, middle, large = steps(indicator)
    return (middle, large), (small, middle)


def _range(low: float, high: float, write: Callable[[float], str]) -> str:
    return f"{write(low)} – {write(high)}"


def _writer(indicator: Indicator, _: Words) -> Callable[[float], str]:
    """Return how a size is written: 10 (points are named in the legend's title), 5 %, 0.2."""
    if not indicator.is_rate:
        return lambda size: f"{number(size * 100)} %"
    factor = 100 if indicator.unit == "share" else 1
    return lambda size: f"{size * factor:g}"


def unit_words(indicator: Indicator, _: Words) -> str:
    """Return what the sizes in the legend are counted in, "" where they say so themselves."""
    if not indicator.is_rate:
        return _("counts under {n} are held against {n}").format(n=FLOOR)
    return _("percentage points") if indicator.unit == "share" else ""
