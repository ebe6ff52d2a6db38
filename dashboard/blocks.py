"""What the pages have in common: figures fetched in one query a block, charts and tables put on the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard import charts, data, pictures, takeaway
from dashboard.chart_rows import Bar, HeatCell
from dashboard.charts import Style
from dashboard.components import Kpi, Linked
from dashboard.context import Context, current
from dashboard.formats import Figure, Indicator, figure_text, value_text, week_label, week_long
from dashboard.lineage_links import figure_link
from dashboard.map_classes import cell, class_labels, pale, scale
from warehouse import periods

# px: of the charts in a page's first row. What is below them begins below the window's edge (1366×768), so that the
# window is painted when they are, and not when the rest has come too.
FIRST_ROW = 304
RANKED = 20  # bars on one chart; the rest is in the table
NOT_SENT = Figure()
COMMENTED = "※"  # a reference mark, with the number of comments behind it
UNSETTLED = ("resolution_rate",)  # of a week's complaints, those resolved so far: the newest week always looks low

Grid = dict[tuple[str, str, str], Figure]


def style_of(page: Context) -> Style:
    """Return what charts need of a page."""
    return Style(page.theme, page.lang, page._)


_gathered: ContextVar[list[str] | None] = ContextVar("gathered", default=None)


def show(html: str) -> None:
    """Put a block of HTML on the page, with the pictures that stand in it as SVG."""
    gathered = _gathered.get()
    if gathered is None:
        st.html(pictures.sealed(html))
    else:
        gathered.append(html)


def chart(figure: dict[str, Any], key: str, title: str = "") -> None:
    """Put a figure on the page, and under it its table and the ways to take it away; title: what it shows."""
    under = takeaway.under_chart(current(), key, title, getattr(figure, "beside", None))
    show(pictures.chart(figure, key, title) + under)


@contextmanager
def together(kind: str = "lj-together", style: str = "") -> Iterator[None]:
    """Put all blocks that are shown inside on the page as one: each of its own costs some milliseconds a change.

    No widget may stand among them.
    """
    found: list[str] = []
    token = _gathered.set(found)
    try:
        yield
    finally:
        _gathered.reset(token)
    show(f'<div class="{kind}"{f" style={style}" if style else ""}>{"".join(found)}</div>')


def row(*shares: int) -> AbstractContextManager[None]:
    """Put the columns that are drawn inside side by side; shares: of the width, one for each `together`."""
    return together("lj-row", f'"grid-template-columns:{" ".join(f"minmax(0,{share}fr)" for share in shares)}"')


def weeks_shown(page: Context) -> list[str]:
    """Return the weeks of the selection's range, oldest first."""
    return periods.span(page.selection.first, page.selection.week)


def own_figures(page: Context, indicator_ids: Sequence[str], *, back: int = 52) -> Grid:
    """Return the selected unit's figures from `back` weeks before the range on (52 before the week at least)."""
    chosen = page.selection
    first = min(periods.shift(chosen.first, -back), periods.shift(chosen.week, -52))
    keys = tuple(indicator_ids)
    if chosen.today:
        frame = data.as_they_are(chosen.database, chosen.unit_id, keys, first, chosen.week, chosen.small_cell)
    else:
        frame = data.series(chosen.database, (chosen.unit_id,), keys, first, chosen.week, chosen.small_cell)
    return data.figures_of(frame)


def kpis(page: Context, indicator_ids: Sequence[str], grid: Grid, *, spark: bool = True) -> list[Kpi]:
    """Return the key figures of the selected unit, with the last 52 weeks as spark."""
    chosen, found = page.selection, []
    weeks = periods.span(periods.shift(chosen.week, -51), chosen.week)
    for key in indicator_ids:
        indicator = page.indicators[key]
        values = [_value(grid.get((chosen.unit_id, key, week)), indicator) for week in weeks] if spark else []
        found.append(
            Kpi(
                indicator,
                grid.get((chosen.unit_id, key, chosen.week), NOT_SENT),
                grid.get((chosen.unit_id, key, periods.shift(chosen.week, -1))),
                grid.get((chosen.unit_id, key, chosen.last_year)),
                values,
                unsettled=key in UNSETTLED and chosen.week == chosen.newest,
            )
        )
    return found


def _value(figure: Figure | None, indicator: Indicator) -> float | None:
    return figure.value(indicator) if figure is not None else None


@dataclass(frozen=True)
class Track:
    """One indicator of one unit over the shown weeks, and over the same weeks a year before."""

    indicator: Indicator
    weeks: list[str]
    figures: list[Figure]
    values: list[float | None]
    before: list[float | None]
    carried: list[bool]


def track(page: Context, key: str, grid: Grid, unit: str | None = None) -> Track:
    """Return an indicator's way over the shown weeks."""
    unit, indicator, weeks = unit or page.selection.unit_id, page.indicators[key], weeks_shown(page)
    figures = [grid.get((unit, key, week), NOT_SENT) for week in weeks]
    before = [_value(grid.get((unit, key, periods.shift(week, -52))), indicator) for week in weeks]
    values = [figure.value(indicator) for figure in figures]
    # of a city, carried_from says that some part is carried: no reason to mark the whole
    parts = page.units.rows[unit]["level"] == "city"
    whole = [not parts and f.carried_from is not None and f.numerator is not None for f in figures]
    return Track(indicator, weeks, figures, values, before, whole)


def trend(page: Context, key: str, grid: Grid, *, height: int = 280, named: bool = True) -> dict[str, Any]:
    """Return the chart of an indicator over the shown weeks, last year's as a band, its target as a dotted line."""
    found, style = track(page, key, grid), style_of(page)
    hover = charts.week_hovers(found.weeks, found.figures, found.indicator, style)
    line = charts.Line(found.indicator.name, found.values, hover, carried=found.carried)
    target = found.indicator.target_low if found.indicator.direction == "up" else None
    return charts.lines(
        [line],
        found.weeks,
        found.indicator.unit,
        style,
        last_year=found.before,
        target=target,
        height=height,
        name_last_year=named,
    )


@dataclass(frozen=True)
class Below:
    """The units of the level below: their names in the register's order, and their figures."""

    names: dict[str, str]
    grid: Grid


def below(
    page: Context, indicator_ids: Sequence[str], *, since: str | None = None, level: str | None = None
) -> Below:
    """Return the figures of the units below the selected one, from `since` or the week a year before on."""
    chosen = page.selection
    level = level or chosen.level
    if level is None:
        return Below({}, {})
    first = min(since or chosen.last_year, chosen.last_year)
    frame = data.below(
        chosen.database, chosen.unit_id, level, tuple(indicator_ids), first, chosen.week, chosen.small_cell
    )
    column = "name_en" if page.lang == "en" else "name"
    present = frame.filter(period_id=chosen.week) if frame.height else frame
    return Below(
        dict(present.select("org_unit_id", column).unique(maintain_order=True).iter_rows()), data.figures_of(frame)
    )


def any_value(key: str, found: Below) -> bool:
    """Say whether any unit below has a figure of an indicator in any week that was fetched."""
    return any(figure.numerator is not None for (_unit, name, _week), figure in found.grid.items() if name == key)


def week_cells(page: Context, key: str, found: Below, units: Sequence[str]) -> list[list[HeatCell]]:
    """Return a row a unit and a cell a week of the range, with what hovering tells."""
    indicator, style, rows = page.indicators[key], style_of(page), []
    said = {week: week_long(week, page._) for week in weeks_shown(page)}
    for unit in units:
        row = []
        for week, written in said.items():
            figure = found.grid.get((unit, key, week))
            title = f"{found.names[unit]} · {written}"
            hover = charts.hover_text(title, figure or NOT_SENT, indicator, style)
            row.append(HeatCell(cell(unit, found.names[unit], figure, indicator), hover))
        rows.append(row)
    return rows


def ordered(page: Context, key: str, found: Below) -> list[str]:
    """Return the units with the one that needs attention first; those without a figure come last."""
    indicator, week = page.indicators[key], page.selection.week

    def rank(unit: str) -> tuple[bool, float]:
        value = _value(found.grid.get((unit, key, week)), indicator)
        if value is None:
            return True, 0.0
        return False, -value if indicator.direction == "down" or indicator.direction == "none" else value

    return sorted(found.names, key=rank)


def bars(page: Context, key: str, found: Below) -> list[Bar]:
    """Return a bar for each unit below, in order of attention, with the value a year before, words where empty."""
    indicator, chosen, style = page.indicators[key], page.selection, style_of(page)
    made = []
    for unit in ordered(page, key, found)[:RANKED]:
        figure = found.grid.get((unit, key, chosen.week), NOT_SENT)
        word = figure_text(figure, indicator, page.lang, page._, chosen.small_cell)
        value = figure.value(indicator)
        if value is not None:
            word = week_label(figure.carried_from, page._) if figure.carried_from else ""
        before = _value(found.grid.get((unit, key, chosen.last_year)), indicator)
        title = f"{found.names[unit]} · {week_long(chosen.week, page._)}"
        hover = charts.hover_text(title, figure, indicator, style)
        carried = figure.carried_from is not None
        made.append(Bar(found.names[unit], value, word, before, hover, carried))
    return made


def ranking_note(page: Context, found: Below, target: float | None = None) -> str:
    """Return how to read a ranking."""
    text = page._("worst first · tick = last year")
    if target is not None:
        text += " · " + page._("dotted = target {value}").format(value=f"{target:.0%}")
    if len(found.names) > RANKED:
        text += " · " + page._("{n} of {of}").format(n=RANKED, of=len(found.names))
    return text


def cell_text(page: Context, figure: Figure | None, indicator: Indicator) -> str:
    """Return a figure as a table shows it: carried values name their week, no value says why."""
    if figure is None:
        return "–"
    text = figure_text(figure, indicator, page.lang, page._, page.selection.small_cell)
    carried = figure.carried_from if figure.numerator is not None else None
    return f"{text} ({week_label(carried, page._)})" if carried else text


def cell_link(page: Context, unit: str, key: str, figure: Figure | None) -> str:
    """Return a figure as a table shows it, as a link to where it comes from."""
    text = cell_text(page, figure, page.indicators[key])
    if count := page.comments.get((unit, key, page.selection.week), 0):
        text += f" {COMMENTED}{count}"
    return text if figure is None else Linked(text, figure_link(page, key, unit))


def cell_value(page: Context, figure: Figure | None, indicator: Indicator) -> str | float | None:
    """Return a figure as a file carries it: the full number, or the words for why there is none."""
    if figure is None:
        return None
    value = figure.value(indicator)
    if value is not None:
        return round(value, 6)
    return figure_text(figure, indicator, page.lang, page._, page.selection.small_cell)


def class_legend(page: Context, indicator: Indicator) -> list[tuple[str, str]]:
    """Return (colour, words) of an indicator's fixed classes, lowest first, then the kinds of emptiness."""
    classes = scale(indicator)
    labels = class_labels(classes, lambda value: value_text(value, indicator.unit, page.lang, page._))
    empty = [(pale(classes.colours[-1], page.theme), page._("carried forward")), ("", page._("not submitted"))]
    return [*zip(classes.colours, labels, strict=True), *empty]


def place_names(page: Context, units: Sequence[str]) -> list[str]:
    """Return the units' names; where two places share one, the name of what they lie in goes with it."""
    names = [page.units.name(unit, page.lang) for unit in units]
    sharing = {name for name in names if len({u for u, n in zip(units, names, strict=True) if n == name}) > 1}
    parents = [page.units.name(page.units.rows[unit]["parent_id"], page.lang) for unit in units]
    return [f"{n} · {p}" if n in sharing else n for n, p in zip(names, parents, strict=True)]
