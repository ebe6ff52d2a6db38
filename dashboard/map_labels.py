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
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Label:
    """A text at a point in degrees, of the unit at place `index` of the view."""

    index: int
    x: float
    y: float
    text: str
    shift: float = 0.0  # pixels below the point: a name beside its unit's circle


def place(
    units: Sequence[Mapping[str, Any]],
    texts: Mapping[str, tuple[str, str]],
    zoom: float,
    *,
    size: float = SIZE,
    loose: bool = False,
    circles: Sequence[float] = (),
) -> list[Label]:
    """Return the labels that fit at a zoom, the larger units' first; a value that does not fit is left to the card.

    units: of a view (x, y, box, room in degrees). texts: unit id -> (name, value). size: of the letters, in pixels.
    loose: a name may reach beyond its unit (where it stands on a plate of its own). circles: a radius in pixels for
    each unit; names stand below or above the circles and cover none.
    """
    if circles:
        return _beside(units, texts, zoom, size, circles)
    order = sorted(range(len(units)), key=lambda index: -_area(units[index]["box"]))
    taken: list[Box] = []
    found: list[Label] = []
    for index in order:
        unit = units[index]
        name, value = texts.get(unit["id"], ("", ""))
        for text, free in _tries(name, value, loose):
            box = _box(unit, text, zoom, size)
            fits = name and (free or _fits(unit, box, zoom))
            west, north, east, south = box
            plate = (west - 5, north - 3, east + 5, south + 3) if loose else box
            if fits and not any(_cross(plate, other) for other in taken):
                taken.append(plate)
                found.append(Label(index, unit["x"], unit["y"], text))
                break
    return found


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
        x, y = _at(unit, zoom)
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
            if name and not any(_cross(plate, other) for other in taken):
                taken.append(plate)
                found.append(Label(index, unit["x"], unit["y"], text, round(shift, 1)))
                break
    return found


def _tries(name: str, value: str, loose: bool) -> list[tuple[str, bool]]:
    """Return the texts to try in turn, and whether each may reach beyond its unit. A name breaks at its space."""
    broken = name.replace(" ", "\n", 1)
    with_value = [(f"{text}\n{value}", False) for text in dict.fromkeys((name, broken)) if value]
    return [*with_value, (name, False), (broken, False), *([(broken, True)] if loose else [])]


def width_of(text: str, size: float = SIZE) -> float:
    """Return about how many pixels the widest line of a text takes: a Chinese character is a square."""
    return max(sum(1.0 if ord(char) > 0x2E80 else 0.56 for char in line) for line in text.split("\n")) * size


def pixels(degrees: float, zoom: float) -> float:
    """Return how many pixels a span of longitude takes at a zoom."""
    return degrees / 360 * 512 * 2**zoom


def _stretch(latitude: float) -> float:
    """Return how much longer a degree of latitude is than one of longitude on the map."""
    return 1 / math.cos(math.radians(latitude))


def _at(unit: Mapping[str, Any], zoom: float) -> tuple[float, float]:
    """Return the pixel of a unit's point, on a plane whose origin does not matter."""
    return pixels(unit["x"], zoom), -pixels(unit["y"], zoom) * _stretch(unit["y"])


def _box(unit: Mapping[str, Any], text: str, zoom: float, size: float) -> Box:
    x, y = _at(unit, zoom)
    wide, high = width_of(text, size) / 2 + 2, (text.count("\n") + 1) * size * _LINE / 2
    return (x - wide, y - high, x + wide, y + high)


def _fits(unit: Mapping[str, Any], box: Box, zoom: float) -> bool:
    _, south, _, north = unit["box"]
    high = pixels(north - south, zoom) * _stretch(unit["y"])
    return box[2] - box[0] <= pixels(unit["room"], zoom) + 2 and box[3] - box[1] <= high * _ROOM


def _area(box: Sequence[float]) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _cross(a: Box, b: Box) -> bool:
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
