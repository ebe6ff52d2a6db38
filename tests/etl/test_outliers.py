"""Numbers that stand out against their unit's own history are warned of on their cell; ordinary ones are not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from etl import pipeline
from tests.etl.books import REPORTING, UNITS, book
from tests.warehouse.small import Sent, load
from warehouse import periods, store
from warehouse.build import publish
from warehouse.queries import outliers
from warehouse.settings import Thresholds
from warehouse.store import Store

WEEK = "2026-W47"


def city(tmp_path: Path, weeks: int, resident: list[int], active: list[int] | None = None, lately: int = 99) -> Store:
    """Return a store in which 幸福社区 (k1) stated members for some weeks before 2026-W47."""
    made = store.create(tmp_path / "s", "", UNITS.encode())
    sent = Sent()
    for back in range(1, weeks + 1):
        at = periods.index_of(periods.shift(WEEK, -back)) - periods.index_of("2026-W01") + 1
        sent.row(at, "k1", "reporting_back", members_resident=resident[back % len(resident)], members_reported=10)
        if active and back <= lately:
            sent.row(at, "k1", "reporting_back", members_active=active[back % len(active)])
    load(made, "past", sent)
    publish(made, reason="past")
    return made


def warned(made: Store, path: Path) -> list[tuple[str | None, str]]:
    found = pipeline.check(made, [path]).issues
    codes = ("value-", "complaints-", "history-")
    return [(item.cell, item.code) for item in found if item.code.startswith(codes)]


@pytest.mark.parametrize(
    ("weeks", "past", "now", "expected"),
    [
        (20, [100, 104, 98, 102], 103, []),
        (20, [100, 104, 98, 102], 1030, [("C2", "value-outlier")]),
        (20, [100, 104, 98, 102], 109, []),  # beyond three, but nothing that is worth a word
        (20, [100], 1000, [("C2", "value-jump")]),  # flat: no z-score at all
        (20, [100], 130, []),
        (20, [100], 0, [("C2", "value-fell-to-zero")]),
        (4, [100, 104], 1000, [("C2", "value-jump")]),
        (4, [100, 104], 105, []),
    ],
)
def test_a_stock_against_its_own_history(
    tmp_path: Path, weeks: int, past: list[int], now: int, expected: list[Any]
) -> None:
    made = city(tmp_path, weeks, past)
    path = book(tmp_path, [REPORTING, ["桃源街道", "幸福社区", now, min(10, now)]])
    found = [item for item in warned(made, path) if item[0] != "D2"]
    assert found == expected


def test_a_flow_has_a_wider_limit_and_a_short_history_says_so(tmp_path: Path) -> None:
    head = [*REPORTING, "本周参加活动"]
    row = ["桃源街道", "幸福社区", 500, 10]
    made = city(tmp_path / "long", 20, [500], [3, 5, 4, 6, 4, 2])
    tmp_path.joinpath("w").mkdir()
    assert warned(made, book(tmp_path / "w", [head, [*row, 9]])) == []
    short = city(tmp_path / "short", 20, [500], [3, 5, 4, 6], lately=4)
    assert warned(short, book(tmp_path / "w", [head, [*row, 9]])) == [(None, "history-insufficient")]
    young = city(tmp_path / "young", 4, [500], [3, 5, 4, 6])
    assert warned(young, book(tmp_path / "w", [head, [*row, 9]])) == []


def test_the_message_names_the_unit_and_the_usual_value(tmp_path: Path) -> None:
    made = city(tmp_path, 20, [100, 104, 98, 102])
    path = book(tmp_path, [REPORTING, ["桃源街道", "幸福社区", 1030, 10]])
    found = next(item for item in pipeline.check(made, [path]).issues if item.code == "value-outlier")
    assert (found.severity, found.sheet, found.value) == ("warning", "双报到", "1030")
    assert "幸福社区" in found.message("zh") and "20 周的中位数是 101" in found.message("zh")


def test_a_burst_of_one_category_is_found_and_ordinary_weeks_are_not() -> None:
    ordinary = [4, 6, 5, 3, 7, 5, 4, 6, 5, 5, 6, 4, 5, 3]
    rows = [("d1", "parking", 100 + n, count) for n, count in enumerate([*ordinary, 63])]
    rows += [("d2", "parking", 100 + n, count) for n, count in enumerate([*ordinary, 8])]
    weekly = pl.DataFrame(rows, schema=outliers.WEEKLY, orient="row")
    found = outliers.unusual_complaints(weekly, [110, 111, 112, 113, 114], Thresholds())
    assert found.select("org_unit_id", "week_index", "received", "middle").rows() == [("d1", 114, 63, 5.0)]


def test_a_week_without_a_complaint_is_a_nought_in_the_history() -> None:
    rows = [("d1", "noise", 100 + n, 1) for n in range(14)] + [("d1", "parking", 114, 12)]
    weekly = pl.DataFrame(rows, schema=outliers.WEEKLY, orient="row")
    found = outliers.unusual_complaints(weekly, [114], Thresholds())
    assert found.select("category", "received", "middle").rows() == [("parking", 12, 0.0)]
