"""Charts as plain figure dicts: rows in, figure out, one visual language; no Streamlit and no store here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dashboard import beside
from dashboard.axes import Style, broken, label_width, layout, value_axis, week_axis
from dashboard.formats import Figure, Indicator, emptiness, number, value_text, week_long

Figures = dict[str, Any]
LOW = 200  # px: so low a chart stands beside others, and four weeks under it would touch


@dataclass(frozen=True)
class Line:
    """One line over the weeks of a chart: a value or None (a gap) a week, and its hover texts."""

    name: str
    values: Sequence[float | None]
    hover: Sequence[str] = ()
    colour: str = ""
    carried: Sequence[bool] = ()


def hover_text(title: str, figure: Figure, indicator: Indicator, style: Style) -> str:
    """Return what a point says: value, numerator / denominator, how many units reported, where it is carried from."""
    return f"{title}<br>{_said_of(figure, indicator, style)}"


@lru_cache(maxsize=20_000)  # at a step to the next week most points of a chart are those of before
def _said_of(figure: Figure, indicator: Indicator, style: Style) -> str:
    _, lang = style._, style.lang
    empty = emptiness(figure, indicator, _)
    lines = [f"<b>{empty or value_text(figure.value(indicator), indicator.unit, lang, _)}</b>"]
    if indicator.is_rate and not empty and figure.numerator is not None and figure.denominator is not None:
        lines.append(f"{_plain(figure.numerator)} / {_plain(figure.denominator)}")
    if figure.expected_units > 1:
        lines.append(
            _("{n} of {of} units reported").format(n=number(figure.reported_units), of=number(figure.expected_units))
        )
    if figure.carried_from:
        lines.append(_("carried forward from {week}").format(week=week_long(figure.carried_from, _)))
    return "<br>".join(lines)


def _plain(value: float) -> str:
    return number(value) if value == int(value) else number(value, 1)


def lines(
    drawn: Sequence[Line],
    weeks: Sequence[str],
    unit: str,
    style: Style,
    *,
    last_year: Sequence[float | None] = (),
    target: float | None = None,
    height: int = 280,
    events: Mapping[str, str] | None = None,
    name_last_year: bool = True,
) -> Figures:
    """Return lines over weeks with direct labels, last year's same weeks as a pale band, and events marked."""
    places = list(range(len(weeks)))
    traces: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    if any(value is not None for value in last_year):
        band = {"color": style.theme.band, "width": 7, "shape": "linear"}
        traces.append(
            {"type": "scatter", "x": places, "y": list(last_year), "mode": "lines", "line": band, "hoverinfo": "skip"}
        )
        notes += _label(last_year, style._("last year") if name_last_year else "", style.theme.quiet, first=True)
    many = len(drawn) > 1
    for line in drawn:
        colour = line.colour or style.theme.main
        traces += _line_traces(line, places, colour, style)
        notes += _label(
            line.values, line.name if many else "", colour if many else style.theme.ink, unit=unit, style=style
        )
    shapes = [_level(target, style)] if target is not None else []
    for week, text in (events or {}).items():
        if week in weeks:
            shapes.append(_event_line(weeks.index(week), style))
            notes.append(_event_note(weeks.index(week), text, style))
    every = [value for line in drawn for value in line.values] + list(last_year)
    axis = value_axis(every, unit, style)
    if unit == "share" and axis["tickvals"][0] > 0:
        notes.append(_cut_note(axis["ticktext"][0], style))
    room = max((label_width(part) for line in drawn for part in broken(line.name)), default=0) + 24 if many else 72
    wide = {"l": 48, "r": max(room, 72), "t": 16, "b": 24}
    shared = layout(
        style, height, margin=wide, xaxis=week_axis(weeks, style, few=height < LOW), yaxis=axis, shapes=shapes
    )
    figure = {"data": traces, "layout": {**shared, "annotations": _apart(notes, axis["range"], height)}}
    return beside.drawn(figure, _lines_table(drawn, weeks, unit, style, last_year))


def _lines_table(
    drawn: Sequence[Line], weeks: Sequence[str], unit: str, style: Style, last_year: Sequence[float | None]
) -> beside.Beside:
    _ = style._
    columns = [[_cell(line.values, line.hover, place) for place in range(len(weeks))] for line in drawn]
    names = [line.name for line in drawn]
    if any(value is not None for value in last_year):
        columns.append(list(last_year))
        names.append(_("a year before"))
    return beside.columns_of(_("Week"), names, [week_long(week, _) for week in weeks], columns, unit)


def _cell(values: Sequence[float | None], hover: Sequence[str], place: int) -> beside.Cell:
    return beside.cell_of(values[place], hover[place] if place < len(hover) else "")


def _line_traces(line: Line, places: list[int], colour: str, style: Style) -> list[dict[str, Any]]:
    """Return a line, and its dots: a dot at every week, most of size 0, was a quarter of what drawing it took."""
    drawn = {
        "type": "scatter",
        "x": places,
        "y": list(line.values),
        "mode": "lines",
        "name": line.name,
        "line": {"color": colour, "width": 2.2},
        "text": list(line.hover),
        "hovertemplate": "%{text}<extra></extra>" if line.hover else None,
        "connectgaps": False,
        "cliponaxis": False,
    }
    carried = list(line.carried) or [False] * len(line.values)
    dotted = _dotted(line.values, carried)
    dots = {
        "type": "scatter",
        "x": [places[at] for at in dotted],
        "y": [line.values[at] for at in dotted],
        "mode": "markers",
        "marker": {
            "size": 6,
            "color": [style.theme.paper if carried[at] else colour for at in dotted],
            "line": {"color": colour, "width": [1.6 if carried[at] else 0 for at in dotted]},
            "opacity": 1,
        },
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
    return [drawn, dots]


def _dotted(values: Sequence[float | None], carried: Sequence[bool]) -> list[int]:
    """Return the places with a dot: the last one, carried values, and those with a gap on both sides."""
    padded, last = [None, *values, None], len(values) - 1

    def lonely(at: int) -> bool:
        return padded[at] is None and padded[at + 2] is None

    return [at for at, value in enumerate(values) if value is not None and (at == last or carried[at] or lonely(at))]


def _label(
    values: Sequence[float | None],
    name: str,
    colour: str,
    *,
    first: bool = False,
    unit: str = "",
    style: Style | None = None,
) -> list[dict[str, Any]]:
    known = [place for place, value in enumerate(values) if value is not None]
    if not known or (first and not name):
        return []
    place = known[0] if first else known[-1]
    text = name
    if style is not None:
        figure = value_text(values[place], unit, style.lang, style._)
        text = f"{'<br>'.join(broken(name))}<br><b>{figure}</b>" if name else f"<b>{figure}</b>"
    return [
        {
            "x": place,
            "y": values[place],
            "text": text,
            "showarrow": False,
            "align": "left",
            "xanchor": "left",
            "yanchor": ("top" if _rises(values, known) else "bottom") if first else "middle",
            "xshift": 0 if first else 8,
            "yshift": (-6 if _rises(values, known) else 6) if first else 0,
            "font": {"color": colour, "size": 12 if first else 13},
        }
    ]


def _rises(values: Sequence[float | None], known: Sequence[int]) -> bool:
    """Say whether a line goes up from its first point: its label then stands below it."""
    first, later = values[known[0]], values[known[min(6, len(known) - 1)]]
    return first is not None and later is not None and later > first


def _apart(notes: list[dict[str, Any]], span: Sequence[float], height: int) -> list[dict[str, Any]]:
    """Shift the labels at the lines' ends so that none covers another and none leaves the chart."""
    ends = sorted((note for note in notes if note.get("yanchor") == "middle"), key=lambda note: float(note["y"]))
    room = height - 40
    pixels = room / ((span[1] - span[0]) or 1)
    places = [(float(note["y"]) - span[0]) * pixels for note in ends]
    halves = [9 + 8 * note["text"].count("<br>") for note in ends]
    moved: list[float] = []
    for place, half in zip(places, halves, strict=True):
        lowest = moved[-1] + halves[len(moved) - 1] + half if moved else half
        moved.append(max(place, lowest))
    highest = room + 12.0
    for n in range(len(moved) - 1, -1, -1):
        moved[n] = min(moved[n], highest - halves[n])
        highest = moved[n] - halves[n]
    for note, place, to in zip(ends, places, moved, strict=True):
        note["yshift"] = round(to - place)
    return notes


def _cut_note(lowest: str, style: Style) -> dict[str, Any]:
    """Say in the chart that its axis does not begin at zero."""
    text = style._("axis from {value}").format(value=lowest)
    font = {"color": style.theme.quiet, "size": 11}
    place = {"xref": "paper", "yref": "paper", "x": 1, "y": 0, "xanchor": "right", "yanchor": "bottom"}
    return {**place, "text": text, "showarrow": False, "font": font, "xshift": -4, "yshift": 4}


def _level(value: float, style: Style) -> dict[str, Any]:
    line = {"color": style.theme.quiet, "width": 1, "dash": "dot"}
    ends = {"xref": "paper", "x0": 0, "x1": 1, "y0": value, "y1": value}
    return {"type": "line", **ends, "line": line, "layer": "below"}


def _event_line(place: int, style: Style) -> dict[str, Any]:
    line = {"color": style.theme.quiet, "width": 1, "dash": "dash"}
    ends = {"yref": "paper", "y0": 0, "y1": 1, "x0": place, "x1": place}
    return {"type": "line", **ends, "line": line, "layer": "below"}


def _event_note(place: int, text: str, style: Style) -> dict[str, Any]:
    font = {"color": style.theme.quiet, "size": 12}
    return {"x": place, "yref": "paper", "y": 1, "text": text, "showarrow": False, "yanchor": "bottom", "font": font}


def columns(
    weeks: Sequence[str],
    values: Sequence[float | None],
    unit: str,
    style: Style,
    *,
    hover: Sequence[str] = (),
    last_year: Sequence[float | None] = (),
    colour: str = "",
    height: int = 220,
    name: str = "",
) -> Figures:
    """Return upright bars over weeks from the zero line, with last year's same weeks as a pale band."""
    places = list(range(len(weeks)))
    bars = {
        "type": "bar",
        "x": places,
        "y": list(values),
        "marker": {"color": colour or style.theme.main},
        "text": list(hover),
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>" if hover else None,
    }
    traces: list[dict[str, Any]] = [bars]
    if any(value is not None for value in last_year):
        band = {"color": style.theme.quiet, "width": 1.6, "dash": "dot"}
        traces.append(
            {"type": "scatter", "x": places, "y": list(last_year), "mode": "lines", "line": band, "hoverinfo": "skip"}
        )
    axis = value_axis([*values, *last_year], unit, style)
    margin = {"l": 48, "r": 40, "t": 16, "b": 24}
    shared = layout(style, height, margin=margin, xaxis=week_axis(weeks, style), yaxis=axis, bargap=0.25)
    line = Line(name, values, hover)
    return beside.drawn({"data": traces, "layout": shared}, _lines_table([line], weeks, unit, style, last_year))


def week_hovers(weeks: Sequence[str], found: Sequence[Figure], indicator: Indicator, style: Style) -> list[str]:
    """Return one hover text a week."""
    return [
        hover_text(week_long(week, style._), figure, indicator, style)
        for week, figure in zip(weeks, found, strict=True)
    ]
