"""What a version is about: its units, indicators, data sets and weeks."""

from __future__ import annotations

import polars as pl

from warehouse.queries.base import Connection, run


def units(con: Connection) -> pl.DataFrame:
    """Return every org unit, parents before children; lng and lat in degrees of WGS-84."""
    return run(con, "units")


def indicators(con: Connection) -> pl.DataFrame:
    """Return the catalogue of indicators in its order (targets and breaks in the indicator's own unit)."""
    return run(con, "indicators")


def elements(con: Connection) -> pl.DataFrame:
    """Return the data elements with their names in both languages, data set by data set."""
    return run(con, "elements")


def reference_figures(con: Connection) -> pl.DataFrame:
    """Return the published figures that an indicator stands beside; indicator_value in the indicator's unit."""
    return run(con, "reference_figures")


def data_sets(con: Connection) -> pl.DataFrame:
    """Return the data sets with their names and the level that owes them."""
    return run(con, "data_sets")


def weeks(con: Connection) -> pl.DataFrame:
    """Return the weeks with data, newest first: period_id, start_date, end_date."""
    return run(con, "weeks")


def version(con: Connection) -> pl.DataFrame:
    """Return the one row about the version itself."""
    return run(con, "version")


def changes(con: Connection) -> pl.DataFrame:
    """Return the splits, merges and moves of units, oldest first."""
    return run(con, "changes")
