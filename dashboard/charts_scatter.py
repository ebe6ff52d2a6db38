"""Two indicators against each other: a point for each unit. Pure: points in, figure out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.axes import Style, layout, value_axis
from dashboard.beside import Beside, drawn
from dashboard.charts import Figures
from dashboard.formats import Indicator

NAMED = 12  # up to so many points are named beside them; of more, those at the edges by pointing


@dataclass(frozen=True)
class Point:
    """One unit with a value of both indicators; hover: what it says to who points at it."""

    name: str
    across: float
    up: float
    hover: str


def scatter(points: Sequence[Point], across: Indicator, up: Indicator, style: Style, *, height: int = 460) -> Figures:
    """Return the points over the first indicator's axis, with the targets dotted."""
    trace = {
        "type": "scatter",
        "mode": "markers+text" if len(points) <= NAMED else "markers",
        "x": [point.across for point in points],
        "y": [point.up for point in points],
        "text": [point.name for point in points],
        "textposition": "top center",
        "textfont": {"size": 12, "color": style.theme.ink},
        "marker": {"size": 10, "color": style.theme.main, "opacity": 0.75, "line": {"width": 0}},
        "hovertext": [point.hover for point in points],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }
    xaxis = _axis([point.across for point in points], across, style)
    yaxis = _axis([point.up for point in points], up, style)
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


def _axis(values: Sequence[float], indicator: Indicator, style: Style) -> dict[str, Any]:
    title = {"text": indicator.name, "font": {"size": 13, "color": style.theme.ink}, "standoff": 8}
    return value_axis(values, indicator.unit, style) | {"title": title}


def _target(value: float, axis: str, style: Style) -> dict[str, Any]:
    other = "y" if axis == "x" else "x"
    line = {"color": style.theme.quiet, "width": 1, "dash": "dot"}
    ends = {f"{axis}0": value, f"{axis}1": value, f"{other}ref": "paper", f"{other}0": 0, f"{other}1": 1}
    return {"type": "line", **ends, "line": line, "layer": "below"}
