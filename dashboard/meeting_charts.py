"""The line of a meeting's scene as inline SVG: large letters, drawn ahead, no library to load. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from dashboard.axes import Style, value_axis, week_axis
from dashboard.i18n import mark

LEFT, TOP, BOTTOM, RIGHT = 92, 24, 52, 30
LAST_YEAR = mark("last year")


def line(
    values: Sequence[float | None],
    before: Sequence[float | None],
    weeks: Sequence[str],
    unit: str,
    style: Style,
    *,
    width: int,
    height: int,
    label: str,
) -> str:
    """Return the picture of an indicator over weeks, with the same weeks a year before as a thin line.

    values, before: one a week, None = a gap; unit: of the indicator; width, height: in pixels at 1920 x 1080.
    """
    both = [*values, *before]
    if all(value is None for value in values):
        return ""
    axis, bottom = value_axis(both, unit, style), height - BOTTOM
    low, high = axis["range"]

    def at_x(place: float) -> float:
        return LEFT + place / max(len(weeks) - 1, 1) * (width - LEFT - RIGHT)

    def at_y(value: float) -> float:
        return bottom - (value - low) / (high - low) * (bottom - TOP)

    grid = "".join(
        f'<line x1="{LEFT}" x2="{width - RIGHT}" y1="{at_y(tick):.1f}" y2="{at_y(tick):.1f}" class="lj-s-grid"/>'
        f'<text x="{LEFT - 14}" y="{at_y(tick) + 9:.1f}" text-anchor="end">{escape(text)}</text>'
        for tick, text in zip(axis["tickvals"], axis["ticktext"], strict=True)
    )
    last = next(place for place in reversed(range(len(values))) if values[place] is not None)
    end = values[last]
    dot = f'<circle cx="{at_x(last):.1f}" cy="{at_y(end):.1f}" r="8" class="lj-s-dot"/>' if end is not None else ""
    drawn = (
        f'{grid}{_weeks(week_axis(weeks, style), at_x, height)}<path d="{_path(before, at_x, at_y)}" '
        f'class="lj-s-before"/><path d="{_path(values, at_x, at_y)}" class="lj-s-line"/>{dot}'
    )
    box = f'viewBox="0 0 {width} {height}" role="img" aria-label="{escape(label)}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" class="lj-s-chart" {box}>{drawn}</svg>'


def _weeks(axis: dict[str, Any], at_x: Any, height: int) -> str:
    """Return the words below the axis; the outer ones stay within the picture."""
    places = list(axis["tickvals"])
    found = []
    for place, text in zip(places, axis["ticktext"], strict=True):
        anchor = "start" if place == places[0] else "end" if place == places[-1] else "middle"
        found.append(f'<text x="{at_x(place):.1f}" y="{height - 10}" text-anchor="{anchor}">{escape(text)}</text>')
    return "".join(found)


def _path(values: Sequence[float | None], at_x: Any, at_y: Any) -> str:
    """Return a line as moves; a gap stays a gap."""
    steps, pen = [], False
    for place, value in enumerate(values):
        if value is None:
            pen = False
            continue
        steps.append(f"{'L' if pen else 'M'}{at_x(place):.1f} {at_y(value):.1f}")
        pen = True
    return "".join(steps)
