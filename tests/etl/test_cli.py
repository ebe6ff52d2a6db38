"""The linju command: exit status, JSON, and options before or after the command's name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook

from etl.cli import main
from warehouse import connect
from warehouse.store import Store

REAL = Path(__file__).parent.parent / "fixtures" / "real"


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)


@pytest.fixture
def city(tmp_path: Path) -> Path:
    root = tmp_path / "store"
    made = run("init", "--store", root, "--city", "株洲市", "--org-units", REAL / "zhuzhou_org_units.csv")
    assert made.exit_code == 0, made.output
    return root


def typed_in(path: Path, rows: list[list[object]]) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def test_init_counts_the_units(tmp_path: Path) -> None:
    made = run(
        "--json", "init", "--store", tmp_path / "s", "--city", "株洲市", "--org-units", REAL / "zhuzhou_org_units.csv"
    )
    assert json.loads(made.stdout)["units"] == {"city": 1, "district": 9, "street": 112, "community": 379}


def test_init_never_overwrites_a_store(city: Path) -> None:
    again = run("init", "--store", city, "--city", "x", "--org-units", REAL / "zhuzhou_org_units.csv")
    assert again.exit_code == 2


def test_options_may_stand_before_or_after_the_name(city: Path) -> None:
    before = run("--store", city, "--json", "versions")
    after = run("versions", "--store", city, "--json")
    assert before.stdout == after.stdout == '{"versions": []}\n'


def test_a_folder_that_is_no_store_is_wrong_usage(tmp_path: Path) -> None:
    result = run("--store", tmp_path, "versions")
    assert result.exit_code == 2
    assert "linju init" in result.output


def test_check_loads_nothing(city: Path) -> None:
    result = run("--store", city, "--json", "check", REAL / "tianyuan-2020-12.xlsx")
    found = json.loads(result.stdout)
    assert result.exit_code == 0, found["issues"]
    assert [item["sender"] for item in found["submissions"]] == ["430211"]
    assert [item["period"] for item in found["submissions"]] == ["2020-W52"]
    assert {"indicator_id", "org_unit_id", "before", "after"} <= set(found["effect"][0])
    assert Store(city).current() is None
    assert Store(city).receipts() == []


def test_refresh_publishes_and_the_same_file_twice_changes_nothing(city: Path) -> None:
    first = json.loads(run("--store", city, "--json", "refresh", REAL / "tianyuan-2020-12.xlsx").stdout)
    assert first["version"] == "v00001"
    assert Store(city).current() == "v00001"
    second = run("--store", city, "--json", "refresh", REAL / "tianyuan-2020-12.xlsx")
    assert second.exit_code == 0
    assert Store(city).current() == "v00001"


@pytest.mark.parametrize(
    ("rows", "code", "cell", "value"),
    [
        ([["区", "小区党支部数"], ["天圆区", 117]], "place-unknown", "A4", "天圆区"),
        ([["区", "小区党支部数"], ["天元区", "若干"]], "number-unreadable", "B4", "若干"),
        (
            [["街道", "小区党支部数"], ["泰山路街道", 61], ["嵩山路街道", 56], ["合计", 118]],
            "total-differs",
            "B6",
            "118",
        ),
    ],
    ids=["wrong place", "text for a number", "total that does not add up"],
)
def test_a_bad_workbook_is_refused_with_its_cell(
    city: Path, tmp_path: Path, rows: list[list[object]], code: str, cell: str, value: str
) -> None:
    run("--store", city, "refresh", REAL / "tianyuan-2020-12.xlsx")
    path = typed_in(
        tmp_path / "天元区.xlsx", [["小区党组织建设情况统计表"], ["填报单位：天元区", "2021年第1周"], *rows]
    )
    result = run("--store", city, "--json", "refresh", path)
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert [item["accepted"] for item in found["submissions"]] == [False]
    errors = [item for item in found["issues"] if item["severity"] == "error"]
    assert [(item["code"], item["file"], item["sheet"], item["cell"], item["value"]) for item in errors] == [
        (code, "天元区.xlsx", "Sheet", cell, value)
    ]
    assert errors[0]["message_zh"] and errors[0]["message_en"]
    assert Store(city).current() == "v00001"


def test_a_busy_store_ends_with_3(city: Path) -> None:
    with Store(city).lock():
        assert run("--store", city, "refresh", REAL / "tianyuan-2020-12.xlsx").exit_code == 3


def test_a_week_must_be_a_week(city: Path) -> None:
    assert run("--store", city, "refresh", "--week", "2026-W54").exit_code == 2


def test_serve_stays_on_this_machine(city: Path) -> None:
    result = run("--store", city, "serve", "--host", "0.0.0.0")
    assert result.exit_code == 2
    assert "sign" in result.output


def test_explain_goes_down_to_the_cell(city: Path) -> None:
    run("--store", city, "refresh", REAL / "tianyuan-2020-12.xlsx")
    found = json.loads(run("--store", city, "--json", "explain", "branch_coverage", "430211", "2020-W52").stdout)
    assert round(found["value"], 4) == round(244 / 339, 4)
    assert {(item["data_element"], item["cell"]) for item in found["cells"]} == {
        ("estates_covered", "D4"),
        ("estates_should_have_branch", "C4"),
    }
    assert {item["file"] for item in found["cells"]} == {"tianyuan-2020-12.xlsx"}


def test_withdraw_and_rollback(city: Path) -> None:
    run("--store", city, "refresh", REAL / "tianyuan-2020-12.xlsx")
    loaded = json.loads(run("--store", city, "--json", "refresh", REAL / "zhuzhou-2023-07.xlsx").stdout)
    assert run("--store", city, "withdraw", loaded["submissions"][0]["id"]).exit_code == 0
    assert indicator(city, "branches", "430200", "2023-W30") is None
    assert run("--store", city, "rollback", "v00002").exit_code == 0
    assert indicator(city, "branches", "430200", "2023-W30") == 1067
    assert run("--store", city, "verify").exit_code == 0


def indicator(root: Path, name: str, unit: str, week: str) -> float | None:
    """The numerator in the published file, None where it is not submitted or the week is not there."""
    store = Store(root)
    query = "SELECT numerator FROM fct_indicator WHERE indicator_id = ? AND org_unit_id = ? AND period_id = ?"
    with connect.reader(store, str(store.current())) as connection:
        rows = connection.sql(query, params=[name, unit, week]).pl()
    return None if rows.is_empty() or rows.item() is None else float(rows.item())
