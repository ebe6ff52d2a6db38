"""The tree of open units in one epoch, and the tables that the models join to it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import polars as pl

from warehouse import periods
from warehouse.register import RANK, Register, RegisterError, UnitRow

ANCESTOR_LEVELS = ("city", "district", "street", "community", "estate")

UNIT_TABLE = {
    "epoch": pl.Int32(),
    "unit_no": pl.Int32(),
    "parent_no": pl.Int32(),
    "level": pl.String(),
    "level_rank": pl.Int32(),
    "depth": pl.Int32(),
    "branch_scope_no": pl.Int32(),
    "households": pl.Int64(),
}
CLOSURE_TABLE = {"epoch": pl.Int32(), "unit_no": pl.Int32(), "ancestor_no": pl.Int32()}
PLACEMENT_TABLE = {"epoch": pl.Int32(), "unit_no": pl.Int32(), "placed_no": pl.Int32()}
GRID_TABLE = {
    "epoch": pl.Int32(),
    "data_set_id": pl.String(),
    "unit_no": pl.Int32(),
    "expected_units": pl.Int32(),
    "is_expected": pl.Boolean(),
}


@dataclass(frozen=True)
class Tree:
    """The open units of one day: rows by id, parent by id (None at the top), ancestors by id (itself first)."""

    day: date
    rows: dict[str, UnitRow]
    parent: dict[str, str | None]
    ancestors: dict[str, list[str]]
    placed: dict[str, str | None]

    def leaves(self) -> set[str]:
        """Return the open units without an open unit below."""
        return set(self.rows) - {parent for parent in self.parent.values() if parent}

    def ancestor_at(self, unit: str, level: str) -> str | None:
        """Return the unit's ancestor (or itself) at a level."""
        return next((item for item in self.ancestors[unit] if self.rows[item].level == level), None)

    def expected(self, level: str) -> set[str]:
        """Return the units that owe a data set of a level; without such units, the leaves of the tree cut there."""
        exact = {unit for unit, row in self.rows.items() if row.level == level}
        if exact:
            return exact
        kept = {unit for unit, row in self.rows.items() if RANK[row.level] <= RANK[level]}
        inner = {self.parent[unit] for unit in kept}
        return kept - {unit for unit in inner if unit}


@lru_cache(maxsize=128)  # a build asks for each epoch's tree twice; a register is never changed once read
def tree_on(register: Register, day: date) -> Tree:
    """Return the tree as of a day. A unit below a closed one hangs on the nearest open unit above."""
    rows = {unit: row for unit in register.by_unit if (row := register.in_force(unit, day))}
    placed = _placements(register, rows, day)
    parent = {unit: placed.get(row.parent_id) if row.parent_id else None for unit, row in rows.items()}
    ancestors: dict[str, list[str]] = {}
    for unit in rows:
        chain, at = [unit], parent[unit]
        while at is not None:
            if at in chain:
                raise RegisterError(f"org_units.csv: {unit} lies below itself on {day}")
            chain.append(at)
            at = parent[at]
        ancestors[unit] = chain
    return Tree(day, rows, parent, ancestors, placed)


def _placements(register: Register, rows: dict[str, UnitRow], day: date) -> dict[str, str | None]:
    """Where a ticket counts: at its unit; if closed, at the one unit it became, else at the nearest open one above.

    A ticket of Monday names an estate that is split on Wednesday: on Sunday it counts at their community.
    """
    successors: dict[str, set[str]] = defaultdict(set)
    for change in register.changes:
        if change.date <= day and change.from_id != change.to_id:
            successors[change.from_id].add(change.to_id)
    placed: dict[str, str | None] = {}
    for unit in register.by_unit:
        at, seen = unit, {unit}
        found: str | None = None
        while found is None:
            if at in rows:
                found = at
                break
            after = successors.get(at, set())
            begun = [row for row in register.by_unit[at] if (row.valid_from or date.min) <= day]
            last = begun[-1] if begun else register.by_unit[at][0]
            following = next(iter(after)) if len(after) == 1 else last.parent_id
            if following is None or following in seen or following not in register.by_unit:
                break
            seen.add(following)
            at = following
        placed[unit] = found
    return placed


def tables(register: Register, weeks: list[int], data_set_levels: dict[str, str]) -> dict[str, pl.DataFrame]:
    """Return the tables ref_hierarchy, ref_closure, ref_placement and ref_grid of the epochs of these weeks."""
    first_day: dict[int, date] = {}
    for week in weeks:
        first_day.setdefault(register.epoch(week), periods.end_of(periods.from_index(week)))
    units: list[dict[str, object]] = []
    closure: list[dict[str, object]] = []
    placement: list[dict[str, object]] = []
    grid: list[dict[str, object]] = []
    for epoch, day in first_day.items():
        tree = tree_on(register, day)
        units += _unit_rows(register, tree, epoch)
        no = register.number
        closure += [
            {"epoch": epoch, "unit_no": no[unit], "ancestor_no": no[item]}
            for unit, chain in tree.ancestors.items()
            for item in chain
        ]
        placement += [
            {"epoch": epoch, "unit_no": no[unit], "placed_no": no[at]} for unit, at in tree.placed.items() if at
        ]
        for data_set_id, level in data_set_levels.items():
            grid += _grid_rows(register, tree, epoch, data_set_id, level)
    return {
        "ref_hierarchy": pl.DataFrame(units, schema=UNIT_TABLE),
        "ref_closure": pl.DataFrame(closure, schema=CLOSURE_TABLE),
        "ref_placement": pl.DataFrame(placement, schema=PLACEMENT_TABLE),
        "ref_grid": pl.DataFrame(grid, schema=GRID_TABLE),
    }


def _unit_rows(register: Register, tree: Tree, epoch: int) -> list[dict[str, object]]:
    no = register.number
    found: list[dict[str, object]] = []
    for unit, row in tree.rows.items():
        parent = tree.parent[unit]
        # one branch name is one branch below one street; a city without streets falls back to what stands above
        scope = next((at for level in ("street", "district", "city") if (at := tree.ancestor_at(unit, level))), unit)
        found.append(
            {
                "epoch": epoch,
                "unit_no": no[unit],
                "parent_no": no[parent] if parent else None,
                "level": row.level,
                "level_rank": RANK[row.level],
                "depth": len(tree.ancestors[unit]),
                "branch_scope_no": no[scope],
                "households": row.households,
            }
        )
    return found


def _grid_rows(register: Register, tree: Tree, epoch: int, data_set_id: str, level: str) -> list[dict[str, object]]:
    expected = tree.expected(level)
    below: dict[str, int] = defaultdict(int)
    for unit in expected:
        for item in tree.ancestors[unit]:
            below[item] += 1
    found: list[dict[str, object]] = [
        {
            "epoch": epoch,
            "data_set_id": data_set_id,
            "unit_no": register.number[unit],
            "expected_units": count,
            "is_expected": unit in expected,
        }
        for unit, count in below.items()
    ]
    return found
