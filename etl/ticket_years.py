"""Tickets of another year than their file: 2025 typed for 2026, or a list of old ones sent once more.

What the file is about is the week that it states, else the one around which nearly all of its tickets lie; a history
of years states none, and nothing in it is old.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

import polars as pl

from etl import words
from etl.headers import Column
from etl.report import Report
from warehouse import facts, periods

FEWEST, NEAR, MOST = 5, 31, 0.8  # of the tickets, this share lies so many days around the middle


def check(data: pl.DataFrame, report: Report, column: Column, period: str | None) -> None:
    """Report times of receipt that a year more would bring into the file's own week, and those that are very old."""
    rule = words.forms()[facts.TICKETS]["dates"]
    span = _span(data["received_at"], period)
    if span is None:
        return
    first, last = span
    received, written = pl.col("received_at"), pl.col(column.name).alias("value")
    slipped = received.dt.offset_by("1y").is_between(first, last) if rule["own_year"] else pl.lit(False)
    old = received < first - timedelta(days=rule["oldest_days"])
    for code, wrong in (("date-year", slipped), ("date-old", old & ~slipped)):
        found = data.select(wrong.fill_null(False)).to_series()
        if found.any():
            report.rows(code, data.filter(found).select("row", written), column, lambda item: {"year": last.year})


def _span(received: pl.Series, period: str | None) -> tuple[datetime, datetime] | None:
    """Return the first and last moment that a file is about."""
    if period is not None:
        return _at(period, 0), _at(period, 1) - timedelta(microseconds=1)
    known = received.drop_nulls()
    if known.len() < FEWEST:
        return None
    middle = known.sort()[known.len() // 2]
    first, last = middle - timedelta(days=NEAR), middle + timedelta(days=NEAR)
    return (first, last) if known.is_between(first, last).sum() >= MOST * known.len() else None


def _at(period: str, weeks: int) -> datetime:
    return datetime.combine(periods.start_of(period) + timedelta(weeks=weeks), time())
