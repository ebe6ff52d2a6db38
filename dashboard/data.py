"""The caches of the pages. Every key carries the path of the version's file, and a version never changes.

What is kept is handed out as it is, not copied: nobody changes a frame that comes from here.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl
import streamlit as st

from dashboard import place_search
from dashboard.formats import Figure, Indicator
from dashboard.labels import CATEGORIES
from dashboard.register import Units
from dashboard.served import comments as comments
from dashboard.served import open_store as open_store
from dashboard.served import store_root as store_root
from warehouse import versions
from warehouse.queries import as_they_are as ground
from warehouse.queries import base, catalogue, complaints, coverage, figures, quality, reports
from warehouse.queries import like_for_like as same_units
from warehouse.queries import units as unit_queries
from warehouse.store import Store

EVER = ("0000-W00", "9999-W99")
AT_ONCE = 900  # so many series at most are fetched over all weeks at once: a step to another week needs no query


@st.cache_resource(max_entries=6, show_spinner=False)
def connection(database: str) -> base.Connection:
    """Return the one read-only connection to a version's file; each query takes a cursor of its own."""
    return base.connect(Path(database))


@st.cache_resource(max_entries=4, show_spinner=False)
def units(database: str) -> Units:
    """Return the register of a version."""
    return Units(catalogue.units(connection(database)))


@st.cache_resource(max_entries=2, show_spinner=False)
def _places(database: str) -> list[place_search.Place]:
    """Return the places of a version as they are looked for; made when somebody first looks for one."""
    return place_search.index(units(database).rows.values())


def places_like(database: str, typed: str) -> list[str]:
    """Return the units whose name, code or pinyin fits what was typed, the best first."""
    rows = units(database).rows
    return place_search.find(_places(database), typed, {unit: row["parent_id"] for unit, row in rows.items()})


@st.cache_resource(max_entries=8, show_spinner=False)
def indicators(database: str, lang: str) -> dict[str, Indicator]:
    """Return the catalogue of indicators with their names and notes in a language."""
    rows = catalogue.indicators(connection(database)).iter_rows(named=True)
    return {row["indicator_id"]: Indicator.of(row, lang) for row in rows}


@st.cache_resource(max_entries=4, show_spinner=False)
def terms(database: str) -> dict[str, tuple[str, str]]:
    """Return indicator id -> its numerator and denominator in elements ("" for the denominator of a count)."""
    rows = catalogue.indicators(connection(database)).select("indicator_id", "numerator", "denominator").iter_rows()
    return {name: (top, bottom or "") for name, top, bottom in rows}


@st.cache_resource(max_entries=8, show_spinner=False)
def data_set_names(database: str, lang: str) -> dict[str, str]:
    """Return data set id -> name in a language."""
    column = "name_zh" if lang == "zh" else "name_en"
    return dict(catalogue.data_sets(connection(database)).select("data_set_id", column).iter_rows())


@st.cache_resource(max_entries=4, show_spinner=False)
def catalogue_of(database: str) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Return the catalogue of a version: indicators, data elements, published figures."""
    con = connection(database)
    return catalogue.indicators(con), catalogue.elements(con), catalogue.reference_figures(con)


@st.cache_resource(max_entries=4, show_spinner=False)
def weeks(database: str) -> list[str]:
    """Return the weeks with data, newest first."""
    return catalogue.weeks(connection(database))["period_id"].to_list()


@st.cache_resource(max_entries=4, show_spinner=False)
def version_info(database: str) -> dict[str, Any]:
    """Return what the version says of itself: version, published_at, city_name, made_up."""
    return catalogue.version(connection(database)).row(0, named=True)


def series(
    database: str, unit_ids: tuple[str, ...], indicator_ids: tuple[str, ...], first: str, last: str, small_cell: int
) -> pl.DataFrame:
    """Return the figures of units over weeks: one query for all the indicators of a page, and for all weeks."""
    asked = (database, unit_ids, indicator_ids)
    if len(unit_ids) * len(indicator_ids) > AT_ONCE:
        return _series(*asked, first, last, small_cell)
    return _between(_series(*asked, *EVER, small_cell), first, last)


@st.cache_resource(max_entries=100, show_spinner=False)
def _series(
    database: str, unit_ids: tuple[str, ...], indicator_ids: tuple[str, ...], first: str, last: str, small_cell: int
) -> pl.DataFrame:
    return figures.series(connection(database), unit_ids, indicator_ids, first, last, small_cell)


def _between(frame: pl.DataFrame, first: str, last: str) -> pl.DataFrame:
    """Return the rows of some weeks."""
    return frame.filter(pl.col("period_id").is_between(pl.lit(first), pl.lit(last)))


@st.cache_resource(max_entries=24, show_spinner=False)
def by_week(
    database: str, unit_ids: tuple[str, ...], indicator: str, small_cell: int
) -> dict[str, dict[str, Figure]]:
    """Return week -> unit -> figure of an indicator in all weeks: a step to another week needs no query."""
    known = weeks(database)
    frame = figures.series(connection(database), unit_ids, (indicator,), known[-1], known[0], small_cell)
    found: dict[str, dict[str, Figure]] = {}
    for (unit, _name, week), figure in figures_of(frame).items():
        found.setdefault(week, {})[unit] = figure
    return found


@st.cache_resource(max_entries=100, show_spinner=False)
def as_they_are(
    database: str, unit: str, indicator_ids: tuple[str, ...], first: str, last: str, small_cell: int
) -> pl.DataFrame:
    """Return the figures of a unit over weeks, over the ground that it covers today."""
    return ground.series(connection(database), unit, indicator_ids, first, last, small_cell)


@st.cache_resource(max_entries=400, show_spinner=False)
def moved(database: str, unit: str) -> list[str]:
    """Return the units by which the ground of a unit differs from what it was."""
    return ground.moved(connection(database), unit)


def below(
    database: str, unit: str, level: str, indicator_ids: tuple[str, ...], first: str, last: str, small_cell: int
) -> pl.DataFrame:
    """Return the figures of all units of a level below a unit over weeks."""
    asked = (database, unit, level, indicator_ids)
    if _level_sizes(database).get(level, 0) * len(indicator_ids) > AT_ONCE:
        return _below(*asked, first, last, small_cell)
    return _between(_below(*asked, *EVER, small_cell), first, last)


@st.cache_resource(max_entries=24, show_spinner=False)  # all streets over three years are some 10 MB
def _below(
    database: str, unit: str, level: str, indicator_ids: tuple[str, ...], first: str, last: str, small_cell: int
) -> pl.DataFrame:
    return figures.below(connection(database), unit, level, indicator_ids, first, last, small_cell)


@st.cache_resource(max_entries=4, show_spinner=False)
def _level_sizes(database: str) -> Counter[str]:
    """Return how many units each level has."""
    return Counter(str(row["level"]) for row in units(database).rows.values())


@st.cache_resource(max_entries=100, show_spinner=False)
def uncovered(database: str, unit: str, week: str) -> pl.DataFrame:
    """Return the estates still without a branch."""
    return coverage.uncovered(connection(database), unit, week)


@st.cache_resource(max_entries=100, show_spinner=False)
def branch_kinds(database: str, unit: str, level: str, week: str) -> pl.DataFrame:
    """Return estates by kind of branch."""
    return coverage.branch_kinds(connection(database), unit, level, week)


@st.cache_resource(max_entries=100, show_spinner=False)
def complaints_below(
    database: str,
    unit: str,
    level: str,
    spans: tuple[str, str, str, str],
    category: str = "",
    channel: str = "",
) -> pl.DataFrame:
    """Return complaints by unit and category in two spans of weeks: first, last, first and last of the one before."""
    return complaints.below(connection(database), unit, level, *spans, category, channel)


@st.cache_resource(max_entries=200, show_spinner=False)
def complaint_pivot(
    database: str,
    unit: str,
    level: str,
    split: tuple[str, str],
    span: tuple[str, str],
    category: str = "",
    channel: str = "",
) -> pl.DataFrame:
    """Return complaints by rows and columns over a span of weeks."""
    return complaints.pivot(connection(database), unit, level, *split, *span, category, channel)


@st.cache_resource(max_entries=100, show_spinner=False)
def waiting(database: str, unit: str, level: str, first: str, last: str, days: int) -> pl.DataFrame:
    """Return by unit of a level the complaints that wait for an answer or a solution."""
    return complaints.waiting(connection(database), unit, level, first, last, days)


@st.cache_resource(max_entries=50, show_spinner=False)
def waiting_tickets(database: str, unit: str, first: str, last: str, days: int) -> pl.DataFrame:
    """Return the tickets that wait for an answer or a solution."""
    return complaints.waiting_tickets(connection(database), unit, first, last, days, tuple(CATEGORIES))


@st.cache_resource(max_entries=100, show_spinner=False)
def not_reported(database: str, unit: str, week: str, since: str) -> pl.DataFrame:
    """Return the units of which nothing came for a week, by data set."""
    return reports.not_reported(connection(database), unit, week, since)


@st.cache_resource(max_entries=100, show_spinner=False)
def unit_history(database: str, unit: str) -> pl.DataFrame:
    """Return a unit's names, parents and changes, the newest first."""
    return unit_queries.history(connection(database), unit)


@st.cache_resource(max_entries=100, show_spinner=False)
def findings(database: str, unit: str, first: str, last: str, small_cell: int) -> pl.DataFrame:
    """Return what the quality rules find at a unit and below it over weeks."""
    return quality.findings(connection(database), unit, first, last, small_cell)


@st.cache_resource(max_entries=100, show_spinner=False)
def report_week(database: str, unit: str, path: tuple[str, ...], week: str) -> pl.DataFrame:
    """Return the reports of a week."""
    return reports.week(connection(database), unit, path, week)


@st.cache_resource(max_entries=20, show_spinner=False)
def week_changes(root: str, before: str, after: str, week: str) -> list[dict[str, Any]]:
    """Return what differs in one week between two versions, with its cause (see warehouse.versions.diff)."""
    return versions.diff(Store(Path(root)), before, after, week)


@st.cache_resource(max_entries=100, show_spinner=False)
def report_rates(database: str, unit: str, first: str, last: str) -> pl.DataFrame:
    """Return the reports expected, received and on time by week."""
    return reports.rates(connection(database), unit, first, last)


@st.cache_resource(max_entries=100, show_spinner=False)
def like_for_like(database: str, indicator: str, unit: str, first: str, last: str) -> pl.DataFrame:
    """Return an indicator by week over the units that reported in every week."""
    return same_units.series(connection(database), indicator, unit, first, last)


@st.cache_resource(max_entries=100, show_spinner=False)
def report_units(database: str, unit: str, path: tuple[str, ...], week: str) -> pl.DataFrame:
    """Return how many units stand in each report of a week, of how many."""
    return reports.units(connection(database), unit, path, week)


@st.cache_resource(max_entries=100, show_spinner=False)
def reports_by_sender(database: str, unit: str, path: tuple[str, ...], first: str, last: str) -> pl.DataFrame:
    """Return the reports expected, received and on time by sender and week."""
    return reports.by_sender(connection(database), unit, path, first, last)


@st.cache_resource(max_entries=100, show_spinner=False)
def submissions(database: str, week: str) -> pl.DataFrame:
    """Return the files of a week."""
    return reports.submissions(connection(database), week)


def figures_of(frame: pl.DataFrame) -> dict[tuple[str, str, str], Figure]:
    """Return (unit, indicator, week) -> figure of a frame of `series` or `below`."""
    # by columns: of five thousand rows that is a third of what it takes row by row
    keys = zip(*(frame[name].to_list() for name in ("org_unit_id", "indicator_id", "period_id")), strict=True)
    held = map(Figure, *(frame[name].to_list() for name in Figure._fields))
    return dict(zip(keys, held, strict=True))
