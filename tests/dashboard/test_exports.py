"""The workbook that is taken away: typed, described on its first sheet, a frozen header, without a formula."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import openpyxl
import pytest

from dashboard.exports import About, Head, Sheet, to_xlsx

HEADS = [
    Head("区县", "", "", "文本"),
    Head("覆盖率", "share", "百分比", "数字", "有支部的小区"),
    Head("户数", "count"),
    Head("日期"),
]
ROWS = [["枫林区", 0.912, 2184, date(2026, 11, 16)], ["=1+1", None, 0, None], ["@x", "未报送", -3, None]]
ABOUT = About("说明", [("页面", "组织覆盖"), ("版本", "v00001"), ("名", "=x")], ("表", "列", "类型", "单位", "含义"))


@pytest.fixture(scope="module")
def written() -> bytes:
    return to_xlsx(ABOUT, [Sheet("组织覆盖", HEADS, ROWS), Sheet("组织覆盖", HEADS[:1], [])])


@pytest.fixture(scope="module")
def book(written: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(written))


def test_values_keep_their_types_and_formats(book: openpyxl.Workbook) -> None:
    sheet = book.worksheets[1]
    assert [cell.value for cell in sheet[1]] == ["区县", "覆盖率", "户数", "日期"]
    assert [cell.value for cell in sheet[2]][:3] == ["枫林区", 0.912, 2184]
    assert sheet["D2"].is_date and sheet["D2"].value.date() == date(2026, 11, 16)
    assert sheet["B2"].number_format == "0.0%"
    assert [cell.value for cell in sheet[3]] == ["=1+1", None, 0, None]  # a blank stays blank, a nought a nought
    assert [cell.value for cell in sheet[4]][:3] == ["@x", "未报送", -3]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:D4"


def test_no_cell_is_a_formula_or_a_link(written: bytes, book: openpyxl.Workbook) -> None:
    with zipfile.ZipFile(io.BytesIO(written)) as parts:
        xml = "".join(parts.read(name).decode() for name in parts.namelist() if "worksheets/" in name)
        assert "<f>" not in xml and "hyperlink" not in xml
        assert 'quotePrefix="1"' in parts.read("xl/styles.xml").decode()
    assert {cell.data_type for row in book.worksheets[1].iter_rows() for cell in row if cell.value} <= {"s", "n", "d"}
    assert book.worksheets[1]["A3"].quotePrefix


def test_the_first_sheet_says_what_the_tables_are(book: openpyxl.Workbook) -> None:
    first = book.worksheets[0]
    rows = [[cell.value for cell in row] for row in first.iter_rows()]
    assert rows[1][:2] == ["版本", "v00001"]
    assert ["组织覆盖", "覆盖率", "数字", "百分比", "有支部的小区"] in rows
    assert first["B3"].data_type == "s"


@pytest.mark.parametrize(
    ("title", "name"),
    [("a/b:c*[d]?", "a b c  d"), ("x" * 40, "x" * 31), ("", "-"), ("'quoted'", "quoted"), ("History", "History 2")],
)
def test_sheets_have_names_that_a_spreadsheet_takes(title: str, name: str) -> None:
    made = openpyxl.load_workbook(io.BytesIO(to_xlsx(ABOUT, [Sheet(title, HEADS[:1], [["a"]])] * 2)))
    assert made.sheetnames[1] == name
    assert len({item.casefold() for item in made.sheetnames}) == 3
    assert all(len(item) <= 31 for item in made.sheetnames)


def test_what_is_no_number_is_left_out() -> None:
    made = openpyxl.load_workbook(io.BytesIO(to_xlsx(ABOUT, [Sheet("n", HEADS[2:3], [[float("nan")], [1.5]])])))
    assert [cell.value for cell in made.worksheets[1]["A"]] == ["户数", None, 1.5]
