"""What the page of a figure shows: its parts and cells, with counts that would point to a person left out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl
import streamlit as st

from dashboard import data
from dashboard.context import Context
from warehouse import lineage, replay
from warehouse.lineage import Lineage
from warehouse.queries import lineage as queries
from warehouse.queries.figures import PERSONS
from warehouse.store import Store

ABOVE = ("city", "district", "cluster", "street")
ENOUGH = 16  # figures kept in memory: of a large city, one has some hundred thousand cells


@dataclass(frozen=True)
class Element:
    """One data element: name in a language, type (count, yesno, choice, text, unit), whether it counts persons."""

    name: str
    kind: str
    persons: bool


@st.cache_resource(max_entries=ENOUGH, show_spinner=False)
def trace(root: str, version: str, indicator: str, unit: str, week: str) -> Lineage:
    """Return the lineage of one figure of a version; LookupError where there is no such figure."""
    return lineage.trace(Store(Path(root)), indicator, unit, week, version)


@st.cache_resource(max_entries=8, show_spinner=False)
def elements(root: str, version: str, lang: str) -> dict[tuple[str, str], Element]:
    """Return the data elements of a version by (data set, element)."""
    known = replay.version_inputs(Store(Path(root)).version_dir(version)).catalogue
    counted = {
        term.lstrip("-").split(":")[-1]
        for name in PERSONS
        for side in ("numerator", "denominator")
        for term in known.described.get(name, {}).get(side, [])
    }
    return {
        (home, name): Element(str(entry[f"name_{lang}"]), str(entry["type"]), name in counted)
        for home, found in known.data_sets.items()
        for name, entry in found["elements"].items()
    }


@st.cache_data(max_entries=100, show_spinner=False)
def children(database: str, indicator: str, unit: str, week: str, small_cell: int) -> pl.DataFrame:
    """Return the units directly below one with their shares of a figure."""
    return queries.children(data.connection(database), indicator, unit, week, small_cell)


@st.cache_data(max_entries=100, show_spinner=False)
def reports(database: str, data_set: str, unit: str, path: tuple[str, ...], week: str) -> pl.DataFrame:
    """Return the week's reports of a data set."""
    return queries.reports(data.connection(database), data_set, unit, path, week)


def of_page(page: Context) -> Lineage:
    """Return the lineage of the selected figure."""
    chosen = page.selection
    return trace(str(data.store_root()), chosen.version, chosen.indicator, chosen.unit_id, chosen.week)


def shown_cells(page: Context, cells: pl.DataFrame) -> pl.DataFrame:
    """Return the cells with column hidden: a count of persons under the setting, of a place below street level."""
    known = elements(str(data.store_root()), page.selection.version, page.lang)
    persons = [name for (_home, name), element in known.items() if element.persons]
    large = [unit for unit, row in page.units.rows.items() if row["level"] in ABOVE]
    hidden = (
        pl.col("data_element").is_in(persons)
        & ~pl.col("org_unit_id").is_in(large)
        & (pl.col("value") > 0)
        & (pl.col("value") < page.selection.small_cell)
    )
    return cells.with_columns(hidden.fill_null(value=False).alias("hidden"))


def files(cells: pl.DataFrame) -> pl.DataFrame:
    """Return one row a file that the figure stands on: when received, loaded, by whom, how many cells."""
    keys = ["submission_id", "file", "received_at", "loaded_at", "loaded_by"]
    found = cells.group_by(keys).agg(pl.len().alias("cells"), pl.col("period_id").unique().sort().alias("weeks"))
    return found.sort("received_at", "file", descending=[True, False], nulls_last=True)
