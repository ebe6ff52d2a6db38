"""Where names and values stand on the map: only where they fit into their unit and cover no other. Pure functions."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.map_classes import rgb

SIZE = 13  # pixels, where nothing else is said
_LINE = 1.3  # of the size, from line to line
_ROOM = 0.8  # of the unit's height that a text may take
INK, WHITE, BLACK = "#1F2933", "#FFFFFF", "#000000"
_AA = 4.5  # the least contrast of small text (WCAG 2, AA)
TILE = 512  # pixels of the whole world at zoom 0
# of the letters' height, in the fonts of the pages; a Chinese character and its marks are squares
_SLIM, _BROAD, _CAPITAL, _USUAL = 0.36, 0.93, 0.68, 0.6
# where a text goes that would cover a point: a part of its unit's width and height beside the middle, nearest first
_NEAR = sorted(
    ((x / 12, y / 12) for x in range(-3, 4) for y in range(-4, 5)), key=lambda way: way[0] ** 2 + way[1] ** 2
)
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Label:
    """A text at a point in degrees, of the unit at place `index` of the view.

    shift, aside: pixels below and right of the point, where the text stands beside it; led: too large for its unit,
    so on a plate of its own, and where it stands beside it with a line back.
    """

    index: int
    x: float
    y: float
    text: str
    shift: float = 0.0
    aside: float = 0.0
    led: bool = False


def place(
    units: Sequence[Mapping[str, Any]],
    texts: Mapping[str, tuple[str, str]],
    zoom: float,
    *,
    size: float = SIZE,
    loose: bool = False,
    circles: Sequence[float] = (),
    points: Sequence[tuple[float, float]] = (),
    radius: float = 0.0,
) -> list[Label]:
    """Return the labels that fit at a zoom, the larger units' first; a value that does not fit is left to the card.

    units: of a view (x, y, box, room in degrees). texts: unit id -> (name, value). size: of the letters, in pixels.
    loose: a name may reach beyond its unit (where it stands on a plate of its own). circles: a radius in pixels for
    each unit; names stand below or above the circles and cover none. points: in degrees, drawn with a radius in
    pixels; a plate makes way for them where it can.
    """
    if circles:
        return _beside(units, texts, zoom, size, circles)
    dots = [(x - radius, y - radius, x + radius, y + radius) for x, y in (plane(*point, zoom) for point in points)]
    taken: list[Box] = []
    found: list[Label] = []
    for index in sorted(range(len(units)), key=lambda index: -_area(units[index]["box"])):
        text = texts.get(units[index]["id"], ("", ""))
        label = _inside(index, units[index], text, zoom, size, loose, (taken, dots))
        if label is not None:
            found.append(label)
            taken.append(covered(label, zoom, size, loose))
    return found


def _inside(
    index: int,
    unit: Mapping[str, Any],
    text: tuple[str, str],
    zoom: float,
    size: float,
    loose: bool,
    others: tuple[Sequence[Box], Sequence[Box]],
) -> Label | None:
    """Return the label of a unit on the unit itself; others: what is taken, and the points better left free."""
    taken, dots = others
    west, south, east, north = unit["box"]
    (left, low), (right, high) = plane(west, south, zoom), plane(east, north, zoom)
    for written, free in _tries(*text, loose):
        fits = written and (free or _fits(unit, _box(unit, written, zoom, size), zoom))
        ways = ((0.0, 0.0), *_NEAR) if fits and dots and loose else ((0.0, 0.0),) if fits else ()
        second = None
        for across, down in ways:
            shift, aside = round(down * (low - high), 1), round(across * (right - left), 1)
            label = Label(index, unit["x"], unit["y"], written, shift, aside)
            plate = covered(label, zoom, size, loose)
            if any(cross(plate, other) for other in taken):
                continue
            if not any(cross(plate, dot) for dot in dots):
                return label
            second = second or label
        if second is not None:
            return second
    return None


def covered(label: Label, zoom: float, size: float, plate: bool) -> Box:
    """Return what a label covers, with its plate where it has one: pixels on the plane of the world."""
    x, y = plane(label.x, label.y, zoom)
    wide, high = width_of(label.text, size) / 2 + 2, (label.text.count("\n") + 1) * size * _LINE / 2
    wide, high = (wide + 5, high + 3) if plate else (wide, high)
    x, y = x + label.aside, y + label.shift
    return (x - wide, y - high, x + wide, y + high)


def _beside(
    units: Sequence[Mapping[str, Any]],
    texts: Mapping[str, tuple[str, str]],
    zoom: float,
    size: float,
    circles: Sequence[float],
) -> list[Label]:
    """Return names below their circles, above where there is no room, nowhere where they would cover another."""
    taken: list[Box] = []
    for unit, radius in zip(units, circles, strict=True):
        x, y = plane(unit["x"], unit["y"], zoom)
        taken.append((x - radius, y - radius, x + radius, y + radius))
    found: list[Label] = []
    for index in sorted(range(len(units)), key=lambda place: -_area(units[place]["box"])):
        unit, name = units[index], texts.get(units[index]["id"], ("", ""))[0]
        for text, side in (
            (text, side) for text in dict.fromkeys((name, name.replace(" ", "\n", 1))) for side in (1, -1)
        ):
            west, north, east, south = _box(unit, text, zoom, size)
            shift = side * (circles[index] + (south - north) / 2 + 3)
            plate = (west - 5, north + shift - 2, east + 5, south + shift + 2)
            if name and not any(cross(plate, other) for other in taken):
                taken.append(plate)
                found.append(Label(index, unit["x"], unit["y"], text, round(shift, 1)))
                break
    return found


def _tries(name: str, value: str, loose: bool) -> list[tuple[str, bool]]:
    """Return the texts to try in turn, and whether each may reach beyond its unit. A name breaks at its space."""
    broken = name.replace(" ", "\n", 1)
    with_value = [(f"{text}\n{value}", False) for text in dict.fromkeys((name, broken)) if value]
    beyond = [(f"{broken}\n{value}", True)] if loose and value else []
    return [*with_value, *beyond, (name, False), (broken, False), *([(broken, True)] if loose else [])]


def width_of(text: str, size: float = SIZE) -> float:
    """Return about how many pixels the widest line of a text takes: a Chinese character is a square."""
    return max(sum(map(_broad, line)) for line in text.split("\n")) * size


def _broad(char: str) -> float:
    if ord(char) > 0x2E80:
        return 1.0
    if char in "mwMW%·≥":
        return _BROAD
    return _SLIM if char in " fijlrtI.,:;'|!()[]-" else _CAPITAL if char.isupper() else _USUAL


def pixels(degrees: float, zoom: float) -> float:
    """Return how many pixels a span of longitude takes at a zoom."""
    return degrees / 360 * TILE * 2**zoom


def mercator(latitude: float) -> float:
    """Return how far north a latitude lies on the map of the world, 0 to 1."""
    return 0.5 + math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)) / (2 * math.pi)


def plane(longitude: float, latitude: float, zoom: float) -> tuple[float, float]:
    """Return the pixel of a place on the map of the world at a zoom."""
    return pixels(longitude, zoom), -mercator(latitude) * TILE * 2**zoom


def _box(unit: Mapping[str, Any], text: str, zoom: float, size: float) -> Box:
    return covered(Label(0, unit["x"], unit["y"], text), zoom, size, plate=False)


def _fits(unit: Mapping[str, Any], box: Box, zoom: float) -> bool:
    _, south, _, north = unit["box"]
    high = plane(0, south, zoom)[1] - plane(0, north, zoom)[1]
    return box[2] - box[0] <= pixels(unit["room"], zoom) + 2 and box[3] - box[1] <= high * _ROOM


def _area(box: Sequence[float]) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def cross(a: Box, b: Box) -> bool:
    """Say whether two boxes share a spot."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def text_on(fill: str) -> str:
    """Return ink or white, whichever is legible on a fill; black on the few middle tones where neither is."""
    return next((ink for ink in (INK, WHITE) if contrast(fill, ink) >= _AA), BLACK)


def luminance(colour: str) -> float:
    """Return the relative luminance of #RRGGBB (WCAG 2), 0 to 1."""
    parts = [part / 255 for part in rgb(colour)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (WCAG 2), 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)
