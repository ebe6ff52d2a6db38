"""The small map of the first page: inline SVG, no deck.gl. Same classes, emptiness and labels as the large one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from itertools import pairwise
from typing import Any

from dashboard.map_classes import ABSENT, CARRIED, MISSING, Cell, Scale, fill_index, palette
from dashboard.map_labels import SIZE, WHITE, Box, Label, plane, text_on, width_of
from dashboard.map_legible import Texts, legible
from dashboard.maps import Frame, camera_of
from dashboard.theme import Theme, edge

_GRID = 2  # half pixels: shared edges round alike, and neighbouring points that fall together go
_LINE = 1.25
_Projection = Callable[[Sequence[float]], tuple[float, float]]
_KEPT = 32  # maps whose paths are kept


def svg_map(
    view: Mapping[str, Any],
    features: Sequence[Mapping[str, Any]],
    cells: Sequence[Cell],
    scale: Scale,
    theme: Theme,
    *,
    labels: Sequence[Label],
    titles: Mapping[str, str],
    width: int = 720,
    height: int = 400,
    label: str = "",
    size: int = SIZE,
    link: Callable[[str], str] | None = None,
    estates: Sequence[Cell] = (),
    plate: bool = False,
) -> str:
    """Return an <svg> that fills its box's width; the colours follow the page's --lj-… variables, else the theme.

    view, features: of warehouse.queries.map_geometry (view_of, outlines); cells: one for each of the view's units, in
    order. labels: as `labelled` gives them for this size. titles: unit id -> the words shown on hover. label: what
    the picture shows, for screen readers. size: of the letters, in pixels. link: unit id -> address, where a click is
    to lead somewhere ("" = not there). estates: of the view's estates, in order, drawn as points. plate: names
    stand on plates, which may reach beyond their unit.
    """
    project = _projection(view, width, height)
    fills = palette(scale, theme)
    drawn_at = (*view["bbox"], width, height)
    shapes = [
        _shape(outline, cell, scale, fills, titles.get(cell.unit, cell.name), link, theme)
        for outline, cell in zip(_outlines(features, drawn_at, project), cells, strict=True)
    ]
    shapes.sort(key=lambda pair: pair[0])  # dashed outlines last, or the neighbours' lines would cover them
    places = [project((item["x"], item["y"])) for item in (view["estates"] if estates else ())]
    spots = "".join(
        _spot(place, estate, fills[fill_index(estate, scale)], size, titles)
        for place, estate in zip(places, estates, strict=True)
        if estate.state != ABSENT
    )
    names = "".join(
        _text(item, project((item.x, item.y)), fills[fill_index(cells[item.index], scale)], theme, size, plate)
        for item in labels
    )
    box = f'viewBox="0 0 {width} {height}" style="width:100%;height:auto;max-height:{height}px;display:block"'
    drawn = "".join(shape for _, shape in shapes)
    role = "group" if link else "img"  # the parts of a picture can not be reached by keyboard, those of a group can
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {box} role="{role}" aria-label="{escape(label)}">'
        f'<g stroke-linejoin="round">{drawn}</g>{spots}'
        f'<g text-anchor="middle" font-size="{size}" font-weight="500" pointer-events="none">{names}</g></svg>'
    )


def _projection(view: Mapping[str, Any], width: int, height: int) -> _Projection:
    """Return what places a point of the world (web Mercator) on a picture of this size."""
    (west, north, _, _), zoom = _frame(view, width, height)

    def project(point: Sequence[float]) -> tuple[float, float]:
        x, y = plane(point[0], point[1], zoom)
        return x - west, y - north

    return project


def labelled(
    view: Mapping[str, Any],
    texts: Texts,
    width: int,
    height: int,
    *,
    size: int = SIZE,
    plate: bool = False,
    shown: Sequence[Cell] = (),
) -> tuple[list[Label], str]:
    """Return the labels of a picture of this size, and the word that all names were cut by, "" for none.

    texts: unit id -> (name, value); shown: the cells of the estates that are drawn, which names leave free.
    """
    bounds, zoom = _frame(view, width, height)
    pairs = zip(view["estates"] if shown else (), shown, strict=True)
    return legible(
        view["units"],
        texts,
        zoom,
        size=size,
        loose=plate,
        points=[(item["x"], item["y"]) for item, estate in pairs if estate.state != ABSENT],
        radius=size / 3 + 2,
        bounds=bounds,
    )


def _frame(view: Mapping[str, Any], width: int, height: int) -> tuple[Box, float]:
    """Return what a picture of this size shows of the plane of the world, and at which zoom."""
    camera = camera_of(view["bbox"], Frame(width, height, left=0, pad=10))
    x, y = plane(camera["longitude"], camera["latitude"], camera["zoom"])
    return (x - width / 2, y - height / 2, x + width / 2, y + height / 2), camera["zoom"]


_drawn: dict[tuple[object, ...], tuple[Sequence[Mapping[str, Any]], list[str]]] = {}


def _outlines(features: Sequence[Mapping[str, Any]], drawn_at: tuple[object, ...], project: _Projection) -> list[str]:
    """Return the features as paths; kept, since another week or indicator changes only what fills them."""
    key = (id(features), *drawn_at)  # the features are kept with their paths, so that no others get their id
    kept = _drawn.get(key)
    if kept is None:
        kept = features, [path(feature["geometry"], project) for feature in features]
        if len(_drawn) >= _KEPT:
            _drawn.clear()
        _drawn[key] = kept
    return kept[1]


def _shape(
    outline: str,
    cell: Cell,
    scale: Scale,
    fills: Sequence[str],
    title: str,
    link: Callable[[str], str] | None,
    theme: Theme,
) -> tuple[int, str]:
    """Return (0, or 1 for what lies on top) and the unit's path."""
    fill, stroke, over = fills[fill_index(cell, scale)], edge(theme), 0
    dash = ""
    if cell.state == MISSING:
        fill, stroke, over = "var(--lj-paper,#FFFFFF)", "var(--lj-quiet,#52606D)", 1
        dash = ' stroke-dasharray="5 4"'
    elif cell.state == CARRIED and cell.value is not None:
        stroke, over = "var(--lj-quiet,#52606D)", 1
    style = f'style="fill:{fill};stroke:{stroke}" stroke-width="{1.5 if over else 1}"{dash}'
    shape = f'<path d="{outline}" {style}><title>{escape(title)}</title></path>'
    address = link(cell.unit) if link else ""
    return over, f'<a href="{escape(address)}" target="_self">{shape}</a>' if address else shape


def _spot(point: tuple[float, float], cell: Cell, fill: str, size: int, titles: Mapping[str, str]) -> str:
    """Return an estate's point in its colour; one without a figure of its own has the outline that says so."""
    # white on dark paper too, or it is lost
    line = "var(--lj-quiet,#52606D)" if cell.state in (MISSING, CARRIED) else WHITE
    return (
        f'<circle cx="{point[0]:.1f}" cy="{point[1]:.1f}" r="{size / 3:g}" stroke-width="2" '
        f'style="fill:{fill};stroke:{line}"><title>{escape(titles.get(cell.unit, cell.name))}</title></circle>'
    )


def path(geometry: Mapping[str, Any], project: _Projection) -> str:
    """Return a polygon or several as the `d` of an SVG path, on a grid of half pixels."""
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return "".join(_ring(map(project, ring)) for polygon in polygons for ring in polygon)


def _ring(points: Iterable[tuple[float, float]]) -> str:
    """Return one ring as relative moves: half the characters of absolute ones."""
    grid = [(round(x * _GRID), round(y * _GRID)) for x, y in points][:-1]
    kept = [point for index, point in enumerate(grid) if index == 0 or point != grid[index - 1]]
    if len(kept) < 3:
        return ""
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(kept)]
    return f"M{_half(kept[0][0])} {_half(kept[0][1])}l" + " ".join(f"{_half(x)} {_half(y)}" for x, y in steps) + "z"


def _half(value: int) -> str:
    return f"{value / _GRID:g}"


def _text(label: Label, point: tuple[float, float], fill: str, theme: Theme, size: int, plate: bool) -> str:
    """Return a name in a colour that its unit's fill asks for; plate, and beside its unit: in ink on paper."""
    plate = plate or label.led
    colour = "var(--lj-ink,#1F2933)" if plate or fill == theme.paper else text_on(fill)
    lines, (x, y) = label.text.split("\n"), (point[0] + label.aside, point[1] + label.shift)
    top = y + size * 0.36 - (len(lines) - 1) * size * _LINE / 2
    spans = "".join(
        f'<tspan x="{x:.1f}" y="{top + place * size * _LINE:.1f}">{escape(line)}</tspan>'
        for place, line in enumerate(lines)
    )
    text_drawn = f'<text style="fill:{colour}">{spans}</text>'
    if not plate:
        return text_drawn
    wide, high = width_of(label.text, size) + size * 0.6, len(lines) * size * _LINE + size * 0.15
    place_of = f'x="{x - wide / 2:.1f}" y="{y - high / 2:.1f}" width="{wide:.1f}" height="{high:.1f}"'
    back = (
        f'<rect {place_of} rx="3" style="fill:var(--lj-paper,#FFFFFF);fill-opacity:{0.95 if label.led else 0.86}"/>'
    )
    led = label.led and (label.aside or label.shift)
    return f"{_line(point, (x, y), size) if led else ''}{back}{text_drawn}"


def _line(point: tuple[float, float], end: tuple[float, float], size: int) -> str:
    """Return the line from a unit to its name; on any fill it stands out against its own pale edge."""
    way = f"M{point[0]:.1f} {point[1]:.1f}L{end[0]:.1f} {end[1]:.1f}"
    edge_drawn = f'<path d="{way}" style="stroke:var(--lj-paper,#FFFFFF)" stroke-width="{size / 5:g}"/>'
    dot = f'<circle cx="{point[0]:.1f}" cy="{point[1]:.1f}" r="{size / 6:g}" style="fill:var(--lj-ink,#1F2933)"/>'
    return f'{edge_drawn}<path d="{way}" style="stroke:var(--lj-ink,#1F2933)" stroke-width="{size / 14:.1f}"/>{dot}'
