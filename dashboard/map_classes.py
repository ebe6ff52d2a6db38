"""Values to classes to colours: fixed breaks, the kinds of emptiness, and what the legend counts. Pure functions."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from dashboard.formats import Figure, Indicator
from dashboard.theme import BAND, LESS_IS_BETTER, MORE_IS_BETTER, NOTHING_TO_COUNT, TOO_FEW, Theme

_FADED = 0.86  # of the way to the paper, for the classes beside an isolated one
_PALE = 0.5  # of the way from a class's colour to the paper, for a value carried forward

# the states of a unit on the map
VALUE, CARRIED, MISSING, EMPTY, SMALL, ABSENT = "value", "carried", "missing", "empty", "small", "absent"


@dataclass(frozen=True)
class Cell:
    """One unit in one week; figure None = no row (the unit was not open, or does not owe the indicator)."""

    unit: str
    name: str
    figure: Figure | None
    value: float | None
    state: str


def cell(unit: str, name: str, figure: Figure | None, indicator: Indicator) -> Cell:
    """Return a unit with its value and which kind of value or emptiness it shows."""
    if figure is None:
        return Cell(unit, name, None, None, ABSENT)
    if figure.suppressed:
        return Cell(unit, name, figure, None, SMALL)
    if figure.numerator is None:
        return Cell(unit, name, figure, None, MISSING)
    value = figure.value(indicator)
    if value is None:
        return Cell(unit, name, figure, None, EMPTY)
    return Cell(unit, name, figure, value, CARRIED if figure.carried_from else VALUE)


@dataclass(frozen=True)
class Scale:
    """Class breaks, rising, and one colour more than breaks. Class k holds breaks[k-1] <= value < breaks[k]."""

    breaks: tuple[float, ...]
    colours: tuple[str, ...]

    def class_of(self, value: float) -> int:
        """Return the class of a value; one that equals a break belongs to the class above it."""
        return sum(value >= edge - 1e-12 for edge in self.breaks)


def scale(indicator: Indicator, spread: Sequence[float] = ()) -> Scale:
    """Return the fixed classes of an indicator: the healthy band, else the catalogue's breaks, else round ones.

    spread: of a count without breaks, (lowest, q20, q40, q60, q80, highest) over all weeks of the level.
    """
    low, high = indicator.target_low, indicator.target_high
    if indicator.direction == "band" and low is not None and high is not None:
        return Scale((low, high), (BAND["below"], BAND["inside"], BAND["above"]))
    edges = tuple(indicator.breaks) or nice_breaks(spread)
    ramp = LESS_IS_BETTER if indicator.direction == "down" else MORE_IS_BETTER
    return Scale(edges, ramp_of(ramp, len(edges) + 1))


def ramp_of(ramp: tuple[str, ...], count: int) -> tuple[str, ...]:
    """Return `count` colours of a ramp, evenly from its first to its last."""
    if count == 1:
        return (ramp[len(ramp) // 2],)
    last = len(ramp) - 1
    return tuple(ramp[round(place * last / (count - 1))] for place in range(min(count, len(ramp))))


def nice_breaks(spread: Sequence[float]) -> tuple[float, ...]:
    """Return at most four round, rising breaks near the quantiles of a spread; none where all values are equal."""
    if len(spread) < 3 or spread[0] == spread[-1]:
        return ()
    found: list[float] = []
    for quantile in spread[1:-1]:
        edge = nice(quantile)
        if edge > max(found, default=spread[0]) and edge <= spread[-1]:
            found.append(edge)
    return tuple(found) or (nice(spread[-1]),)


def nice(value: float) -> float:
    """Return the round number nearest to a value: 1, 1.5, 2, 3, 4, 5, 6 or 8 times a power of ten; whole under 10."""
    if value <= 0:
        return 0.0
    if value < 10:
        return float(max(1, round(value)))
    power = 10.0 ** math.floor(math.log10(value))
    return min((step * power for step in (1, 1.5, 2, 3, 4, 5, 6, 8, 10)), key=lambda edge: abs(edge - value))


def mix(colour: str, other: str, share: float) -> str:
    """Return a colour so much of the way to another, as #RRGGBB."""
    pairs = zip(rgb(colour), rgb(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def rgb(colour: str) -> tuple[int, int, int]:
    """Return the three parts of #RRGGBB, 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def pale(colour: str, theme: Theme) -> str:
    """Return the colour of a value carried forward."""
    return mix(colour, theme.paper, _PALE)


@cache
def palette(scale: Scale, theme: Theme) -> tuple[str, ...]:
    """Return all fills: the classes, the same paler (carried forward), nothing to count, too few, paper."""
    return (
        *scale.colours,
        *(pale(item, theme) for item in scale.colours),
        NOTHING_TO_COUNT[theme.dark],
        TOO_FEW[theme.dark],
        theme.paper,
    )


def faded(colours: Sequence[str], shown: frozenset[int] | None, theme: Theme) -> tuple[str, ...]:
    """Return the fills with all but the shown ones close to the ground; shown None = all."""
    if shown is None:
        return tuple(colours)
    return tuple(item if place in shown else mix(item, theme.paper, _FADED) for place, item in enumerate(colours))


def fill_index(cell: Cell, scale: Scale) -> int:
    """Return which of `palette` a cell is filled with."""
    classes = len(scale.colours)
    if cell.value is not None:
        return scale.class_of(cell.value) + (classes if cell.state == CARRIED else 0)
    return 2 * classes + {EMPTY: 0, SMALL: 1}.get(cell.state, 2)


@dataclass(frozen=True)
class LegendItem:
    """One line of the legend: kind is `class` or a state; a missing one is drawn as paper with a dashed outline.

    key names the line in a link ("0" for the first class, else its state); picks are its colours in `palette`.
    """

    kind: str
    colour: str
    label: str
    count: int
    key: str = ""
    picks: tuple[int, ...] = ()


def outline(kind: str, thick: int = 1) -> str:
    """Return a mark's border in CSS, as the map draws the unit: dashed = not submitted, plain = carried forward."""
    if kind in (MISSING, CARRIED):
        return f"{thick + (kind == CARRIED)}px {'dashed' if kind == MISSING else 'solid'} var(--lj-quiet)"
    return "1px solid var(--lj-line)"


def class_labels(scale: Scale, number: Callable[[float], str]) -> list[str]:
    """Return a text for each class: `< a`, `a – b`, `≥ z`; `number` writes a value in its unit."""
    if not scale.breaks:
        return [""]
    inner = [f"{number(low)} – {number(high)}" for low, high in zip(scale.breaks, scale.breaks[1:], strict=False)]
    return [f"< {number(scale.breaks[0])}", *inner, f"≥ {number(scale.breaks[-1])}"]


def legend(
    cells: Iterable[Cell], scale: Scale, theme: Theme, number: Callable[[float], str], words: dict[str, str]
) -> list[LegendItem]:
    """Return the legend: every class with how many units are in it, then the kinds of emptiness.

    words: names of the states missing, carried, empty and small. Missing and carried are always there, so that "none"
    is said too; the others where they occur. A unit carried forward counts in its class and again in its own line.
    """
    cells = list(cells)
    classes = Counter(scale.class_of(item.value) for item in cells if item.value is not None)
    states = Counter(item.state for item in cells)
    labels = class_labels(scale, number)
    if not scale.breaks:  # all values are alike: the one class is that value, and none where there is none
        alike = next((item.value for item in cells if item.value is not None), None)
        labels = ["" if alike is None else number(alike)]
    size = len(scale.colours)
    items = [
        LegendItem("class", colour, label, classes[place], str(place), (place, size + place))
        for place, (colour, label) in enumerate(zip(scale.colours, labels, strict=True))
        if label
    ]
    fills = palette(scale, theme)
    middle = fills[size + size // 2]
    kinds = (
        (MISSING, fills[-1], (2 * size + 2,)),
        (CARRIED, middle, tuple(range(size, 2 * size))),
        (EMPTY, fills[-3], (2 * size,)),
        (SMALL, fills[-2], (2 * size + 1,)),
    )
    return items + [
        LegendItem(kind, colour, words[kind], states[kind], kind, picks)
        for kind, colour, picks in kinds
        if states[kind] or kind in (MISSING, CARRIED)
    ]
