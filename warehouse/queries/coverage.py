"""Branches and the estates that they serve or still miss."""

from __future__ import annotations

import polars as pl

from warehouse.queries.base import Connection, run


def uncovered(con: Connection, unit: str, week: str) -> pl.DataFrame:
    """Return the estates below a unit that should have a branch and have none, the most households first."""
    return run(con, "uncovered", unit=unit, week=week)


def branch_kinds(con: Connection, unit: str, level: str, week: str) -> pl.DataFrame:
    """Return how many estates gave each kind of branch in a week's own rows, by unit of a level below."""
    return run(con, "branch_kinds", unit=unit, level=level, week=week)
