"""What is due on a holiday is due on the next working day; weekends worked in their place are working days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.warehouse.small import Sent, load, make, table, week
from warehouse import catalogue, workdays
from warehouse.build import publish
from warehouse.settings import Settings
from warehouse.workdays import CalendarError

DAYS = workdays.load(catalogue.REFERENCE / workdays.FILE)


@pytest.mark.parametrize(
    ("period", "due"),
    [
        ("2026-W46", "2026-11-17T12:00:00+08:00"),  # a plain Tuesday
        ("2026-W39", "2026-09-29T12:00:00+08:00"),  # after the Mid-Autumn Festival, before National Day
        ("2026-W07", "2026-02-24T12:00:00+08:00"),  # Tuesday lies in the Spring Festival (15 to 23 February)
        ("2024-W39", "2024-10-08T12:00:00+08:00"),  # National Day until Monday
        ("2025-W39", "2025-09-30T12:00:00+08:00"),
        ("2025-W40", "2025-10-09T12:00:00+08:00"),
        ("2024-W06", "2024-02-18T12:00:00+08:00"),  # the Sunday that is worked for the Spring Festival
        ("2023-W52", "2024-01-02T12:00:00+08:00"),
    ],
)  # fmt: skip
def test_the_due_day_moves_past_public_holidays(period: str, due: str) -> None:
    assert workdays.due_at(period, Settings(), DAYS).isoformat() == due


def test_a_city_may_keep_the_weekday_whatever_the_calendar_says() -> None:
    fixed = Settings(reporting=replace(Settings().reporting, due_on_workdays=False))
    assert workdays.due_at("2026-W07", fixed, DAYS).isoformat() == "2026-02-17T12:00:00+08:00"


def test_shifted_working_days_are_weekends_and_holidays_never_worked() -> None:
    assert all(day.isoweekday() > 5 for day in DAYS.worked)
    assert not DAYS.worked & DAYS.holidays
    assert DAYS.is_open(date(2026, 10, 10)) and not DAYS.is_open(date(2026, 10, 11))
    assert {day.year for day in DAYS.holidays} == {2023, 2024, 2025, 2026}


@pytest.mark.parametrize(
    "line",
    [
        "2026-10-01,soon,holiday", "2026-10-07,2026-10-01,holiday", "2026-10-01,2026-10-07,rest",
        "2026-01-01,2026-12-31,holiday",
    ],
)  # fmt: skip
def test_a_wrong_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / workdays.FILE
    path.write_text(f"first,last,kind\n2026-05-01,2026-05-05,holiday\n{line}\n", encoding="utf-8")
    with pytest.raises(CalendarError, match="line 3"):
        workdays.load(path)


def test_a_store_with_a_calendar_of_its_own_counts_by_it_and_keeps_it_with_the_version(tmp_path: Path) -> None:
    made = make(tmp_path)
    late = Sent().row(2, "A11", "reporting_back", members_resident=8).cover(2, "A", "reporting_back", late=True)
    load(made, "s1", late)  # arrives on Monday 19 January 2026, due on Tuesday the 13th
    publish(made, reason="one")
    (made.root / workdays.FILE).write_text("first,last,kind\n2026-01-12,2026-01-16,holiday\n", encoding="utf-8")
    publish(made, reason="a holiday that nobody had foreseen")
    states = [
        table(made, "fct_report", version).filter(period_id=week(2), org_unit_id="A", data_set_id="reporting_back")
        for version in ("v00001", "v00002")
    ]
    assert [frame["on_time"].to_list() for frame in states] == [[False], [True]]
    assert (made.version_dir("v00002") / "inputs" / workdays.FILE).exists()


@pytest.mark.parametrize(
    ("year", "statutory", "worked"),
    [  # how many working days the law gives off, and which weekend days the year's notice has worked besides
        (2024, 11, ["02-04", "02-18", "04-07", "04-28", "05-11", "09-14", "09-29", "10-12"]),
        (2025, 13, ["01-26", "02-08", "04-27", "09-28", "10-11"]),
        (2026, 13, ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]),
    ],
)
def test_the_table_has_the_days_of_the_notices(year: int, statutory: int, worked: list[str]) -> None:
    off = [day for day in DAYS.holidays if day.year == year and day.isoweekday() < 6]
    assert sorted(day.isoformat()[5:] for day in DAYS.worked if day.year == year) == worked
    assert len(off) - len(worked) == statutory
    assert all(day.isoweekday() >= 6 for day in DAYS.worked)
    assert not DAYS.worked & DAYS.holidays
