"""What a click in a meeting's map leads to beyond its first step: streets, and the estates of their communities.

It is made and sent when the scenes stand on the screen already; from then on a click asks the server for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from html import escape

import streamlit as st

from dashboard import by_address, data, map_data, meeting_map
from dashboard.context import Context
from dashboard.formats import Figure, Indicator
from dashboard.map_classes import ABSENT, Cell, cell, fill_index, outline, palette
from dashboard.map_data import MapData
from dashboard.meeting_reports import more
from warehouse import periods
from warehouse.queries import map_geometry

LISTED = 12  # estates that a panel has room for
_ASKED = ("city", "district", "street", "community")  # levels by which what lies below is found
_SCRIPT = """
export default function({ data }) {
  const show = document.querySelector(".lj-show");
  if (!show) return;
  fetch(data.address).then(answer => answer.ok ? answer.json() : {}).then(parts => {
    show.ljBelow = parts;
    show.dispatchEvent(new Event("lj-below"));
  });
}
"""
_below = st.components.v2.component("linju_meeting_below", js=_SCRIPT)
Grid = dict[tuple[str, str, str], Figure]


def draw(page: Context) -> None:
    """Send the address of what lies below the picture of the map's scene: some megabytes, packed a tenth of it."""
    chosen = page.selection
    figures = (chosen.database, chosen.unit_id, chosen.indicator, chosen.week, chosen.small_cell)
    review = data.open_store().settings.map.review_number
    key = ("meeting", *figures, page.lang, page.theme.dark, review)
    _below(data={"address": by_address.address(key, lambda: parts(page))}, key="meeting_below")


def parts(page: Context) -> dict[str, dict[str, str]]:
    """Return unit -> {up, html} of what has a map of its own, {up, panel} of what is marked in the map above it.

    up: the unit that the way back leads to, "" for the place that the scene opens with.
    """
    indicator = page.indicators[page.selection.indicator]
    top = map_data.load(page, page.selection.unit_id, indicator, page.selection.week)
    if top is None or top.selected is not None:
        return {}
    grid = _grid(page, indicator)
    found = dict(_listed(page, indicator, top, grid))
    waiting = meeting_map.with_view(page, top)
    while waiting:
        unit = waiting.pop(0)
        own = _map(page, indicator, unit, grid)
        waiting += meeting_map.with_view(page, own)
        found.update(_listed(page, indicator, own, grid))
        html = meeting_map.picture(page, indicator, own, _own(page, indicator, unit, grid))
        found[unit] = {"up": _up(page, unit), "html": html}
    return found


def _grid(page: Context, indicator: Indicator) -> Grid:
    """Return the figures of all that lies below the selected unit, in the shown week and four weeks before."""
    chosen = page.selection
    place = next(one for one in reversed(page.units.path(chosen.unit_id)) if page.units.rows[one]["level"] in _ASKED)
    weeks = (chosen.week, periods.shift(chosen.week, -meeting_map.BACK))
    found: Grid = {}
    for level in {str(row["level"]) for row in page.units.rows.values()} - {"city", "building"}:
        for week in weeks:
            ask = partial(data.below, chosen.database, place, level, (indicator.indicator_id,))
            found.update(data.figures_of(ask(week, week, chosen.small_cell)))
    return found


def _own(page: Context, indicator: Indicator, unit: str, grid: Grid) -> tuple[Figure, Figure]:
    week, key = page.selection.week, indicator.indicator_id
    now, then = (grid.get((unit, key, at)) for at in (week, periods.shift(week, -meeting_map.BACK)))
    return now or Figure(), then or Figure()


def _cell(page: Context, indicator: Indicator, unit: str, grid: Grid) -> Cell:
    figure = grid.get((unit, indicator.indicator_id, page.selection.week))
    return cell(unit, page.units.name(unit, page.lang), figure, indicator)


def _map(page: Context, indicator: Indicator, unit: str, grid: Grid) -> MapData:
    """Return the map of a unit that has one; as map_data.load, without a question for each."""
    view = map_geometry.view_of(map_data.folder(page.selection.database), unit)
    if view is None:
        raise KeyError(unit)
    areas, dots = ([_cell(page, indicator, item["id"], grid) for item in view[kind]] for kind in ("units", "estates"))
    scale = map_data.classes(page, indicator, str(view["level"]))
    return MapData(unit=unit, selected=None, view=view, around=None, cells=areas, estates=dots, scale=scale)


def _up(page: Context, unit: str) -> str:
    parent = str(page.units.rows[unit]["parent_id"])
    return "" if parent == page.selection.unit_id else parent


def _listed(page: Context, indicator: Indicator, found: MapData, grid: Grid) -> Iterator[tuple[str, dict[str, str]]]:
    """Give for each part that is only marked in a map its panel: the figure, and its estates with theirs."""
    fills = palette(found.scale, page.theme)
    for unit, estates in meeting_map.with_estates(page, found).items():
        cells = [_cell(page, indicator, estate, grid) for estate in estates]
        rows = [
            (
                f"background:{fills[fill_index(item, found.scale)]};border:{outline(item.state, 2)}",
                item.name,
                map_data.short_text(item, page, indicator) or "–",
            )
            for item in cells
        ]
        table = meeting_map.marked(rows[:LISTED]) + more(page, len(rows) - LISTED)
        if all(item.state == ABSENT for item in cells):
            table = f"<p>{escape(page._('No figures by estate.'))}</p>"
        panel = meeting_map.panel(page, indicator, unit, _own(page, indicator, unit, grid), table)
        yield unit, {"up": _up(page, unit), "panel": panel}
