"""Small trends side by side, as HTML: a line over weeks, last year's as a thin band, the target dotted. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape

from dashboard.theme import Theme

WIDE, HIGH = 300, 84
_LEFT, _RIGHT, _TOP, _LOW = 4, 4, 8, 6


@dataclass(frozen=True)
class Small:
    """One trend: its name, the values of its weeks and of the same weeks a year before, its target, where to go."""

    name: str
    values: Sequence[float | None]
    before: Sequence[float | None] = ()
    target: float | None = None
    said: str = ""
    link: str = ""


def trends(items: Sequence[Small], weeks: Sequence[str], text: Callable[[int, float], str], theme: Theme) -> str:
    """Return the trends in a grid; weeks: their names; text: how the n-th trend writes a value."""
    cards = "".join(_card(item, weeks, partial(text, number), theme) for number, item in enumerate(items))
    return f'<div class="lj-trends">{cards}</div>'


def _card(item: Small, weeks: Sequence[str], text: Callable[[float], str], theme: Theme) -> str:
    name = escape(item.name)
    if item.link:
        name = f'<a href="{escape(item.link)}" target="_self">{name}</a>'
    said = f"<b>{escape(item.said)}</b>" if item.said else ""
    ends = f"<span>{escape(weeks[0])}</span><span>{escape(weeks[-1])}</span>" if weeks else ""
    return (
        f'<div class="lj-small-trend"><div class="lj-name"><span>{name}</span>{said}</div>'
        f'{picture(item, weeks, text, theme)}<div class="lj-ends">{ends}</div></div>'
    )


def picture(item: Small, weeks: Sequence[str], text: Callable[[float], str], theme: Theme) -> str:
    """Return the picture of a trend: each week's value is told to who points at it; a gap stays a gap."""
    known = [value for value in (*item.values, *item.before) if value is not None]
    if not known:
        return '<div class="lj-note">–</div>'
    low, high = min(known), max(known)
    if item.target is not None and low <= item.target * 1.3 and high >= item.target * 0.7:
        low, high = min(low, item.target), max(high, item.target)
    span = (high - low) or 1.0
    step = (WIDE - _LEFT - _RIGHT) / max(len(item.values) - 1, 1)

    def at(place: int, value: float) -> tuple[float, float]:
        share = 0.5 if high == low else (value - low) / span
        return _LEFT + place * step, _TOP + (1 - share) * (HIGH - _TOP - _LOW)

    parts = [f'<path d="{_path(item.before, at)}" fill="none" stroke="{theme.band}" stroke-width="6"/>']
    if item.target is not None and low <= item.target <= high:
        y = at(0, item.target)[1]
        dots = f'stroke="{theme.quiet}" stroke-dasharray="2 3"'
        parts.append(f'<path d="M{_LEFT} {y:.1f}H{WIDE - _RIGHT}" {dots}/>')
    parts.append(f'<path d="{_path(item.values, at)}" fill="none" stroke="{theme.main}" stroke-width="2"/>')
    last = [(place, value) for place, value in enumerate(item.values) if value is not None][-1:]
    parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{theme.main}"/>' for x, y in (at(*one) for one in last)]
    parts += [
        f'<rect x="{_LEFT + (place - 0.5) * step:.1f}" y="0" width="{step:.1f}" height="{HIGH}" fill="transparent">'
        f"<title>{escape(weeks[place])} · {escape(text(value))}</title></rect>"
        for place, value in enumerate(item.values)
        if value is not None and place < len(weeks)
    ]
    label = f'role="img" aria-label="{escape(item.name)}"'
    return f'<svg viewBox="0 0 {WIDE} {HIGH}" {label} preserveAspectRatio="none">{"".join(parts)}</svg>'


def _path(values: Sequence[float | None], at: Callable[[int, float], tuple[float, float]]) -> str:
    path, pen = [], False
    for place, value in enumerate(values):
        if value is not None:
            x, y = at(place, value)
            path.append(f"{'L' if pen else 'M'}{x:.1f} {y:.1f}" + ("" if pen else "h.01"))
        pen = value is not None
    return "".join(path)
