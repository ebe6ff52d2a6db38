"""The tree of open units in one epoch, and the tables that the models join to it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

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
    "data_set_no": pl.Int32(),
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
    rows = register.open_on(day)
    placed = _placements(register, rows, day)
    parent = {unit: placed.get(row.parent_id) if row.parent_id else None for unit, row in rows.items()}
    ancestors: dict[str, list[str]] = {}
    for unit in rows:
        chain, at = [unit], parent[unit]
        while at is not None and at not in ancestors:
            if at in chain:
                raise RegisterError(f"org_units.csv: {unit} lies below itself on {day}")
            chain.append(at)
            at = parent[at]
        ancestors[unit] = chain + ancestors[at] if at is not None else chain
    return Tree(day, rows, parent, ancestors, placed)


def _placements(register: Register, rows: dict[str, UnitRow], day: date) -> dict[str, str | None]:
    """Where a ticket counts: at its unit; if closed, at the one unit it became, else at the nearest open one above.

    A ticket of Monday names an estate that is split on Wednesday: on Sunday it counts at their community.
    """
    successors: dict[str, set[str]] = defaultdict(set)
    for change in register.changes:
        if change.date <= day and change.from_id != change.to_id:
            successors[change.from_id].add(change.to_id)
    placed: dict[str, str | None] = {unit: unit for unit in rows}
    for unit in (name for name in register.by_unit if name not in rows):
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
    """Return the tables ref_hierarchy, ref_closure, ref_placement and ref_grid of the epochs of these weeks.

    data_set_levels: each data set's level, in the order of the catalogue, by which they are numbered.
    """
    first_day: dict[int, date] = {}
    for week in weeks:
        first_day.setdefault(register.epoch(week), periods.end_of(periods.from_index(week)))
    units, closure, placement, grid = [], [], [], []
    for epoch, day in first_day.items():
        tree = tree_on(register, day)
        units.append(_frame(UNIT_TABLE, epoch, _unit_columns(register, tree)))
        closure.append(_frame(CLOSURE_TABLE, epoch, _closure_columns(register, tree)))
        placement.append(_frame(PLACEMENT_TABLE, epoch, _placement_columns(register, tree)))
        for level in sorted(set(data_set_levels.values())):
            found = _frame(GRID_TABLE, epoch, _grid_columns(register, tree, level))
            # data sets of one level are owed by the same units
            same = ((no, name) for no, (name, owed) in enumerate(data_set_levels.items()) if owed == level)
            grid += [
                found.with_columns(
                    pl.lit(no, dtype=pl.Int32()).alias("data_set_no"), pl.lit(name).alias("data_set_id")
                )
                for no, name in same
            ]
    return {
        "ref_hierarchy": _stack(units, UNIT_TABLE),
        "ref_closure": _stack(closure, CLOSURE_TABLE),
        "ref_placement": _stack(placement, PLACEMENT_TABLE),
        "ref_grid": _stack(grid, GRID_TABLE),
    }


def _frame(schema: Mapping[str, pl.DataType], epoch: int, columns: dict[str, list[Any]]) -> pl.DataFrame:
    given = {name: kind for name, kind in schema.items() if name in columns}
    frame = pl.DataFrame(columns, schema=given).with_columns(pl.lit(epoch, dtype=pl.Int32()).alias("epoch"))
    missing = [pl.lit(None, dtype=schema[name]).alias(name) for name in schema if name not in frame.columns]
    return frame.with_columns(missing).select(list(schema))


def _stack(frames: list[pl.DataFrame], schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    return pl.concat(frames) if frames else pl.DataFrame(schema=schema)


def _unit_columns(register: Register, tree: Tree) -> dict[str, list[Any]]:
    no, rows, parents = register.number, tree.rows, tree.parent
    return {
        "unit_no": [no[unit] for unit in rows],
        "parent_no": [no[parent] if (parent := parents[unit]) else None for unit in rows],
        "level": [row.level for row in rows.values()],
        "level_rank": [RANK[row.level] for row in rows.values()],
        "depth": [len(tree.ancestors[unit]) for unit in rows],
        "branch_scope_no": [no[_branch_scope(tree, unit)] for unit in rows],
        "households": [row.households for row in rows.values()],
    }


def _branch_scope(tree: Tree, unit: str) -> str:
    """One branch name is one branch below one street; a city without streets falls back to what stands above."""
    above = {tree.rows[item].level: item for item in tree.ancestors[unit]}
    return above.get("street") or above.get("district") or above.get("city") or unit


def _closure_columns(register: Register, tree: Tree) -> dict[str, list[Any]]:
    no = register.number
    return {
        "unit_no": [no[unit] for unit, chain in tree.ancestors.items() for _ in chain],
        "ancestor_no": [no[item] for chain in tree.ancestors.values() for item in chain],
    }


def _placement_columns(register: Register, tree: Tree) -> dict[str, list[Any]]:
    no = register.number
    placed = [(no[unit], no[at]) for unit, at in tree.placed.items() if at]
    return {"unit_no": [unit for unit, _ in placed], "placed_no": [at for _, at in placed]}


def _grid_columns(register: Register, tree: Tree, level: str) -> dict[str, list[Any]]:
    expected = tree.expected(level)
    below = Counter(item for unit in expected for item in tree.ancestors[unit])
    return {
        "unit_no": [register.number[unit] for unit in below],
        "expected_units": list(below.values()),
        "is_expected": [unit in expected for unit in below],
    }
