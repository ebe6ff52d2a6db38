"""Stand-ins for outlines that are not to be had: cells around points, or a grid of tiles, always flagged."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

Point = tuple[float, float]
Floats = NDArray[np.float64]

TILE = 0.02  # degrees: the side of a tile of a city that has no place on the earth
_GAP = 0.04  # of a tile's side, between neighbours
_SAMPLES = 48  # sample points along the longer side of a polygon that is to be filled


def tile_grid(bounds: tuple[float, float, float, float], count: int) -> list[BaseGeometry]:
    """Return `count` equal tiles that fill a rectangle row by row from the top left, like words on a page."""
    west, south, east, north = bounds
    columns = max(1, math.ceil(math.sqrt(count)))
    rows = max(1, math.ceil(count / columns))
    wide, high = (east - west) / columns, (north - south) / rows
    gap = _GAP * min(wide, high) / 2
    tiles = []
    for index in range(count):
        left, top = west + index % columns * wide, north - index // columns * high
        tiles.append(shapely.box(left + gap, top - high + gap, left + wide - gap, top - gap))
    return tiles


def tile_bounds(count: int) -> tuple[float, float, float, float]:
    """Return the rectangle of a tile map of `count` top tiles, a little wider than high, around 0, 0."""
    columns = max(1, math.ceil(math.sqrt(count)))
    rows = max(1, math.ceil(count / columns))
    wide, high = columns * TILE * 1.35, rows * TILE
    return (-wide / 2, -high / 2, wide / 2, high / 2)


def is_tile(parent: BaseGeometry) -> bool:
    """Return whether a polygon is an upright rectangle, as the tiles are."""
    return bool(abs(shapely.area(parent) - shapely.area(shapely.envelope(parent))) < 1e-12)


def spread(parent: BaseGeometry, taken: Sequence[Point], count: int) -> list[Point]:
    """Return `count` points well apart inside a polygon, and away from the taken ones; the same every time."""
    if count <= 0:
        return []
    if is_tile(parent) and not taken:
        return [(tile.centroid.x, tile.centroid.y) for tile in tile_grid(parent.bounds, count)]
    samples = _samples(parent)
    chosen: list[int] = []
    middle = np.array(shapely.centroid(parent).coords[0])
    distance = np.full(len(samples), np.inf)
    for point in taken:
        distance = np.minimum(distance, _squared(samples, np.array(point)))
    for _ in range(min(count, len(samples))):
        free = np.isinf(distance)
        index = int(np.argmin(_squared(samples, middle)) if free.all() else np.argmax(distance))
        chosen.append(index)
        distance = np.minimum(distance, _squared(samples, samples[index]))
    places = _relax(samples, samples[chosen], np.array(taken, dtype=float).reshape(-1, 2))
    places = np.concatenate([places, np.repeat(places[-1:], count - len(places), axis=0)])
    return [(float(x), float(y)) for x, y in places]


def cells(parent: BaseGeometry, points: Sequence[Point | None]) -> list[BaseGeometry]:
    """Return one cell for each point, in order, that together fill the polygon: what lies nearest to the point.

    None, and points outside the polygon, get a place of their own inside it, so that no unit goes missing.
    """
    count = len(points)
    if count == 1:
        return [parent]
    if is_tile(parent) and not any(points):
        return tile_grid(parent.bounds, count)
    inside = [point if point and parent.buffer(1e-9).contains(shapely.Point(point)) else None for point in points]
    extra = iter(spread(parent, [point for point in inside if point], inside.count(None)))
    places = _apart([point or next(extra) for point in inside], parent)
    diagrams = shapely.voronoi_polygons(shapely.MultiPoint(places), extend_to=parent, ordered=True)
    found = shapely.intersection(np.array(shapely.get_parts(diagrams), dtype=object), parent)
    rounded = shapely.transform(found, lambda pairs: np.round(pairs, 5))
    kept = np.where(shapely.is_valid(rounded) & ~shapely.is_empty(rounded), rounded, found)
    dots = [shapely.Point(place).buffer(1e-4) for place in places]
    return [dot if part.is_empty else part for part, dot in zip(kept, dots, strict=True)]


def clear_spot(outline: BaseGeometry, avoid: Sequence[Point]) -> Point:
    """Return a point well inside a polygon and away from the given points: where a name can stand beside dots."""
    samples = _samples(outline, 20)
    edge = shapely.distance(shapely.points(samples), shapely.boundary(outline))
    near = shapely.distance(shapely.points(samples), shapely.MultiPoint(list(avoid))) if len(avoid) else edge
    best = samples[int(np.argmax(np.minimum(edge, near)))]
    return (float(best[0]), float(best[1]))


def _apart(places: Sequence[Point], parent: BaseGeometry) -> list[Point]:
    """Move points that lie on one another a little apart: cells need distinct points."""
    west, south, east, north = parent.bounds
    # where all of them lie on one point the parent has no width: still a step, or they would never come apart
    step = max(east - west, north - south) / 200 or 1e-4
    seen: set[tuple[int, int]] = set()
    moved = []
    for x, y in places:
        turn = 0
        key = (round(x * 1e6), round(y * 1e6))
        while key in seen:
            turn += 1
            x, y = x + step * math.cos(turn * 2.4), y + step * math.sin(turn * 2.4)  # 2.4 rad: the golden angle
            key = (round(x * 1e6), round(y * 1e6))
        seen.add(key)
        moved.append((x, y))
    return moved


def _samples(parent: BaseGeometry, along: int = _SAMPLES) -> Floats:
    west, south, east, north = parent.bounds
    step = max(east - west, north - south) / along
    xs, ys = np.arange(west + step / 2, east, step), np.arange(south + step / 2, north, step)
    grid = np.array([(x, y) for y in ys[::-1] for x in xs])
    within = shapely.contains_xy(parent, grid[:, 0], grid[:, 1]) if len(grid) else np.array([], dtype=bool)
    if not within.any():
        return np.array([parent.representative_point().coords[0]])
    return np.asarray(grid[within], dtype=float)


def _relax(samples: Floats, places: Floats, fixed: Floats) -> Floats:
    """Move the places to the middle of what lies nearest to them, a few times; the fixed ones stay."""
    for _ in range(5):
        everyone = np.concatenate([places, fixed])
        nearest = np.argmin(((samples[:, None, :] - everyone[None, :, :]) ** 2).sum(axis=2), axis=1)
        for index in range(len(places)):
            mine = samples[nearest == index]
            if len(mine):
                middle = mine.mean(axis=0)
                places[index] = mine[np.argmin(_squared(mine, middle))]  # a sample, so surely inside
    return places


def _squared(samples: Floats, point: Floats) -> Floats:
    return np.asarray(((samples - point) ** 2).sum(axis=1), dtype=float)
