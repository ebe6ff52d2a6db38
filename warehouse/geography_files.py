"""Writing the geometry of a version: an index, and for each unit with parts a view and the features it draws."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from warehouse import schematic
from warehouse.geography_names import file_key
from warehouse.geography_tree import POINT_LEVELS, Tree

_WHOLE_LEVEL_LIMIT = 400  # units; a level with more is never drawn for the whole city at once


def write(tree: Tree, out: Path) -> int:
    """Write the index and every view of a tree into a folder; return how many files."""
    index: dict[str, Any] = {"views": {}, "levels": {}}
    files = 0
    for unit in tree.rows:
        areas = tree.areas.get(unit, [])
        estates = [item for part in (unit, *areas) for item in tree.estates.get(part, [])]
        # a community's estates are in its street's view: hundreds of files fewer, and the neighbours stay in sight
        if unit in tree.shape and (areas or (estates and unit in tree.roots)):
            key = file_key(unit)
            index["views"][unit] = f"view-{key}"
            files += _write_view(tree, out, key, unit, areas, estates)
    levels = Counter(row["level"] for unit, row in tree.rows.items() if unit in tree.shape)
    for level, count in levels.items():
        if count <= _WHOLE_LEVEL_LIMIT and level not in POINT_LEVELS and tree.roots:
            members = [unit for unit, row in tree.rows.items() if row["level"] == level and unit in tree.shape]
            index["levels"][level] = f"view-level_{level}"
            files += _write_view(tree, out, f"level_{level}", tree.roots[0], members, [])
    dump(out / "index.json", index)
    return files + 2  # the index and the report


def _write_view(tree: Tree, out: Path, key: str, unit: str, areas: list[str], estates: list[str]) -> int:
    shapes = np.array([tree.shape[part] for part in areas] or [tree.shape[unit]], dtype=object)
    levels = Counter(tree.rows[part]["level"] for part in areas)
    view = {
        "unit": unit,
        "level": levels.most_common(1)[0][0] if levels else "estate",
        "schematic": bool(tree.stand_in.intersection(areas)),
        "bbox": [round(float(edge), 5) for edge in shapely.total_bounds(shapes)],
        "areas": f"areas-{key}" if areas else None,
        "points": f"points-{key}" if estates else None,
        "units": [_label(tree, part) for part in areas],
        "estates": [_dot(tree, item) for item in estates],
        "unplaced": sum(estate in tree.unplaced for estate in estates),
    }
    dump(out / f"view-{key}.json", view)
    if areas:
        polygons = [json.loads(text) for text in shapely.to_geojson(shapes)]
        dump(out / f"areas-{key}.json", _collection(tree, areas, polygons))
    if estates:
        dots = [{"type": "Point", "coordinates": [_five(value) for value in tree.point[item]]} for item in estates]
        dump(out / f"points-{key}.json", _collection(tree, estates, dots))
    return 1 + bool(areas) + bool(estates)


def _label(tree: Tree, unit: str) -> dict[str, Any]:
    """Return a unit with the point its name stands at, the room there and its bounding box, in degrees."""
    outline = tree.shape[unit]
    spot = outline.centroid
    if not outline.contains(spot) or shapely.distance(spot, outline.boundary) < 0.25 * outline.area**0.5:
        spot = shapely.Point(shapely.maximum_inscribed_circle(outline, outline.length / 200).coords[0])
    if tree.estates.get(unit):
        spot = shapely.Point(schematic.clear_spot(outline, [tree.point[item] for item in tree.estates[unit]]))
    place: dict[str, Any] = {"x": _five(spot.x), "y": _five(spot.y), "box": [_five(edge) for edge in outline.bounds]}
    place["room"] = _five(_room(outline, spot))
    return {"id": unit, "name": tree.rows[unit]["name"], **place}


def _room(outline: BaseGeometry, spot: shapely.Point) -> float:
    """Return how wide a text centred on a point may be, in degrees: to the nearer edge on its line, twice."""
    west, _, east, _ = outline.bounds
    line = shapely.LineString([(west - 1, spot.y), (east + 1, spot.y)])
    for part in shapely.get_parts(shapely.intersection(outline, line)):
        left, _, right, _ = part.bounds
        if left <= spot.x <= right:
            return float(2 * min(spot.x - left, right - spot.x))
    return 0.0


def _dot(tree: Tree, estate: str) -> dict[str, Any]:
    x, y = tree.point[estate]
    return {"id": estate, "name": tree.rows[estate]["name"], "x": _five(x), "y": _five(y)}


def _collection(tree: Tree, units: list[str], geometries: list[Any]) -> dict[str, Any]:
    features = [
        {
            "type": "Feature",
            "properties": {"i": index, "id": unit, "name": tree.rows[unit]["name"], "c": file_key(unit)},
            "geometry": geometry,
        }
        for index, (unit, geometry) in enumerate(zip(units, geometries, strict=True))
    ]
    return {"type": "FeatureCollection", "features": features}


def _five(value: float) -> float:
    return round(float(value), 5)


def dump(path: Path, content: Any) -> None:
    """Write a JSON file, compact."""
    path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
