"""Who is to be reminded of what: reports of a week that are owed or incomplete, and a message ready to be sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from dashboard.context import Context
from dashboard.formats import day, number, week_days, week_label, week_long
from warehouse import periods

_NEVER = 10_000
BETWEEN = {"zh": "\u3001", "en": ", "}


@dataclass(frozen=True)
class Missing:
    """One report that did not come. last: the newest week that did; weeks: how many have not come since."""

    data_set: str
    last: str | None
    weeks: int


@dataclass(frozen=True)
class Incomplete:
    """One report in which units are missing: how many stand in it, of how many, and the first of those missing."""

    data_set: str
    reported: int
    expected: int
    units: tuple[str, ...]


@dataclass(frozen=True)
class Chased:
    """One sender with what it still owes for a week."""

    sender: str
    missing: tuple[Missing, ...]
    incomplete: tuple[Incomplete, ...]


def chase_list(week: str, reports: pl.DataFrame, units: pl.DataFrame) -> list[Chased]:
    """Return the senders that owe something, the longest silent first; frames: queries.reports `week`, `units`."""
    owed: dict[str, list[Missing]] = {}
    for row in reports.filter(pl.col("expected") & ~pl.col("received")).iter_rows(named=True):
        last = row["last_received"]
        since = periods.index_of(week) - periods.index_of(last) if last else 0
        owed.setdefault(row["org_unit_id"], []).append(Missing(row["data_set_id"], last, since))
    partly: dict[str, list[Incomplete]] = {}
    for row in units.filter(pl.col("reported_units") < pl.col("expected_units")).iter_rows(named=True):
        found = Incomplete(row["data_set_id"], row["reported_units"], row["expected_units"], tuple(row["missing"]))
        partly.setdefault(row["org_unit_id"], []).append(found)
    order = dict.fromkeys([*reports["org_unit_id"], *units["org_unit_id"]])
    senders = [unit for unit in order if unit in owed or unit in partly]
    found_all = [Chased(unit, tuple(owed.get(unit, ())), tuple(partly.get(unit, ()))) for unit in senders]
    return sorted(found_all, key=_urgency)


def _urgency(item: Chased) -> tuple[int, int]:
    """Sort whole reports that are missing before units missing inside one; who was never heard of comes first."""
    silent = max((one.weeks or _NEVER for one in item.missing), default=0)
    return -silent, -max((one.expected - one.reported for one in item.incomplete), default=0)


def since(item: Missing, page: Context) -> str:
    """Say since when a report has not come."""
    _ = page._
    if item.last is None:
        return _("never yet")
    if item.weeks == 1:
        return _("last: {week}").format(week=week_label(item.last, _))
    return _("{n} weeks running, last: {week}").format(n=number(item.weeks), week=week_label(item.last, _))


def lacking(item: Incomplete, page: Context) -> str:
    """Say which units are missing in a report."""
    _ = page._
    names = [page.units.name(unit, page.lang) for unit in item.units]
    rest = item.expected - item.reported - len(names)
    listed = BETWEEN[page.lang].join(names) + (_(" and {n} more").format(n=number(rest)) if rest > 0 else "")
    text = _("{n} of {of} units, missing: {names}")
    return text.format(n=number(item.reported), of=number(item.expected), names=listed)


def message(item: Chased, week: str, due: datetime, names: dict[str, str], page: Context) -> str:
    """Return the message to a sender, in the page's language: what is missing and since when, what is incomplete."""
    _ = page._
    at = f"{day(due.date(), page.lang)} {due:%H:%M}"
    about = {"week": week_long(week, _), "days": week_days(week, page.lang), "due": at}
    lines = [_("To {sender}:").format(sender=page.units.name(item.sender, page.lang))]
    if item.missing:
        lines.append(_("The following for {week} ({days}) was due on {due} and has not come:").format(**about))
        lines += [f"  · {names.get(one.data_set, one.data_set)} ({since(one, page)})" for one in item.missing]
    if item.incomplete:
        lines.append(_("What came for {week} ({days}) is not complete:").format(**about))
        lines += [f"  · {names.get(one.data_set, one.data_set)}: {lacking(one, page)}" for one in item.incomplete]
    lines.append(_("Please send what is missing as soon as you can."))
    return "\n".join(lines)


def summary(item: Chased, names: dict[str, str], page: Context) -> str:
    """Return one line on what a sender owes: the data sets, or how many, and since when."""
    _ = page._
    parts = []
    if item.missing:
        longest = max(item.missing, key=lambda one: one.weeks)
        what = BETWEEN[page.lang].join(names.get(one.data_set, one.data_set) for one in item.missing)
        parts.append(f"{what} ({since(longest, page)})")
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
