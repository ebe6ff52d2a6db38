"""Complaints by category and channel."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from warehouse.queries.base import Connection, run


def parts(con: Connection, unit: str, first: str, last: str) -> pl.DataFrame:
    """Return a unit's complaints by week, category and channel; a cell without a complaint has no row."""
    return run(con, "complaints_parts", unit=unit, first=first, last=last)


def below(
    con: Connection,
    unit: str,
    level: str,
    first: str,
    last: str,
    before_first: str,
    before_last: str,
    category: str = "",
    channel: str = "",
) -> pl.DataFrame:
    """Return the complaints received by unit of a level and category in two spans of weeks (`received`, `before`).

    category and channel: only those; "" = all.
    """
    return run(
        con,
        "complaints_below",
        unit=unit,
        level=level,
        first=first,
        last=last,
        before_first=before_first,
        before_last=before_last,
        category=category,
        channel=channel,
    )


def pivot(
    con: Connection,
    unit: str,
    level: str,
    rows: str,
    columns: str,
    first: str,
    last: str,
    category: str = "",
    channel: str = "",
) -> pl.DataFrame:
    """Return complaints by rows and columns: each unit, week, month, category or channel, "" for a single one.

    Counts and, as `..._of`, what their rates are taken of; of all units of a level at or below the unit.
    """
    return run(
        con,
        "complaints_pivot",
        unit=unit,
        level=level,
        rows=rows,
        columns=columns,
        first=first,
        last=last,
        category=category,
        channel=channel,
    )


def waiting(con: Connection, unit: str, level: str, first: str, last: str, days: int) -> pl.DataFrame:
    """Return by unit of a level the complaints of weeks so many days old or older, unanswered or unresolved."""
    return run(con, "open_complaints", unit=unit, level=level, first=first, last=last, days=days)


def waiting_tickets(
    con: Connection, unit: str, first: str, last: str, days: int, categories: Sequence[str]
) -> pl.DataFrame:
    """Return the tickets behind `waiting`, the oldest first, each with its stage and the cell that it came in.

    categories: the codes that name counts, which are no tickets.
    """
    return run(con, "open_tickets", unit=unit, first=first, last=last, days=days, categories=list(categories))
