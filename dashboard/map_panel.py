"""What stands beside and under the map: rank, trend, parts, the strip of weeks. Pure functions that return HTML."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from dashboard.formats import Indicator, outside
from dashboard.map_classes import MISSING, Cell, Scale, fill_index, outline, palette
from dashboard.theme import Theme

TREND_WIDTH, TREND_HEIGHT = 320, 132
_LEFT, _RIGHT, _TOP, _BOTTOM = 8, 8, 18, 38
_APART = (64, 28)  # px: two values so far from each other to the side, or in height, are not taken for one another


def badness(value: float, indicator: Indicator) -> float:
    """Return what to sort by so that the best comes first; of an indicator without direction, the largest."""
    if indicator.direction == "down":
        return value
    return outside(value, indicator) if indicator.direction == "band" else -value


def rank(unit: str, cells: Sequence[Cell], indicator: Indicator) -> tuple[int, int] | None:
    """Return (place, of how many) of a unit among those that have a value; equal values share a place.

    None where the unit has no value: a unit that did not submit is not the last, it has no place.
    """
    values = {item.unit: badness(item.value, indicator) for item in cells if item.value is not None}
    if unit not in values:
        return None
    return 1 + sum(value < values[unit] - 1e-12 for value in values.values()), len(values)


def best_first(cells: Sequence[Cell], indicator: Indicator) -> list[Cell]:
    """Return the units with the best first, then those without a value."""
    return sorted(
        cells,
        key=lambda item: (item.value is None, 0.0 if item.value is None else badness(item.value, indicator)),
    )


def parts(cells: Sequence[Cell], scale: Scale, theme: Theme, text: Callable[[Cell], str]) -> str:
    """Return the parts of a unit as rows: its colour on the map, its name, its value."""
    fills = palette(scale, theme)
    rows = []
    for item in cells:
        mark = f'<i style="background:{fills[fill_index(item, scale)]};border:{outline(item.state)}"></i>'
        rows.append(f"<tr><td>{mark}{escape(item.name)}</td><td class='lj-n'>{escape(text(item))}</td></tr>")
    return f'<table class="lj-list lj-parts"><tbody>{"".join(rows)}</tbody></table>'


def trend(
    values: Sequence[float | None], ends: tuple[str, str], number: Callable[[float], str], theme: Theme, label: str
) -> str:
    """Return a line over weeks with its last value written, and the lowest and highest where they stand apart.

    A highest value of 97.0 one week before the last of 96.9 would be taken for the last. A gap stays a gap.
    values: one a week. ends: names of the first and the last week. label: for screen readers.
    """
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    if not known:
        return ""
    low, high = min(value for _, value in known), max(value for _, value in known)
    span = (high - low) or 1.0
    wide, tall = TREND_WIDTH - _LEFT - _RIGHT, TREND_HEIGHT - _TOP - _BOTTOM

    def at(place: int, value: float) -> tuple[float, float]:
        return _LEFT + place * wide / max(len(values) - 1, 1), _TOP + (1 - (value - low) / span) * tall

    last = at(*known[-1])
    notes = [_note(last, number(known[-1][1]), -6 if known[-1][1] > low or low == high else 14)]
    for value, below in ((high, -6), (low, 14)):
        point = at(*next(pair for pair in known if pair[1] == value))
        if value != known[-1][1] and (last[0] - point[0] >= _APART[0] or abs(last[1] - point[1]) >= _APART[1]):
            notes.append(_note(point, number(value), below))
    base = TREND_HEIGHT - 18
    return (
        f'<svg viewBox="0 0 {TREND_WIDTH} {TREND_HEIGHT}" class="lj-trend" role="img" aria-label="{escape(label)}">'
        f'<path d="M{_LEFT} {base}H{TREND_WIDTH - _RIGHT}" stroke="{theme.line}"/>'
        f'<path d="{_line(values, at)}" fill="none" stroke="{theme.main}" stroke-width="2" stroke-linejoin="round"/>'
        f'<circle cx="{last[0]:.1f}" cy="{last[1]:.1f}" r="3.5" fill="{theme.main}"/>{"".join(notes)}'
        f'<text x="{_LEFT}" y="{TREND_HEIGHT - 4}">{escape(ends[0])}</text>'
        f'<text x="{TREND_WIDTH - _RIGHT}" y="{TREND_HEIGHT - 4}" text-anchor="end">{escape(ends[1])}</text></svg>'
    )


def source(lines: Sequence[str]) -> str:
    """Return what is printed beside the map on paper and not shown on the screen: what the figure is, where from."""
    return f'<div class="lj-print">{"<br>".join(escape(line) for line in lines if line)}</div>'


def _line(values: Sequence[float | None], at: Callable[[int, float], tuple[float, float]]) -> str:
    path, pen = [], False
    for place, value in enumerate(values):
        if value is not None:
            x, y = at(place, value)
            path.append(f"{'L' if pen else 'M'}{x:.1f} {y:.1f}")
            if not pen:
                path.append("h.01")  # a week between two gaps is a dot
        pen = value is not None
    return "".join(path)


def _note(point: tuple[float, float], text: str, below: int) -> str:
    anchor = "start" if point[0] < 40 else "end" if point[0] > TREND_WIDTH - 40 else "middle"
    return f'<text x="{point[0]:.1f}" y="{point[1] + below:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def strip(weeks: Sequence[tuple[str, Cell, str]], chosen: str, scale: Scale | None, theme: Theme, label: str) -> str:
    """Return the weeks as a row of small fields in the map's colours, the chosen one marked, events as a tick above.

    weeks: (week, the unit in that week, what happened then or ""), oldest first. scale None: a count, whose classes
    differ from level to level, the fields are columns of one colour.
    """
    fields: list[str] = []
    top = max((item.value or 0.0 for _, item, _ in weeks), default=0.0) or 1.0
    for place, (week, item, event) in enumerate(weeks):
        title = " · ".join(part for part in (item.name, event) if part)
        edge = f'stroke="{theme.quiet}" stroke-dasharray="2 2" stroke-width=".8"' if item.state == MISSING else ""
        high, fill = 10.0, theme.paper
        if scale is not None:
            fill = palette(scale, theme)[fill_index(item, scale)]
        elif item.value is not None:
            high, fill = max(0.5, item.value / top * 13), theme.main
        fields.append(
            f'<rect x="{place * 10 + 0.6}" y="{19 - high:.1f}" width="8.8" height="{high:.1f}" fill="{fill}" {edge}>'
            f"<title>{escape(title)}</title></rect>"
        )
        if event:
            fields.append(f'<rect x="{place * 10 + 4}" y="0" width="2" height="4" fill="{theme.quiet}"/>')
        if week == chosen:
            fields.append(f'<rect x="{place * 10}" y="21" width="10" height="3" fill="{theme.accent}"/>')
    box = f'viewBox="0 0 {len(weeks) * 10} 25" preserveAspectRatio="none"'
    return f'<svg {box} class="lj-weeks" role="img" aria-label="{escape(label)}">{"".join(fields)}</svg>'
