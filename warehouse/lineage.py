"""Lineage: a figure down to the cells that it is made of."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from warehouse import inputs
from warehouse.build_plan import carries
from warehouse.catalogue import Catalogue, element_of, sources
from warehouse.connect import reader
from warehouse.engines import duckdb as engine
from warehouse.inputs import MODELS
from warehouse.store import Store

Cell = dict[str, Any]

_EVER = 100_000  # households hold until they are stated anew


def _sql(name: str) -> str:
    return engine.sql_file(MODELS / "maintenance" / f"{name}.sql")


def explain(store: Store, indicator: str, unit: str, week: str) -> dict[str, Any]:
    """Return value, numerator, denominator, carried_from and cells of one figure of the published version.

    A cell: org_unit_id, data_element, value, submission_id, file, sheet, cell, and period_id, the week it comes from.
    LookupError where there is no such figure. Households of the register have no cell.
    """
    version = store.current()
    if version is None:
        raise LookupError("nothing has been published yet")
    catalogue = inputs.of_version(store.version_dir(version)).catalogue
    with reader(store, version) as con:
        asked = {"indicator": indicator, "unit": unit, "week": week}
        found = con.sql(_sql("lineage_figure"), params=asked).pl().to_dicts()
        if not found:
            raise LookupError(f"there is no figure {indicator} of {unit} in {week}")
        tree = con.sql(_sql("lineage_units"), params={"week": week}).pl().to_dicts()
        cells = _cells(con, store, catalogue, indicator, _subtree(tree, unit), week, tree)
    figure = found[0]
    return {
        "indicator_id": indicator, "org_unit_id": unit, "period_id": week, "version": version,
        "value": _value(figure["numerator"], figure["denominator"]),
        "numerator": _plain(figure["numerator"]), "denominator": _plain(figure["denominator"]),
        "carried_from": figure["carried_from"],
        "cells": [_shown(cell) for cell in cells] if figure["numerator"] is not None else [],
    }  # fmt: skip


def _subtree(tree: list[dict[str, Any]], unit: str) -> list[str]:
    children: dict[str | None, list[str]] = defaultdict(list)
    for row in tree:
        children[row["parent_id"]].append(row["org_unit_id"])
    found, waiting = [], [unit]
    while waiting:
        found.append(at := waiting.pop())
        waiting += children[at]
    return found


def _cells(
    con: engine.Connection, store: Store, catalogue: Catalogue, indicator: str, units: list[str], week: str,
    tree: list[dict[str, Any]],
) -> list[Cell]:  # fmt: skip
    entry = catalogue.described[indicator]
    carry = carries(catalogue, store.settings.reporting.carry_weeks)
    parent = {row["org_unit_id"]: row["parent_id"] for row in tree}
    found: list[Cell] = []
    for name in (element_of(item) for item in (*entry["numerator"], *entry["denominator"])):
        home = _home(catalogue, name, entry["data_set_id"])
        element = catalogue.data_sets[home]["elements"][name]
        flow = element.get("kind", catalogue.data_sets[home]["kind"]) == "flow"
        reach = _EVER if name == "households" else 0 if flow else carry[home]
        raw = sources(name, element)
        asked = {"week": week, "units": units, "elements": raw, "data_set": home, "carry": reach}
        rows = con.sql(_sql("lineage"), params=asked).pl().to_dicts()
        found += _in_use(rows, parent)
    unique = {(cell["org_unit_id"], cell["data_element"], cell["submission_id"], cell["category"], cell["cell"]): cell
              for cell in found}  # fmt: skip
    return list(unique.values())


def _home(catalogue: Catalogue, element: str, preferred: str) -> str:
    homes = [name for name, entry in catalogue.data_sets.items() if element in entry["elements"]]
    return preferred if preferred in homes else homes[0]


def _in_use(rows: list[Cell], parent: dict[str, str | None]) -> list[Cell]:
    """Keep the cells of statements that count: the finer one, unless a coarser one is newer than all below it."""
    newest: dict[str, int] = {}
    tickets = {id(row) for row in rows if row["data_set_id"] == "complaints" and row["category"] is not None}
    for row in rows:
        newest[row["org_unit_id"]] = max(newest.get(row["org_unit_id"], -1), row["week_index"])
    below: dict[str, int] = defaultdict(lambda: -1)
    for unit, at in newest.items():
        above = parent.get(unit)
        while above is not None:
            below[above] = max(below[above], at)
            above = parent.get(above)
    whole = {unit for unit, at in newest.items() if at > below[unit]}
    return [row for row in rows if id(row) in tickets or _counts(row["org_unit_id"], whole, parent)]


def _counts(unit: str, whole: set[str], parent: dict[str, str | None]) -> bool:
    above = parent.get(unit)
    while above is not None:
        if above in whole:
            return False
        above = parent.get(above)
    return unit in whole


def _value(numerator: Any, denominator: Any) -> float | None:
    if numerator is None:
        return None
    if denominator is None:
        return float(numerator)
    return float(numerator) / float(denominator) if denominator else None


def _plain(number: Any) -> float | int | None:
    if number is None:
        return None
    return int(number) if number == int(number) else float(number)


def _shown(cell: Cell) -> dict[str, Any]:
    keys = ("org_unit_id", "data_element", "category", "submission_id", "file", "sheet", "row", "cell", "period_id")
    said = cell["value_text"] if cell["value"] is None else _plain(cell["value"])
    return {**{key: cell[key] for key in keys}, "value": said}
