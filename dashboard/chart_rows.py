"""Charts with a row for each unit: ranked bars, stacked parts, and cells in fixed classes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dashboard import beside
from dashboard.axes import Style, label_width, layout, plain_axis, week_axis
from dashboard.charts import Figures
from dashboard.formats import number, value_text, week_long
from dashboard.map_classes import ABSENT, MISSING, Cell, Scale, fill_index, palette, rgb

PITCH, WIDE_PITCH, EDGES = 28, 34, 16  # px: from bar to bar, at most so where there is room, and above and below them


@dataclass(frozen=True)
class Bar:
    """One bar: its label, value (None = no figure, then `word` says why), the same a year before, its hover text."""

    label: str
    value: float | None
    word: str = ""
    before: float | None = None
    hover: str = ""
    carried: bool = False
    parts: Mapping[str, float] = field(default_factory=dict)


def ranking(
    bars: Sequence[Bar],
    unit: str,
    style: Style,
    *,
    target: float | None = None,
    top: float | None = None,
    colour: str = "",
    up_to: int = 0,
) -> Figures:
    """Return horizontal bars, the first at the top: the value behind, a tick for the year before, words if empty.

    up_to: px, as high as the chart that stands next to it, to end with it where no bar grows thick for that.
    """
    theme, rows = style.theme, list(range(len(bars)))
    values = [bar.value for bar in bars]
    known = [value for value in [*values, *(bar.before for bar in bars)] if value is not None]
    high = top if top is not None else (1.0 if unit == "share" else max(known, default=1.0) or 1.0)
    main = colour or theme.main
    trace = {
        "type": "bar",
        "orientation": "h",
        "y": rows,
        "x": [value or 0 for value in values],
        "width": 0.62,
        "marker": {"color": main, "opacity": [0.45 if bar.carried else 1.0 for bar in bars]},
        "hovertext": [bar.hover for bar in bars],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    ticks = {
        "type": "scatter",
        "mode": "markers",
        "x": [bar.before for bar in bars],
        "y": rows,
        "marker": {"symbol": "line-ns", "size": 15, "line": {"color": theme.ink, "width": 2}},
        "hoverinfo": "skip",
    }
    yaxis = unit_axis([bar.label for bar in bars], style)
    xaxis = plain_axis(style, range=[0, high * 1.16], showticklabels=False, showline=False)
    traces = [trace, ticks]
    if target is not None and target <= high * 1.02:
        dots = {"color": theme.quiet, "width": 1, "dash": "dot"}
        ends = {"x": [target, target], "y": yaxis["range"]}
        traces.append({"type": "scatter", "mode": "lines", **ends, "line": dots, "hoverinfo": "skip"})
    traces.append(_bar_words(bars, unit, style))
    margin = {"l": 8, "r": 8, "t": 4, "b": 4}
    height = EDGES + max(PITCH * len(bars), min(up_to - EDGES, WIDE_PITCH * len(bars)))
    shared = layout(style, height, margin=margin, xaxis=xaxis, yaxis=yaxis)
    return beside.drawn({"data": traces, "layout": shared}, _bars_table(bars, unit, style))


def _bars_table(bars: Sequence[Bar], unit: str, style: Style) -> beside.Beside:
    _ = style._
    columns: list[list[beside.Cell]] = [[bar.word if bar.value is None else bar.value for bar in bars]]
    heads = [_("Value")]
    if any(bar.before is not None for bar in bars):
        heads.append(_("a year before"))
        columns.append([bar.before for bar in bars])
    return beside.columns_of(_("Name"), heads, [bar.label for bar in bars], columns, unit)


def _bar_words(bars: Sequence[Bar], unit: str, style: Style) -> dict[str, Any]:
    """Return the words behind the bars as one trace, before the target's dots: as notes they would take long."""
    theme, edge = style.theme, style.theme.paper
    around = [f"{x}px {y}px 1px {edge}" for x in (-2, 0, 2) for y in (-2, 0, 2)]
    return {
        "type": "scatter",
        "mode": "text",
        "x": [max(bar.value, bar.before or 0) if bar.value is not None else 0 for bar in bars],
        "y": list(range(len(bars))),
        "text": [f"\u2002{_bar_word(bar, unit, style)}" for bar in bars],
        "textposition": "middle right",
        "textfont": {
            "color": [theme.quiet if bar.value is None else theme.ink for bar in bars],
            "size": 13,
            "shadow": ", ".join(around),
        },
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _bar_word(bar: Bar, unit: str, style: Style) -> str:
    if bar.value is None:
        return bar.word
    text = value_text(bar.value, unit, style.lang, style._)
    return f"{text} <span style='color:{style.theme.quiet}'>{bar.word}</span>" if bar.word else text


def stacked(bars: Sequence[Bar], kinds: Mapping[str, tuple[str, str]], style: Style) -> Figures:
    """Return horizontal bars of parts; kinds: part -> (name, colour). The names stand above the first bar's parts."""
    rows = list(range(len(bars)))
    traces = []
    widest = max((sum(bar.parts.values()) for bar in bars), default=0)
    for kind, (name, colour) in kinds.items():
        values = [bar.parts.get(kind, 0) for bar in bars]
        hover = [f"{bar.label}<br>{name} <b>{number(value)}</b>" for bar, value in zip(bars, values, strict=True)]
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "y": rows,
                "x": values,
                "width": 0.62,
                "name": name,
                "marker": {"color": colour, "line": {"color": style.theme.paper, "width": 1}},
                "text": [number(value) if value > widest * 0.04 else "" for value in values],
                "constraintext": "none",
                "textposition": "inside",
                "insidetextanchor": "middle",
                "textangle": 0,
                "textfont": {"color": "#FFFFFF", "size": 12},
                "hovertext": hover,
                "hovertemplate": "%{hovertext}<extra></extra>",
            }
        )
    yaxis = unit_axis([bar.label for bar in bars], style)
    legend = {"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom", "xanchor": "left", "traceorder": "normal"}
    legend |= {"font": {"size": 12, "color": style.theme.ink}, "itemclick": False, "itemdoubleclick": False}
    margin = {"l": 8, "r": 8, "t": 28, "b": 4}
    xaxis = plain_axis(style, showticklabels=False)
    more = {
        "barmode": "stack",
        "showlegend": True,
        "legend": legend,
        "xaxis": xaxis,
        "yaxis": yaxis,
        "margin": margin,
    }
    columns = [[bar.parts.get(kind, 0) for bar in bars] for kind in kinds]
    names = [name for name, _ in kinds.values()]
    table = beside.columns_of(style._("Name"), names, [bar.label for bar in bars], columns, "count")
    return beside.drawn({"data": traces, "layout": layout(style, PITCH * len(bars) + 40, **more)}, table)


def heat(
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Sequence[Sequence[HeatCell]],
    scale: Scale,
    style: Style,
    *,
    show: bool = False,
    weeks: bool = False,
    unit: str = "count",
) -> Figures:
    """Return a table of cells in the fixed classes of a scale, filled like the map; weeks: the columns are weeks.

    unit: of the values, for the table beside it.
    """
    fills = palette(scale, style.theme)
    places = [
        [None if cell.state in (MISSING, ABSENT) else fill_index(cell.cell, scale) for cell in line] for line in cells
    ]
    colours = [[place / len(fills), fills[n]] for n in range(len(fills)) for place in (n, n + 1)]
    trace: dict[str, Any] = {
        "type": "heatmap",
        "x": list(range(len(columns))),
        "y": list(range(len(rows))),
        "z": places,
        "zmin": -0.5,
        "zmax": len(fills) - 0.5,
        "colorscale": colours,
        "showscale": False,
        "xgap": 0.5 if weeks else 2,
        "ygap": 2,
        "text": [[cell.hover for cell in line] for line in cells],
        "hovertemplate": "%{text}<extra></extra>",
        "hoverongaps": True,
    }
    if weeks:
        xaxis = week_axis(columns, style) | {"showline": False}
    else:
        long = max((label_width(name) for name in columns), default=0) > 56
        heads = {"ticktext": list(columns), "side": "top", "tickangle": -40 if long else 0}
        xaxis = plain_axis(style, tickvals=list(range(len(columns))), **heads)
    yaxis = unit_axis(rows, style) | {"range": [len(rows) - 0.5, -0.5]}
    notes = _cell_notes(cells, places, fills) if show else []
    margin = {"l": 8, "r": 40 if weeks else 8, "t": 4 if weeks else 24, "b": 24 if weeks else 4}
    height = (24 if weeks else 28) * len(rows) + 40
    shared = layout(style, height, margin=margin, xaxis=xaxis, yaxis=yaxis, annotations=notes)
    titles = [week_long(name, style._) for name in columns] if weeks else list(columns)
    values = [[beside.cell_of(cell.cell.value, cell.hover) for cell in line] for line in cells]
    table = beside.Beside([style._("Name"), *titles], [[n, *v] for n, v in zip(rows, values, strict=True)], unit)
    return beside.drawn({"data": [trace], "layout": shared}, table)


@dataclass(frozen=True)
class HeatCell:
    """One cell: what the map would show of the unit in that week, and its hover text."""

    cell: Cell
    hover: str

    @property
    def state(self) -> str:
        """Return which kind of value or emptiness it is."""
        return self.cell.state


def unit_axis(names: Sequence[str], style: Style) -> dict[str, Any]:
    """Return the y axis of a chart with a row for each unit, the first at the top."""
    axis = plain_axis(style, tickvals=list(range(len(names))), ticktext=list(names), range=[len(names) - 0.4, -0.6])
    return axis | {"tickfont": {"color": style.theme.ink, "size": 13}, "ticklabelstandoff": 8}


def ink_on(colour: str) -> str:
    """Return white or ink, whichever is read more easily on a colour."""
    red, green, blue = rgb(colour)
    return "#1F2933" if 0.299 * red + 0.587 * green + 0.114 * blue > 140 else "#FFFFFF"


def _cell_notes(
    cells: Sequence[Sequence[HeatCell]], places: Sequence[Sequence[int | None]], fills: Sequence[str]
) -> list[dict[str, Any]]:
    found = []
    for row, line in enumerate(cells):
        for column, item in enumerate(line):
            place, value = places[row][column], item.cell.value
            if value is None or place is None:
                continue
            font = {"size": 12, "color": ink_on(fills[place])}
            found.append({"x": column, "y": row, "text": number(value), "showarrow": False, "font": font})
    return found
