"""Two indicators against each other: a point for each unit. Pure: points in, figure out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import dist
from statistics import median
from typing import Any

from dashboard.axes import Style, layout, value_axis
from dashboard.beside import Beside, drawn
from dashboard.charts import Figures
from dashboard.formats import Indicator

NAMED = 12  # so many points at most are named beside them; of more, those farthest from the middle
LETTER, LINE, DOT = 0.006, 0.05, 0.008  # of the chart: a Latin letter's width, a line's height, a point's radius
Place = tuple[float, float]
Box = tuple[float, float, float]
SIDES = ("top center", "middle right", "middle left", "bottom center")


@dataclass(frozen=True)
class Point:
    """One unit with a value of both indicators; hover: what it says to who points at it."""

    name: str
    across: float
    up: float
    hover: str


def scatter(points: Sequence[Point], across: Indicator, up: Indicator, style: Style, *, height: int = 460) -> Figures:
    """Return the points over the first indicator's axis, with the targets dotted."""
    xaxis = _axis([point.across for point in points], across, style)
    yaxis = _axis([point.up for point in points], up, style)
    places = [(_part(point.across, xaxis), _part(point.up, yaxis)) for point in points]
    named = names_shown([point.name for point in points], places)
    trace = {
        "type": "scatter",
        "mode": "markers+text",
        "x": [point.across for point in points],
        "y": [point.up for point in points],
        "text": [point.name if number in named else "" for number, point in enumerate(points)],
        "textposition": [named.get(number, SIDES[0]) for number in range(len(points))],
        "textfont": {"size": 12, "color": style.theme.ink},
        "marker": {"size": 10, "color": style.theme.main, "opacity": 0.75, "line": {"width": 0}},
        "hovertext": [point.hover for point in points],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }
    shapes = [
        _target(value, axis, style)
        for indicator, axis in ((across, "x"), (up, "y"))
        for value in (indicator.target_low, indicator.target_high)
        if value is not None
    ]
    margin = {"l": 64, "r": 24, "t": 24, "b": 56}
    shared = layout(style, height, margin=margin, xaxis=xaxis, yaxis=yaxis, shapes=shapes)
    table = Beside(
        ["", across.name, up.name], [[point.name, point.across, point.up] for point in points], across.unit
    )
    return drawn({"data": [trace], "layout": shared}, table)


def names_shown(names: Sequence[str], places: Sequence[Place]) -> dict[int, str]:
    """Return which points are named, and on which side: from the farthest from the middle on, where a side is free.

    places: across and up, each 0 to 1 of its axis.
    """
    middle = [median(values) for values in zip(*places, strict=True)]
    shown: dict[int, str] = {}
    taken: list[Box] = []
    for number in sorted(range(len(places)), key=lambda number: -dist(places[number], middle)):
        others = [place for place in places if dist(place, places[number]) > DOT]
        for side in SIDES:
            box = _box(names[number], places[number], side)
            if _is_free(box, taken, others):
                shown[number] = side
                taken.append(box)
                break
        if len(shown) == NAMED:
            break
    return shown


def _is_free(box: Box, taken: Sequence[Box], points: Sequence[Place]) -> bool:
    """Say whether a name lies within the chart and on no other name or point."""
    x, y, half = box
    if x - half < 0 or x + half > 1 or not -LINE / 4 < y < 1 + LINE:
        return False
    if any(abs(y - other) < LINE and abs(x - at) < half + reach for at, other, reach in taken):
        return False
    return not any(abs(y - up) < LINE / 2 and abs(x - across) < half + DOT for across, up in points)


def _box(name: str, place: Place, side: str) -> Box:
    """Return the middle of a point's name and half its width, in parts of the chart."""
    half = sum(LETTER if letter.isascii() else 2 * LETTER for letter in name) / 2
    across = {"middle right": half + DOT, "middle left": -half - DOT}.get(side, 0.0)
    up = {"top center": LINE * 0.75, "bottom center": -LINE * 0.75}.get(side, 0.0)
    return place[0] + across, place[1] + up, half


def _part(value: float, axis: dict[str, Any]) -> float:
    low, high = axis["range"]
    return (value - low) / (high - low)


def _axis(values: Sequence[float], indicator: Indicator, style: Style) -> dict[str, Any]:
    title = {"text": indicator.name, "font": {"size": 13, "color": style.theme.ink}, "standoff": 8}
    return value_axis(values, indicator.unit, style) | {"title": title}


def _target(value: float, axis: str, style: Style) -> dict[str, Any]:
    other = "y" if axis == "x" else "x"
    line = {"color": style.theme.quiet, "width": 1, "dash": "dot"}
    ends = {f"{axis}0": value, f"{axis}1": value, f"{other}ref": "paper", f"{other}0": 0, f"{other}1": 1}
    return {"type": "line", **ends, "line": line, "layer": "below"}
