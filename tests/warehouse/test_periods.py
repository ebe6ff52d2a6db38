from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse import periods

DAYS = st.dates(date(1971, 1, 1), date(2100, 12, 31))


@given(DAYS)
def test_a_day_lies_in_its_week(day: date) -> None:
    period = periods.period_of(day)
    assert periods.start_of(period) <= day <= periods.end_of(period)
    assert periods.from_index(periods.index_of(period)) == period


@given(DAYS, st.integers(-60, 60))
def test_shifting_there_and_back(day: date, weeks: int) -> None:
    period = periods.period_of(day)
    assert periods.shift(periods.shift(period, weeks), -weeks) == period
    assert periods.index_of(periods.shift(period, weeks)) == periods.index_of(period) + weeks


def test_the_turn_of_the_year() -> None:
    assert periods.period_of(date(2027, 1, 3)) == "2026-W53"
    assert periods.span("2026-W52", "2027-W01") == ["2026-W52", "2026-W53", "2027-W01"]


@pytest.mark.parametrize("text", ["2026-W54", "2026-47", "W47", "", "2025-W53"])
def test_what_is_no_week(text: str) -> None:
    with pytest.raises(ValueError):
        periods.start_of(text)


def test_the_last_ended_week_follows_the_citys_own_midnight() -> None:
    sunday_evening_in_utc = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)  # Monday 00:30 in Shanghai
    assert periods.last_ended(sunday_evening_in_utc, "Asia/Shanghai") == "2026-W47"
    assert periods.last_ended(sunday_evening_in_utc, "UTC") == "2026-W46"


def test_due_on_the_next_tuesday_at_noon() -> None:
    due = periods.due_at("2026-W47", 2, time(12), "Asia/Shanghai")
    assert due.isoformat() == "2026-11-24T12:00:00+08:00"
