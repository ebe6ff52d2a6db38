"""The workbook: numbers as numbers, rates as formulas, texts never as formulas."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from etl.briefing import export
from etl.briefing.content import Content
from warehouse.shown import HEADLINE


@pytest.fixture(scope="module")
def written(told: Content, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("export") / "week.xlsx"
    export.write(told, path)
    return path


def test_rates_are_live_formulas_over_the_stores_numbers(written: Path, told: Content) -> None:
    book, cached = openpyxl.load_workbook(written), openpyxl.load_workbook(written, data_only=True)
    name = told.words.say("sheet_level", level=told.words.of("levels", "district"))
    sheet, values = book[name], cached[name]
    assert sheet.max_row == 1 + len(told.parts)
    assert sheet.freeze_panes == "D2"
    for row, unit in enumerate(told.parts, 2):
        assert sheet.cell(row, 3).value == told.name(unit)
        for place, key in enumerate(HEADLINE):
            figure, column = told.figure(unit, key), 6 + 4 * place
            assert sheet.cell(row, column).value == figure.numerator
            formula, value = sheet.cell(row, column + 2).value, figure.value(told.indicators[key])
            assert str(formula).startswith("=IF(")
            shown = values.cell(row, column + 2).value
            assert shown == (pytest.approx(value) if value is not None else told.words.say("missing"))


def test_headline_agrees_with_the_store(written: Path, told: Content) -> None:
    sheet = openpyxl.load_workbook(written)[told.words.say("sheet_headline")]
    for row, key in enumerate(HEADLINE, 2):
        figure = told.figure(told.city.key, key)
        assert (sheet.cell(row, 3).value, sheet.cell(row, 5).value[0]) == (figure.numerator, "=")


def test_first_sheet_says_what_it_is(written: Path, told: Content) -> None:
    sheet = openpyxl.load_workbook(written).worksheets[0]
    text = "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)
    assert told.week in text
    assert str(told.version["version"]) in text
    assert all(told.indicators[key].note in text for key in HEADLINE)


def test_complaints_add_up_by_a_live_sum(written: Path, told: Content) -> None:
    book, cached = openpyxl.load_workbook(written), openpyxl.load_workbook(written, data_only=True)
    name = told.words.say("sheet_complaints")
    last, total = book[name].max_row, book[name].max_column
    assert book[name].cell(last, 1).value == told.week
    assert str(book[name].cell(last, total).value).startswith("=SUM(")
    assert cached[name].cell(last, total).value == told.figure(told.city.key, "complaints_received").numerator


def test_a_name_that_begins_like_a_formula_stays_a_text(told: Content, tmp_path: Path) -> None:
    unit = told.parts[0]
    bad = replace(told, units={**told.units, unit: replace(told.units[unit], name="=1+1", code="@x")})
    export.write(bad, tmp_path / "x.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[2]
    assert (sheet.cell(2, 3).value, sheet.cell(2, 3).data_type) == ("=1+1", "s")
    assert sheet.cell(2, 1).data_type == "s"
