"""Who sent what, when, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from warehouse.queries.base import Connection, run


def week(con: Connection, unit: str, path: Sequence[str], week: str) -> pl.DataFrame:
    """Return a week's reports: one row a sender and data set, whether it was expected, came, came on time, came last.

    path: the unit and those above it; a street's figures come in its district's workbook.
    """
    return run(con, "report_week", unit=unit, path=list(path), week=week)


def rates(con: Connection, unit: str, first: str, last: str) -> pl.DataFrame:
    """Return by week how many reports were expected, came, and came on time."""
    return run(con, "report_rates", unit=unit, first=first, last=last)


def units(con: Connection, unit: str, path: Sequence[str], week: str) -> pl.DataFrame:
    """Return how many units stand in each report of a week, of how many, and the first that do not (`missing`: ids).

    Only reports that came, and only data sets whose rows are owed by units: lists of tickets name whom they name.
    """
    return run(con, "reports_units", unit=unit, path=list(path), week=week)


def by_sender(con: Connection, unit: str, path: Sequence[str], first: str, last: str) -> pl.DataFrame:
    """Return by sender and week how many reports were expected, came, and came on time."""
    return run(con, "reports_by_sender", unit=unit, path=list(path), first=first, last=last)


def submissions(con: Connection, week: str) -> pl.DataFrame:
    """Return the files that have to do with a week, with the number of their errors, warnings and notes."""
    return run(con, "submissions", week=week)


def not_reported(con: Connection, unit: str, week: str, since: str) -> pl.DataFrame:
    """Return the units at and below one that owe a data set and of which nothing came for a week.

    last_week: the last week since `since` for which something came, None for none.
    """
    return run(con, "not_reported", unit=unit, week=week, since=since)
