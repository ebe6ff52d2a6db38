"""The official form in other cities, for other senders, and at the turn of a year."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from etl import pipeline, return_copy, templates
from tests.etl import form_city
from tests.etl.form_city import WEEK, fill
from tests.etl.test_templates import grave, page
from warehouse.store import Store

REAL = Path(__file__).parent.parent / "fixtures" / "real"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return form_city.make(tmp_path / "store")


def test_a_register_that_ends_at_communities_gets_a_form_of_counts(tmp_path: Path) -> None:
    from etl.setup import create_store

    store, _ = create_store(tmp_path / "store", "株洲市", REAL / "zhuzhou_org_units.csv")
    templates.write(store, "天元区", WEEK, tmp_path / "form.xlsx")
    sheet = page(tmp_path / "form.xlsx", "小区基本情况")
    assert [cell.value for cell in sheet[4][:4]] == ["序号", "社区编码", "街道", "社区"]
    assert "应建支部小区数" in [cell.value for cell in sheet[5]]
    fill(store, "天元区", WEEK, tmp_path / "form.xlsx")
    result = pipeline.check(store, [tmp_path / "form.xlsx"])
    assert (grave(result), result.failures) == ([], [])


def test_a_street_may_have_a_form_of_its_own(tmp_path: Path) -> None:
    expected = ("estates", "reporting_back", "street_conditions")
    store = form_city.make(tmp_path / "store", expected=expected, sender_level="street")
    written = templates.write(store, "990102001", WEEK, tmp_path / "form.xlsx")
    assert written.rows == {"estates": 3, "reporting_back": 2, "street_conditions": 1}
    fill(store, "990102001", WEEK, tmp_path / "form.xlsx")
    result = pipeline.check(store, [tmp_path / "form.xlsx"])
    assert result.issues == []
    assert result.submissions[0].sender == "S1"


def test_sheets_that_are_not_owed_every_week_come_when_they_are_asked_for(store: Store, tmp_path: Path) -> None:
    also = ("standards", "problem_pipeline", "street_conditions")
    form = tmp_path / "form.xlsx"
    plain = templates.write(store, "枫林区", WEEK, form).rows
    assert not set(also) & set(plain)
    rows = templates.write(store, "枫林区", WEEK, form, also).rows
    assert rows == {**plain, "standards": plain["reporting_back"], "problem_pipeline": rows["street_conditions"],
                    "street_conditions": rows["street_conditions"]}  # fmt: skip
    book = openpyxl.load_workbook(form)
    assert {"组织和评定", "问题流转", "街道条件"} <= set(book.sheetnames)
    for name in ("组织和评定", "问题流转", "街道条件"):
        sheet = book[name]
        first = next(cell for cell in sheet[7] if not cell.protection.locked)
        for cell in sheet[7][first.column - 1 :]:
            cell.value = "是" if name == "街道条件" and cell.column < first.column + 3 else 0
        yes = [cell for cell in sheet[5] if cell.value == "召开联席会议"]
        for cell in yes:
            sheet.cell(7, cell.column).value = "否"
    book.save(form)
    result = pipeline.check(store, [form])
    assert [item.code for item in result.issues if item.severity == "error"] == []
    assert set(also) <= set(result.submissions[0].data_sets)
    assert return_copy.write(store, form, tmp_path / "back.xlsx").errors == 0
    with pytest.raises(templates.FormError, match="no_such"):
        templates.write(store, "枫林区", WEEK, form, ("no_such",))


def test_the_last_week_of_a_year_names_both_years(store: Store, tmp_path: Path) -> None:
    templates.write(store, "枫林区", "2020-W53", tmp_path / "form.xlsx")
    lines = [str(cell.value) for cell in page(tmp_path / "form.xlsx", "双报到")[2] if cell.value]
    assert lines[-1] == "统计周期：2020年第53周（2020年12月28日至2021年1月3日）"
    fill(store, "枫林区", "2020-W53", tmp_path / "form.xlsx")
    assert pipeline.check(store, [tmp_path / "form.xlsx"]).issues == []


@pytest.mark.parametrize("unit", ["没有的区", "柳岸街道", "H5"])
def test_no_form_for_a_unit_that_is_unknown_repeated_or_closed(store: Store, tmp_path: Path, unit: str) -> None:
    with pytest.raises(templates.FormError):
        templates.write(store, unit, WEEK, tmp_path / "form.xlsx")
    assert not (tmp_path / "form.xlsx").exists()
