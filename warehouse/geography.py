"""The map's geometry of one version: small GeoJSON files for each parent, every unit with a shape or a stand-in.

`prepare` writes beside the version's DuckDB file: `index.json`, and for each unit that has parts `view-<unit>.json`
(what to draw, where labels go, the bounding box), `areas-<unit>.json` (its parts as polygons) and, from the level
above estates on, `points-<unit>.json` (its estates). Features carry {i, id, name, c}: i is the place in the view's
list, c the id as a name that CSS and files can bear.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import shapely
from shapely.geometry.base import BaseGeometry

from warehouse import schematic
from warehouse.boundaries import Outlines, gaps, overlaps, read_outlines, simplify
from warehouse.geography_files import dump, write
from warehouse.geography_reuse import fingerprint, take_over
from warehouse.geography_tree import COLUMNS, POINT_LEVELS, Tree, build_tree, find_points

_DETAIL = 1400  # an outline keeps details larger than its parent's extent divided by this (about a screen's pixel)
_LEFTOVER = 0.02  # of the parent: less room than this beside known outlines, and the others stand beside the map


@dataclass(frozen=True)
class GeometryReport:
    """What `prepare` wrote and found: counts, and the unit ids or `file: key` texts that need a human's eye."""

    fingerprint: str = ""
    files: int = 0
    units: int = 0
    outlined: int = 0
    schematic: tuple[str, ...] = ()  # parents some of whose parts are drawn by stand-ins
    unplaced_points: int = 0  # estates without coordinates, put somewhere inside their parent
    unmatched: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()
    repaired: tuple[str, ...] = ()
    overlaps: tuple[tuple[str, str], ...] = ()
    gaps: tuple[tuple[str, ...], ...] = ()  # the units around each hole between outlines

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain values for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, kept: dict[str, Any]) -> GeometryReport:
        """Return a report from what `to_dict` gave, read back from JSON."""
        pairs = tuple((str(one), str(other)) for one, other in kept["overlaps"])
        lists = {name: tuple(kept[name]) for name in ("schematic", "unmatched", "unreadable", "repaired")}
        holes = tuple(tuple(str(unit) for unit in hole) for hole in kept.get("gaps", ()))
        return cls(**{**kept, **lists, "overlaps": pairs, "gaps": holes})


def prepare(boundaries: Path, units: pl.DataFrame, datum: str, out: Path) -> GeometryReport:
    """Write the geometry of all units into the folder `out` and report what was matched, repaired or stood in for.

    boundaries: a folder of *.geojson in `datum`. units: dim_org_unit (org_unit_id, code, name, level, parent_id,
    valid_to, lng, lat in WGS-84). ValueError for an unknown datum. The same input gives the same files; where an
    earlier version beside `out` stands on the same input its files are taken over.
    """
    units = units.select(COLUMNS).sort("org_unit_id")
    mark = fingerprint(boundaries, units, datum)
    if (kept := take_over(out, mark)) is not None:
        return GeometryReport.from_dict(kept)
    tree = build_tree(units)
    unit_of = {str(row["code"]): unit for unit, row in tree.rows.items() if row["code"]}
    found = read_outlines(boundaries, {**unit_of, **{unit: unit for unit in tree.rows}}, datum)
    crossing, holes = _take_outlines(tree, found)
    find_points(tree)
    for root in tree.roots:
        _dissolve(tree, root)
    outlined = len(tree.shape)
    _stand_ins(tree)
    _place_estates(tree)
    out.mkdir(parents=True, exist_ok=True)
    files = write(tree, out)
    report = GeometryReport(
        fingerprint=mark,
        files=files,
        units=len(tree.rows),
        outlined=outlined,
        schematic=tuple(unit for unit in tree.rows if tree.stand_in.intersection(tree.areas.get(unit, []))),
        unplaced_points=len(tree.unplaced),
        unmatched=tuple(found.unmatched),
        unreadable=tuple(found.unreadable),
        repaired=tuple(found.repaired),
        overlaps=tuple(crossing),
        gaps=tuple(holes),
    )
    dump(out / "report.json", report.to_dict())
    return report


def check(boundaries: Path, units: pl.DataFrame, datum: str) -> GeometryReport:
    """Look at boundary files and write nothing: what is unmatched, unreadable, crossed, overlaps or leaves gaps.

    The same arguments as `prepare`; ValueError for an unknown datum.
    """
    tree = build_tree(units.select(COLUMNS).sort("org_unit_id"))
    unit_of = {str(row["code"]): unit for unit, row in tree.rows.items() if row["code"]}
    found = read_outlines(boundaries, {**unit_of, **{unit: unit for unit in tree.rows}}, datum)
    crossing, holes = _take_outlines(tree, found)
    return GeometryReport(
        units=len(tree.rows),
        outlined=len(tree.shape),
        unmatched=tuple(found.unmatched),
        unreadable=tuple(found.unreadable),
        repaired=tuple(found.repaired),
        overlaps=tuple(crossing),
        gaps=tuple(holes),
    )


def _take_outlines(tree: Tree, found: Outlines) -> tuple[list[tuple[str, str]], list[tuple[str, ...]]]:
    """Simplify the outlines level by level into the tree; return the overlapping pairs and what lies around gaps."""
    crossing: list[tuple[str, str]] = []
    holes: list[tuple[str, ...]] = []
    levels: dict[str, dict[str, BaseGeometry]] = {}
    for unit in tree.rows:
        if unit in found.by_unit:
            levels.setdefault(tree.rows[unit]["level"], {})[unit] = found.by_unit[unit]
    for level, outlines in levels.items():
        if level in POINT_LEVELS:
            for unit, outline in outlines.items():
                spot = outline.representative_point()
                tree.point.setdefault(unit, (spot.x, spot.y))
            continue
        crossing += overlaps(outlines)
        holes += gaps(outlines, sum(row["level"] == level for row in tree.rows.values()) - len(outlines))
        groups: dict[str, list[BaseGeometry]] = {}
        for unit, outline in outlines.items():
            groups.setdefault(tree.rows[unit]["parent_id"] or "", []).append(outline)
        extents = [_extent(shapely.total_bounds(np.array(group, dtype=object))) for group in groups.values()]
        tree.shape.update(simplify(outlines, float(np.median(extents)) / _DETAIL))
    return crossing, holes


def _extent(bounds: Any) -> float:
    return float(max(bounds[2] - bounds[0], bounds[3] - bounds[1]))


def _dissolve(tree: Tree, unit: str) -> None:
    """Give a unit without an outline the union of its parts' outlines, where all of them have one."""
    parts = tree.areas.get(unit, [])
    for part in parts:
        _dissolve(tree, part)
    if unit not in tree.shape and parts and all(part in tree.shape for part in parts):
        tree.shape[unit] = shapely.union_all([tree.shape[part] for part in parts])


def _stand_ins(tree: Tree) -> None:
    """Give everything without an outline a stand-in, from the top down."""
    for root in tree.roots:
        if root not in tree.shape:
            tree.shape[root] = _unknown_city(tree, root)
            tree.stand_in.add(root)
    waiting = list(tree.roots)
    while waiting:
        parent = waiting.pop()
        waiting += tree.areas.get(parent, [])
        missing = [part for part in tree.areas.get(parent, []) if part not in tree.shape]
        if missing:
            tree.shape.update(zip(missing, _fill(tree, parent, missing), strict=True))
            tree.stand_in.update(missing)


def _unknown_city(tree: Tree, root: str) -> BaseGeometry:
    known = [tree.shape[unit] for unit in tree.areas.get(root, []) if unit in tree.shape]
    if known:
        return shapely.union_all(known)
    spots = [tree.point[unit] for unit in tree.subtree(root) if unit in tree.point]
    if len(spots) >= 3:
        hull = shapely.concave_hull(shapely.MultiPoint(spots), ratio=0.4)
        room = max(_extent(hull.bounds) / 25, 0.002)
        return hull.buffer(room, quad_segs=4).simplify(room / 10)
    return shapely.box(*schematic.tile_bounds(len(tree.areas.get(root, [])) or 1))


def _fill(tree: Tree, parent: str, missing: list[str]) -> list[BaseGeometry]:
    """Return stand-ins for the missing parts: cells in the room that the known parts leave, else tiles beside."""
    known = [tree.shape[part] for part in tree.areas[parent] if part in tree.shape]
    room = tree.shape[parent]
    if known:
        room = shapely.difference(room, shapely.union_all(known))
        if room.area < _LEFTOVER * tree.shape[parent].area:
            west, south, east, north = tree.shape[parent].bounds
            side = max(north - south, east - west) / max(6, len(missing))
            left, tops = east + side / 2, [north - place * side for place in range(len(missing))]
            return [shapely.box(left, top - 0.9 * side, left + side, top) for top in tops]
    return schematic.cells(room, [tree.point.get(part) for part in missing])


def _place_estates(tree: Tree) -> None:
    """Give estates without coordinates a place inside their parent, and part those that share one."""
    for parent, estates in tree.estates.items():
        if parent not in tree.shape:
            continue
        lost = [estate for estate in estates if estate not in tree.point]
        taken = [tree.point[estate] for estate in estates if estate in tree.point]
        tree.point.update(zip(lost, schematic.spread(tree.shape[parent], taken, len(lost)), strict=True))
        tree.unplaced.update(lost)
