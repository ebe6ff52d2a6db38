"""What both maps need of a version, brought together: geometry, cells, classes, and their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import components, data
from dashboard.charts import Style, hover_text
from dashboard.context import Context
from dashboard.formats import Figure, Indicator, figure_text, number, value_text, week_label
from dashboard.map_classes import (
    ABSENT,
    CARRIED,
    EMPTY,
    MISSING,
    SMALL,
    Cell,
    LegendItem,
    Scale,
    cell,
    legend,
    outline,
    scale,
)
from dashboard.svg_map import labelled, svg_map
from dashboard.unit_links import address, unit_link
from warehouse import periods
from warehouse.queries import map_geometry, map_scale


@dataclass(frozen=True)
class MapData:
    """One place, indicator and week: what to draw, and its figures.

    selected: the unit chosen, where it has no parts of its own and is shown in its parent.
    """

    unit: str
    selected: str | None
    view: dict[str, Any]
    around: dict[str, Any] | None
    cells: list[Cell]
    estates: list[Cell]
    scale: Scale

    def parts(self, page: Context) -> list[Cell]:
        """Return what the lists beside the map name: the parts of the chosen unit, else its estates."""
        if self.selected is None:
            return self.cells or self.estates
        return [item for item in self.estates if page.units.rows[item.unit]["parent_id"] == self.selected]


def folder(database: str) -> Path:
    """Return the geometry folder beside a version's file."""
    return Path(database).parent / "geometry"


@st.cache_data(max_entries=100, show_spinner=False)
def spread(database: str, indicator_id: str, level: str) -> tuple[float, ...]:
    """Return how a count is spread over a level and all weeks."""
    return map_scale.spread(data.connection(database), indicator_id, level)


def classes(page: Context, indicator: Indicator, level: str) -> Scale:
    """Return the indicator's fixed classes on a level: the same in every week."""
    known = bool(indicator.breaks) or indicator.direction == "band"
    return scale(indicator, () if known else spread(page.selection.database, indicator.indicator_id, level))


def load(page: Context, unit: str, indicator: Indicator, week: str) -> MapData | None:
    """Return the map of a unit's parts (of its parent's, where it has none); None where there is nothing to draw."""
    where = folder(page.selection.database)
    selected = None
    view = map_geometry.view_of(where, unit)
    while view is None:
        parent = page.units.rows[unit]["parent_id"]
        if parent is None:
            return None
        selected = selected or unit
        unit, view = parent, map_geometry.view_of(where, parent)
    path = page.units.path(selected) if selected else []
    box = next((item["box"] for item in view["units"] if item["id"] in path), None)
    if box is not None:
        view = {**view, "bbox": widened(box)}
    above = page.units.rows[unit]["parent_id"]
    areas, dots = ([item["id"] for item in view[kind]] for kind in ("units", "estates"))
    return MapData(
        unit=unit,
        selected=selected,
        view=view,
        around=map_geometry.view_of(where, above) if above else None,
        cells=cells(page, areas, indicator, week),
        estates=cells(page, dots, indicator, week),
        scale=classes(page, indicator, str(view["level"])),
    )


def widened(box: Sequence[float]) -> list[float]:
    """Return a bounding box grown by half its size to every side: the neighbours of a chosen unit stay in sight."""
    west, south, east, north = box
    wide, high = (east - west) / 2, (north - south) / 2
    return [west - wide, south - high, east + wide, north + high]


def undrawn(page: Context, found: MapData) -> list[str]:
    """Return the names of parts that were open in the week and have no place on the map: streets closed since."""
    drawn = {item.unit for item in (*found.cells, *found.estates)}
    end = periods.end_of(page.selection.week)
    lost = [unit for unit in page.units.open_children(found.unit, end) if unit not in drawn]
    return [page.units.name(unit, page.lang) for unit in lost]


def cells(page: Context, units: Sequence[str], indicator: Indicator, week: str) -> list[Cell]:
    """Return the units' figures of a week, in the same order."""
    if not units:
        return []
    chosen = page.selection
    found = data.by_week(chosen.database, tuple(units), indicator.indicator_id, chosen.small_cell).get(week, {})
    return [cell(unit, page.units.name(unit, page.lang), found.get(unit), indicator) for unit in units]


def short_text(item: Cell, page: Context, indicator: Indicator, between: str = " · ") -> str:
    """Return a unit's value, and the week behind it where it is carried forward; or the word for the emptiness."""
    if item.figure is None:
        return ""
    text = figure_text(item.figure, indicator, page.lang, page._, page.selection.small_cell)
    if item.state == CARRIED and item.figure.carried_from:
        return f"{text}{between}{week_label(item.figure.carried_from, page._)}"
    return text


def labels(found: MapData, page: Context, indicator: Indicator) -> dict[str, tuple[str, str]]:
    """Return unit id -> (name, value) for the labels of the parts."""
    return {item.unit: (item.name, short_text(item, page, indicator, "\n")) for item in found.cells}


def card_lines(item: Cell, page: Context, indicator: Indicator) -> list[str]:
    """Return a hover card's lines: value, numerator / denominator, units reported, carried from."""
    if item.state == ABSENT:
        return [page._("no figure for this week")]
    text = hover_text("", item.figure or Figure(), indicator, Style(page.theme, page.lang, page._))
    lines = [line.replace("<b>", "").replace("</b>", "") for line in text.split("<br>")[1:]]
    return [figure_text(item.figure or Figure(), indicator, page.lang, page._, page.selection.small_cell), *lines[1:]]


def legend_items(found: MapData, page: Context, indicator: Indicator) -> list[LegendItem]:
    """Return the legend of a map; estates count where they are all there is to colour."""
    _ = page._
    words = {
        MISSING: _("not submitted"),
        CARRIED: _("carried forward"),
        EMPTY: _("nothing to count"),
        SMALL: _("too few to show"),
    }

    def written(value: float) -> str:
        if indicator.unit == "share":
            return f"{number(value * 100)} %"
        if indicator.is_rate and value < 100 and value != int(value):
            return number(value, 1)
        return value_text(value, "count", page.lang, _)

    return legend(found.cells or found.estates, found.scale, page.theme, written, words)


def legend_html(items: Sequence[LegendItem], title: str, note: str = "", *, only: str | None = None) -> str:
    """Return the legend as a small table: mark, words, how many units.

    only: None for a legend that is only read; else each line is a button, and the line of this key is pressed.
    """
    rows = []
    for item in items:
        style = f"background:{item.colour};border:{outline(item.kind)}"
        words = f'<i style="{style}"></i>{escape(item.label)}'
        kind = ""
        if only is not None:
            pressed = str(item.key == only).lower()
            words = f'<button data-lj-only="{escape(item.key)}" aria-pressed="{pressed}">{words}</button>'
            kind = ' class="lj-off"' if only not in ("", item.key) else ""
        rows.append(f'<tr{kind}><td>{words}</td><td class="lj-n">{number(item.count)}</td></tr>')
    small = f"<small>{escape(note)}</small>" if note else ""
    return f'<div class="lj-map-legend"><b>{escape(title)}</b><table>{"".join(rows)}</table>{small}</div>'


def small_map(page: Context, indicator_id: str, *, width: int = 560, height: int = 420) -> str:
    """Return the small map of the selected unit's parts as HTML, with its legend; "" where nothing can be drawn.

    A click leads to the map page with the same week and indicator.
    """
    indicator = page.indicators[indicator_id]
    found = load(page, page.selection.unit_id, indicator, page.selection.week)
    if found is None or not found.cells:
        return ""
    features = map_geometry.outlines(folder(page.selection.database), found.view["areas"])
    chosen = {"week": page.selection.week, "indicator": indicator_id, "lang": page.lang}
    drawn = svg_map(
        found.view,
        features,
        found.cells,
        found.scale,
        page.theme,
        labels=labelled(found.view, labels(found, page, indicator), width, height)[0],
        titles={item.unit: "\n".join((item.name, *card_lines(item, page, indicator))) for item in found.cells},
        width=width,
        height=height,
        label=f"{page.unit_name} · {indicator.name}",
        link=lambda unit: address("map", {"unit": unit, **chosen}),
    )
    note = page._("schematic: no outlines") if found.view["schematic"] else ""
    title = legend_html(legend_items(found, page, indicator), indicator.name, note)
    return f'<div class="lj-small-map">{drawn}{title}</div>'


def css_name(unit: str) -> str:
    """Return the unit's name in the classes of the hover cards, as the geometry files carry it."""
    return map_geometry.css_name(unit)


def history(page: Context, indicator: Indicator, span: Sequence[str]) -> list[Cell]:
    """Return the selected unit over weeks; the week stands as the name."""
    unit, found = page.selection.unit_id, beside(page, indicator)
    return [cell(week, week_label(week, page._), found.get(week, {}).get(unit), indicator) for week in span]


def beside(page: Context, indicator: Indicator) -> dict[str, dict[str, Figure]]:
    """Return week -> unit -> figure of the selected unit and all that stand beside it in the register."""
    chosen, row = page.selection, page.units.rows[page.selection.unit_id]
    level = [unit for unit in page.units.children[row["parent_id"]] if page.units.rows[unit]["level"] == row["level"]]
    return data.by_week(chosen.database, tuple(level), indicator.indicator_id, chosen.small_cell)


def own_grid(page: Context, indicator: Indicator) -> dict[tuple[str, str, str], Figure]:
    """Return the selected unit's figures as the cards want them: (unit, indicator, week) -> figure."""
    unit, key = page.selection.unit_id, indicator.indicator_id
    return {(unit, key, week): row[unit] for week, row in beside(page, indicator).items() if unit in row}


def siblings(page: Context, indicator: Indicator) -> list[Cell]:
    """Return the selected unit and the units of its level beside it that are open in the week."""
    chosen, row = page.selection, page.units.rows[page.selection.unit_id]
    found = beside(page, indicator).get(chosen.week, {})
    return [
        cell(unit, page.units.name(unit, page.lang), found.get(unit), indicator)
        for unit in page.units.open_children(row["parent_id"], periods.end_of(chosen.week))
        if page.units.rows[unit]["level"] == row["level"]
    ]


def source_lines(page: Context, indicator: Indicator) -> list[str]:
    """Return what an indicator is and which data set it comes from, for a page on paper."""
    names = data.data_set_names(page.selection.database, page.lang)
    source = names.get(indicator.data_set_id, indicator.data_set_id)
    return [indicator.name, indicator.note, page._("Source: {name}").format(name=source)]


def table_row(item: Cell, page: Context, indicator: Indicator) -> tuple[str, ...]:
    """Return a unit's cells in the table beside the map."""
    figure = item.figure or Figure()
    bare = item.figure is None or figure.suppressed
    return (
        components.Linked(item.name, unit_link(page, item.unit)),
        "–" if item.figure is None else figure_text(figure, indicator, page.lang, page._, page.selection.small_cell),
        "" if bare or figure.numerator is None else number(figure.numerator),
        "" if bare or figure.denominator is None else number(figure.denominator),
        f"{figure.reported_units} / {figure.expected_units}" if item.figure else "",
        week_label(figure.carried_from, page._) if figure.carried_from else "",
    )
