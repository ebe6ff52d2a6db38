"""The scene of the map: the parts of a place as one picture, and each part's own parts, drawn ahead for a click."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from dashboard import data, map_data, meeting_scenes
from dashboard.context import Context
from dashboard.formats import Figure, Indicator, change
from dashboard.map_classes import LegendItem, outline
from dashboard.map_data import MapData
from dashboard.svg_map import svg_map
from warehouse import periods
from warehouse.queries import map_geometry

SIZE = (1290, 840)  # pixels at 1920 x 1080
LETTERS = 24
BACK = 4


@dataclass(frozen=True)
class Part:
    """One picture: of which unit, and the ready HTML. unit: "" for the place that the scene opens with."""

    unit: str
    html: str


def scene(page: Context) -> str:
    """Return the map of the selected unit and, hidden below it, one for each part that has parts of its own."""
    indicator = page.indicators[page.selection.indicator]
    top = map_data.load(page, page.selection.unit_id, indicator, page.selection.week)
    if top is None or not top.cells:
        return f'<p class="lj-s-said">{escape(page._("There is no map of this place."))}</p>'
    where = map_data.folder(page.selection.database)
    below = [item.unit for item in top.cells if item.unit != page.selection.unit_id]
    below = [unit for unit in below if map_geometry.view_of(where, unit) is not None] if not top.selected else []
    parts = [Part("", _picture(page, indicator, top, set(below)))]
    for unit in below:
        found = map_data.load(page, unit, indicator, page.selection.week)
        if found is not None and found.cells and found.selected is None:
            parts.append(Part(unit, _picture(page, indicator, found, set())))
    return "".join(_shown(part, first=at == 0) for at, part in enumerate(parts))


def _shown(part: Part, *, first: bool) -> str:
    kind = "lj-s-map lj-s-on" if first else "lj-s-map"
    return f'<div class="{kind}" data-part="{escape(part.unit)}">{part.html}</div>'


def _picture(page: Context, indicator: Indicator, found: MapData, opens: set[str]) -> str:
    """Return a map with its panel; opens: the units that a click leads into."""
    wide, high = SIZE
    features = map_geometry.outlines(map_data.folder(page.selection.database), found.view["areas"])
    name = page.units.name(found.unit, page.lang)
    drawn = svg_map(
        found.view,
        features,
        found.cells,
        found.scale,
        page.theme,
        texts=map_data.labels(found, page, indicator),
        titles={
            item.unit: "\n".join((item.name, *map_data.card_lines(item, page, indicator))) for item in found.cells
        },
        width=wide,
        height=high,
        label=f"{name} · {indicator.name}",
        size=LETTERS,
        link=(lambda unit: f"#part={unit}") if opens else None,
    )
    return f'<div class="lj-s-drawn">{drawn}</div>{_panel(page, indicator, found, opens)}'


def _panel(page: Context, indicator: Indicator, found: MapData, opens: set[str]) -> str:
    _, week, key = page._, page.selection.week, indicator.indicator_id
    back = periods.shift(week, -BACK)
    chosen = page.selection
    frame = data.series(chosen.database, (found.unit,), (key,), back, week, chosen.small_cell)
    grid = data.figures_of(frame)
    now, then = (grid.get((found.unit, key, at), Figure()) for at in (week, back))
    move = change(now.value(indicator), then.value(indicator), indicator, _)
    up = {True: "▲ ", False: "▼ ", None: ""}
    kind = {True: "lj-good", False: "lj-bad", None: ""}
    moved = ""
    if move is not None:
        text = f'<span class="{kind[move.good]}">{up[move.up]}{escape(move.text)}</span>'
        moved = f'<div class="lj-s-moves"><span>{escape(_("on four weeks"))} {text}</span></div>'
    notes = [_("schematic: no outlines")] if found.view["schematic"] else []
    review = data.open_store().settings.map.review_number
    notes += [review] if review else []
    notes += [_("Click a part to look into it.")] if opens else []
    said = "".join(f"<p>{escape(text)}</p>" for text in notes)
    inside = found.selected is None and found.unit != chosen.unit_id  # looked into by a click
    back_link = "" if not inside else f'<a href="#part=">← {escape(page.unit_name)}</a>'
    return (
        f'<div class="lj-s-panel"><h3>{escape(page.units.name(found.unit, page.lang))}</h3>'
        f'<div class="lj-s-name">{escape(indicator.name)}</div>{meeting_scenes.big(now, indicator, page)}{moved}'
        f"{legend(map_data.legend_items(found, page, indicator))}{said}{back_link}</div>"
    )


def legend(items: list[LegendItem]) -> str:
    """Return the classes and kinds of emptiness with how many units each has."""
    rows = []
    for item in items:
        style = f"background:{item.colour};border:{outline(item.kind, 2)}"
        cells = f'<td><i style="{style}"></i></td><td>{escape(item.label)}</td><td>{item.count}</td>'
        rows.append(f"<tr>{cells}</tr>")
    return f'<table class="lj-s-legend">{"".join(rows)}</table>'
