"""The map as a pydeck figure: geometry by URL, values beside it as short expressions. Pure functions.

A change of week sends a list of small numbers (which colour each unit has) and the texts of the hover cards; the
geometry stays in the browser's cache under an address that only changes with the version or the place.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pydeck as pdk

from dashboard import map_circles
from dashboard.map_classes import ABSENT, CARRIED, MISSING, Cell, Scale, faded, fill_index, palette, rgb
from dashboard.map_hover import tooltip
from dashboard.map_labels import TILE, WHITE, mercator, text_on
from dashboard.map_legible import legible
from dashboard.theme import FONT, Theme, edge

AREAS, POINTS, AROUND = "areas", "points", "around"  # layers that answer to a click
_DASH = [4, 3]
_TEXT = 15  # height of the letters up to which lines and points have their own size; on a wall they grow too
_CLEAR = [0, 0, 0, 0]


@dataclass(frozen=True)
class Frame:
    """The room a map is fitted into, in pixels: size, what the legend and the strip take, and the letters' size."""

    width: int = 900
    height: int = 470
    left: int = 190
    pad: int = 22
    text: int = 13
    top: int = 0


@dataclass(frozen=True)
class Scene:
    """What a map shows. view and around: of warehouse.geography (around = the view one step up, for context).

    cells: of the view's units, in its order; estates: of its points, in their order; labels: id -> (name, value).
    address: the URL of the version's geometry folder, "/geo/v00012". selected: a unit outlined in the accent colour.
    circles: radii in pixels, for the estates where there are any, else for the units; 0 = none. shown: the entries of
    the palette that are not faded, None = all.
    """

    address: str
    view: Mapping[str, Any]
    around: Mapping[str, Any] | None
    cells: Sequence[Cell]
    estates: Sequence[Cell]
    scale: Scale
    labels: Mapping[str, tuple[str, str]]
    selected: str | None = None
    circles: Sequence[float] = ()
    shown: frozenset[int] | None = None


def deck(scene: Scene, theme: Theme, frame: Frame) -> pdk.Deck:
    """Return the figure; with no map style at all, so that nothing is asked of any outside address."""
    camera = camera_of(scene.view["bbox"], frame)
    labels, key = _labels(scene, theme, camera["zoom"], frame.text), str(scene.view["unit"])
    circles = map_circles.layer(scene.view["units"], scene.circles, theme, key) if _on_areas(scene) else []
    thick = max(1, frame.text / _TEXT)
    under = [*_around(scene, theme, thick), *_areas(scene, theme, thick), *_points(scene, theme, thick)]
    layers = [*under, *circles, *labels]
    return pdk.Deck(layers, initial_view_state=pdk.ViewState(**camera), map_provider=None, tooltip=tooltip(theme))


def _on_areas(scene: Scene) -> bool:
    """Return whether circles lie on the areas: where there are estates, these themselves grow and shrink."""
    return bool(scene.circles) and not scene.view["points"]


def camera_of(bbox: Sequence[float], frame: Frame) -> dict[str, float]:
    """Return longitude, latitude and zoom that show a bounding box (west, south, east, north) in the frame."""
    west, south, east, north = bbox
    top, bottom = mercator(north), mercator(south)
    wide, high = max(east - west, 1e-5) / 360, max(top - bottom, 1e-7)
    room = (frame.width - frame.left - 2 * frame.pad, frame.height - frame.top - 2 * frame.pad)
    zoom = min(math.log2(room[0] / TILE / wide), math.log2(room[1] / TILE / high), 17.0)
    size = TILE * 2**zoom
    # what is left free lies right of and below the middle
    shift, lift = frame.left / 2 / size * 360, frame.top / 2 / size
    return {
        "longitude": round((west + east) / 2 - shift, 5),
        "latitude": round(_latitude((top + bottom) / 2 + lift), 5),
        "zoom": round(zoom, 2),
        "pitch": 0,
        "bearing": 0,
    }


def _latitude(mercator: float) -> float:
    return math.degrees(2 * math.atan(math.exp((mercator - 0.5) * 2 * math.pi)) - math.pi / 2)


def expression(table: Sequence[object], picks: Sequence[int]) -> str:
    """Return the expression for the entry of a table that a feature's i picks, `([…])[([0,3,…])[properties.i]]`.

    The brackets are needed: deck.gl's parser takes `[…][…]` for two expressions and gives nothing.
    """
    return f"({json.dumps(table, separators=(',', ':'))})[([{','.join(map(str, picks))}])[properties.i]]"


def _trigger(*parts: str) -> str:
    """Return a short mark that changes when the expressions do: deck.gl compares it, not the functions."""
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:12]


def _size(thick: float) -> str:
    return f"-{thick:g}" if thick > 1 else ""  # a layer of the same name may keep the lines of another size


def _fills(scene: Scene, theme: Theme) -> str:
    colours = [[*rgb(colour), 255] for colour in faded(palette(scene.scale, theme), scene.shown, theme)]
    return expression(colours, [fill_index(item, scene.scale) for item in scene.cells])


def _shows(item: Cell, scene: Scene) -> bool:
    return scene.shown is None or fill_index(item, scene.scale) in scene.shown


def _areas(scene: Scene, theme: Theme, thick: float) -> list[pdk.Layer]:
    if not scene.view["areas"]:
        return []
    url, key = f"{scene.address}/{scene.view['areas']}.json", scene.view["unit"]
    fills = _fills(scene, theme)
    fill = pdk.Layer(  # named after what is selected: a new name drops the browser's selection, which dims the rest
        "GeoJsonLayer",
        url,
        id=f"{AREAS}-{key}-{scene.selected or ''}{_size(thick)}",
        get_fill_color=fills,
        get_line_color=[*rgb(edge(theme))],
        get_line_width=thick,
        line_width_units=pdk.types.String("pixels"),
        pickable=True,
        auto_highlight=True,
        highlight_color=[*rgb(theme.ink), 38],
        update_triggers={"getFillColor": _trigger(fills)},
    )
    return [fill, *_edges(scene, theme, url, key, thick)]


def _edges(scene: Scene, theme: Theme, url: str, key: str, thick: float) -> list[pdk.Layer]:
    """Outlines that say something: dashed = not submitted, plain = carried forward."""
    special = [_edge_kind(item, scene) for item in scene.cells]
    if not any(special):
        return []
    quiet = [*rgb(theme.quiet), 255]
    colours: list[list[int]] = [_CLEAR, quiet, [*rgb(theme.accent), 255], quiet]
    lines = expression(colours, special)
    dashes = expression([[0, 0], _DASH], [int(kind == 1) for kind in special])
    widths = expression([0, 1.6 * thick, 3 * thick, 1.6 * thick], special)
    return [
        pdk.Layer(
            "GeoJsonLayer",
            url,
            id=f"edges-{key}{_size(thick)}",
            filled=False,
            get_line_color=lines,
            get_line_width=widths,
            line_width_units=pdk.types.String("pixels"),
            get_dash_array=dashes,
            dash_justified=True,
            extensions=[{"@@type": "PathStyleExtension", "dash": True}],
            pickable=False,
            update_triggers={
                "getLineColor": _trigger(lines),
                "getDashArray": _trigger(dashes),
                "getLineWidth": _trigger(widths),
            },
        )
    ]


def _edge_kind(item: Cell, scene: Scene) -> int:
    """0 = none, 1 = not submitted, 2 = selected, 3 = carried forward."""
    if item.unit == scene.selected:
        return 2
    if not _shows(item, scene):
        return 0
    if item.state == MISSING:
        return 1
    return 3 if item.state == CARRIED else 0


def _around(scene: Scene, theme: Theme, thick: float) -> list[pdk.Layer]:
    """The neighbours of the unit shown, faint: a click moves sideways."""
    if scene.around is None or not scene.around["areas"]:
        return []
    own = [int(item["id"] == scene.view["unit"]) for item in scene.around["units"]]
    fills = expression([[*rgb(theme.surface), 255], [*rgb(theme.paper), 255]], own)
    return [
        pdk.Layer(
            "GeoJsonLayer",
            f"{scene.address}/{scene.around['areas']}.json",
            id=f"{AROUND}-{scene.around['unit']}-{scene.view['unit']}{_size(thick)}",
            get_fill_color=fills,
            get_line_color=[*rgb(theme.line)],
            get_line_width=thick,
            line_width_units=pdk.types.String("pixels"),
            pickable=True,
            auto_highlight=True,
            highlight_color=[*rgb(theme.ink), 20],
        )
    ]


def _points(scene: Scene, theme: Theme, thick: float) -> list[pdk.Layer]:
    if not scene.view["points"]:
        return []
    fills_of = faded(palette(scene.scale, theme), scene.shown, theme)
    colours = [[*rgb(colour), 255] for colour in (*fills_of, theme.quiet)]
    picks = [len(colours) - 1 if item.state == ABSENT else fill_index(item, scene.scale) for item in scene.estates]
    fills = expression(colours, picks)
    chosen = [2 if item.unit == scene.selected else int(item.state in (MISSING, CARRIED)) for item in scene.estates]
    lines = expression([[*rgb(WHITE), 255], [*rgb(theme.quiet), 255], [*rgb(theme.accent), 255]], chosen)
    told = [item.state != ABSENT for item in scene.estates]  # the others only show where an estate lies
    if scene.circles:
        sizes = expression([max(3.0 * thick, size) for size in scene.circles], range(len(told)))
    else:
        sizes = expression([3 * thick, (8 if len(told) <= 40 else 5.5) * thick], [int(item) for item in told])
    return [
        pdk.Layer(
            "GeoJsonLayer",
            f"{scene.address}/{scene.view['points']}.json",
            id=f"{POINTS}-{scene.view['unit']}-{scene.selected or ''}{_size(thick)}",
            get_fill_color=fills,
            get_line_color=lines,
            get_point_radius=sizes,
            point_radius_units=pdk.types.String("pixels"),
            get_line_width=1.6 * thick,
            line_width_units=pdk.types.String("pixels"),
            pickable=any(told),
            auto_highlight=True,
            highlight_color=[*rgb(theme.ink), 60],
            update_triggers={
                "getFillColor": _trigger(fills),
                "getLineColor": _trigger(lines),
                "getPointRadius": _trigger(sizes),
            },
        )
    ]


def _labels(scene: Scene, theme: Theme, zoom: float, size: int) -> list[pdk.Layer]:
    """Names and values in ink or white, as the fill asks; on a plate where points lie below them."""
    circles = scene.circles if _on_areas(scene) else ()
    plate = bool(scene.view["points"] or circles)
    colours = palette(scene.scale, theme)
    data = []
    dots = [(item["x"], item["y"]) for item in scene.view["estates"]] if scene.view["points"] else []
    given = scene.view["units"], scene.labels, zoom
    labels, _word = legible(*given, size=size, loose=plate, circles=circles, points=dots, radius=size * 0.6)
    for label in labels:
        if not _shows(scene.cells[label.index], scene):
            continue
        fill = theme.paper if plate else colours[fill_index(scene.cells[label.index], scene.scale)]
        ink = theme.ink if fill == theme.paper else text_on(fill)
        row = {"p": [label.x, label.y], "t": label.text, "c": [*rgb(ink)]}
        data.append({**row, "o": [label.aside, label.shift]} if plate else row)
    if not data:
        return []
    back = {"background": True, "get_background_color": [*rgb(theme.paper), 205], "background_padding": [5, 2, 5, 2]}
    return [
        pdk.Layer(
            "TextLayer",
            data,
            id=f"labels-{scene.view['unit']}",
            get_position="p",
            get_text="t",
            get_color="c",
            get_size=size,
            character_set=pdk.types.String("auto"),
            font_family=pdk.types.String(FONT.replace("'", "")),
            font_weight=500,
            line_height=1.25,
            pickable=False,
            **({**back, "get_pixel_offset": "o"} if plate else {}),
        )
    ]


def clicked(selection: Mapping[str, Any] | None) -> str | None:
    """Return the org unit id of what was clicked, of Streamlit's selection; None for nothing."""
    for features in (selection or {}).get("objects", {}).values():
        for feature in features:
            unit = (feature.get("properties") or {}).get("id")
            if unit:
                return str(unit)
    return None
