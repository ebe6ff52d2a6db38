"""What a workbook is besides its cells: merges, errors, hidden rows, titles; and each data set once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.etl.books import ESTATES, REPORTING, book, codes, errors, read, values
from tests.etl.books import facts as rows_of

R, P = "members_resident", "members_reported"
HEAD = ["枫林区在职党员双报到统计表（2026年第47周）"]


def test_merged_groups_are_filled_down(tmp_path: Path) -> None:
    def merge(page: Any) -> None:
        page.merge_cells("A3:A4")
        page.merge_cells("A1:D1")

    rows = [HEAD, REPORTING, ["桃源街道", "幸福社区", 120, 100], [None, "长青社区", 90, 80]]
    assert values(read(book(tmp_path, rows, change=merge), tmp_path))[("k2", P)] == 80


def test_an_error_value_is_an_error_on_its_cell(tmp_path: Path) -> None:
    def spoil(page: Any) -> None:
        page["D3"].value, page["D3"].data_type = "#REF!", "e"

    rows = [HEAD, REPORTING, ["桃源街道", "幸福社区", 120, 1]]
    assert errors(read(book(tmp_path, rows, change=spoil), tmp_path)) == [("D3", "cell-error")]


def test_a_formula_without_its_value_is_not_blank(tmp_path: Path) -> None:
    rows = [HEAD, REPORTING, ["桃源街道", "幸福社区", 120, "=C3-20"]]
    assert errors(read(book(tmp_path, rows), tmp_path)) == [("D3", "formula-without-value")]


def test_hidden_rows_count_and_are_noted(tmp_path: Path) -> None:
    def hide(page: Any) -> None:
        page.row_dimensions[3].hidden = True

    rows = [HEAD, REPORTING, ["桃源街道", "幸福社区", 120, 100]]
    found = read(book(tmp_path, rows, change=hide), tmp_path)
    assert values(found)[("k1", R)] == 120
    assert "rows-hidden" in codes(found)


def test_addresses_are_those_of_the_workbook(tmp_path: Path) -> None:
    rows = [[], [None, *HEAD], [], [None, *REPORTING], [None, "桃源街道", "幸福社区", 120, 100]]
    cells = {
        (row["cell"], row["row"], row["sheet"])
        for row in rows_of(read(book(tmp_path, rows), tmp_path)).rows(named=True)
    }
    assert cells == {("D5", 5, "双报到"), ("E5", 5, "双报到")}


def test_a_fill_in_date_means_the_last_week_that_had_ended(tmp_path: Path) -> None:
    rows = [["枫林区双报到"], ["填报日期：2026年11月23日"], REPORTING, ["桃源街道", "幸福社区", 9, 8]]
    found = read(book(tmp_path, rows, name="报表.xlsx"), tmp_path)
    assert found.period_id == "2026-W47"
    assert "period-from-fill-date" in codes(found)


def test_a_file_that_says_nothing_needs_to_be_told(tmp_path: Path) -> None:
    path = book(tmp_path, [REPORTING, ["桃源街道", "长青社区", 9, 8]], name="报表.xlsx", sheet="Sheet1")
    assert errors(read(path, tmp_path)) == [(None, "period-missing")]
    assert errors(read(path, tmp_path, week="2026-W47")) == [(None, "sender-missing")]
    assert errors(read(path, tmp_path, week="2026-W47", sender="枫林区")) == []
    assert errors(read(path, tmp_path, week="2026-W47", sender="999")) == [(None, "sender-unknown")]


def test_the_admin_does_not_overrule_the_file(tmp_path: Path) -> None:
    path = book(tmp_path, [HEAD, REPORTING, ["桃源街道", "长青社区", 9, 8]])
    assert errors(read(path, tmp_path, week="2026-W46")) == [(None, "period-contradictory")]


def test_a_week_to_come_is_refused(tmp_path: Path) -> None:
    rows = [["枫林区双报到（2027年第2周）"], REPORTING, ["桃源街道", "长青社区", 9, 8]]
    assert errors(read(book(tmp_path, rows, name="枫林区.xlsx"), tmp_path)) == [(None, "period-future")]


def test_estates(tmp_path: Path) -> None:
    rows = [
        ["枫林区小区基本情况（2026年第47周）"],
        [*ESTATES, "联系电话"],
        ["桃源街道", "幸福社区", "幸福里(一期)", "300户", "是", "联合", "幸福里 联合党支部", "有", "13912345678"],
        ["桃源街道", "幸福社区", "锦绣花园", "约200", "√", "联合党支部", "幸福里联合党支部", "无", "13912345679"],
        ["桃源街道", "长青社区", "明珠小区", "一百", "否", "无", "—", "×", None],
    ]
    found = read(book(tmp_path, rows, sheet="小区"), tmp_path)
    assert errors(found) == []
    read_back = values(found)
    assert read_back[("e1", "households")] == 300
    assert read_back[("e2", "branch_kind")] == "joint"
    assert read_back[("e1", "branch_name")] == read_back[("e2", "branch_name")] == "幸福里联合党支部"
    assert (read_back[("e3", "should_have_branch")], read_back[("e3", "branch_kind")]) == (0, "none")
    assert ("e3", "branch_name") not in read_back
    assert "personal-columns-dropped" in codes(found)
    assert "13912345678" not in str(rows_of(found).rows())


def test_two_names_of_one_stem_are_two_places(tmp_path: Path) -> None:
    row = ["桃源街道", "长青社区", "明珠", 1, "是", "独立", "甲", "有"]
    found = read(book(tmp_path, [HEAD, ESTATES, row], sheet="小区"), tmp_path)
    assert ("C3", "place-ambiguous") in errors(found)


def test_phone_numbers_are_found_by_their_form(tmp_path: Path) -> None:
    rows = [HEAD, [*REPORTING, "备用"], ["桃源街道", "幸福社区", 9, 8, "13912345678"]]
    found = read(book(tmp_path, rows), tmp_path)
    assert "personal-columns-dropped" in codes(found)
    assert "column-unknown" not in codes(found)


def test_an_unknown_column_is_a_warning(tmp_path: Path) -> None:
    rows = [HEAD, [*REPORTING, "地图编号"], ["桃源街道", "幸福社区", 9, 8, "A-1"]]
    found = read(book(tmp_path, rows), tmp_path)
    assert errors(found) == []
    assert [(item.cell, item.value) for item in found.issues if item.code == "column-unknown"] == [("E2", "地图编号")]


def test_units_that_did_not_report_are_named(tmp_path: Path) -> None:
    found = read(book(tmp_path, [HEAD, REPORTING, ["桃源街道", "幸福社区", 9, 8]]), tmp_path)
    (lacking,) = [item for item in found.issues if item.code == "units-missing"]
    assert lacking.details["count"] == 4
    assert "长青社区" in lacking.message("zh")


def test_published_figures_of_a_district_as_counts(tmp_path: Path) -> None:
    head = ["单位名称", "小区数", "应建支部小区数", "已覆盖小区数", "小区党支部数", "在职党员报到数", "微信群"]
    path = book(
        tmp_path, [["截至2026年11月22日"], head, ["枫林区", 339, 339, 244, 117, "1200余", "300多"]], name="a.xlsx"
    )
    found = read(path, tmp_path, sender="d1")
    assert errors(found) == []
    assert values(found) == {
        ("d1", "estates"): 339,
        ("d1", "estates_should_have_branch"): 339,
        ("d1", "estates_covered"): 244,
        ("d1", "branches"): 117,
        ("d1", P): 1200,
        ("d1", "chat_groups"): 300,
    }
    assert found.data_sets == ("estates", "reporting_back", "service_network")


def test_a_single_row_without_a_place_is_the_senders(tmp_path: Path) -> None:
    path = book(
        tmp_path,
        [
            ["示例市服务网络（2026年第47周）"],
            ["党群服务站", "志愿服务队", "志愿者", "居民代表"],
            [870, "1600余", "约21万", "4.3万余"],
        ],
        name="示例市.xlsx",
    )
    found = read(path, tmp_path)
    assert values(found) == {
        ("c", "service_stations"): 870,
        ("c", "volunteer_teams"): 1600,
        ("c", "volunteers"): 210000,
        ("c", "resident_representatives"): 43000,
    }
