"""What is marked above the weeks under the map: splits, merges and moves of units, and reports that came late."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import streamlit as st

from dashboard import data
from dashboard.context import Context
from warehouse import periods
from warehouse.queries import catalogue, map_scale


@st.cache_resource(max_entries=4, show_spinner=False)
def changes(database: str) -> pl.DataFrame:
    """Return the splits, merges and moves of a version's units."""
    return catalogue.changes(data.connection(database))


@st.cache_data(max_entries=100, show_spinner=False)
def late(database: str, unit: str, data_set: str, first: str, last: str) -> list[str]:
    """Return the weeks in which a unit's report came late."""
    return map_scale.late(data.connection(database), unit, data_set, first, last)


def events(page: Context, span: Sequence[str]) -> dict[str, str]:
    """Return week -> what happened to the selected unit and below: splits, merges, moves, and its late reports."""
    chosen, found = page.selection, dict[str, str]()
    if chosen.unit_id != page.units.root:  # of the whole city some report is late in every week
        data_set = page.indicators[chosen.indicator].data_set_id
        found = dict.fromkeys(late(chosen.database, chosen.unit_id, data_set, span[0], span[-1]), page._("late"))
    for row in changes(chosen.database).iter_rows(named=True):
        if chosen.unit_id not in (row["city_id"], row["district_id"], row["street_id"], row["community_id"]):
            continue
        week = periods.period_of(row["date"])
        if week in span:
            text = f"{row['from_name']} → {row['to_name']}"
            found[week] = f"{found[week]}; {text}" if week in found else text
    return found
