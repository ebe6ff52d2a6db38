"""The sender's own workbook back: where it is coloured, what is said in comments and list, and what never is."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from etl import pipeline, return_copy, return_list, templates
from etl.cli import main
from tests.etl import form_city
from tests.etl.form_city import WEEK, fill
from warehouse.store import Store

LIST = return_list.texts()["sheet"]
PHONE, REMARK = "13812345678", "三栋漏水，业主意见很大"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return form_city.make(tmp_path / "store")


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A clerk's own workbook: an unknown place, a text for a number, a part above its whole, personal columns."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "双报到"
    sheet.append(["枫林区在职党员“双报到”统计表（2024年第10周）"])
    sheet.append(["街道", "社区", "应报到", "已报到", "联系电话", "备注"])
    sheet.append(["桃源街道", "春晖社区", 30, 20, PHONE, REMARK])
    sheet.append(["桃源街道", "莲花池社区", 30, 20, PHONE, None])
    sheet.append(["柳岸街道", "春晖社区", "三四十", 20, PHONE, None])
    sheet.append(["桃源街道", "莲池社区", 30, 40, PHONE, None])
    sheet.append(["合计", None, "=SUM(C3:C6)", "=SUM(D3:D6)"])
    sheet.merge_cells("A1:F1")
    sheet["A1"].font = Font(name="宋体", size=18, bold=True)
    sheet["C3"].fill = PatternFill("solid", fgColor="00FF00")
    sheet["D6"].comment = Comment("请核实", "审核")
    sheet.column_dimensions["B"].width = 33
    path = tmp_path / "枫林区双报到.xlsx"
    book.save(path)
    return path


def test_totals_without_their_results_are_one_note(store: Store, faulty: Path) -> None:
    found = return_list.findings(store, faulty, sender=None, week=None)
    said = [item.message("en") for item in found.issues if item.code == "totals-unsaved"]
    assert len(said) == 1
    assert said[0].startswith("双报到 C7:D7: these totals are formulas")


def colour(cell: object) -> str:
    return str(cell.fill.fgColor.rgb)[2:]  # type: ignore[attr-defined]


def texts_of(path: Path) -> str:
    """All that Linju wrote: its list and its comments."""
    book = openpyxl.load_workbook(path)
    listed = [str(cell.value) for row in book[LIST].iter_rows() for cell in row if cell.value is not None]
    notes = [cell.comment.text for page in book for row in page.iter_rows() for cell in row if cell.comment]
    return "\n".join(listed + notes)


def test_cells_at_fault_are_coloured_and_say_why(store: Store, faulty: Path, tmp_path: Path) -> None:
    made = return_copy.write(store, faulty, tmp_path / "back.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "back.xlsx")["双报到"]
    assert made.errors >= 3
    for address, word in (("B4", "莲花池社区"), ("C5", "三四十"), ("D6", "应报到在职党员")):
        assert colour(sheet[address]) == return_copy.COLOURS["error"]
        zh, _, en = sheet[address].comment.text.partition("\n\n")
        assert zh.startswith("【错误】") and word in zh
        assert "[error]" in en
    assert "请核实" in sheet["D6"].comment.text


def test_the_senders_own_look_is_kept(store: Store, faulty: Path, tmp_path: Path) -> None:
    return_copy.write(store, faulty, tmp_path / "back.xlsx")
    before = openpyxl.load_workbook(faulty)["双报到"]
    after = openpyxl.load_workbook(tmp_path / "back.xlsx")["双报到"]
    assert (after["A1"].font.name, after["A1"].font.size, after["A1"].font.bold) == ("宋体", 18, True)
    assert colour(after["C3"]) == "00FF00"
    assert after.column_dimensions["B"].width == 33
    assert after.merged_cells.ranges == before.merged_cells.ranges
    assert [[cell.value for cell in row] for row in after] == [[cell.value for cell in row] for row in before]


def test_the_list_leads_to_every_cell(store: Store, faulty: Path, tmp_path: Path) -> None:
    return_copy.write(store, faulty, tmp_path / "back.xlsx")
    book = openpyxl.load_workbook(tmp_path / "back.xlsx")
    assert book.sheetnames[0] == LIST and book.active is book[LIST]
    assert [page.title for page in book if page.sheet_view.tabSelected] == [LIST]
    links = {cell.hyperlink.location for row in book[LIST].iter_rows() for cell in row if cell.hyperlink}
    checked = pipeline.check(store, [faulty]).issues
    assert {f"'双报到'!{item.cell}" for item in checked if item.cell} <= links
    rows = [[cell.value for cell in row] for row in book[LIST].iter_rows()]
    graded = [row[1] for row in rows if row[1] in ("错误", "提醒", "说明")]
    assert len(graded) == len(checked)
    assert graded == sorted(graded, key=["错误", "提醒", "说明"].index)
    said = texts_of(tmp_path / "back.xlsx")
    assert "枫林区" in said and "2024年第10周" in said and "有 " in said


def test_no_personal_number_and_no_free_text_is_quoted(store: Store, faulty: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(faulty)
    book["双报到"]["D3"] = PHONE + " "
    book["双报到"]["C6"] = PHONE
    book.save(faulty)
    return_copy.write(store, faulty, tmp_path / "back.xlsx")
    said = texts_of(tmp_path / "back.xlsx")
    assert PHONE not in said and REMARK not in said


def test_a_formula_in_a_text_stays_a_text(store: Store, tmp_path: Path) -> None:
    rows = ["枫林区双报到（2024年第10周）", "街道,社区,应报到,已报到", '桃源街道,"=HYPERLINK(""http://x"")",30,20']
    (tmp_path / "枫林区.csv").write_text("\n".join(rows), encoding="utf-8-sig")
    return_copy.write(store, tmp_path / "枫林区.csv", tmp_path / "back.xlsx")
    book = openpyxl.load_workbook(tmp_path / "back.xlsx")
    assert not [cell for page in book for row in page.iter_rows() for cell in row if cell.data_type == "f"]


def test_a_text_file_comes_back_as_a_workbook_with_its_own_lines(store: Store, tmp_path: Path) -> None:
    rows = ["枫林区双报到（2024年第10周）", "", "街道,社区,应报到,已报到", "桃源街道,春晖社区,30,50"]
    (tmp_path / "枫林区.csv").write_bytes("\n".join(rows).encode("gb18030"))
    return_copy.write(store, tmp_path / "枫林区.csv", tmp_path / "back.xlsx")
    page = openpyxl.load_workbook(tmp_path / "back.xlsx").worksheets[1]
    assert [cell.value for cell in page[4]] == ["桃源街道", "春晖社区", 30, 50]
    assert colour(page["D4"]) == return_copy.COLOURS["error"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600])
def test_a_file_that_can_not_be_read_gives_the_list_alone(store: Store, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "坏.xlsx").write_bytes(content)
    made = return_copy.write(store, tmp_path / "坏.xlsx", tmp_path / "back.xlsx")
    assert made.errors == 1
    assert openpyxl.load_workbook(tmp_path / "back.xlsx").sheetnames == [LIST]


def test_a_file_refused_unread_is_not_opened_by_other_means(
    store: Store, faulty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("etl.read_zip.BOMB_BYTES", 100)
    assert return_copy.write(store, faulty, tmp_path / "back.xlsx").errors == 1
    assert openpyxl.load_workbook(tmp_path / "back.xlsx").sheetnames == [LIST]


def test_an_ending_that_lies_does_not_cost_the_styles(store: Store, faulty: Path, tmp_path: Path) -> None:
    other = faulty.rename(tmp_path / "枫林区双报到.et")
    return_copy.write(store, other, tmp_path / "back.xlsx")
    assert openpyxl.load_workbook(tmp_path / "back.xlsx")["双报到"]["A1"].font.name == "宋体"


def test_a_corrected_copy_is_read_without_its_list_and_marked_anew(store: Store, tmp_path: Path) -> None:
    templates.write(store, "枫林区", WEEK, tmp_path / "form.xlsx")
    fill(store, "枫林区", WEEK, tmp_path / "form.xlsx")
    book = openpyxl.load_workbook(tmp_path / "form.xlsx")
    right = book["双报到"]["F7"].value
    book["双报到"]["F7"] = 9999
    book.save(tmp_path / "form.xlsx")
    assert return_copy.write(store, tmp_path / "form.xlsx", tmp_path / "back.xlsx").errors == 1
    book = openpyxl.load_workbook(tmp_path / "back.xlsx")
    book["双报到"]["F7"] = right
    book.save(tmp_path / "again.xlsx")
    assert pipeline.check(store, [tmp_path / "again.xlsx"]).issues == []
    assert return_copy.write(store, tmp_path / "again.xlsx", tmp_path / "last.xlsx").errors == 0
    book = openpyxl.load_workbook(tmp_path / "last.xlsx")
    assert book.sheetnames.count(LIST) == 1
    assert book["双报到"]["F7"].comment is None
    assert return_list.texts()["result_fine"] in texts_of(tmp_path / "last.xlsx")


def test_the_senders_file_is_never_written_over(store: Store, faulty: Path) -> None:
    before = faulty.read_bytes()
    with pytest.raises(return_copy.ReturnError):
        return_copy.write(store, faulty, faulty)
    assert faulty.read_bytes() == before


# the commands -----------------------------------------------------------------------------------------------------


def run(*words: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)
    return done.exit_code, done.stdout


def test_the_commands_write_their_files_and_say_what_is_in_them(store: Store, faulty: Path, tmp_path: Path) -> None:
    form, back = tmp_path / "out" / "form.xlsx", tmp_path / "out" / "back.xlsx"
    status, said = run(
        "template", "--store", store.root, "--json", "--district", "枫林区", "--week", WEEK, "-o", form
    )
    assert (status, form.exists()) == (0, True)
    assert json.loads(said)["rows"]["estates"] == 4
    status, said = run("--store", store.root, "--json", "return", faulty, "-o", back)
    assert (status, back.exists()) == (0, True)
    assert json.loads(said)["errors"] >= 3


def test_wrong_words_are_wrong_usage(store: Store, faulty: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.xlsx"
    common = ("--store", store.root)
    assert run("template", *common, "--district", "没有的区", "--week", WEEK, "-o", out)[0] == 2
    assert run("template", *common, "--district", "枫林区", "--week", "2024-W60", "-o", out)[0] == 2
    assert run("template", *common, "--district", "枫林区", "--week", WEEK, "-o", tmp_path / "x.xls")[0] == 2
    assert run("return", *common, faulty, "-o", faulty)[0] == 2
    assert not out.exists()


def test_a_sheet_whose_name_holds_a_phone_number_is_marked_too(store: Store, faulty: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(faulty)
    book["双报到"].title = f"双报到{PHONE}"
    named = tmp_path / "named.xlsx"
    book.save(named)
    return_copy.write(store, named, tmp_path / "back.xlsx")
    assert (
        colour(openpyxl.load_workbook(tmp_path / "back.xlsx")[f"双报到{PHONE}"]["B4"]) == return_copy.COLOURS["error"]
    )
