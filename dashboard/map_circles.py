"""Proportional circles on the map: a count as area, beside the colour of another indicator. Pure functions.

The radius follows the count's highest value over all weeks of the level, so a circle means the same in every week.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pydeck as pdk

from dashboard.map_classes import Cell, nice, rgb
from dashboard.theme import Theme

LARGEST = 1.7  # radius of the largest circle, in heights of a letter
SMALLEST = 2.0  # pixels: a true zero is a dot, "no figure" has no circle
_FILL, _LINE = 0.5, 1.5  # how dense the filling is; width of the outline in pixels


@dataclass(frozen=True)
class CircleScale:
    """Counts to radii: area in proportion to the count, `largest` pixels at `top`."""

    top: float
    largest: float

    def radius(self, value: float) -> float:
        """Return the radius in pixels of a count."""
        if value <= 0 or self.top <= 0:
            return SMALLEST
        return max(SMALLEST, self.largest * math.sqrt(min(value / self.top, 1.0)))


def circle_scale(spread: Sequence[float], text: float) -> CircleScale:
    """Return the radii of a level; spread: (lowest, …, highest) over all weeks, text: height of letters in pixels."""
    return CircleScale(spread[-1] if spread else 0.0, LARGEST * text)


def radii(cells: Sequence[Cell], circles: CircleScale) -> list[float]:
    """Return a radius for each unit, 0 where it has no figure: no circle is drawn."""
    return [0.0 if item.value is None else round(circles.radius(item.value), 1) for item in cells]


def steps(circles: CircleScale) -> list[float]:
    """Return two or three round counts for the legend, large to small."""
    if circles.top <= 0:
        return []
    found = [nice(circles.top)] + [nice(circles.top * part) for part in (0.3, 0.06)]
    return [value for place, value in enumerate(found) if value > 0 and value not in found[:place]]


def layer(units: Sequence[dict[str, Any]], sizes: Sequence[float], theme: Theme, key: str) -> list[pdk.Layer]:
    """Return the circles of a view's units as a layer that answers to no click; none where nothing is counted."""
    rows = [{"p": [unit["x"], unit["y"]], "r": size} for unit, size in zip(units, sizes, strict=True) if size > 0]
    if not rows:
        return []
    return [
        pdk.Layer(
            "ScatterplotLayer",
            rows,
            id=f"circles-{key}",
            get_position="p",
            get_radius="r",
            radius_units=pdk.types.String("pixels"),
            get_fill_color=[*rgb(theme.ink), round(_FILL * 255)],
            get_line_color=[*rgb(theme.paper)],
            stroked=True,
            get_line_width=_LINE,
            line_width_units=pdk.types.String("pixels"),
            pickable=False,
        )
    ]


def legend(circles: CircleScale, title: str, note: str, write: Callable[[float], str]) -> str:
    """Return the circles' own legend: nested circles with their counts; "" where there is nothing to draw."""
    values = steps(circles)
    if not values:
        return ""
    large = circles.radius(values[0])
    high, base = max(2 * large + 4, 18.0 * len(values)), 0.0
    base = high - 2
    parts = []
    for place, value in enumerate(values):
        radius = circles.radius(value)
        y = min(base - 2 * radius, base) + 1
        line = 9 + place * (high - 14) / max(len(values) - 1, 1)
        parts.append(
            f'<circle cx="{large + 2:.1f}" cy="{base - radius:.1f}" r="{radius:.1f}" fill="none" '
            f'stroke="var(--lj-ink)" stroke-width="1.2"/>'
            f'<path d="M{large + 2:.1f} {y:.1f}L{2 * large + 14:.1f} {line - 4:.1f}h6" fill="none" '
            f'stroke="var(--lj-quiet)" stroke-width=".8"/>'
            f'<text x="{2 * large + 24:.1f}" y="{line:.1f}">{escape(write(value))}</text>'
        )
    wide = 2 * large + 84
    picture = (
        f'<svg width="{wide:.0f}" height="{high:.0f}" viewBox="0 0 {wide:.0f} {high:.0f}">{"".join(parts)}</svg>'
    )
    small = f"<small>{escape(note)}</small>" if note else ""
    return f'<div class="lj-circles"><b>{escape(title)}</b>{picture}{small}</div>'
