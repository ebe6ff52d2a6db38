"""What stands beside a reminder: one line a sender, and its record."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from dashboard import chasing, i18n
from warehouse.chasing import Chased, Incomplete, Missing, Reminder

REMIND = Reminder("en", "2026-W04", datetime(2026, 1, 27, 12), {"estates": "Estates"}, str)


def test_one_line_says_what_is_owed_and_since_when() -> None:
    owing = [
        Chased("B", (Missing("estates", None, 0),), ()),
        Chased("A", (Missing("estates", "2026-W01", 3),), ()),
        Chased("D", (), (Incomplete("estates", 5, 12, ("x",)),)),
    ]
    assert [chasing.summary(item, REMIND, i18n.words("en")) for item in owing] == [
        "Estates (never yet)",
        "Estates (3 weeks running, last: W1)",
        "incomplete, most units missing in one list: 7",
    ]


def test_the_record_sums_over_weeks() -> None:
    rows = [("A", 1, 1, 1), ("B", 1, 1, 0), ("A", 1, 1, 1), ("B", 1, 0, 0), ("C", 0, 0, 0)]
    found = chasing.records(pl.DataFrame(rows, ["org_unit_id", "expected", "received", "on_time"], orient="row"))
    assert [(one.sender, one.expected, one.received, one.on_time) for one in found] == [
        ("B", 2, 1, 0),
        ("A", 2, 2, 2),
    ]
