"""Complaints: is there more or less to complain about than last year, where, about what, and is it settled?"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl

from dashboard import blocks, components, data, likewise, narrowed, rising, takeaway
from dashboard.chart_rows import Bar, HeatCell, heat, ranking
from dashboard.components import Column
from dashboard.context import Context, current
from dashboard.formats import Change, number, week_long
from dashboard.labels import CATEGORIES, CHANNELS, LEVELS, label
from dashboard.map_classes import VALUE, Cell, Scale, nice_breaks, ramp_of
from dashboard.theme import LESS_IS_BETTER
from dashboard.unit_links import unit_link
from warehouse import periods

RATES = ("response_rate", "resolution_rate", "satisfaction_rate", "in_estate_resolution_rate")
SHOWN = ("complaints_received", "complaints_per_1000_households", *RATES)
HEAT_ROWS = 16


def sums(page: Context, column: str, known: dict[str, str]) -> list[Bar]:
    """Return a bar for each category or channel over the shown weeks, with the same weeks a year before."""
    chosen, _ = page.selection, page._
    before_first, before_last = periods.shift(chosen.first, -52), periods.shift(chosen.week, -52)
    comparable = data.weeks(chosen.database)[-1] <= before_first
    now = narrowed.parts(page, column, chosen.first, chosen.week)
    before = narrowed.parts(page, column, before_first, before_last)
    bars = []
    for code in sorted(now, key=lambda key: (key == "other", -now[key])):
        name = label(known, code, _)
        hover = f"{name}<br><b>{number(now[code])}</b>"
        if comparable:
            hover += f"<br>{_('a year before')} {number(before.get(code, 0))}"
        bars.append(Bar(name, now[code], before=before.get(code, 0) if comparable else None, hover=hover))
    return bars


def heat_level(page: Context) -> str | None:
    """Return the level of the heat map's rows: streets for a city or district, else the level below."""
    return "street" if page.selection.unit_level in ("city", "district", "cluster") else page.selection.level


def places_and_categories(page: Context, frame: pl.DataFrame) -> None:
    """Draw the heat map: the places with most complaints, by category."""
    _ = page._
    totals = frame.group_by("org_unit_id").agg(pl.col("received").sum()).sort("received", descending=True)
    places = totals.head(HEAT_ROWS)
    per_category = frame.group_by("category").agg(pl.col("received").sum()).sort("received", descending=True)
    categories = per_category.filter(pl.col("received") > 0)["category"].to_list()
    categories.sort(key="other".__eq__)
    counts = {(u, c): n for u, c, n in frame.select("org_unit_id", "category", "received").iter_rows()}
    units = places["org_unit_id"].to_list()
    names = blocks.place_names(page, units)
    values = [[float(counts.get((u, c), 0)) for c in categories] for u in units]
    heads = [label(CATEGORIES, code, _) for code in categories]
    cells = [
        [
            HeatCell(Cell(unit, name, None, value, VALUE), f"{name} · {head}<br><b>{number(value)}</b>")
            for head, value in zip(heads, line, strict=True)
        ]
        for unit, name, line in zip(units, names, values, strict=True)
    ]
    blocks.chart(
        heat(names, heads, cells, count_scale(values), blocks.style_of(page), show=True),
        "heat",
        _("Where, and about what?"),
    )


def count_scale(values: Sequence[Sequence[float]]) -> Scale:
    """Return round classes for counts."""
    known = sorted(value for line in values for value in line)
    spread = (
        [known[min(len(known) - 1, round(q * (len(known) - 1)))] for q in (0, 0.5, 0.75, 0.9, 0.97, 1)]
        if known
        else []
    )
    edges = nice_breaks(spread)
    return Scale(edges, ramp_of(LESS_IS_BETTER, len(edges) + 1))


def rises(page: Context, frame: pl.DataFrame) -> list[tuple[str, str, str]]:
    """Return what rose most: place, category, from how many to how many."""
    found = rising.risen(frame, 8)
    if found.is_empty():
        return []
    rows = []
    for name, row in zip(
        blocks.place_names(page, found["org_unit_id"].to_list()), found.iter_rows(named=True), strict=True
    ):
        move = components.arrow(Change(f"{number(row['before'])} → {number(row['received'])}", True, False))
        rows.append((name, label(CATEGORIES, row["category"], page._), move))
    return rows


def by_unit(page: Context) -> Callable[[], None]:
    """Show all figures by unit; return what draws the buttons to take them away."""
    chosen, _ = page.selection, page._
    found = narrowed.below(page, blocks.below(page, SHOWN), chosen.level or "")
    if not found.names:
        return lambda: None
    heads = [Column("unit", label(LEVELS, chosen.level, _))]
    heads += [Column(key, page.indicators[key].name, numeric=True) for key in SHOWN]
    order = blocks.ordered(page, "complaints_per_1000_households", found)

    def written(unit: str) -> list[str]:
        figures = {k: found.grid.get((unit, k, chosen.week)) for k in SHOWN}
        named = components.Linked(found.names[unit], unit_link(page, unit))
        if narrowed.is_narrowed(page):
            return [named, *(blocks.cell_text(page, f, page.indicators[k]) for k, f in figures.items())]
        return [named, *(blocks.cell_link(page, unit, k, figure) for k, figure in figures.items())]

    def values(unit: str) -> list[takeaway.Cell]:
        figures = {k: found.grid.get((unit, k, chosen.week)) for k in SHOWN}
        return [found.names[unit], *(blocks.cell_value(page, f, page.indicators[k]) for k, f in figures.items())]

    blocks.show(components.heading(_("All figures"), week_long(chosen.week, _)))
    blocks.show(components.table(heads, [written(unit) for unit in order], _))
    return lambda: takeaway.button(
        "complaints", lambda: (heads, [values(unit) for unit in order]), _, title=_("All figures"), of=chosen.week
    )


def rates(page: Context, grid: blocks.Grid, *, like: bool) -> None:
    """Draw the four rates of settlement side by side."""
    with blocks.row(*(1 for _ in RATES)):
        for key in RATES:
            with blocks.together():
                blocks.show(components.heading(page.indicators[key].name))
                likewise.trend(page, key, grid, f"complaints_{key}", like=like, height=180, named=False)


def draw() -> None:
    """Draw the page: what stands on top goes out first and is drawn while the rest is made."""
    page = current()
    grid = narrowed.own(page, blocks.own_figures(page, SHOWN))
    whole = not narrowed.is_narrowed(page)  # a figure leads to its cells, a part of one has no page of its own
    blocks.show(components.cards(blocks.kpis(page, SHOWN, grid), page, small=True, links=whole))
    like = whole and likewise.switch(page)
    with blocks.row(7, 5):
        with blocks.together():
            said = page._("complaints received each week · band = last year")
            blocks.show(components.heading(page._("More or fewer than last year?"), said))
            likewise.trend(page, "complaints_received", grid, "complaints_trend", like=like, height=blocks.FIRST_ROW)
        with blocks.together():
            about(page)
    with blocks.together():
        rates(page, grid, like=like)
        where(page)
        take = by_unit(page)
    take()


def about(page: Context) -> None:
    """Draw the complaints of the range by category."""
    _, chosen = page._, page.selection
    span = f"{week_long(chosen.first, _)}–{week_long(chosen.week, _)}"
    blocks.show(components.heading(_("About what?"), f"{span} · {_('tick = a year before')}"))
    bars = sums(page, "category", CATEGORIES)
    if not bars:
        blocks.show(components.empty(rising.silence(page, chosen.first, chosen.week)))
        return
    figure = ranking(bars, "count", blocks.style_of(page), colour=page.theme.main, up_to=blocks.FIRST_ROW)
    blocks.chart(figure, "complaints_categories", _("About what?"))


def where(page: Context) -> None:
    """Draw where complaints come from: the heat map, what rose most, the channels."""
    _, level = page._, heat_level(page)
    frame = narrowed.recent(page, level, rising.RECENT) if level else pl.DataFrame()
    with blocks.row(7, 5):
        with blocks.together():
            title = _("Where, and about what?")
            blocks.show(
                components.heading(title, _("the last {n} weeks, most complaints first").format(n=rising.RECENT))
            )
            if frame.is_empty():
                first = periods.shift(page.selection.week, 1 - rising.RECENT)
                blocks.show(components.empty(rising.silence(page, first, page.selection.week)))
            else:
                places_and_categories(page, frame)
        with blocks.together():
            rows = rises(page, rising.submitted(page, frame, level)) if level else []
            blocks.show(components.listing(_("What rose most, four weeks on four"), rows, rising.nothing(page)))
            blocks.show(components.heading(_("Through which channel?"), _("tick = a year before")))
            channels = sums(page, "channel", CHANNELS)
            if channels:
                blocks.chart(
                    ranking(channels, "count", blocks.style_of(page)),
                    "complaints_channels",
                    _("Through which channel?"),
                )


draw()
