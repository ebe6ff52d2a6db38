"""The register as the map needs it: parts in a stable order, and for each unit its shape and point once found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import polars as pl
from shapely.geometry.base import BaseGeometry

POINT_LEVELS = ("estate", "building")
COLUMNS = ("org_unit_id", "code", "name", "level", "parent_id", "valid_to", "lng", "lat")

Point = tuple[float, float]


@dataclass
class Tree:
    """The register as needed here: rows by id, children in register order, and what was found for each unit."""

    rows: dict[str, dict[str, Any]]
    areas: dict[str, list[str]]  # parts that have a surface
    estates: dict[str, list[str]]  # estates directly below
    roots: list[str]
    shape: dict[str, BaseGeometry] = field(default_factory=dict)
    stand_in: set[str] = field(default_factory=set)
    point: dict[str, Point] = field(default_factory=dict)
    unplaced: set[str] = field(default_factory=set)

    def subtree(self, unit: str) -> list[str]:
        """Return everything below a unit, areas and estates."""
        deeper = [item for part in self.areas.get(unit, []) for item in self.subtree(part)]
        return [*self.areas.get(unit, []), *self.estates.get(unit, []), *deeper]


def build_tree(units: pl.DataFrame) -> Tree:
    """Return the tree of dim_org_unit rows, each list of parts in the order of their codes."""
    frame = units.select(COLUMNS).sort(pl.col("code").fill_null(pl.col("org_unit_id")), "org_unit_id")
    rows = {row["org_unit_id"]: row for row in frame.iter_rows(named=True)}
    # a closed street would lie over its successors; closed estates are points and stay for the weeks they were open
    kept = {unit: row for unit, row in rows.items() if row["level"] in POINT_LEVELS or row["valid_to"] is None}
    areas: dict[str, list[str]] = {}
    estates: dict[str, list[str]] = {}
    roots = []
    for unit, row in kept.items():
        parent = row["parent_id"]
        if row["level"] == "building":
            continue
        if parent not in kept:
            if row["level"] not in POINT_LEVELS:
                roots.append(unit)
            continue
        (estates if row["level"] == "estate" else areas).setdefault(parent, []).append(unit)
    return Tree(kept, areas, estates, roots)


def find_points(tree: Tree) -> None:
    """Give every unit the point of the register, else the middle of its parts' points; none where none has one."""

    def middle(unit: str) -> Point | None:
        row = tree.rows[unit]
        parts = [middle(part) for part in (*tree.areas.get(unit, []), *tree.estates.get(unit, []))]
        known = [part for part in parts if part is not None]
        if row["lng"] is not None and row["lat"] is not None:
            tree.point[unit] = (float(row["lng"]), float(row["lat"]))
        elif known and unit not in tree.point:
            tree.point[unit] = (sum(x for x, _ in known) / len(known), sum(y for _, y in known) / len(known))
        return tree.point.get(unit)

    for root in tree.roots:
        middle(root)
