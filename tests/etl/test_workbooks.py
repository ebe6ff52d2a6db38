"""Workbooks named by their mess: the values read from each, or the cell and code of what is wrong with it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from etl.aliases import Alias
from tests.etl.books import REPORTING, book, errors, read, values

R, P, N = "members_resident", "members_reported", "members_new"
HEAD = ["枫林区在职党员双报到统计表（2026年第47周）"]

# ---------------------------------------------------------------------------- what is read, in whatever form it comes

READ: dict[str, tuple[list[list[Any]], dict[tuple[str, str], Any]]] = {
    "plain": (
        [HEAD, REPORTING, ["桃源街道", "幸福社区", 120, 100], ["泰山路街道", "幸福社区", 80, 60]],
        {("k1", R): 120, ("k1", P): 100, ("k3", R): 80, ("k3", P): 60},
    ),
    "numbers as text, full-width, with thousands and estimates": (
        [HEAD, REPORTING, ["桃源街道", "幸福社区", "１２０", "约100"], ["桃源街道", "长青社区", "1,234", "1000余"]],
        {("k1", R): 120, ("k1", P): 100, ("k2", R): 1234, ("k2", P): 1000},
    ),
    "blank is not zero, none is": (
        [
            HEAD,
            [*REPORTING, "本周新报到"],
            ["桃源街道", "幸福社区", 120, 100, "无"],
            ["桃源街道", "长青社区", 90, "—", "/"],
        ],
        {("k1", R): 120, ("k1", P): 100, ("k1", N): 0, ("k2", R): 90},
    ),
    "groups written once": (
        [
            HEAD,
            REPORTING,
            ["桃源街道", "幸福社区", 120, 100],
            [None, "长青社区", 90, 80],
            ["泰山路街道", "石桥村", 5, 4],
        ],
        {("k1", R): 120, ("k1", P): 100, ("k2", R): 90, ("k2", P): 80, ("k4", R): 5, ("k4", P): 4},
    ),
    "totals, notes and signatures": (
        [
            HEAD,
            ["单位：人"],
            REPORTING,
            ["桃源街道", "幸福社区", 120, 100],
            [None, "长青社区", 90, 80],
            ["小  计", None, 210, 180],
            ["泰山路街道", "石桥村", 5, 4],
            ["小计", None, 5, 4],
            ["合  计", None, 215, 184],
            ["注：以上为各社区上报数"],
            ["填表人：", None, None, "审核人："],
        ],
        {("k1", R): 120, ("k1", P): 100, ("k2", R): 90, ("k2", P): 80, ("k4", R): 5, ("k4", P): 4},
    ),
    "the total on top": (
        [
            HEAD,
            REPORTING,
            ["全  区", None, 210, 180],
            ["桃源街道", "幸福社区", 120, 100],
            ["桃源街道", "长青社区", 90, 80],
        ],
        {("k1", R): 120, ("k1", P): 100, ("k2", R): 90, ("k2", P): 80},
    ),
    "headers over two rows with units": (
        [
            HEAD,
            ["街道", "社区", "在职党员", "在职党员"],
            [None, None, "应报到", "已报到"],
            [None, None, "（人）", "（人）"],
            ["桃源街道", "幸福社区", 120, 100],
        ],
        {("k1", R): 120, ("k1", P): 100},
    ),
    "padded and broken headers, traditional script": (
        [HEAD, ["街  道", "社 區", "應報到\n在職黨員", "已 報 到"], ["桃源街道", "幸福社区", 120, 100]],
        {("k1", R): 120, ("k1", P): 100},
    ),
    "blank leading rows and columns": (
        [[], [], [None, *HEAD], [None, *REPORTING], [None, "桃源街道", "幸福社区", 120, 100]],
        {("k1", R): 120, ("k1", P): 100},
    ),
    "the unit in tens of thousands": (
        [HEAD, ["街道", "社区", "应报到在职党员（万人）", "已报到"], ["桃源街道", "幸福社区", 1.2, 100]],
        {("k1", R): 12000, ("k1", P): 100},
    ),
    "other spellings of places": (
        [
            HEAD,
            REPORTING,
            ["桃源街道办事处", "幸福社区居委会", 120, 100],
            ["泰山街道", "石桥村村民委员会", 5, 4],
            ["桃源", " 長 青社區", 90, 80],
        ],
        {("k1", R): 120, ("k1", P): 100, ("k4", R): 5, ("k4", P): 4, ("k2", R): 90, ("k2", P): 80},
    ),
    "a week column": (
        [["周次", *REPORTING], ["2026年第47周", "桃源街道", "幸福社区", 120, 100]],
        {("k1", R): 120, ("k1", P): 100},
    ),
    "a code instead of a certain name": (
        [HEAD, ["社区编码", *REPORTING[1:]], ["101002001", "幸福社区", 80, 60]],
        {("k3", R): 80, ("k3", P): 60},
    ),
    "counts for a street and its communities": (
        [
            HEAD,
            REPORTING,
            ["桃源街道", None, 210, 180],
            ["桃源街道", "幸福社区", 120, 100],
            ["桃源街道", "长青社区", 90, 80],
        ],
        {("s1", R): 210, ("s1", P): 180, ("k1", R): 120, ("k1", P): 100, ("k2", R): 90, ("k2", P): 80},
    ),
    "the renamed street in the week of its new name": (
        [HEAD, REPORTING, ["新城街道", "城门社区", 12, 10]],
        {("k6", R): 12, ("k6", P): 10},
    ),
}


@pytest.mark.parametrize("mess", READ)
def test_read(mess: str, tmp_path: Path) -> None:
    rows, expected = READ[mess]
    found = read(book(tmp_path, rows), tmp_path)
    assert errors(found) == []
    assert values(found) == expected
    assert (found.sender, found.period_id) == ("d1", "2026-W47")


# ---------------------------------------------------------------------------------- what is wrong, with its true cell

WRONG: dict[str, tuple[list[list[Any]], list[tuple[str | None, str]]]] = {
    "a wrong place": ([HEAD, REPORTING, ["桃源街道", "幸福里社区", 1, 1]], [("B3", "place-unknown")]),
    "a name in two streets and no street": ([HEAD, REPORTING[1:], ["幸福社区", 1, 1]], [("A3", "place-ambiguous")]),
    "a place of another district": ([HEAD, REPORTING, ["滨江街道", "江畔社区", 1, 1]], [("A3", "place-outside")]),
    "a community of another street": ([HEAD, REPORTING, ["泰山路街道", "长青社区", 1, 1]], [("B3", "place-unknown")]),
    "an old name after its time": ([HEAD, REPORTING, ["旧城街道", "城门社区", 1, 1]], [("A3", "place-unknown")]),
    "code and name of two places": (
        [HEAD, ["社区编码", *REPORTING], ["101001002", "桃源街道", "幸福社区", 1, 1]],
        [("C3", "place-code-differs")],
    ),
    "figures without a place": (
        [HEAD, REPORTING, ["桃源街道", "幸福社区", 9, 8], [None, None, 5, 4]],
        [("B4", "place-missing")],
    ),
    "a text for a number": (
        [HEAD, REPORTING, ["桃源街道", "幸福社区", "一百多人吧", 1]],
        [("C3", "number-unreadable")],
    ),
    "a range for a number": ([HEAD, REPORTING, ["桃源街道", "幸福社区", "10-15", 1]], [("C3", "number-unreadable")]),
    "half a member": ([HEAD, REPORTING, ["桃源街道", "幸福社区", 10, 1.5]], [("D3", "number-not-whole")]),
    "a percentage for a count": (
        [HEAD, REPORTING, ["桃源街道", "幸福社区", 10, "72%"]],
        [("D3", "number-unreadable")],
    ),
    "a date for a number": (
        [HEAD, REPORTING, ["桃源街道", "幸福社区", 10, datetime(2026, 11, 5)]],
        [("D3", "number-unreadable")],
    ),
    "less than nothing": ([HEAD, REPORTING, ["桃源街道", "幸福社区", 10, -1]], [("D3", "number-out-of-range")]),
    "more reported than resident": (
        [HEAD, REPORTING, ["桃源街道", "幸福社区", 10, 11]],
        [("D3", "part-exceeds-whole")],
    ),
    "a total that does not add up": (
        [
            HEAD,
            REPORTING,
            ["桃源街道", "幸福社区", 120, 100],
            ["桃源街道", "长青社区", 90, 80],
            ["合计", None, 210, 181],
        ],
        [("D5", "total-differs")],
    ),
    "a subtotal that does not add up": (
        [
            HEAD,
            REPORTING,
            ["桃源街道", "幸福社区", 120, 100],
            ["小计", None, 120, 100],
            ["泰山路街道", "石桥村", 5, 4],
            ["小计", None, 6, 4],
            ["合计", None, 125, 104],
        ],
        [("C6", "total-differs")],
    ),
    "a street that is not the sum of its communities": (
        [
            HEAD,
            REPORTING,
            ["桃源街道", None, 211, 180],
            ["桃源街道", "幸福社区", 120, 100],
            ["桃源街道", "长青社区", 90, 80],
        ],
        [("C3", "whole-differs")],
    ),
    "a repeated row": (
        [HEAD, REPORTING, ["桃源街道", "幸福社区", 9, 8], ["桃源街道", "幸福社区居委会", 9, 8]],
        [("B4", "row-repeated")],
    ),
    "a missing column": (
        [HEAD, ["街道", "社区", "积分"], ["桃源街道", "幸福社区", 9]],
        [(None, "column-missing"), (None, "column-missing")],
    ),
    "a column twice": (
        [HEAD, [*REPORTING, "报到人数"], ["桃源街道", "幸福社区", 9, 8, 7]],
        [("E2", "column-repeated")],
    ),
    "two weeks in one file": (
        [["枫林区双报到（2026年第46周）"], REPORTING, ["桃源街道", "幸福社区", 9, 8]],
        [(None, "period-contradictory")],
    ),
    "a month instead of a week": (
        [["枫林区双报到"], ["统计时间：2026年10月1日至10月31日"], REPORTING, ["桃源街道", "幸福社区", 9, 8]],
        [(None, "period-contradictory")],
    ),
    "a row of another week": (
        [
            HEAD,
            ["周次", *REPORTING],
            ["2026-W47", "桃源街道", "幸福社区", 9, 8],
            ["2026-W46", "桃源街道", "长青社区", 9, 8],
        ],
        [("A4", "period-contradictory")],
    ),
    "a week that is none": (
        [HEAD, ["周次", *REPORTING], ["第99周", "桃源街道", "幸福社区", 9, 8]],
        [("A3", "week-unreadable")],
    ),
    "no table at all": ([HEAD, ["请各区于周二前报送。"]], [(None, "table-missing")]),
}


@pytest.mark.parametrize("mess", WRONG)
def test_wrong(mess: str, tmp_path: Path) -> None:
    rows, expected = WRONG[mess]
    found = read(book(tmp_path, rows), tmp_path)
    assert errors(found) == expected
    for item in found.issues:
        assert item.message("zh") and item.message("en")


def test_a_wrong_place_comes_with_suggestions(tmp_path: Path) -> None:
    found = read(book(tmp_path, WRONG["a wrong place"][0]), tmp_path)
    (wrong,) = [item for item in found.issues if item.code == "place-unknown"]
    assert wrong.suggestions[0] == {"org_unit_id": "k1", "name": "幸福社区", "path": "枫林区 / 桃源街道 / 幸福社区"}
    assert wrong.to_dict()["value"] == "幸福里社区"


def test_an_old_name_suggests_the_new_one(tmp_path: Path) -> None:
    found = read(book(tmp_path, WRONG["an old name after its time"][0]), tmp_path)
    assert [item["org_unit_id"] for item in found.issues[0].suggestions][:1] == ["s4"]


def test_a_confirmed_spelling_is_taken(tmp_path: Path) -> None:
    path = book(tmp_path, [HEAD, REPORTING, ["桃源街道", "福社", 9, 8]])
    assert errors(read(path, tmp_path)) == [("B3", "place-unknown")]
    aliases = [Alias("福社", "s1", "k1", "admin", "2026-11-20")]
    assert values(read(path, tmp_path, aliases=aliases)) == {("k1", R): 9, ("k1", P): 8}
    elsewhere = [Alias("福社", "s2", "k1", "admin", "2026-11-20")]
    assert errors(read(path, tmp_path, aliases=elsewhere)) == [("B3", "place-unknown")]


def test_an_old_name_holds_in_its_own_weeks(tmp_path: Path) -> None:
    rows = [["枫林区双报到（2026年第46周）"], REPORTING, ["旧城街道", "城门社区", 9, 8]]
    found = read(book(tmp_path, rows, name="枫林区.xlsx"), tmp_path)
    assert errors(found) == []
    assert values(found)[("k6", R)] == 9


def test_rows_at_fault_are_held_back_alone(tmp_path: Path) -> None:
    rows = [HEAD, REPORTING, ["桃源街道", "幸福社区", 9, 8], ["桃源街道", "长青社区", "多", 8]]
    found = read(book(tmp_path, rows), tmp_path)
    assert values(found) == {("k1", R): 9, ("k1", P): 8}
    assert found.rows == 1


def test_a_wrong_total_holds_back_its_table(tmp_path: Path) -> None:
    found = read(book(tmp_path, WRONG["a total that does not add up"][0]), tmp_path)
    assert found.rows == 0
