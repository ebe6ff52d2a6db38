"""The official form: what stands in it, what it lets a clerk write, and that it comes back without an issue."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from etl import pipeline, read, recognise, several, stamp, template_plan, templates
from etl.results import CheckResult
from tests.etl import form_city
from tests.etl.form_city import NEXT, WEEK, fill
from warehouse.queries import base
from warehouse.store import Store

REAL = Path(__file__).parent.parent / "fixtures" / "real"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return form_city.make(tmp_path / "store")


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, dict[tuple[str, str], object]]:
    """A store into which one filled form was loaded, and what was written in it."""
    folder = tmp_path_factory.mktemp("loaded")
    store = form_city.make(folder / "store")
    templates.write(store, "枫林区", WEEK, folder / "form.xlsx")
    said = fill(store, "枫林区", WEEK, folder / "form.xlsx")
    result = pipeline.refresh(store, [folder / "form.xlsx"])
    assert result.ok and result.version is not None
    assert grave(result) == []
    return store, said


def grave(result: CheckResult) -> list[str]:
    return [item.message("zh") for item in result.issues if item.severity != "note"]


def codes(result: CheckResult) -> set[str]:
    return {item.code for item in result.issues}


def page(path: Path, name: str, *, values: bool = False) -> Worksheet:
    return openpyxl.load_workbook(path, data_only=values)[name]


def column_of(sheet: Worksheet, header: str) -> str:
    return next(cell.column_letter for row in sheet["A4:Z6"] for cell in row if cell.value == header)


# what stands in it ----------------------------------------------------------------------------------------------


def test_units_are_those_open_in_that_week(store: Store, tmp_path: Path) -> None:
    templates.write(store, "枫林区", "2024-W04", tmp_path / "before.xlsx")
    written = templates.write(store, "枫林区", WEEK, tmp_path / "form.xlsx")
    assert written.rows["estates"] == 4
    names = [row[0].value for row in page(tmp_path / "form.xlsx", "小区基本情况")["E7:E10"]]
    assert names == ["幸福里", "王府雅筑", "幸福里", "天香花园"]
    assert page(tmp_path / "before.xlsx", "小区基本情况")["E11"].value == "老厂宿舍"


def test_a_new_store_gives_blanks_and_the_households_of_the_register(store: Store, tmp_path: Path) -> None:
    templates.write(store, "枫林区", WEEK, tmp_path / "form.xlsx")
    sheet = page(tmp_path / "form.xlsx", "小区基本情况")
    assert [row[0].value for row in sheet["F7:F10"]] == [120, 300, 80, None]
    assert all(cell.value is None for row in sheet["G7:P10"] for cell in row)
    assert all(cell.value is None for row in page(tmp_path / "form.xlsx", "双报到")["E7:O9"] for cell in row)


@pytest.mark.parametrize("certain", [True, False])
def test_every_header_is_understood_with_and_without_the_stamp(store: Store, tmp_path: Path, certain: bool) -> None:
    templates.write(store, "枫林区", WEEK, tmp_path / "form.xlsx")
    sheets = read.read(tmp_path / "form.xlsx")
    known, noted = stamp.find(sheets)
    assert noted == [] and known is not None
    for planned in template_plan.plan(store, "枫林区", WEEK).sheets:
        sheet = next(item for item in sheets if item.name == planned.tab)
        (part,) = several.whole(sheet) if certain else several.parts(sheet, "x")
        table = recognise.table_of(part, known if certain else None)
        assert table is not None and table.data_set == planned.data_set
        assert [column.field for column in table.elements()] == [item.name for item in planned.fields]
        assert table.issues == []


def test_stocks_come_from_the_last_week_and_flows_are_blank(
    loaded: tuple[Store, dict[tuple[str, str], object]], tmp_path: Path
) -> None:
    store, said = loaded
    sheets = {sheet.data_set: sheet for sheet in template_plan.plan(store, "枫林区", NEXT).sheets}
    for data_set in ("estates", "reporting_back", "service_network", "co_building"):
        for row in sheets[data_set].rows:
            for item in sheets[data_set].fields:
                given = row.values.get(item.name)
                wanted = None if item.flow else said[row.unit, item.name]
                assert (given.value if given else None) == wanted, (row.unit, item.name)
                assert given is None or not given.older


def test_an_older_week_is_marked_and_too_old_a_week_is_not_shown(
    loaded: tuple[Store, dict[tuple[str, str], object]],
) -> None:
    store, _ = loaded
    late = template_plan.plan(store, "枫林区", "2024-W12").sheets[1].rows[0].values
    assert late["members_resident"].older
    assert template_plan.plan(store, "枫林区", "2024-W15").sheets[1].rows[0].values == {}


def test_a_seat_is_written_as_its_name_or_its_code_where_the_name_repeats(store: Store, tmp_path: Path) -> None:
    templates.write(store, "枫林区", WEEK, tmp_path / "form.xlsx")
    fill(store, "枫林区", WEEK, tmp_path / "form.xlsx")
    book = openpyxl.load_workbook(tmp_path / "form.xlsx")
    sheet = book["小区基本情况"]
    seat = column_of(sheet, "支部所在小区")
    sheet[f"{seat}7"], sheet[f"{seat}8"] = "990102001001001", "王府雅筑"
    book.save(tmp_path / "form.xlsx")
    result = pipeline.refresh(store, [tmp_path / "form.xlsx"])
    assert grave(result) == []
    rows = template_plan.plan(store, "枫林区", NEXT).sheets[0].rows
    assert rows[0].values["branch_seat"].value == "990102001001001"
    assert rows[1].values["branch_seat"].value == "王府雅筑"


def test_totals_are_formulas_with_their_values(
    loaded: tuple[Store, dict[tuple[str, str], object]], tmp_path: Path
) -> None:
    store, said = loaded
    templates.write(store, "枫林区", NEXT, tmp_path / "form.xlsx")
    letters = column_of(page(tmp_path / "form.xlsx", "小区基本情况"), "户数")
    yes = column_of(page(tmp_path / "form.xlsx", "小区基本情况"), "应建支部")
    assert page(tmp_path / "form.xlsx", "小区基本情况")[f"{letters}11"].value == f"=SUM({letters}7:{letters}10)"
    values = page(tmp_path / "form.xlsx", "小区基本情况", values=True)
    assert values[f"{letters}11"].value == sum(
        int(str(said[unit, "households"])) for unit in ("H1", "H2", "H3", "H4")
    )
    assert values[f"{yes}11"].value == sum(
        said[unit, "should_have_branch"] == "是" for unit in ("H1", "H2", "H3", "H4")
    )


# what it lets a clerk write -------------------------------------------------------------------------------------


def test_input_is_limited(store: Store, tmp_path: Path) -> None:
    templates.write(store, "枫林区", WEEK, tmp_path / "form.xlsx")
    rules = {}
    for name in ("小区基本情况", "双报到"):
        sheet = page(tmp_path / "form.xlsx", name)
        for rule in sheet.data_validations.dataValidation:
            rules[name, str(rule.sqref).split(":")[0]] = rule
    estates, reporting = page(tmp_path / "form.xlsx", "小区基本情况"), page(tmp_path / "form.xlsx", "双报到")
    stars = rules["小区基本情况", f"{column_of(estates, '星级')}7"]
    assert (stars.type, stars.formula1, stars.formula2) == ("whole", "0", "5")
    haves = rules["小区基本情况", f"{column_of(estates, '六有达标项数')}7"]
    assert (haves.formula1, haves.formula2) == ("0", "6")
    kinds = rules["小区基本情况", f"{column_of(estates, '支部形式')}7"]
    assert (kinds.type, kinds.formula1) == ("list", '"独立,联合,功能型,无"')
    reported = rules["双报到", f"{column_of(reporting, '已报到')}7"]
    assert reported.type == "custom" and "$F7<=$E7" in reported.formula1
    assert reported.errorStyle in (None, "stop")


def test_seats_are_offered_from_the_rows_own_street(store: Store, tmp_path: Path) -> None:
    templates.write(store, "枫林区", WEEK, tmp_path / "form.xlsx")
    sheet = page(tmp_path / "form.xlsx", "小区基本情况")
    seat = column_of(sheet, "支部所在小区")
    offered = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert offered[f"{seat}7:{seat}9"] == "$B$7:$B$9"  # two estates of one name: by code
    assert offered[f"{seat}10"] == "$E$10:$E$10"


def test_only_input_cells_are_free(store: Store, tmp_path: Path) -> None:
    templates.write(store, "枫林区", WEEK, tmp_path / "form.xlsx")
    for sheet in openpyxl.load_workbook(tmp_path / "form.xlsx").worksheets:
        assert sheet.protection.sheet and sheet.protection.password is None
    sheet = page(tmp_path / "form.xlsx", "双报到")
    assert all(cell.protection.locked for row in sheet["A1:O6"] for cell in row)
    assert all(cell.protection.locked for row in sheet["A7:D9"] for cell in row)
    assert not any(cell.protection.locked for row in sheet["E7:O9"] for cell in row)
    assert all(cell.protection.locked for cell in sheet["E10:O10"][0])


# sent back ------------------------------------------------------------------------------------------------------


def test_filled_in_week_after_week_it_loads_without_an_issue(
    loaded: tuple[Store, dict[tuple[str, str], object]], tmp_path: Path
) -> None:
    store, _ = loaded
    templates.write(store, "990102", NEXT, tmp_path / "anything.xlsx")
    fill(store, "990102", NEXT, tmp_path / "anything.xlsx")
    result = pipeline.check(store, [tmp_path / "anything.xlsx"])
    assert (result.issues, result.failures) == ([], [])
    (sent,) = result.submissions
    assert (sent.sender, sent.period, sent.rows) == ("D", NEXT, 4 + 3 * 3)


def test_what_was_written_is_what_is_kept(loaded: tuple[Store, dict[tuple[str, str], object]]) -> None:
    store, said = loaded
    version = store.current()
    assert version is not None
    with base.connect(store.database(version)) as con:
        kept = {
            (unit, element): number if number is not None else text
            for unit, element, number, text in con.sql(
                "SELECT org_unit_id, data_element, value, value_text FROM fct_value"
            ).fetchall()
        }
    numbers = {key: value for key, value in said.items() if isinstance(value, (int, float))}
    assert {key: float(str(kept[key])) for key in numbers} == {key: float(value) for key, value in numbers.items()}
    assert len(kept) == sum(value is not None for value in said.values())


def test_it_is_known_by_its_stamp_whatever_it_is_called(store: Store, tmp_path: Path) -> None:
    templates.write(store, "枫林区", WEEK, tmp_path / "form.xlsx")
    fill(store, "枫林区", WEEK, tmp_path / "form.xlsx")
    renamed = tmp_path / "望湖区报送表_2024年第3周.xlsx"
    shutil.copyfile(tmp_path / "form.xlsx", renamed)
    result = pipeline.check(store, [renamed])
    assert result.issues == []
    assert (result.submissions[0].sender, result.submissions[0].period) == ("D", WEEK)


def test_a_title_of_another_week_is_an_error(store: Store, tmp_path: Path) -> None:
    templates.write(store, "枫林区", WEEK, tmp_path / "form.xlsx")
    fill(store, "枫林区", WEEK, tmp_path / "form.xlsx")
    book = openpyxl.load_workbook(tmp_path / "form.xlsx")
    cell = next(cell for cell in book["双报到"][2] if cell.value and "第10周" in str(cell.value))
    cell.value = str(cell.value).replace("第10周", "第11周")
    book.save(tmp_path / "form.xlsx")
    assert codes(pipeline.check(store, [tmp_path / "form.xlsx"])) == {"period-contradictory"}


def test_a_changed_stamp_does_not_count(store: Store, tmp_path: Path) -> None:
    templates.write(store, "枫林区", WEEK, tmp_path / "form.xlsx")
    fill(store, "枫林区", WEEK, tmp_path / "form.xlsx")
    book = openpyxl.load_workbook(tmp_path / "form.xlsx")
    assert book[stamp.SHEET].sheet_state == "veryHidden"
    book[stamp.SHEET]["B2"] = "E"
    book.save(tmp_path / "form.xlsx")
    result = pipeline.check(store, [tmp_path / "form.xlsx"])
    assert "form-stamp-damaged" in codes(result)
    assert (result.submissions[0].sender, result.submissions[0].period) == ("D", WEEK)
