"""Every clerk's file, read back with a plain reader, holds what the truth says."""

from __future__ import annotations

import csv
import re
import unicodedata
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from etl.demo import texts
from tests.etl.demo.made import WEEK, Demo

CLERKS = [name for name in texts.load()["clerks"] if name != "luming"]
Table = list[list[Any]]


def _number(value: Any) -> Decimal | None:
    """Return the number in a cell as a careful human would read it."""
    text = unicodedata.normalize("NFKC", str(value)).replace(",", "").strip()
    match = re.search(r"\d+(\.\d+)?", text)
    return Decimal(match[0]) if match else Decimal(0) if text == "无" else None


def _file(made: Demo, clerk: str, week: int) -> Path:
    own = made.words["clerks"][clerk]
    said = texts.week_words(made.words["dates"], made.weeks[week], week + 1)
    return made.store.inbox / own["file"].format(**said)


def _tables(made: Demo, clerk: str, week: int) -> dict[str, Table]:
    own = made.words["clerks"][clerk]
    said = texts.week_words(made.words["dates"], made.weeks[week], week + 1)
    if own.get("csv"):
        return {
            name: list(
                csv.reader((made.store.inbox / sheet["name"].format(**said)).open(encoding="gb18030", newline=""))
            )
            for name, sheet in own["sheets"].items()
        }
    book = CalamineWorkbook.from_path(_file(made, clerk, week))
    return {
        name: book.get_sheet_by_name(sheet["name"]).to_python(skip_empty_area=False)
        for name, sheet in own["sheets"].items()
    }


def _data(made: Demo, clerk: str, data_set: str, table: Table) -> Table:
    """Return the rows of units: below the header, with a number, and no total."""
    own = made.words["clerks"][clerk]
    columns = own["sheets"][data_set]["columns"]
    begin = 1 + len(own["info"]) + len(columns[0]) - 1
    totals = {own.get("total_word"), own.get("subtotal_word")} - {None}
    fields = [column[0] for column in columns]
    last = fields.index("estate" if data_set == "estates" else "community")
    return [row for row in table[begin:] if row[last] not in ("", *totals) and not totals & set(map(str, row))]


@pytest.mark.parametrize("clerk", CLERKS)
@pytest.mark.parametrize(
    ("data_set", "element"),
    [("reporting_back", "members_reported"), ("reporting_back", "service_hours"), ("service_network", "volunteers"),
     ("co_building", "projects_done")],
)  # fmt: skip
def test_the_rows_add_up_to_the_truth(made: Demo, clerk: str, data_set: str, element: str) -> None:
    own = made.words["clerks"][clerk]
    fields = [column[0] for column in own["sheets"][data_set]["columns"]]
    rows = _data(made, clerk, data_set, _tables(made, clerk, WEEK)[data_set])
    written = [_number(row[fields.index(element)]) for row in rows]
    # a row that was forgotten is carried in the truth; a flow of the same sheet tells which came
    own_units = made.truth.filter(
        pl.col("org_unit_id").str.starts_with(made.district(own["district"])),
        pl.col("org_unit_id").str.len_chars() == 12,
        pl.col("period_id") == made.weeks[WEEK],
    )
    came = own_units.filter(pl.col("indicator_id") == "members_new").drop_nulls("numerator").select("org_unit_id")
    truth = own_units.filter(pl.col("indicator_id") == element).join(came, on="org_unit_id")["numerator"].sum()
    assert float(sum(value for value in written if value is not None)) == truth
    assert len(rows) == came.height > 40


@pytest.mark.parametrize("clerk", CLERKS)
def test_the_estates_are_those_of_the_truth(made: Demo, clerk: str) -> None:
    own = made.words["clerks"][clerk]
    fields = [column[0] for column in own["sheets"]["estates"]["columns"]]
    rows = _data(made, clerk, "estates", _tables(made, clerk, WEEK)["estates"])
    unit, week = made.district(own["district"]), made.weeks[WEEK]
    assert len(rows) == made.figure(unit, week, "estates")[0]
    kind, should = fields.index("branch_kind"), fields.index("should_have_branch")
    covered = sum(row[kind] != own["branch_kind"]["none"] for row in rows)
    assert (covered, sum(row[should] == own["yes_no"][0] for row in rows)) == made.figure(
        unit, week, "branch_coverage"
    )
    stars = [_number(row[fields.index("stars")]) for row in rows]
    assert sum(value is not None and value >= 1 for value in stars) == made.figure(unit, week, "star_estates")[0]


def test_the_corrected_copy_holds_the_truth_and_the_first_one_does_not(made: Demo) -> None:
    week = len(made.weeks) - 2
    own = made.words["clerks"]["wanghu"]
    said = texts.week_words(made.words["dates"], made.weeks[week], week + 1)
    fields = [column[0] for column in own["sheets"]["reporting_back"]["columns"]]
    totals = []
    for key in ("file", "corrected"):
        book = CalamineWorkbook.from_path(made.store.inbox / own[key].format(**said))
        table = book.get_sheet_by_name(own["sheets"]["reporting_back"]["name"]).to_python(skip_empty_area=False)
        rows = _data(made, "wanghu", "reporting_back", table)
        totals.append(sum(_number(row[fields.index("members_active")]) or 0 for row in rows))
    truth = made.figure(made.district(own["district"]), made.weeks[week], "members_active")[0]
    assert totals[0] != truth
    assert totals[1] == truth


def test_the_mess_is_there(made: Demo) -> None:
    fenglin = openpyxl.load_workbook(_file(made, "fenglin", WEEK))
    values = openpyxl.load_workbook(_file(made, "fenglin", WEEK), data_only=True)
    new = {sheet["name"] for sheet in made.words["new_forms"].values()}
    for sheet in (item for item in fenglin if item.title not in new):
        formulas = [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
        assert formulas
        assert all(values[sheet.title][cell.coordinate].value is not None for cell in formulas)
        assert len(sheet.merged_cells.ranges) > 10
    estates = made.words["clerks"]["songgang"]["sheets"]["estates"]["name"]
    assert openpyxl.load_workbook(_file(made, "songgang", WEEK))[estates].max_row > 4000
    county = openpyxl.load_workbook(_file(made, "tangxi", WEEK))
    assert len(county.sheetnames) == 7  # a cover, four of its own, two of the new forms
    assert any(shape.hidden for shape in county.worksheets[1].row_dimensions.values())


def test_hotline_exports_hold_the_week_and_restate_earlier_ones(made: Demo) -> None:
    own = made.words["tickets"]
    kinds = set()
    for week in range(len(made.weeks) - 4, len(made.weeks)):
        said = texts.week_words(made.words["dates"], made.weeks[week], week + 1)
        sheet = openpyxl.load_workbook(made.store.inbox / own["file"].format(**said)).active
        rows = list(sheet.iter_rows(min_row=3, values_only=True))
        numbers = [str(row[0]) for row in rows]
        assert len(set(numbers)) == len(numbers)
        new = [number for number in numbers if number[:8] >= said["ymd1"]]
        assert len(new) == made.figure("990100", made.weeks[week], "complaints_received")[0]
        assert len(numbers) - len(new) > 20
        kinds.add((type(rows[0][0]), type(rows[0][1])))
    assert len(kinds) == 2  # as text, and as numbers and dates
