"""The boundary files of a store: GeoJSON of any level, in any map datum, matched to the register and repaired."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from warehouse.datum import to_wgs84

_KEYS = ("org_unit_id", "code", "id", "adcode")


@dataclass
class Outlines:
    """What boundary files gave: polygons in WGS-84 by org unit id, and what was wrong with them."""

    by_unit: dict[str, BaseGeometry] = field(default_factory=dict)
    unmatched: list[str] = field(default_factory=list)  # "file: key" of features no unit answers to
    repaired: list[str] = field(default_factory=list)  # ids of units whose outline crossed itself
    unreadable: list[str] = field(default_factory=list)  # names of files that are no GeoJSON


def read_outlines(folder: Path, unit_of: dict[str, str], datum: str) -> Outlines:
    """Read every *.geojson of a folder; unit_of gives the org unit id of an id or a code.

    datum: of the files (wgs84, cgcs2000, gcj02, bd09); a feature without unit or polygon is reported.
    """
    found = Outlines()
    for path in sorted(folder.glob("*.geojson")) if folder.is_dir() else []:
        try:
            features = json.loads(path.read_text(encoding="utf-8-sig"))["features"]
        except (ValueError, KeyError, TypeError):
            found.unreadable.append(path.name)
            continue
        for feature in features:
            _take(found, path.name, feature, unit_of, datum)
    return found


def _take(found: Outlines, file: str, feature: dict[str, Any], unit_of: dict[str, str], datum: str) -> None:
    properties = feature.get("properties") or {}
    written = [str(properties[key]) for key in _KEYS if properties.get(key) not in (None, "")]
    unit = next((unit_of[key] for key in written if key in unit_of), None)
    if unit is None:
        found.unmatched.append(f"{file}: {written[0] if written else '?'}")
        return
    try:
        outline = shape(feature["geometry"])
    except (ValueError, KeyError, TypeError, AttributeError, shapely.errors.ShapelyError):
        found.unmatched.append(f"{file}: {written[0]}")
        return
    if not outline.is_valid:
        found.repaired.append(unit)
        outline = shapely.make_valid(outline)
    outline = polygons_of(to_datum(outline, datum))
    if outline.is_empty:
        found.unmatched.append(f"{file}: {written[0]}")
    elif unit in found.by_unit:  # one unit in several features, as exports of multi-part areas come
        found.by_unit[unit] = polygons_of(shapely.union(found.by_unit[unit], outline))
    else:
        found.by_unit[unit] = outline


def to_datum(geometry: BaseGeometry, datum: str) -> BaseGeometry:
    """Return a geometry of the given datum in WGS-84, without heights."""

    def convert(points: np.ndarray) -> np.ndarray:
        return np.column_stack(to_wgs84(points[:, 0], points[:, 1], datum))

    return shapely.transform(geometry, convert)


def polygons_of(geometry: BaseGeometry) -> BaseGeometry:
    """Return the polygons of a geometry and nothing else (a repair may leave lines and points); perhaps empty."""
    if geometry.geom_type in ("Polygon", "MultiPolygon"):
        return geometry
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type in ("Polygon", "MultiPolygon")]
    return shapely.union_all(parts) if parts else shapely.Polygon()


def overlaps(outlines: dict[str, BaseGeometry], share: float = 0.005) -> list[tuple[str, str]]:
    """Return pairs of units of one level whose outlines share ground, more than a share of the smaller."""
    ids = list(outlines)
    shapes = np.array([outlines[unit] for unit in ids], dtype=object)
    if len(ids) < 2 or shapely.coverage_is_valid(shapes):
        return []
    left, right = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    pairs = [(a, b) for a, b in zip(left.tolist(), right.tolist(), strict=True) if a < b]
    found = []
    for a, b in pairs:
        common = shapely.area(shapely.intersection(shapes[a], shapes[b]))
        if common > share * min(shapely.area(shapes[a]), shapely.area(shapes[b])):
            found.append((ids[a], ids[b]))
    return found


def gaps(outlines: dict[str, BaseGeometry], missing: int = 0, share: float = 0.001) -> list[tuple[str, ...]]:
    """Return for each hole between the outlines of one level the units around it, as at most three ids.

    missing: how many units of the level have no outline; then a hole as large as a unit is that unit's place, no gap.
    A hole smaller than a share of a unit's usual area is a rounding of coordinates.
    """
    if len(outlines) < 3:
        return []
    ids, shapes = list(outlines), np.array(list(outlines.values()), dtype=object)
    usual = float(np.median(shapely.area(shapes)))
    found = []
    for part in shapely.get_parts(shapely.union_all(shapes)):
        for ring in shapely.get_rings(part)[1:]:
            hole = shapely.Polygon(ring)
            if hole.area < share * usual or (missing and hole.area > 0.25 * usual):
                continue
            edges = shapely.length(shapely.intersection(shapely.boundary(shapes), ring))
            found.append(tuple(ids[index] for index in np.argsort(-edges, kind="stable")[:3] if edges[index] > 0))
    return found


def simplify(outlines: dict[str, BaseGeometry], tolerance: float) -> dict[str, BaseGeometry]:
    """Return the outlines of one level with fewer vertices; an edge shared by two units stays shared.

    tolerance: in degrees, about the size of detail that may go. Coordinates are rounded to 5 places (a metre).
    """
    if not outlines:
        return {}
    shapes = np.array(list(outlines.values()), dtype=object)
    shapes = shapely.coverage_simplify(shapes, tolerance)
    shapes = shapely.transform(shapes, lambda points: np.round(points, 5))
    kept = {}
    for unit, small in zip(outlines, shapes, strict=True):
        small = polygons_of(small if small.is_valid else shapely.make_valid(small))
        kept[unit] = outlines[unit] if small.is_empty else small
    return kept
