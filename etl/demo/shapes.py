"""The outline of the made-up city, its districts and streets, and where its estates lie.

Every border is drawn once and shared by the two streets beside it, so that the map has neither gaps nor overlaps.
Plane coordinates run from about -1 to 1; `to_degrees` turns them into longitude and latitude (WGS-84).
"""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely import LineString, MultiPoint, Polygon

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

CENTRE = (113.0, 27.8)
DEGREES = 0.34  # of latitude for one plane unit
GRID = 1e-6
INNER_DISTRICTS = 4  # the first so many lie around the middle, the rest around them


@dataclass(frozen=True)
class Shapes:
    """streets: one polygon (degrees) a street, in the order of `street_district`; districts: their unions."""

    street_district: Ints
    streets: list[Polygon]
    districts: list[Polygon]


def draw(rng: np.random.Generator, streets_of_district: Sequence[int]) -> Shapes:
    """Draw a city; streets_of_district: the number of streets of each district, whose polygons come in that order."""
    outline = _outline(rng)
    for _ in range(20):
        seeds, district = _seeds(rng, outline, streets_of_district)
        edges, rim = _edges(seeds, outline)
        for amplitude in (0.13, 0.09, 0.05, 0.0):
            streets = _cells([_rough(rng, edge, amplitude) for edge in edges] + rim, seeds)
            if streets is not None:
                break
        else:
            continue
        districts = [
            shapely.union_all([streets[i] for i in np.flatnonzero(district == d)])
            for d in range(len(streets_of_district))
        ]
        if all(isinstance(shape, Polygon) and not shape.interiors for shape in districts):
            return Shapes(district, streets, districts)
    raise RuntimeError("no outline without islands was found for this seed")


def to_degrees(x: Floats, y: Floats) -> Floats:
    """Return an (n, 2) array of longitude and latitude, rounded to six decimals (about 0.1 m)."""
    lng = CENTRE[0] + x * DEGREES / math.cos(math.radians(CENTRE[1]))
    return np.asarray(np.round(np.column_stack([lng, CENTRE[1] + y * DEGREES]), 6), dtype=np.float64)


def points_inside(rng: np.random.Generator, shape: Polygon, groups: Ints) -> tuple[Floats, Floats]:
    """Scatter points over a polygon (degrees), points of one group near each other.

    groups: the number of points of each group. Returns the points (n, 2) and the middle of each group.
    """
    inner = shape.buffer(-0.04 * math.sqrt(shape.area))
    if inner.is_empty:
        inner = shape
    west, south, east, north = inner.bounds
    wanted = max(600, 40 * int(groups.sum()))
    found = np.empty((0, 2))
    while len(found) < wanted // 3:
        x, y = rng.uniform(west, east, wanted), rng.uniform(south, north, wanted)
        inside = shapely.contains_xy(inner, x, y)
        found = np.vstack([found, np.column_stack([x[inside], y[inside]])])
    found = np.round(found, 6)
    middles = _spread(found, len(groups), rng)
    points = np.empty((int(groups.sum()), 2))
    begin = 0
    for number, middle in zip(groups, middles, strict=True):
        near = np.argsort(((found - middle) ** 2).sum(axis=1))[: max(8 * number, 8)]
        points[begin : begin + number] = found[rng.choice(near, number, replace=False)]
        begin += number
    return points, np.round(middles, 6)


def geojson(shapes: Sequence[Polygon], unit_ids: Sequence[str]) -> str:
    """Return a FeatureCollection with the property org_unit_id, exterior rings anticlockwise."""
    features = [
        {
            "type": "Feature",
            "properties": {"org_unit_id": unit_id},
            "geometry": {
                "type": "Polygon",
                "coordinates": [np.round(shapely.get_coordinates(shape.exterior), 6).tolist()],
            },
        }
        for shape, unit_id in zip((shapely.orient_polygons(item) for item in shapes), unit_ids, strict=True)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"))


def _outline(rng: np.random.Generator) -> Polygon:
    angle = np.linspace(0, 2 * math.pi, 361)[:-1]
    radius = np.ones_like(angle)
    for k in range(2, 60):
        radius += 0.13 / k**1.05 * rng.normal() * np.cos(k * angle + rng.uniform(0, 2 * math.pi))
    radius = np.clip(radius, 0.72, 1.35)
    return Polygon(to_degrees(1.05 * radius * np.cos(angle), 0.95 * radius * np.sin(angle)))


def _seeds(rng: np.random.Generator, outline: Polygon, counts: Sequence[int]) -> tuple[Floats, Ints]:
    """Return the seed of each street and its district: districts are the points nearest to their middle."""
    inner, outer = INNER_DISTRICTS, len(counts) - INNER_DISTRICTS
    turn = rng.uniform(0, 2 * math.pi)
    ring = [(0.24, turn + 2 * math.pi * i / inner + rng.normal(0, 0.12)) for i in range(inner)]
    ring += [(0.74, turn + 0.5 + 2 * math.pi * i / outer + rng.normal(0, 0.1)) for i in range(outer)]
    at = np.array(ring)
    middles = to_degrees(at[:, 0] * np.cos(at[:, 1]), at[:, 0] * np.sin(at[:, 1]))
    west, south, east, north = outline.bounds
    x, y = rng.uniform(west, east, 9000), rng.uniform(south, north, 9000)
    inside = shapely.contains_xy(outline, x, y)
    cloud = np.column_stack([x[inside], y[inside]])
    nearest = ((cloud[:, None, :] - middles[None]) ** 2).sum(axis=2).argmin(axis=1)
    seeds = [_spread(cloud[nearest == d], number, rng) for d, number in enumerate(counts)]
    return np.vstack(seeds), np.repeat(np.arange(len(counts)), counts)


def _spread(cloud: Floats, number: int, rng: np.random.Generator) -> Floats:
    """Return so many middles spread evenly over a cloud of points (Lloyd's relaxation)."""
    middles = cloud[rng.choice(len(cloud), number, replace=False)]
    for _ in range(8):
        nearest = ((cloud[:, None, :] - middles[None]) ** 2).sum(axis=2).argmin(axis=1)
        size = np.bincount(nearest, minlength=number)
        sums = np.column_stack([np.bincount(nearest, cloud[:, axis], number) for axis in (0, 1)])
        middles = np.where(size[:, None] > 0, sums / np.maximum(size, 1)[:, None], middles)
    return middles


def _edges(seeds: Floats, outline: Polygon) -> tuple[list[LineString], list[LineString]]:
    """Return the borders between streets (straight, each once) and the pieces of the city's rim."""
    lines = shapely.voronoi_polygons(MultiPoint(seeds), extend_to=outline.buffer(0.2), only_edges=True)
    clipped = shapely.intersection(lines, outline.buffer(0.01))
    noded = shapely.get_parts(shapely.union_all([clipped, outline.exterior], grid_size=GRID))
    middle = shapely.line_interpolate_point(noded, 0.5, normalized=True)
    on_rim = shapely.distance(middle, outline.exterior) < 3 * GRID
    inside = shapely.contains(outline, middle) & ~on_rim
    pieces: list[LineString] = []
    for line in noded[inside]:
        ends = shapely.get_coordinates(line)
        pieces += [LineString(pair) for pair in itertools.pairwise(ends)]
    return pieces, list(noded[on_rim])


def _rough(rng: np.random.Generator, edge: LineString, amplitude: float) -> LineString:
    """Return the edge bent at random between its ends (midpoint displacement)."""
    points = shapely.get_coordinates(edge)
    length = float(edge.length)
    depth = int(np.clip(math.log2(max(length, 1e-9) / 0.006), 1, 4))
    for level in range(depth):
        a, b = points[:-1], points[1:]
        step = b - a
        shift = rng.normal(0, amplitude, len(a))[:, None] * (0.85**level)
        between = (a + b) / 2 + np.column_stack([-step[:, 1], step[:, 0]]) * np.clip(shift, -0.22, 0.22)
        merged = np.empty((len(a) + len(points), 2))
        merged[0::2], merged[1::2] = points, between
        points = merged
    return LineString(np.round(points, 6))


def _cells(lines: list[LineString], seeds: Floats) -> list[Polygon] | None:
    """Return the polygon around each seed, or None where the lines do not make exactly one for each."""
    polygons = shapely.get_parts(shapely.polygonize(lines))
    if len(polygons) != len(seeds) or not shapely.is_valid(polygons).all():
        return None
    tree = shapely.STRtree(polygons)
    seed_index, polygon_index = tree.query(shapely.points(seeds), predicate="within")
    if len(seed_index) != len(seeds) or len(set(polygon_index.tolist())) != len(seeds):
        return None
    order = np.empty(len(seeds), dtype=np.int64)
    order[seed_index] = polygon_index
    cells: list[Polygon] = [polygons[i] for i in order]
    whole = shapely.union_all(cells)
    return cells if math.isclose(whole.area, sum(cell.area for cell in cells), rel_tol=1e-9) else None
