"""What stands beside a reminder: one line on what a sender owes, and how it reported over some weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from dashboard import data
from dashboard.context import Context
from dashboard.formats import number
from dashboard.i18n import Words
from warehouse import replay, workdays
from warehouse.chasing import Chased, Reminder


def due_at(page: Context) -> datetime:
    """Return when the week was due, by the calendar and settings that the version was made with."""
    basis = replay.version_inputs(data.open_store().version_dir(page.selection.version))
    return workdays.due_at(page.selection.week, basis.settings, basis.workdays)


def reminder(page: Context) -> Reminder:
    """Return the words of reminders for the selected week."""
    names = data.data_set_names(page.selection.database, page.lang)
    return Reminder(
        page.lang, page.selection.week, due_at(page), names, lambda unit: page.units.name(unit, page.lang)
    )


def summary(item: Chased, reminder: Reminder, _: Words) -> str:
    """Return one line on what a sender owes: the data sets, or how many, and since when."""
    parts = []
    if item.missing:
        longest = max(item.missing, key=lambda one: one.weeks)
        names = (reminder.names.get(one.data_set, one.data_set) for one in item.missing)
        parts.append(f"{reminder.words['between'].join(names)} ({reminder.since(longest)})")
    if item.incomplete:
        least = max(item.incomplete, key=lambda one: one.expected - one.reported)
        lost = number(least.expected - least.reported)
        parts.append(_("incomplete, most units missing in one list: {n}").format(n=lost))
    return " · ".join(parts)


@dataclass(frozen=True)
class Record:
    """How a sender reported over some weeks: sums over weeks and data sets, never a mean of rates."""

    sender: str
    expected: int
    received: int
    on_time: int


def records(frame: pl.DataFrame) -> list[Record]:
    """Return one record a sender of a frame of queries.reports `by_sender`, the one that is least on time first."""
    found = frame.group_by("org_unit_id", maintain_order=True).agg(pl.col("expected", "received", "on_time").sum())
    rows: Sequence[Record] = [Record(*row) for row in found.filter(pl.col("expected") > 0).iter_rows()]
    return sorted(rows, key=lambda one: (one.on_time / one.expected, one.received / one.expected))
