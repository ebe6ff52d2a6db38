"""Which figures moved between two versions because a correction came, went or changed."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from warehouse import build_plan, corrections_rows, facts, inputs, periods
from warehouse.catalogue import element_of, sources
from warehouse.connect import reader
from warehouse.engines import duckdb as engine
from warehouse.inputs import MODELS
from warehouse.manifest import Manifest
from warehouse.store import Store

_EVER = 100_000  # households hold until they are stated anew


class Corrected:
    """The corrections in which two versions differ, and what they may have moved."""

    def __init__(self, store: Store, old: Manifest, new: Manifest) -> None:
        files = [store.database(made.version) for made in (old, new)]
        self.rows = corrections_rows.changed(*(corrections_rows.of_file(path) for path in files)).to_dicts()
        if not self.rows:
            return
        basis = inputs.of_version(store.version_dir(new.version))
        self.carry = build_plan.carries(basis.catalogue, basis.settings.reporting.carry_weeks)
        self.elements = _elements(basis)
        self.above = {week: _tree(store, new.version, week) for week in {row["period_id"] for row in self.rows}}
        self.sent = _sent(old, new)

    def cause(self, figure: dict[str, Any]) -> str | None:
        """Return "corrected" where a correction bears on a figure, and no submission of that week changed."""
        return "corrected" if any(self._bears(row, figure) for row in self.rows) else None

    def _bears(self, row: dict[str, Any], figure: dict[str, Any]) -> bool:
        if (row["data_set_id"], row["data_element"]) not in self.elements[figure["indicator_id"]]:
            return False
        week = periods.index_of(figure["period_id"])
        reach = _EVER if row["data_element"] == "households" else self.carry.get(row["data_set_id"], 0)
        if not row["week_index"] <= week <= row["week_index"] + reach:
            return False
        changed = self.sent[row["data_set_id"]]
        if any(week - self.carry.get(row["data_set_id"], 0) <= at <= week for at in changed):
            return False
        return figure["org_unit_id"] in _with_those_above(self.above[row["period_id"]], row["org_unit_id"])


def _elements(basis: inputs.Inputs) -> dict[str, set[tuple[str, str]]]:
    """Return for each indicator the (data set, element) pairs that it is counted from."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for indicator, entry in basis.catalogue.described.items():
        for name in map(element_of, (*entry["numerator"], *entry["denominator"])):
            for data_set, table in basis.catalogue.data_sets.items():
                if name in table["elements"]:
                    found[indicator] |= {(data_set, raw) for raw in sources(name, table["elements"][name])}
    return found


def _tree(store: Store, version: str, week: str) -> dict[str, str | None]:
    with reader(store, version) as con:
        rows = con.sql(engine.sql_file(MODELS / "maintenance" / "tree_of_week.sql"), params={"week": week}).pl()
    return dict(rows.select("org_unit_id", "parent_id").rows())


def _with_those_above(parent: dict[str, str | None], unit: str) -> set[str]:
    found: set[str] = set()
    at: str | None = unit
    while at is not None and at not in found:
        found.add(at)
        at = parent.get(at)
    return found


def _sent(old: Manifest, new: Manifest) -> dict[str, set[int]]:
    """Return by data set the weeks of submissions that one version stands on and the other does not."""
    before, now = old.sequences(), new.sequences()
    found: dict[str, set[int]] = defaultdict(set)
    for made in (old, new):
        for item in made.accepted:
            if before.get(item.submission_id) == now.get(item.submission_id):
                continue
            for file in item.facts:
                data_set = facts.TICKETS if file.table == facts.COMPLAINT_COUNTS else file.table
                found[data_set].add(periods.index_of(file.period_id))
    return found
