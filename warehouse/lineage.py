"""Lineage: a figure down to the cells that it is made of, and who loaded them when.

The cells are exactly those in use: a count that gave way to a finer or newer one, and a side of a rate whose other
side is missing, are not among them. Summed by the rule of the catalogue they give numerator and denominator again.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import ascii_uppercase
from typing import Any

import duckdb
import polars as pl

from warehouse import facts, inputs, manifest, periods, replay
from warehouse.connect import reader
from warehouse.engines import duckdb as engine
from warehouse.inputs import Inputs
from warehouse.queries import base
from warehouse.queries import lineage as queries
from warehouse.replay import Question
from warehouse.store import Store

Cell = dict[str, Any]

PARTS = ("numerator", "denominator")
_NUMBER = pl.Decimal(18, 3)
CELL = {
    "part": pl.String(), "org_unit_id": pl.String(), "data_set_id": pl.String(), "data_element": pl.String(),
    "category": pl.String(), "channel": pl.String(), "value": _NUMBER, "value_text": pl.String(),
    "qualifier": pl.String(), "period_id": pl.String(), "submission_id": pl.String(), "file": pl.String(),
    "sheet": pl.String(), "row": pl.Int32(), "cell": pl.String(), "received_at": pl.Datetime("us"),
    "loaded_at": pl.Datetime("us"), "loaded_by": pl.String(), "corrected_from": pl.String(),
    "corrected_by": pl.String(), "reason": pl.String(),
}  # fmt: skip
_SHOWN = (
    "part", "org_unit_id", "data_element", "category", "channel", "qualifier", "submission_id", "file", "sheet",
    "row", "cell", "period_id", "loaded_by", "corrected_from", "corrected_by", "reason",
)  # fmt: skip


_TIMES = ("received_at", "loaded_at")
_CORRECTED = ("submission_id", "period_id", "data_element", "sheet", "row", "cell")


@dataclass(frozen=True)
class Lineage:
    """One figure of one version with what it is made of.

    figure: numerator, denominator, expected_units, reported_units, carried_from. cells: columns CELL; a cell that
    goes into both parts has part "both"; households of the register stand with the file org_units.csv and no
    submission. parts: (org_unit_id, part, value, registered), what each unit adds of its own.
    """

    version: str
    indicator_id: str
    org_unit_id: str
    period_id: str
    figure: dict[str, Any]
    scale: int
    cells: pl.DataFrame
    parts: pl.DataFrame

    @property
    def value(self) -> float | None:
        """Return numerator / denominator, the numerator of a count, None where there is none."""
        top, bottom = self.figure["numerator"], self.figure["denominator"]
        if top is None:
            return None
        if bottom is None:
            return float(top)
        return float(top) / float(bottom) if bottom else None

    @property
    def whole(self) -> bool:
        """Tell whether what the units add is what is published: else the figure was made by another rule."""
        if self.figure["numerator"] is None:
            return True
        for part in PARTS:
            published = self.figure[part]
            found = float(self.parts.filter(part=part)["value"].cast(pl.Float64).sum())
            scale = self.scale if part == "denominator" else 1
            if published is not None and abs(found / scale - float(published)) > 0.0006:
                return False
        return True


def trace(store: Store, indicator: str, unit: str, week: str, version: str | None = None) -> Lineage:
    """Return the lineage of one figure of a version (None: the published one); LookupError where there is none."""
    version = version or store.current()
    if version is None:
        raise LookupError("nothing has been published yet")
    basis = replay.version_inputs(store.version_dir(version))
    asked = replay.question(basis.catalogue, indicator)
    with reader(store, version) as con:
        known = {"indicator": indicator, "unit": unit, "week": week}
        found = con.sql(base.text(queries.FIGURE), params=known).pl().to_dicts()
        if not found:
            raise LookupError(f"there is no figure {indicator} of {unit} in {week}")
        cells, parts = facts.frame(CELL), facts.frame(_PART)
        if found[0]["numerator"] is not None:
            try:
                cells, parts = _made_of(con, store, version, asked, unit, week)
            except duckdb.Error:
                # made by an earlier release with other models: there are no cells to be had before the next refresh
                if manifest.read(store.version_dir(version)).models_sha256 == inputs.models_sha256():
                    raise
    return Lineage(version, indicator, unit, week, found[0], asked.scale, cells, parts)


_PART = {"org_unit_id": pl.String(), "part": pl.String(), "value": _NUMBER, "registered": pl.Boolean()}


def _made_of(
    con: engine.Connection, store: Store, version: str, asked: Question, unit: str, week: str
) -> tuple[pl.DataFrame, pl.DataFrame]:
    replay.lay_down(con, store, version, asked, week)
    engine.table_of_frame(con, "asked_unit", pl.DataFrame({"org_unit_id": [unit]}))
    engine.table_of_frame(con, "asked_side", _sides(asked))
    for name in queries.STEPS:
        engine.create_temporary(con, name, base.text(name).rstrip().rstrip(";"))
    cells = facts.conform(_with_corrections(con, con.sql(base.text(queries.CELLS)).pl()), CELL)
    registered = con.sql(base.text(queries.REGISTERED)).pl().to_dicts()
    if registered:
        basis = replay.version_inputs(store.version_dir(version))
        cells = pl.concat([cells, _of_register(basis, registered, week)])
    parts = con.sql(base.text(queries.PARTS)).pl()
    return _once(cells), facts.conform(parts, _PART)


def _with_corrections(con: engine.Connection, cells: pl.DataFrame) -> pl.DataFrame:
    """Say of each corrected cell what the sender wrote, who corrected it and why."""
    if not con.sql(base.text(queries.HAS_CORRECTIONS)).pl().item():
        return cells
    corrected = con.sql(base.text(queries.CORRECTIONS)).pl()
    return cells.join(corrected, on=_CORRECTED, how="left", nulls_equal=True, maintain_order="left")


def _sides(asked: Question) -> pl.DataFrame:
    """Return (component_no, side, part): a rate over two data sets has two components, each a count."""
    rows = [(asked.components[0].number, "n", "numerator")]
    if len(asked.components) > 1:
        rows.append((asked.components[1].number, "n", "denominator"))
    elif asked.components[0].denominator:
        rows.append((asked.components[0].number, "d", "denominator"))
    return pl.DataFrame(
        rows, schema={"component_no": pl.Int32(), "side": pl.String(), "part": pl.String()}, orient="row"
    )


def _once(cells: pl.DataFrame) -> pl.DataFrame:
    """Give a cell that goes into numerator and denominator one row."""
    keys = [name for name in CELL if name != "part"]
    part = pl.when(pl.col("part").n_unique() > 1).then(pl.lit("both")).otherwise(pl.col("part").first()).alias("part")
    return cells.group_by(keys, maintain_order=True).agg(part).select(list(CELL))


@lru_cache(maxsize=4)
def _register_lines(path: Path) -> dict[tuple[str, str], tuple[int, str]]:
    """Return (unit, valid_from as written) -> (line where the row begins, letters of the households' column)."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        lines = csv.reader(stream)
        head = next(lines)
        place = {name: head.index(name) for name in ("id", "valid_from", "households")}
        letters, found, begins = column_letters(place["households"]), {}, lines.line_num + 1
        for row in lines:
            if row and row[place["id"]].strip():
                found[row[place["id"]].strip(), row[place["valid_from"]].strip()] = (begins, letters)
            begins = lines.line_num + 1
    return found


def column_letters(index: int) -> str:
    """Return the letters of a column counted from 0, as the workbook program shows them: 0 is A, 26 is AA."""
    text = ""
    while index >= 0:
        text = ascii_uppercase[index % 26] + text
        index = index // 26 - 1
    return text


def _of_register(basis: Inputs, registered: Iterable[dict[str, Any]], week: str) -> pl.DataFrame:
    lines, day = _register_lines(basis.org_units), periods.end_of(week)
    rows: list[dict[str, object]] = []
    for item in registered:
        unit = basis.register.in_force(item["org_unit_id"], day)
        begun = unit.valid_from.isoformat() if unit and unit.valid_from else ""
        line, letters = lines.get((item["org_unit_id"], begun), (0, ""))
        rows.append(
            {
                "part": item["part"], "org_unit_id": item["org_unit_id"], "data_set_id": "estates",
                "data_element": "households", "value": item["value"], "period_id": week, "file": basis.org_units.name,
                "row": line or None, "cell": f"{letters}{line}" if line else None,
            }
        )  # fmt: skip
    return facts.frame(CELL, rows)


def explain(store: Store, indicator: str, unit: str, week: str, version: str | None = None) -> dict[str, Any]:
    """Return value, numerator, denominator, carried_from and cells of one figure of a version, as plain values.

    A cell: part (numerator, denominator, both), org_unit_id, data_element, value, submission_id, file, sheet, cell,
    period_id (the week it comes from), carried_from (that week, where it is not the asked one), received_at,
    loaded_at, loaded_by, corrected_from, corrected_by, reason. LookupError where there is no such figure.
    """
    found = trace(store, indicator, unit, week, version)
    figure = found.figure
    return {
        "indicator_id": indicator, "org_unit_id": unit, "period_id": week, "version": found.version,
        "value": found.value,
        "numerator": plain(figure["numerator"]), "denominator": plain(figure["denominator"]),
        "expected_units": figure["expected_units"], "reported_units": figure["reported_units"],
        "carried_from": figure["carried_from"], "agrees": found.whole,
        "cells": [_shown(cell, week) for cell in found.cells.iter_rows(named=True)],
    }  # fmt: skip


def plain(number: Any) -> float | int | None:
    """Return a DECIMAL as an int where it is whole, else as a float."""
    if number is None:
        return None
    return int(number) if number == int(number) else float(number)


def _shown(cell: Cell, week: str) -> dict[str, Any]:
    said = cell["value_text"] if cell["value"] is None else plain(cell["value"])
    times = {
        name: cell[name].isoformat(" ", "minutes") if cell[name] else None for name in ("received_at", "loaded_at")
    }
    carried = cell["period_id"] if cell["period_id"] != week else None
    return {**{key: cell[key] for key in _SHOWN}, **times, "carried_from": carried, "value": said}
