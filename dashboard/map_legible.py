"""Every unit of a map has its name: shorter where the level is plain, beside the unit where that is too small."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.map_labels import Box, Label, covered, cross, pixels, place, plane, width_of
from warehouse.shown import shared_word

# how far from its unit's point a name goes that finds no room there, in heights of its letters, and which ways
_FAR = (2.0, 3.0, 4.5, 6.0, 8.0)
_WAYS = [(math.cos(turn * math.pi / 8), math.sin(turn * math.pi / 8)) for turn in range(16)]
_POINT = 6.0  # pixels around a unit's own point that no other name covers
_BEYOND = 1.5  # how much wider than its unit a name may be that still stands on it
_SPARE = 1.12  # names stand in full only where larger letters would fit as well
Texts = Mapping[str, tuple[str, str]]


def legible(
    units: Sequence[Mapping[str, Any]],
    texts: Texts,
    zoom: float,
    *,
    size: float,
    loose: bool = False,
    circles: Sequence[float] = (),
    points: Sequence[tuple[float, float]] = (),
    radius: float = 0.0,
    bounds: Box | None = None,
) -> tuple[list[Label], str]:
    """Return the labels as map_labels.place, and the word that all names were cut by where more is legible so, or "".

    bounds: of the picture on the plane of the world; with them a name that finds no room goes beside its unit.
    """

    def tried(given: Texts, size: float = size) -> list[Label]:
        found = place(units, given, zoom, size=size, loose=loose, circles=circles, points=points, radius=radius)
        return found if bounds is None else _led(units, given, zoom, size, loose, points, radius, bounds, found)

    def told(given: Texts, found: Sequence[Label]) -> float:
        """Return how much is legible: names, values on their own unit, and values that a line leads to."""
        values = [(item, given[units[item.index]["id"]][1]) for item in found]
        return sum(1 + (item.text.endswith(f"\n{value}") if value else 1) - item.led / 2 for item, value in values)

    short, word = without_kind(texts)
    if not word:
        return tried(texts), ""
    cut = tried(short)
    whole = [] if loose and not circles else tried(texts, size * _SPARE)  # a plate hides what lies below it
    return (cut, word) if told(short, cut) > told(texts, whole) else (whole, "")


def without_kind(texts: Texts) -> tuple[Texts, str]:
    """Return the texts without the last word that most names share, and that word ("" where there is none)."""
    word = shared_word([name for name, _value in texts.values()])
    if not word:
        return texts, ""
    return {unit: (name.removesuffix(f" {word}"), value) for unit, (name, value) in texts.items()}, word


def _led(
    units: Sequence[Mapping[str, Any]],
    texts: Texts,
    zoom: float,
    size: float,
    loose: bool,
    points: Sequence[tuple[float, float]],
    radius: float,
    bounds: Box,
    found: Sequence[Label],
) -> list[Label]:
    """Return the labels with those of units that had none yet, or no value: as near as they cover nothing."""
    named = {item.index: item for item in found}
    boxes = {item.index: covered(item, zoom, size, loose) for item in found}
    dots = [_dot(point, zoom, radius) for point in points]
    lost = []
    for index, unit in enumerate(units):
        name, value = texts.get(unit["id"], ("", ""))
        told = named[index].text if index in named else ""
        if name and (not told or (value and not told.endswith(f"\n{value}"))):
            lost.append(index)
    own = {index: _dot((units[index]["x"], units[index]["y"]), zoom, _POINT) for index in lost if index not in named}
    for index in lost:
        others = [*(boxes[other] for other in boxes if other != index), *dots]
        others += [own[other] for other in own if other != index]
        for label in _places(index, units[index], texts[units[index]["id"]], zoom, size, led=index in own):
            box = covered(label, zoom, size, plate=True)
            within = bounds[0] <= box[0] and bounds[1] <= box[1] and box[2] <= bounds[2] and box[3] <= bounds[3]
            if within and not any(cross(box, other) for other in others):
                named[index], boxes[index] = label, box
                break
    return list(named.values())


def _places(
    index: int, unit: Mapping[str, Any], text: tuple[str, str], zoom: float, size: float, *, led: bool
) -> list[Label]:
    """Return where a label may stand: on its unit if a little too wide for it; led: else beside it, nearest first."""
    name, value = text
    x, y, whole = unit["x"], unit["y"], f"{name}\n{value}" if value else name
    fits = width_of(whole, size) <= pixels(unit["room"], zoom) * _BEYOND
    found = [Label(index, x, y, whole, led=True)] if fits else []
    for far in _FAR if led else ():
        for written in dict.fromkeys((whole, name)):
            wide = width_of(written, size) / 2
            for across, down in _WAYS:
                aside = across * far * size + (math.copysign(wide, across) if abs(across) > 0.5 else 0.0)
                found.append(Label(index, x, y, written, round(down * far * size, 1), round(aside, 1), led=True))
    return found


def _dot(point: tuple[float, float], zoom: float, radius: float) -> Box:
    x, y = plane(*point, zoom)
    return (x - radius, y - radius, x + radius, y + radius)
