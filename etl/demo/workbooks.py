"""The weekly workbooks of the districts' clerks, each in its own hand, and the district that sends plain .csv."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from etl.demo import sheets
from etl.demo.hand import Cell, Hand
from etl.demo.sheets import Content, Row
from etl.demo.texts import Texts, week_words

MADE = datetime(2020, 1, 1)  # a fixed moment, so that the same seed gives the same bytes
PHANTOM_ROW = 4000  # where one clerk left a formatted, empty cell


def write(
    folder: Path, words: Texts, clerk_id: str, contents: Mapping[str, Content], week: int, corrected: bool = False
) -> list[Path]:
    """Write what a district sends in a week: one workbook, or a .csv for each data set; return the paths."""
    clerk = words["clerks"][clerk_id]
    hand = Hand(words, clerk)
    city = next(iter(contents.values())).city
    said = week_words(words["dates"], city.weeks[week], week + 1)
    said["period"] = clerk["period"].format(**said)
    said["district"] = clerk["district"]
    district = city.districts.names.tolist().index(clerk["district"])
    pages = _pages(words, clerk, contents, district, week)
    if clerk.get("csv"):
        return [_csv(folder, hand, sheet, contents[name], district, week, said) for name, sheet in pages.items()]
    path = folder / clerk["corrected" if corrected else "file"].format(**said)
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        book.set_properties({"created": MADE})
        formats = {
            "title": book.add_format({"bold": True, "font_size": 16, "align": "center"}),
            "header": book.add_format(
                {"bold": True, "align": "center", "valign": "vcenter", "border": 1, "text_wrap": 1}
            ),
            "cell": book.add_format({"valign": "vcenter", "border": 1}),
            "rate": book.add_format({"num_format": "0.0%", "border": 1}),
        }
        if "cover" in clerk:
            cover = book.add_worksheet(clerk["cover"]["name"])
            cover.write_column(0, 0, clerk["cover"]["lines"])
        for name, sheet in pages.items():
            lines = sheets.rows(contents[name], hand, sheet["columns"], district, week, said["period"])
            _sheet(book.add_worksheet(sheet["name"]), formats, hand, sheet, lines, said)
    return [path]


def _pages(
    words: Texts, clerk: dict[str, Any], contents: Mapping[str, Content], district: int, week: int
) -> dict[str, dict[str, Any]]:
    """Return the sheets that a clerk sends in a week: the own ones, and those of the new forms that are due."""
    due = {}
    for name, sheet in words["new_forms"].items():
        content = contents[name]
        if content.sent[content.city.streets.parent[content.streets(week)] == district, week].any():
            due[name] = sheet
    if clerk.get("csv"):
        pattern = words["new_forms_csv"]["name"]
        due = {name: {**sheet, "name": pattern.format(name=sheet["name"])} for name, sheet in due.items()}
    return {**clerk["sheets"], **due}


def _csv(
    folder: Path, hand: Hand, sheet: dict[str, Any], content: Content, district: int, week: int, said: dict[str, Any]
) -> Path:
    """Write one data set in GB18030: a title line, a header line, the rows."""
    path = folder / sheet["name"].format(**said)
    text = io.StringIO(newline="")
    out = csv.writer(text, lineterminator="\r\n")
    out.writerow([sheet["title"].format(**said)])
    out.writerow([column[1] for column in sheet["columns"]])
    lines = sheets.rows(content, hand, sheet["columns"], district, week, said["period"])
    out.writerows([["" if cell is None else cell for cell in line.cells] for line in lines])
    path.write_bytes(text.getvalue().encode("gb18030"))
    return path


def _sheet(
    page: Any, formats: dict[str, Any], hand: Hand, sheet: dict[str, Any], lines: list[Row], said: dict[str, Any]
) -> None:
    columns, clerk = sheet["columns"], hand.clerk
    top = _heading(page, formats, clerk, sheet, said)
    for row, column, bottom, end, text in sheets.header_merges(columns):
        if (row, column) == (bottom, end):
            page.write_string(top + row, column, text, formats["header"])
        else:
            page.merge_range(top + row, column, top + bottom, end, text, formats["header"])
    top += len(columns[0]) - 1
    grouped = [i for i, column in enumerate(columns) if column[0] in ("district", "street", "community")]
    finest = next(name for name in ("estate", "community", "street") if any(name == column[0] for column in columns))
    grouped = [i for i in grouped if columns[i][0] != finest]
    if clerk["groups"] == "repeat":
        grouped = []
    _lines(page, formats, columns, lines, top, grouped, _formulas(columns, lines, top) if clerk["formulas"] else {})
    for column in grouped:
        _group(page, formats, clerk["groups"], columns[column][0], column, lines, top)
    foot = top + len(lines)
    for at, note in enumerate(clerk["foot"]):
        page.write_string(foot + at, 0, note)
    if "cover" in clerk:
        page.write_string(foot + len(clerk["foot"]), 0, clerk["cover"]["hidden"])
        page.set_row(foot + len(clerk["foot"]), options={"hidden": True})
    if clerk["numbers"] == "fullwidth":
        page.write_blank(PHANTOM_ROW, 3, None, formats["cell"])


def _heading(
    page: Any, formats: dict[str, Any], clerk: dict[str, Any], sheet: dict[str, Any], said: dict[str, Any]
) -> int:
    """Write title and info lines; return the row where the header begins."""
    page.merge_range(0, 0, 0, len(sheet["columns"]) - 1, sheet["title"].format(**said), formats["title"])
    for at, line in enumerate(clerk["info"]):
        page.write_string(1 + at, 0, line.format(**said))
    return 1 + len(clerk["info"])


def _lines(
    page: Any,
    formats: dict[str, Any],
    columns: list[list[str]],
    lines: list[Row],
    top: int,
    grouped: list[int],
    formulas: dict[tuple[int, int], str],
) -> None:
    rates = {i for i, column in enumerate(columns) if sheets.is_rate(column)}
    for at, line in enumerate(lines):
        for column, value in enumerate(line.cells):
            if value is None or (column in grouped and line.total != 2 and _in_group(columns[column][0], line)):
                continue
            style = formats["rate" if column in rates else "cell"]
            if (at, column) in formulas:
                page.write_formula(top + at, column, formulas[at, column], style, value)
            elif isinstance(value, str):
                page.write_string(top + at, column, value, style)
            else:
                page.write_number(top + at, column, value, style)


def _in_group(name: str, line: Row) -> bool:
    return line.community >= 0 if name == "community" else line.street >= 0


def _group(
    page: Any, formats: dict[str, Any], style: str, name: str, column: int, lines: list[Row], top: int
) -> None:
    """Write the cells of a place's column once for each run of rows: merged downwards, or the first one only."""
    found = sheets.runs(lines, "community" if name == "community" else "street")
    if name == "district":
        found = [(found[0][0], found[-1][1])]
    for first, last in found:
        value: Cell = lines[first].cells[column]
        if style == "merge" and last > first:
            page.merge_range(top + first, column, top + last, column, value, formats["cell"])
        else:
            page.write_string(top + first, column, str(value), formats["cell"])


def _formulas(columns: list[list[str]], lines: list[Row], top: int) -> dict[tuple[int, int], str]:
    """Return the formulas of the total line and of computed columns (their values are kept beside them)."""
    found: dict[tuple[int, int], str] = {}
    at = {column[0]: i for i, column in enumerate(columns)}
    for line_at, line in enumerate(lines):
        for column, value in enumerate(line.cells):
            letter = xl_col_to_name(column)
            if isinstance(value, str) or value is None:
                continue
            if sheets.is_rate(columns[column]):
                part, whole = (xl_col_to_name(at[name]) for name in columns[column][0][5:].split("/"))
                found[line_at, column] = f"={part}{top + line_at + 1}/{whole}{top + line_at + 1}"
            elif line.total == 2:
                found[line_at, column] = f"=SUM({letter}{top + 1}:{letter}{top + len(lines) - 1})"
    return found
