"""The scene of the map: the parts of a place as one picture; what a click leads to comes after it (meeting_below)."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from dashboard import data, map_data, meeting_scenes
from dashboard.context import Context
from dashboard.formats import Figure, Indicator, change
from dashboard.map_classes import Cell, LegendItem, outline
from dashboard.map_data import MapData
from dashboard.svg_map import labelled, svg_map
from warehouse import periods
from warehouse.queries import map_geometry

SIZE = (1290, 840)  # pixels at 1920 x 1080
LETTERS = 24
BACK = 4


def scene(page: Context) -> str:
    """Return the map of the selected unit, and the empty frame in which its parts are shown."""
    indicator = page.indicators[page.selection.indicator]
    top = map_data.load(page, page.selection.unit_id, indicator, page.selection.week)
    if top is None or not (top.cells or top.estates):
        return f'<p class="lj-s-said">{escape(page._("There is no map of this place."))}</p>'
    html = picture(page, indicator, top, own_figures(page, indicator, top.unit))
    shown = f'<div class="lj-s-map lj-s-on" data-part="" data-up="">{html}</div>'
    return f'{shown}<div class="lj-s-map lj-s-below" data-part="" data-up=""></div>'


def with_view(page: Context, found: MapData) -> list[str]:
    """Return the parts on a map that have a map of their own."""
    if found.selected is not None:
        return []
    where = map_data.folder(page.selection.database)
    units = [item.unit for item in found.cells if item.unit != found.unit]
    return [unit for unit in units if map_geometry.view_of(where, unit) is not None]


def with_estates(page: Context, found: MapData) -> dict[str, list[str]]:
    """Return the parts on a map that have no map of their own, each with its estates, which stand there as points."""
    lists: dict[str, list[str]] = {}
    parts = {item.unit for item in found.cells} - set(with_view(page, found)) if found.selected is None else set()
    for item in found.estates:
        parent = str(page.units.rows[item.unit]["parent_id"])
        if parent in parts:
            lists.setdefault(parent, []).append(item.unit)
    return lists


def own_figures(page: Context, indicator: Indicator, unit: str) -> tuple[Figure, Figure]:
    """Return the figures of a unit in the shown week and four weeks before."""
    chosen, key = page.selection, indicator.indicator_id
    back = periods.shift(chosen.week, -BACK)
    grid = data.figures_of(data.series(chosen.database, (unit,), (key,), back, chosen.week, chosen.small_cell))
    return grid.get((unit, key, chosen.week), Figure()), grid.get((unit, key, back), Figure())


def picture(page: Context, indicator: Indicator, found: MapData, figures: tuple[Figure, Figure]) -> str:
    """Return a map with its panel; figures: the place's own, in the shown week and four weeks before."""
    wide, high = SIZE
    areas = found.view["areas"]
    features = map_geometry.outlines(map_data.folder(page.selection.database), areas) if areas else []
    opens = {*with_view(page, found), *with_estates(page, found)}
    texts, plate = map_data.labels(found, page, indicator), bool(found.estates)
    labels, word = labelled(found.view, texts, wide, high, size=LETTERS, plate=plate, shown=found.estates)
    drawn = svg_map(
        found.view,
        features,
        found.cells,
        found.scale,
        page.theme,
        labels=labels,
        titles={item.unit: _title(page, indicator, item) for item in (*found.cells, *found.estates)},
        width=wide,
        height=high,
        label=f"{page.units.name(found.unit, page.lang)} · {indicator.name}",
        size=LETTERS,
        link=(lambda unit: f"#part={unit}" if unit in opens else "") if opens else None,
        estates=found.estates,
        plate=plate,
    )
    notes = [page._("schematic: no outlines")] if found.view["schematic"] else []
    notes += [page._("Names without the word {word}").format(word=word)] if word else []
    review = data.open_store().settings.map.review_number
    notes += [review] if review else []
    notes += [page._("Click a part to look into it.")] if opens and found.unit == page.selection.unit_id else []
    rows = legend(map_data.legend_items(found, page, indicator))
    return f'<div class="lj-s-drawn">{drawn}</div>{panel(page, indicator, found.unit, figures, rows, notes)}'


def _title(page: Context, indicator: Indicator, item: Cell) -> str:
    return f"{item.name}\n{map_data.short_text(item, page, indicator)}"


def panel(
    page: Context,
    indicator: Indicator,
    unit: str,
    figures: tuple[Figure, Figure],
    rows: str,
    notes: Sequence[str] = (),
) -> str:
    """Return what stands beside a map: the way back, the place, its figure and how it moved, and the rows."""
    now, then = figures
    said = "".join(f"<p>{escape(text)}</p>" for text in notes)
    return (
        f'<div class="lj-s-panel">{_way(page, unit)}<h3>{escape(page.units.name(unit, page.lang))}</h3>'
        f'<div class="lj-s-name">{escape(indicator.name)}</div>{meeting_scenes.big(now, indicator, page)}'
        f"{_moved(page, indicator, now, then)}{rows}{said}</div>"
    )


def _way(page: Context, unit: str) -> str:
    """Return the places from the scene's own down to the one above a unit, each a way back up; "" for its own."""
    own = page.selection.unit_id
    path = page.units.path(unit)
    above = path[path.index(own) : -1] if own in path else []
    links = "".join(
        f'<a href="#part={"" if one == own else escape(one)}">{escape(page.units.name(one, page.lang))}</a> › '
        for one in above
    )
    return f'<nav class="lj-s-way">{links}</nav>' if links else ""


def _moved(page: Context, indicator: Indicator, now: Figure, then: Figure) -> str:
    move = change(now.value(indicator), then.value(indicator), indicator, page._)
    if move is None:
        return ""
    up = {True: "▲ ", False: "▼ ", None: ""}
    kind = {True: "lj-good", False: "lj-bad", None: ""}
    text = f'<span class="{kind[move.good]}">{up[move.up]}{escape(move.text)}</span>'
    return f'<div class="lj-s-moves"><span>{escape(page._("on four weeks"))} {text}</span></div>'


def legend(items: Sequence[LegendItem]) -> str:
    """Return the classes and kinds of emptiness with how many units each has."""
    return marked(
        [(f"background:{item.colour};border:{outline(item.kind, 2)}", item.label, str(item.count)) for item in items]
    )


def marked(rows: Sequence[tuple[str, str, str]]) -> str:
    """Return rows of a coloured mark (its style), words, and what stands at the right."""
    cells = "".join(
        f'<tr><td><i style="{style}"></i></td><td>{escape(text)}</td><td>{escape(right)}</td></tr>'
        for style, text, right in rows
    )
    return f'<table class="lj-s-legend">{cells}</table>'
