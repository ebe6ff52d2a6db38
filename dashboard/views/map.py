"""The map: where an indicator stands high or low this week, down to the estate, and the way back up."""

from __future__ import annotations

import streamlit as st

from dashboard import (
    blocks,
    components,
    data,
    filters,
    map_data,
    map_events,
    map_look,
    map_options,
    map_panel,
    map_stage,
    map_strip,
    map_window,
    maps,
    takeaway,
    unit_links,
)
from dashboard.context import Context, current
from dashboard.formats import Indicator, value_text, week_long
from dashboard.map_classes import ABSENT, Cell
from dashboard.map_data import MapData
from dashboard.map_hover import hover_style
from dashboard.map_look import Look
from dashboard.map_options import MAP_INDICATORS, Options
from warehouse import periods

KEY = "lj_deck"
WEEKS = 52
PARTS = 12


def draw() -> None:
    """Draw the page."""
    page = current()
    indicator = page.indicators[page.selection.indicator]
    counts = [key for key in MAP_INDICATORS if key in page.indicators and not page.indicators[key].is_rate]
    options = map_options.read(page, counts, MAP_INDICATORS, data.weeks(page.selection.database))
    map_options.write_url()
    found = map_data.load(page, page.selection.unit_id, indicator, page.selection.week)
    if found is None:
        blocks.show(components.empty(page._("This place has no parts to draw.")))
        return
    look = look_of(page, indicator, found, options)
    left, right = st.columns([13, 4], gap="medium")
    with left:
        with st.container(key="lj_map"):
            crumbs(page)
            map_strip.draw(page, options, counts, MAP_INDICATORS)
            if options.mode in map_options.STAGED:
                map_stage.draw(page, indicator, found, options, map_window.frame().text)
            else:
                deck(page, look, options)
        if options.mode != "play":
            weeks(page, indicator, found)
        st.html(cards(page, look) + map_panel.source(map_data.source_lines(page, indicator)))
    with right:
        panel(page, indicator, look)
    table(page, indicator, found)
    map_window.ask(lambda key: map_options.isolate(page, options.mode, key, options.only))


def look_of(page: Context, indicator: Indicator, found: MapData, options: Options) -> Look:
    """Return how the map looks in its mode."""
    if options.mode in map_options.STAGED:
        return Look(found)  # the browser draws it from its own data
    if options.mode == "change":
        week = map_options.week_of(options.against, page.selection.week)
        return map_look.against(page, indicator, found, week)
    look = map_look.plain(page, indicator, found)
    if options.circles:
        look = map_look.with_circles(look, page, options.circles, map_window.frame().text)
    return look


def deck(page: Context, look: Look, options: Options) -> None:
    """Draw the one large map and its legend."""
    _, found = page._, look.found
    scene = maps.Scene(
        address=f"/geo/{page.selection.version}",
        view=found.view,
        around=found.around,
        cells=found.cells,
        estates=found.estates,
        scale=found.scale,
        labels=look.labels,
        selected=found.selected,
        circles=look.circles,
        shown=next((frozenset(item.picks) for item in look.items if item.key == options.only), None),
    )
    st.pydeck_chart(
        maps.deck(scene, page.theme, map_window.frame()),
        key=KEY,
        height="stretch",
        on_select=clicked,
        selection_mode="single-object",
        alt=f"{page.unit_name} · {look.title} · {week_long(page.selection.week, _)}",
    )
    with st.container(key="lj_map_legend"):
        notes = [*look.notes, *([_("schematic: no outlines")] if found.view["schematic"] else [])]
        if lost := map_data.undrawn(page, found):
            notes.append(_("Not on the map: {names}").format(names=", ".join(lost)))
        if number := data.open_store().settings.map.review_number:
            notes.append(_("Map review number {number}").format(number=number))
        note, only = " · ".join(notes), options.only
        blocks.show(look.circle_legend + map_data.legend_html(look.items, look.title, note, only=only))


def cards(page: Context, look: Look) -> str:
    """Return the style that fills the hover cards of the large map: the neighbours' names, the units' figures."""
    around = (look.found.around or {"units": []})["units"]
    told = {item["id"]: [page.units.name(item["id"], page.lang)] for item in around} | look.cards
    return hover_style({map_data.css_name(unit): lines for unit, lines in told.items()})


def clicked() -> None:
    """Go to the unit that was clicked."""
    unit = maps.clicked(st.session_state[KEY].get("selection"))
    if unit is not None:
        filters.choose(unit=unit)


def crumbs(page: Context) -> None:
    """Draw the way from the city down to the selected unit; a click goes back up."""
    path = page.units.path(page.selection.unit_id)
    with st.container(horizontal=True, key="lj_crumbs", gap="xxsmall"):
        for depth, unit in enumerate(path):
            name = page.units.name(unit, page.lang)
            st.button(
                name if depth == 0 else f"› {name}",
                key=f"crumb{depth}",
                disabled=unit == page.selection.unit_id,
                on_click=filters.choose,
                kwargs={"unit": None if unit == page.units.root else unit},
            )


def weeks(page: Context, indicator: Indicator, found: MapData) -> None:
    """Draw the weeks: one field a week in the unit's colours, the slider and a step to either side."""
    _, chosen = page._, page.selection
    span = periods.span(
        max(periods.shift(chosen.newest, 1 - chosen.weeks), data.weeks(chosen.database)[-1]), chosen.newest
    )
    series = map_data.history(page, indicator, span)
    own = map_data.classes(page, indicator, chosen.unit_level) if indicator.is_rate else None
    events = map_events.events(page, span)
    marked = [(week, item, events.get(week, "")) for week, item in zip(span, series, strict=True)]
    blocks.show(map_panel.strip(marked, chosen.week, own, page.theme, _("Weeks")))
    step_back, slider, step_on = st.columns([1, 22, 1], gap="small", vertical_alignment="center")
    known = data.weeks(chosen.database)
    earlier, later = periods.shift(chosen.week, -1), periods.shift(chosen.week, 1)
    with step_back:
        st.button(
            "◀",
            key="week_back",
            help=_("One week back"),
            disabled=earlier not in known,
            on_click=filters.choose,
            kwargs={"week": earlier},
        )
    with slider:
        filters.week_slider(chosen, _)
    with step_on:
        st.button(
            "▶",
            key="week_on",
            help=_("One week on"),
            disabled=later not in known,
            on_click=filters.choose,
            kwargs={"week": None if later == known[0] else later},
        )


def panel(page: Context, indicator: Indicator, look: Look) -> None:
    """Draw the selected unit: its figure, change, rank, trend and parts."""
    _, chosen = page._, page.selection
    grid = map_data.own_grid(page, indicator)
    if chosen.today:
        grid = blocks.own_figures(page, [indicator.indicator_id], back=0)
    parts = [components.cards(blocks.kpis(page, [indicator.indicator_id], grid, spark=False), page)]
    siblings = map_data.siblings(page, indicator)
    place = map_panel.rank(chosen.unit_id, siblings, indicator) if indicator.direction != "none" else None
    if place is not None and place[1] > 1:
        text = _("rank {n} of {of}").format(n=place[0], of=place[1])
        parts.append(f'<div class="lj-rank"><b>{text}</b></div>')
    parts.append(unit_links.ways([(_("This place's own page"), unit_links.unit_link(page, chosen.unit_id))]))
    span = periods.span(periods.shift(chosen.week, 1 - WEEKS), chosen.week)
    values = [item.value for item in map_data.history(page, indicator, span)]
    ends = (week_long(span[0], _), week_long(span[-1], _))

    def number(value: float) -> str:
        return value_text(value, indicator.unit, page.lang, _)

    label = f"{indicator.name} {ends[0]} – {ends[1]}"
    parts.append(map_panel.trend(values, ends, number, page.theme, label))
    parts.append(listing(page, indicator, look))
    blocks.show("".join(parts))  # one block: each costs the browser some milliseconds in every run


def listing(page: Context, indicator: Indicator, look: Look) -> str:
    """Return the parts of the unit with what the map says of each, the best first."""
    _, cells = page._, look.found.parts(page)
    if look.changes:
        cells = sorted(cells, key=lambda item: (item.value is None, -(item.value or 0.0)))
    else:
        cells = map_panel.best_first(cells, indicator)
    listed = [item for item in cells if item.state != ABSENT][:PARTS]
    if not listed:
        return ""

    def text(item: Cell) -> str:
        return look.labels[item.unit][1] if look.changes else map_data.short_text(item, page, indicator)

    title = components.heading(_("Its parts"), _("{n} of {of}").format(n=len(listed), of=len(cells)))
    return title + map_panel.parts(listed, look.found.scale, page.theme, text)


def table(page: Context, indicator: Indicator, found: MapData) -> None:
    """Draw the same values as a table, for those who can not see the map."""
    _ = page._
    columns = [
        components.Column("name", _("Place")),
        components.Column("value", indicator.name, numeric=True),
        components.Column("numerator", _("Numerator"), numeric=True),
        components.Column("denominator", _("Denominator"), numeric=True),
        components.Column("reported", _("Units reported"), numeric=True),
        components.Column("carried", _("Carried forward from")),
    ]
    rows = [map_data.table_row(item, page, indicator) for item in [*found.cells, *found.estates]]
    takeaway.add("map", _("The map as a table"), lambda: (columns, rows))
    text = _("{n} estates have no coordinates: they stand somewhere inside their community.")
    note = f"<small>{text.format(n=found.view['unplaced'])}</small>" if found.view["unplaced"] else ""
    head = f"<summary>{_('The map as a table')}</summary>"
    st.html(f'<details class="lj-map-table">{head}{components.table(columns, rows, _)}{note}</details>')


draw()
