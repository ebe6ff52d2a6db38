"""Weeks as periods: `2026-W47` is the ISO week that begins on Monday 16 November 2026."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_PERIOD = re.compile(r"(\d{4})-W(\d{2})")


def period_of(day: date) -> str:
    """Return the period that holds a day."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def start_of(period_id: str) -> date:
    """Return the Monday of a period; ValueError for anything but an existing ISO week."""
    match = _PERIOD.fullmatch(period_id)
    if match is None:
        raise ValueError(f"not a week: {period_id!r}")
    return date.fromisocalendar(int(match[1]), int(match[2]), 1)


def end_of(period_id: str) -> date:
    """Return the Sunday of a period."""
    return start_of(period_id) + timedelta(days=6)


def shift(period_id: str, weeks: int) -> str:
    """Return the period so many weeks later (earlier, where negative)."""
    return period_of(start_of(period_id) + timedelta(weeks=weeks))


def index_of(period_id: str) -> int:
    """Return the number of weeks since Monday 5 January 1970: consecutive weeks differ by one."""
    return (start_of(period_id) - date(1970, 1, 5)).days // 7


def from_index(index: int) -> str:
    """Return the period of an index; the inverse of `index_of`."""
    return period_of(date(1970, 1, 5) + timedelta(weeks=index))


def span(first: str, last: str) -> list[str]:
    """Return all periods from first to last, both included."""
    return [from_index(index) for index in range(index_of(first), index_of(last) + 1)]


def last_ended(now: datetime, time_zone: str) -> str:
    """Return the last week that had ended at a moment, in the city's own time."""
    return period_of(now.astimezone(ZoneInfo(time_zone)).date() - timedelta(days=7))


def due_at(period_id: str, weekday: int, at: time, time_zone: str) -> datetime:
    """Return when a week's workbook is due: the given ISO weekday and time of the following week."""
    day = start_of(period_id) + timedelta(days=7 + weekday - 1)
    return datetime.combine(day, at, ZoneInfo(time_zone))
