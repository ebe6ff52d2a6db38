"""The map as native shapes: each unit one freeform, with fixed classes, labels that do not collide, and a legend."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from etl.briefing import style
from etl.briefing.content import Content
from etl.briefing.figures import Figure, Indicator
from etl.briefing.slides import Deck, Run, shortened, width
from etl.briefing.style import Box, ink_on, rgb
from warehouse.shown import shared_word

CLASS, CARRIED, MISSING, EMPTY, SMALL = "class", "carried", "missing", "empty", "small"
_LINE = 1.25  # of the letters' size, from line to line
_OVER = 1.3  # a label may be so much wider than its unit: letters are estimated wide, and lines are ragged
_SWATCH, _STEP = Inches(0.34), Inches(0.42)
Project = Callable[[Sequence[float]], tuple[int, int]]


@dataclass(frozen=True)
class Classes:
    """Rising breaks and one colour more; class k holds breaks[k-1] <= value < breaks[k], as on the pages."""

    breaks: tuple[float, ...]
    colours: tuple[str, ...]

    def of(self, value: float) -> int:
        """Return the class of a value; one that equals a break belongs to the class above it."""
        return sum(value >= edge - 1e-12 for edge in self.breaks)


def classes(indicator: Indicator, spread: Sequence[float] = ()) -> Classes:
    """Return the fixed classes: the healthy band, else the catalogue's breaks, else quantiles of a count's spread."""
    if indicator.direction == "band" and indicator.low is not None and indicator.high is not None:
        return Classes((indicator.low, indicator.high), style.BAND)
    edges = indicator.breaks or tuple(sorted({float(math.ceil(edge)) for edge in spread[1:-1]}))
    ramp = style.LESS_IS_BETTER if indicator.direction == "down" else style.MORE_IS_BETTER
    last = len(ramp) - 1
    count = min(len(edges) + 1, len(ramp))
    picks = [round(place * last / (count - 1)) for place in range(count)] if count > 1 else [last // 2]
    return Classes(edges, tuple(ramp[pick] for pick in picks))


def state(figure: Figure, indicator: Indicator) -> str:
    """Return which kind of value or emptiness a figure is."""
    word = figure.empty_word(indicator)
    return word or (CARRIED if figure.carried_from else CLASS)


def fill(figure: Figure, indicator: Indicator, scale: Classes) -> str:
    """Return the colour of a unit: never the same for a zero and for nothing submitted."""
    value = figure.value(indicator)
    if value is None or figure.hidden:
        return {EMPTY: style.NOTHING, SMALL: style.FEW}.get(state(figure, indicator), style.PAPER)
    colour = scale.colours[scale.of(value)]
    return style.pale(colour) if figure.carried_from else colour


def draw(deck: Deck, page: Any, content: Content, indicator: Indicator, box: Box) -> list[str]:
    """Draw the map of the city's parts into a box and return the ids of units that could not be labelled."""
    view = content.view
    if view is None or not content.outlines:
        return list(content.parts)
    scale = classes(indicator, content.spreads.get(indicator.key, ()))
    project = fitted(view["bbox"], box)
    shapes = {}
    for feature in sorted(content.outlines, key=lambda item: _outlined(item, content, indicator)):
        unit = feature["properties"]["id"]
        figure = content.figure(unit, indicator.key)
        shape = freeform(page, feature["geometry"], project)
        shape.name = content.name(unit)
        shape._element.nvSpPr.cNvPr.set("descr", f"{content.name(unit)} {figure.text(indicator, content.words)}")
        paint(shape, fill(figure, indicator, scale), state(figure, indicator))
        shapes[unit] = shape
    return _labels(deck, page, content, indicator, scale, project)


def _outlined(feature: dict[str, Any], content: Content, indicator: Indicator) -> bool:
    """Return whether a unit's outline says something: it is drawn after the others, which would cover half of it."""
    return state(content.figure(feature["properties"]["id"], indicator.key), indicator) in (MISSING, CARRIED)


def fitted(bbox: Sequence[float], box: Box) -> Project:
    """Return the projection of degrees into a box: one scale for both ways, right at the middle latitude."""
    west, south, east, north = bbox
    narrow = math.cos(math.radians((south + north) / 2))
    scale = min(box.wide / max((east - west) * narrow, 1e-9), box.high / max(north - south, 1e-9))
    left = box.x + (box.wide - (east - west) * narrow * scale) / 2
    top = box.y + (box.high - (north - south) * scale) / 2

    def project(point: Sequence[float]) -> tuple[int, int]:
        return round(left + (point[0] - west) * narrow * scale), round(top + (north - point[1]) * scale)

    return project


def freeform(page: Any, geometry: dict[str, Any], project: Project) -> Any:
    """Add one polygon or multipolygon as one freeform; holes are further rings of the same shape."""
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    rings = [[project(point) for point in ring] for polygon in polygons for ring in polygon]
    builder = page.shapes.build_freeform(*rings[0][0], scale=1.0)
    for index, ring in enumerate(rings):
        if index:
            builder.move_to(*ring[0])
        builder.add_line_segments(ring[1:], close=True)
    return builder.convert_to_shape()


def paint(shape: Any, colour: str, kind: str = CLASS) -> None:
    """Fill a shape; what was not submitted has a dashed outline, what was carried forward a plain one."""
    flat = shape._element.find(f"{qn('p:style')}/{qn('a:effectRef')}")
    if flat is not None:
        flat.set("idx", "0")  # no shadow, in LibreOffice neither
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(colour)
    told = kind in (MISSING, CARRIED)
    shape.line.color.rgb = rgb(style.QUIET if told else style.LINE)
    shape.line.width = Pt(1.75 if told else 1)
    if kind == MISSING:
        shape.line.dash_style = MSO_LINE.DASH


def _labels(
    deck: Deck, page: Any, content: Content, indicator: Indicator, scale: Classes, project: Project
) -> list[str]:
    """Write names and values where they fit and cover no other, the larger units' first; return who is left out.

    "Songgang District" stands on one line, on two, or, where one has no room for that, all without "District".
    """
    units = (content.view or {"units": []})["units"]
    word = shared_word([content.name(unit["id"]) for unit in units])
    found, left = _placed(content, indicator, units, project, "")
    if word and (left or any(word not in " ".join(shown) for _, _, shown in found)):
        found, left = _placed(content, indicator, units, project, word)
    for unit, spot, shown in found:
        figure = content.figure(unit, indicator.key)
        colour, value = ink_on(fill(figure, indicator, scale)), figure.text(indicator, content.words)
        runs = [[Run(line, colour=colour, bold=line == value)] for line in shown]
        deck.text(page, spot, runs, align=PP_ALIGN.CENTER, anchor=MSO_ANCHOR.MIDDLE, wrap=False, name="label")
    return left


def _placed(
    content: Content, indicator: Indicator, units: Sequence[dict[str, Any]], project: Project, cut: str
) -> tuple[list[tuple[str, Box, Sequence[str]]], list[str]]:
    """Return unit, place and lines of each label that fits, and who is left out; cut: a word that no name needs."""
    placed: list[tuple[str, Box, Sequence[str]]] = []
    left: list[str] = []
    for unit in sorted(units, key=lambda item: -_area(item["box"])):
        figure = content.figure(unit["id"], indicator.key)
        name, value = content.name(unit["id"]).removesuffix(f" {cut}"), figure.text(indicator, content.words)
        centre = project((unit["x"], unit["y"]))
        west, south, _, north = unit["box"]
        wide = project((west + unit["room"], south))[0] - project((west, south))[0]
        high = project((west, south))[1] - project((west, north))[1]
        week = content.words.week(figure.carried_from) if figure.carried_from else ""
        tries = (
            *([[name, value, week]] if week else []),
            [name, value],
            [*name.split(" "), value],
            [name.split(" ")[0], value],
        )
        taken = [spot for _, spot, _ in placed]
        found = next((fit for lines in tries if (fit := _spot(lines, centre, (wide, high), taken))), None)
        if found is None:
            left.append(unit["id"])
        else:
            placed.append((unit["id"], *found))
    return placed, left


def _spot(
    lines: Sequence[str], centre: tuple[int, int], room: tuple[int, int], taken: Sequence[Box]
) -> tuple[Box, Sequence[str]] | None:
    """Return where lines stand around a point, None where they do not fit or cover another label."""
    wide = max(width(line, style.TEXT) for line in lines)
    high = round(len(lines) * style.TEXT * 12700 * _LINE)
    if wide > room[0] * _OVER or high > room[1]:
        return None
    box = Box(centre[0] - wide // 2, centre[1] - high // 2, wide, high)
    apart = all(
        box.right < other.x or other.right < box.x or box.bottom < other.y or other.bottom < box.y for other in taken
    )
    return (box, lines) if apart else None


def _area(box: Sequence[float]) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def legend(deck: Deck, page: Any, content: Content, indicator: Indicator, box: Box) -> None:
    """Draw the classes with how many units are in each, then the kinds of emptiness, each with its own mark."""
    words, scale = content.words, classes(indicator, content.spreads.get(indicator.key, ()))
    drawn = [feature["properties"]["id"] for feature in content.outlines]
    figures = [content.figure(unit, indicator.key) for unit in drawn]
    states = Counter(state(figure, indicator) for figure in figures)
    counts = Counter(scale.of(value) for figure in figures if (value := figure.value(indicator)) is not None)
    unit = words.of("units", indicator.unit)
    title = f"{indicator.name} ({unit})" if unit and unit not in indicator.name and unit != "%" else indicator.name
    if width(title, style.TEXT) > 2 * box.wide:
        title = indicator.name
    deck.text(page, Box(box.x, box.y, box.wide, 640000), [[Run(title, bold=True)]], anchor=MSO_ANCHOR.BOTTOM)
    rows = [
        (colour, text, counts[place], CLASS)
        for place, (colour, text) in enumerate(_class_texts(scale, indicator, content))
    ]
    middle = style.pale(scale.colours[len(scale.colours) // 2])
    kinds = ((MISSING, style.PAPER), (CARRIED, middle), (EMPTY, style.NOTHING), (SMALL, style.FEW))
    phrases = {CARRIED: "carried_kind"}
    for kind, colour in kinds:
        if states[kind] or kind in (MISSING, CARRIED):
            rows.append((colour, words.say(phrases.get(kind, kind)), states[kind], kind))
    top = box.y + 760000
    for place, (colour, text, count, kind) in enumerate(rows):
        y = top + place * _STEP
        mark = page.shapes.add_shape(MSO_SHAPE.RECTANGLE, box.x, y, _SWATCH, Emu(_STEP - 90000))
        paint(mark, colour, kind)
        line = Box(box.x + _SWATCH + 100000, y, box.wide - _SWATCH - 100000 - 420000, _STEP - 90000)
        shown = shortened(text, style.TEXT, line.wide)
        deck.text(page, line, [[Run(shown)]], anchor=MSO_ANCHOR.MIDDLE)
        number = Box(line.right, y, 420000, line.high)
        deck.text(
            page, number, [[Run(str(count), colour=style.QUIET)]], align=PP_ALIGN.RIGHT, anchor=MSO_ANCHOR.MIDDLE
        )


def _class_texts(scale: Classes, indicator: Indicator, content: Content) -> list[tuple[str, str]]:
    edges = [content.words.edge(edge, indicator.unit) for edge in scale.breaks]
    if not edges:
        return [(scale.colours[0], indicator.name)]
    inner = [f"{low} – {high}" for low, high in pairwise(edges)]
    return list(zip(scale.colours, [f"< {edges[0]}", *inner, f"≥ {edges[-1]}"], strict=True))
