"""The explorer: any indicator by unit and time, as table, trend, ranking, heat map, against another one, as pivot."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from dashboard import (
    blocks,
    charts_scatter,
    components,
    data,
    explorer,
    filters_desk,
    map_data,
    narrowed,
    rich_table,
    small_lines,
    sorting,
    takeaway,
    unit_figures,
)
from dashboard.blocks import Below
from dashboard.chart_rows import heat
from dashboard.charts_scatter import Point
from dashboard.context import Context, current
from dashboard.formats import number, value_text, week_label, week_long
from dashboard.labels import LEVELS, label
from warehouse import periods

SMALL = 24
HEAT_ROWS = 40


def trend(page: Context, key: str, found: Below) -> None:
    """Draw the place's own trend, and small ones of the units below it, who needs attention first."""
    _, indicator, weeks = page._, page.indicators[key], blocks.weeks_shown(page)
    grid = narrowed.own(page, blocks.own_figures(page, _with_received(key)))
    blocks.show(components.heading(f"{indicator.name} · {page.unit_name}", _("band = last year")))
    blocks.chart(
        blocks.trend(page, key, grid, height=300, named=True), "explore_trend", f"{indicator.name} · {page.unit_name}"
    )
    units = explorer.ordered(page, key, found, filters_desk.order_of())
    units = [unit for unit in units if any(explorer.values(page, found, key, unit, weeks))]
    said = _("{n} of {of}").format(n=min(SMALL, len(units)), of=len(found.names))
    blocks.show(components.heading(_("The units below it"), f"{said} · {_('band = last year · dotted = target')}"))
    before = [periods.shift(week, -52) for week in weeks]
    items = [
        small_lines.Small(
            found.names[unit],
            explorer.values(page, found, key, unit, weeks),
            explorer.values(page, found, key, unit, before),
            indicator.target_low if indicator.direction == "up" else None,
            blocks.cell_text(page, found.grid.get((unit, key, page.selection.week)), indicator),
            explorer.unit_link(page, unit),
        )
        for unit in units[:SMALL]
    ]
    names = [week_long(week, _) for week in weeks]
    blocks.show(
        small_lines.trends(
            items, names, lambda _number, value: value_text(value, indicator.unit, page.lang, _), page.theme
        )
    )


def heat_map(page: Context, key: str, level: str, found: Below) -> None:
    """Draw units by weeks in the classes that the map has."""
    indicator, weeks, style = page.indicators[key], blocks.weeks_shown(page), blocks.style_of(page)
    classes = map_data.classes(page, indicator, level)
    units = explorer.ordered(page, key, found, filters_desk.order_of())[:HEAT_ROWS]
    cells = blocks.week_cells(page, key, found, units)
    said = page._("{n} of {of}").format(n=len(units), of=len(found.names))
    if key in blocks.UNSETTLED and page.selection.week == page.selection.newest:
        said += f" · {week_label(page.selection.week, page._)}: {page._('still being settled')}"
    title = f"{indicator.name} · {page._('units by weeks')}"
    blocks.show(
        components.heading(title, said) + components.legend(explorer.heat_legend(page, indicator, classes, cells))
    )
    drawn = heat(blocks.place_names(page, units), weeks, cells, classes, style, weeks=True, unit=indicator.unit)
    blocks.chart(drawn, "explore_heat", title)


def against(page: Context, key: str, other: str, level: str) -> None:
    """Draw two indicators against each other, and say of how many units one is missing."""
    _, chosen, style = page._, page.selection, blocks.style_of(page)
    across, up = page.indicators[key], page.indicators[other]
    found = blocks.below(page, [key, other], level=level)
    points, missing = [], []
    for unit in found.names:
        x, y = (
            unit_figures.value_of(found.grid.get((unit, name, chosen.week)), page.indicators[name])
            for name in (key, other)
        )
        if x is None or y is None:
            missing.append(found.names[unit])
            continue
        lines = [f"{page.indicators[name].name} <b>{value_text(value, page.indicators[name].unit, page.lang, _)}</b>"
                 for name, value in ((key, x), (other, y))]  # fmt: skip
        points.append(Point(found.names[unit], x, y, "<br>".join([found.names[unit], *lines])))
    said = _("{n} units of level {level}, {week}")
    small = said.format(n=number(len(points)), level=label(LEVELS, level, _), week=week_long(chosen.week, _))
    blocks.show(components.heading(f"{across.name} × {up.name}", small))
    if points:
        blocks.chart(
            charts_scatter.scatter(points, across, up, style), "explore_scatter", f"{across.name} × {up.name}"
        )
    else:
        blocks.show(components.empty(_("No unit has a figure of both indicators in this week.")))
    if missing:
        more = _(" and {n} more").format(n=number(len(missing) - 20)) if len(missing) > 20 else ""
        names = " · ".join(missing[:20]) + more
        text = _("{n} units have no value of one of the two: {names}").format(n=number(len(missing)), names=names)
        blocks.show(f'<p class="lj-said">{escape(text)}</p>')


def pivot(page: Context, key: str, level: str, found: Below) -> None:
    """Show the pivot."""
    _, chosen = page._, page.selection
    rows, columns = filters_desk.splits_of(chosen, explorer.splits(key))
    if key in narrowed.PARTS:
        cells = explorer.complaint_pivot(page, key, level, rows, columns)
    else:
        cells = explorer.plain_pivot(page, key, found, rows)
    span = f"{week_long(chosen.first, _)} – {week_long(chosen.week, _)}"
    blocks.show(components.heading(page.indicators[key].name, span))
    if not cells:
        blocks.show(components.empty(_("No figures below this place.")))
        return
    words = label(LEVELS, level, _) if rows == "unit" else _(filters_desk.SPLITS[rows])
    made = sorting.as_asked(explorer.pivot_table(page, key, cells, rows, columns, words))
    blocks.show(made.html(_))
    title = f"{page.indicators[key].name} · {span}"
    takeaway.button("pivot", made.taken, _, title=title, of=f"{key}_{chosen.week}")
    if key not in narrowed.PARTS:
        said = escape(_("Only complaints are kept by category and channel."))
        blocks.show(f'<p class="lj-said">{said}</p>')


def _with_received(key: str) -> list[str]:
    return list(dict.fromkeys([key, *([narrowed.RECEIVED] if key in narrowed.SHOWN else [])]))


def at_weeks(page: Context, keys: list[str], level: str, weeks: Sequence[str], since: str = "") -> Below:
    """Return the figures of all units of a level in single weeks, and from `since` to the selected one or in it."""
    chosen = page.selection
    grid: blocks.Grid = {}
    names: dict[str, str] = {}
    for first, week in dict.fromkeys([(since or chosen.week, chosen.week), *((week, week) for week in weeks)]):
        frame = data.below(chosen.database, chosen.unit_id, level, tuple(keys), first, week, chosen.small_cell)
        if week == chosen.week:
            shown = frame.filter(period_id=week)
            column = "name_en" if page.lang == "en" else "name"
            names = dict(shown.select("org_unit_id", column).unique(maintain_order=True).iter_rows())
        grid |= data.figures_of(frame)
    return Below(names, grid)


def figures(page: Context, key: str, level: str, view: str) -> Below:
    """Return the figures of the units of a level: of all for what is compared, and as far back as the view goes
    for those whose way is drawn (of 3,000 estates that would be half a million figures).
    """
    chosen, keys = page.selection, _with_received(key)
    narrows = narrowed.below if key in narrowed.SHOWN else lambda _page, found, _level: found
    if level == chosen.unit_level:
        return narrows(page, Below({chosen.unit_id: page.unit_name}, blocks.own_figures(page, keys)), level)
    if view == "pivot":
        since = max(chosen.first, periods.shift(chosen.week, 1 - explorer.COLUMNS))
        return narrows(page, at_weeks(page, keys, level, [], since), level)
    compared = [periods.shift(chosen.week, -1), periods.shift(chosen.week, -4), chosen.last_year]
    found = narrows(page, at_weeks(page, keys, level, compared if view in ("table", "ranking") else []), level)
    many, first = {
        "trend": (SMALL, periods.shift(chosen.first, -52)),
        "heat": (HEAT_ROWS, chosen.first),
    }.get(view, (rich_table.LIMIT, periods.shift(chosen.week, 1 - explorer.WEEKS_IN_LINE)))
    order = filters_desk.order_of() if view in ("trend", "heat") else "attention"
    units = tuple(explorer.ordered(page, key, found, order)[:many])
    frame = data.series(chosen.database, units, tuple(keys), first, chosen.week, chosen.small_cell)
    drawn = narrows(page, Below({unit: found.names[unit] for unit in units}, data.figures_of(frame)), level)
    return Below(found.names, {**found.grid, **drawn.grid})


def draw() -> None:
    """Draw the page."""
    page = current()
    _, chosen = page._, page.selection
    key = chosen.indicator
    view = filters_desk.explorer(chosen, _, explorer.splits(key), complaints=key in narrowed.SHOWN)
    level = filters_desk.level_of(chosen)
    shown = [key, filters_desk.second_of(chosen)] if view == "scatter" else [key]
    takeaway.figures_are(indicator=",".join(shown), **({} if level == chosen.unit_level else {"level": level}))
    blocks.show(explorer.ways(page, page.indicators[key]))
    sorting.listen()
    found = figures(page, key, level, view) if view != "scatter" else Below({}, {})
    if view == "scatter":
        against(page, key, filters_desk.second_of(chosen), level)
    elif not found.names:
        blocks.show(components.empty(_("No figures below this place.")))
    elif view == "trend":
        trend(page, key, found)
    elif view == "heat":
        heat_map(page, key, level, found)
    elif view == "pivot":
        pivot(page, key, level, found)
    else:
        listed(page, key, level, found, ranks=view == "ranking")


def listed(page: Context, key: str, level: str, found: Below, *, ranks: bool) -> None:
    """Show the units as a table, in the order of attention or by their place in the ranking."""
    _, chosen = page._, page.selection
    title = f"{page.indicators[key].name} · {label(LEVELS, level, _)}"
    blocks.show(components.heading(title, week_long(chosen.week, _)))
    result = explorer.ranking_of(page, key, found) if ranks else None
    table = explorer.ranked(page, key, level, found, result) if result else explorer.by_unit(page, key, level, found)
    made = sorting.as_asked(table)
    if not made.rows:
        blocks.show(components.empty(_("No unit can be ranked in this week.")))
    else:
        blocks.show(made.html(_))
        takeaway.button(key, made.taken, _, title=title, of=f"{level}_{chosen.week}")
    if result and (others := explorer.apart(page, found, result)):
        blocks.show(others)


draw()
