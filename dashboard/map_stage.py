"""The maps that move by themselves or together: side by side, twelve months, playing through the weeks.

The browser draws them as SVG from the geometry files it has already; what it is given here is small: for each unit
and week which colour, and the text of its value. `map_stage.js` does the rest without asking the server.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import data, filters, map_circles, map_data, map_look, map_months, map_options
from dashboard.context import Context
from dashboard.formats import Indicator, value_text, week_long
from dashboard.map_classes import ABSENT, Cell, LegendItem, Scale, fill_index, outline, palette
from dashboard.map_data import MapData
from dashboard.map_labels import text_on
from dashboard.map_options import Options
from dashboard.theme import Theme, edge
from warehouse import periods
from warehouse.shown import shared_word

KEY = "lj_stage"
_SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
_stage = st.components.v2.component("linju_stage", js=_SCRIPT, isolate_styles=False)


@dataclass(frozen=True)
class Panel:
    """One map of the stage: its title, its indicator, and the weeks it shows in turn (one, where nothing plays).

    added: the weeks that are added up to what it shows instead.
    """

    title: str
    indicator: Indicator
    weeks: tuple[str, ...]
    legend_title: str = ""
    added: tuple[str, ...] = ()


def draw(page: Context, indicator: Indicator, found: MapData, options: Options, text: int) -> None:
    """Draw the stage of a mode; text: height of the letters in pixels. A click on a unit goes there."""
    if options.mode == "months":
        options = replace(options, circles="")  # twelve maps are too small for them
    shown = panels(page, indicator, options)
    content = stage_data(page, found, shown, options, text)

    def unit() -> None:
        chosen = getattr(st.session_state.get(KEY), "unit", None)
        if chosen in page.units.rows:
            filters.choose(unit=chosen)

    def week() -> None:
        chosen = getattr(st.session_state.get(KEY), "week", None)
        if chosen is not None:
            filters.choose(week=None if chosen == page.selection.newest else str(chosen))

    _stage(data=content, key=KEY, on_unit_change=unit, on_week_change=week)


def panels(page: Context, indicator: Indicator, options: Options) -> list[Panel]:
    """Return the maps of a mode: two beside each other, twelve months, or one that plays."""
    _, week = page._, page.selection.week
    if options.mode == "months":
        return [month_panel(page, indicator, weeks) for weeks in map_months.spans(week)]
    if options.mode == "play":
        return [Panel(week_long(week, _), indicator, tuple(span_of(page)), indicator.name)]
    if options.beside in page.indicators:
        other = page.indicators[options.beside]
        return [Panel(item.name, item, (week,), item.name) for item in (indicator, other)]
    earlier = map_options.week_of(options.beside, week)
    return [Panel(week_long(when, _), indicator, (when,), indicator.name) for when in (earlier, week)]


def span_of(page: Context) -> list[str]:
    """Return the weeks that play: the range that ends with the newest week, further back for an older one."""
    chosen = page.selection
    first = periods.shift(chosen.newest, 1 - chosen.weeks)
    return periods.span(max(min(first, chosen.week), data.weeks(chosen.database)[-1]), chosen.newest)


def month_panel(page: Context, indicator: Indicator, weeks: tuple[str, ...]) -> Panel:
    """Return the map of a month: its last week, or all of its weeks added up."""
    added = weeks if map_months.adds_up(indicator) else ()
    return Panel(map_months.title(page, weeks, indicator), indicator, weeks[-1:], added=added)


def stage_data(page: Context, found: MapData, shown: Sequence[Panel], options: Options, text: int) -> dict[str, Any]:
    """Return all that the browser needs, as plain values."""
    _, address = page._, f"/geo/{page.selection.version}"
    view, around = found.view, found.around
    notes = [_("schematic: no outlines")] if view["schematic"] else []
    notes += [map_months.note(page, shown[0].indicator)] if options.mode == "months" else []
    if lost := map_data.undrawn(page, found):
        notes.append(_("Not on the map: {names}").format(names=", ".join(lost)))
    if number := data.open_store().settings.map.review_number:
        notes.append(_("Map review number {number}").format(number=number))
    circles = map_look.scale_of(page, options.circles, found, text) if options.circles else None
    names = [item.indicator.indicator_id for item in shown]
    beside = [item["id"] for item in around["units"]] if around else []
    return {
        "areas": f"{address}/{view['areas']}.json" if view["areas"] else None,
        "points": f"{address}/{view['points']}.json" if view["points"] else None,
        "around": f"{address}/{around['areas']}.json" if around and around["areas"] else None,
        "around_own": beside.index(view["unit"]) if view["unit"] in beside else -1,
        "bbox": view["bbox"],
        "units": unit_rows(page, view),
        "short": short_names(page, view),
        "theme": theme_of(page.theme),
        "text": text,
        "layout": {"months": "grid", "play": "one"}.get(options.mode, "pair"),
        "label": f"{page.unit_name} · {shown[0].indicator.name}",
        "shared": len(set(names)) == 1,
        "span": "|".join((options.mode, view["unit"], *names, shown[0].weeks[0])),
        "panels": [panel_data(page, found, panel, options.circles, circles) for panel in shown],
        "play": {"at": shown[0].weeks.index(page.selection.week)} if options.mode == "play" else None,
        "circles": map_look.circle_legend(page, options.circles, circles) if circles else "",
        "note": " · ".join(notes),
        "words": words(page),
    }


def words(page: Context) -> dict[str, str]:
    """Return the words of the stage's own buttons."""
    _ = page._
    return {
        "play": _("Play the weeks"),
        "pause": _("Pause"),
        "speed": _("Speed"),
        "week": _("Week"),
        "closer": _("Closer"),
        "farther": _("Farther"),
        "whole": _("The whole place"),
    }


def theme_of(theme: Theme) -> dict[str, str]:
    """Return the colours that the stage draws with."""
    names = ("ink", "paper", "surface", "line", "quiet")
    return {**{name: getattr(theme, name) for name in names}, "edge": edge(theme)}


def unit_rows(page: Context, view: Mapping[str, Any]) -> list[list[Any]]:
    """Return [id, name, x, y, room, west, south, east, north] of the areas, then [id, name, x, y] of the estates."""
    areas = [
        [item["id"], page.units.name(item["id"], page.lang), item["x"], item["y"], item["room"], *item["box"]]
        for item in view["units"]
    ]
    dots = [[item["id"], page.units.name(item["id"], page.lang), item["x"], item["y"]] for item in view["estates"]]
    return areas + dots


def short_names(page: Context, view: Mapping[str, Any]) -> list[str]:
    """Return the areas' names without the last word that most of them share; [] where they share none."""
    names = [page.units.name(item["id"], page.lang) for item in view["units"]]
    word = shared_word(names)
    return [name.removesuffix(f" {word}") for name in names] if word else []


def panel_data(
    page: Context, found: MapData, panel: Panel, count: str, circles: map_circles.CircleScale | None
) -> dict[str, Any]:
    """Return one map: its colours, its legend over all of its weeks, and a frame for each week."""
    indicator = panel.indicator
    scale = scale_of(page, found, panel)
    units = tuple(item.unit for item in (*found.cells, *found.estates))
    size = len(found.cells) or len(units)  # estates alone are counted by the legend, beside areas they are not
    weeks = shown_cells(page, units, panel)
    every = replace(found, cells=[item for week in panel.weeks for item in weeks[week][:size]], scale=scale)
    fills = palette(scale, page.theme)
    return {
        "title": panel.title,
        "legend_title": panel.legend_title,
        "palette": list(fills),
        "inks": [page.theme.ink if item == page.theme.paper else text_on(item) for item in fills],
        "legend": [legend_row(item) for item in map_data.legend_items(every, page, indicator)],
        "frames": frames(page, found, panel, count, circles),
    }


def legend_row(item: LegendItem) -> dict[str, Any]:
    """Return a line of the legend as plain values."""
    border = outline(item.kind)
    return {"key": item.key, "label": item.label, "colour": item.colour, "border": border, "picks": item.picks}


def frames(
    page: Context, found: MapData, panel: Panel, count: str, circles: map_circles.CircleScale | None
) -> list[dict[str, Any]]:
    """Return the weeks of one map: which colour (-1 = no figure at all), the value's text, and the circles."""
    chosen = page.selection
    key = (chosen.database, chosen.lang, chosen.small_cell, found.unit, panel.indicator.indicator_id)
    return _frames((*key, panel.weeks, panel.added), count, circles, page, found, panel)


@st.cache_data(max_entries=40, show_spinner=False)
def _frames(
    key: tuple[object, ...],
    count: str,
    circles: map_circles.CircleScale | None,
    _page: Context,
    _found: MapData,
    _panel: Panel,
) -> list[dict[str, Any]]:
    """Make the frames; `key` says all that they follow from, what begins with _ is not looked at."""
    page, indicator = _page, _panel.indicator
    scale = scale_of(page, _found, _panel)
    units = tuple(item.unit for item in (*_found.cells, *_found.estates))
    sized = tuple(item.unit for item in _found.estates) or units
    weeks = shown_cells(page, units, _panel)
    counted = over_weeks(page, sized, page.indicators[count], _panel.weeks) if count else {}
    made = []
    for week in _panel.weeks:
        row: dict[str, Any] = {
            "week": week,
            "title": week_long(week, page._),
            "fills": [-1 if item.state == ABSENT else fill_index(item, scale) for item in weeks[week]],
            "texts": [map_data.short_text(item, page, indicator, "\n") for item in weeks[week]],
        }
        if _panel.added:
            row["texts"] = map_months.sums(page, units, indicator, _panel.added)[1]
        if circles is not None:
            row["radii"] = map_circles.radii(counted[week], circles)
            told = [value_text(item.value, "count", page.lang, page._) for item in counted[week]]
            row["counts"] = [""] * (len(units) - len(sized)) + told
        made.append(row)
    return made


def scale_of(page: Context, found: MapData, panel: Panel) -> Scale:
    """Return the classes of a map of the stage."""
    weekly = map_data.classes(page, panel.indicator, str(found.view["level"]))
    return map_months.scale(panel.indicator, weekly) if panel.added else weekly


def shown_cells(page: Context, units: tuple[str, ...], panel: Panel) -> dict[str, list[Cell]]:
    """Return week -> the units' figures in the given order; weeks that are added up stand under the last one."""
    if panel.added:
        return {panel.weeks[-1]: map_months.sums(page, units, panel.indicator, panel.added)[0]}
    return over_weeks(page, units, panel.indicator, panel.weeks)


def over_weeks(
    page: Context, units: tuple[str, ...], indicator: Indicator, weeks: Sequence[str]
) -> dict[str, list[Cell]]:
    """Return week -> the units' figures in the given order."""
    return {week: map_data.cells(page, units, indicator, week) for week in weeks}
