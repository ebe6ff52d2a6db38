"""The briefing as a workbook: numerators and denominators as numbers, every rate a live formula."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from etl.briefing import ranks, tables
from etl.briefing.content import TREND_WEEKS, Content
from etl.briefing.figures import Figure, Indicator
from warehouse import periods
from warehouse.shown import HEADLINE

_FORMATS = {"share": "0.0%", "per_1000_households": "0.00", "households": "0.0"}
# a text is never a formula, a link or a number, whatever a clerk wrote: `=1+1` stays what it is
_SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class _Sheet:
    """A sheet of rows: a bold head in a frozen first row, texts written as texts."""

    def __init__(self, book: _Book, name: str, heads: Sequence[str], widths: Sequence[float]) -> None:
        self.book, self.rows = book, 1
        self.sheet = book.file.add_worksheet(name[:31])
        for column, head in enumerate(heads):
            self.sheet.write_string(0, column, head, book.head)
            self.sheet.set_column(column, column, widths[min(column, len(widths) - 1)])
        self.sheet.set_row(0, 48)
        self.sheet.freeze_panes(1, 0)
        self.columns = len(heads)

    def add(self, cells: Sequence[Any]) -> None:
        """Write a row: text as text, a number as a number, a function of (row, column) writes itself."""
        for column, cell in enumerate(cells):
            if callable(cell):
                cell(self.rows, column)
            elif isinstance(cell, str):
                self.sheet.write_string(self.rows, column, cell, self.book.plain)
            elif cell is not None:
                self.sheet.write_number(self.rows, column, cell, self.book.number)
        self.rows += 1

    def filter(self) -> None:
        """Give the head filter arrows."""
        self.sheet.autofilter(0, 0, max(self.rows - 1, 1), self.columns - 1)


class _Book:
    def __init__(self, path: Path) -> None:
        self.file = xlsxwriter.Workbook(str(path), _SAFE)
        font = {"font_name": "Microsoft YaHei", "font_size": 11, "valign": "top"}
        self.head = self.file.add_format(font | {"bold": True, "text_wrap": True, "bg_color": "#F5F7FA", "bottom": 1})
        self.plain = self.file.add_format(font)
        self.wrapped = self.file.add_format(font | {"text_wrap": True})
        self.number = self.file.add_format(font | {"num_format": "#,##0.###"})
        self.title = self.file.add_format(font | {"bold": True, "font_size": 16})
        self.values = {
            unit: self.file.add_format(font | {"num_format": _FORMATS.get(unit, "#,##0")})
            for unit in (*_FORMATS, "count")
        }

    def value_format(self, unit: str) -> Any:
        return self.values.get(unit, self.values["count"])


def write(content: Content, path: Path) -> int:
    """Write the workbook and return how many sheets it has."""
    book = _Book(path)
    words = content.words
    book.file.set_properties({"title": f"{content.city.name} {words.week_long(content.week)}"})
    _about(book, content)
    _headline(book, content)
    for level in content.levels:
        _level(book, content, level)
    _complaints(book, content)
    _reports(book, content)
    _quality(book, content)
    count = len(book.file.worksheets())
    book.file.close()
    return count


def _about(book: _Book, content: Content) -> None:
    """The first sheet: what this is, of which week and version, and what each figure means."""
    words = content.words
    sheet = book.file.add_worksheet(words.say("sheet_about"))
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 26)
    sheet.set_column(2, 2, 12)
    sheet.set_column(3, 5, 48)
    sheet.write_string(0, 0, f"{content.city.name} · {words.say('title')}", book.title)
    week = f"{words.week_long(content.week)} ({content.week}), {words.days(content.week)}"
    kind = words.say("made_up" if content.version["made_up"] else "about_real")
    names = words.join(content.indicators[key].name for key in HEADLINE)
    said = [
        ("about_city", content.city.name),
        ("about_week", week),
        ("about_version", str(content.version["version"])),
        ("about_published", words.day(content.published)),
        ("about_data", kind),
        ("about_scope", words.say("about_scope_text", names=names)),
        ("value", words.say("about_formula")),
        ("about_rule", ranks.rule_text(content)),
    ]
    for row, (phrase, text) in enumerate(said, 2):
        sheet.write_string(row, 0, words.say(phrase), book.head)
        sheet.write_string(row, 1, text, book.plain)
    top = len(said) + 3
    heads = ("head_id", "indicator_head", "head_unit", "head_definition", "head_formula", "head_caveat")
    for column, head in enumerate(heads):
        sheet.write_string(top, column, words.say(head), book.head)
    for row, key in enumerate(HEADLINE, top + 1):
        item = content.indicators[key]
        phrase = "notes_formula" if item.is_rate else "notes_count"
        formula = words.say(phrase, numerator=item.numerator, denominator=item.denominator)
        cells = (key, item.name, words.of("units", item.unit), item.note, formula, item.caveat)
        for column, cell in enumerate(cells):
            sheet.write_string(row, column, cell, book.wrapped)


def _headline(book: _Book, content: Content) -> None:
    """The city's figures of the week, the week before and a year before; values and changes are formulas."""
    words, city = content.words, content.city.key
    spans = (("this_week", content.week), ("before_week", content.last_week), ("before_year", content.last_year))
    sides = ("numerator", "denominator", "value")
    heads = [words.say("indicator_head"), words.say("head_unit")]
    heads += [f"{words.say(span)} {words.say(side)}" for span, _ in spans for side in sides]
    heads += [words.say("change_week"), words.say("change_year")]
    sheet = _Sheet(book, words.say("sheet_headline"), heads, (30, 16, 13))
    for key in HEADLINE:
        item = content.indicators[key]
        cells: list[Any] = [item.name, words.of("units", item.unit)]
        values = []
        for _, week in spans:
            figure = content.figure(city, key, week)
            cells += _sides(sheet, figure, item, content)
            values.append(figure.value(item))
        settled = content.settled(key)
        cells += [_difference(sheet, 4, at, item, (values[0], values[n]), settled) for n, at in ((1, 7), (2, 10))]
        sheet.add(cells)
    sheet.sheet.freeze_panes(1, 1)


def _sides(sheet: _Sheet, figure: Figure, item: Indicator, content: Content) -> list[Any]:
    """Return three cells: numerator, denominator, and the value as a formula of the two cells before it."""
    words = content.words
    if figure.hidden:
        return ["", "", words.say("small")]
    value = figure.value(item)

    def formula(row: int, column: int) -> None:
        top, bottom = (xl_rowcol_to_cell(row, column - back) for back in (2, 1))
        rate = f'IF(N({bottom})=0,"{words.say("empty")}",{top}/{bottom})' if item.is_rate else top
        shown = words.say(figure.empty_word(item)) if value is None else value
        text = f'=IF({top}="","{words.say("missing")}",{rate})'
        sheet.sheet.write_formula(row, column, text, sheet.book.value_format(item.unit), shown)

    return [figure.numerator, figure.denominator if item.is_rate else None, formula]


def _difference(
    sheet: _Sheet, now: int, before: int, item: Indicator, values: tuple[float | None, float | None], settled: bool
) -> Any:
    def formula(row: int, column: int) -> None:
        if not settled:
            return
        cells = [xl_rowcol_to_cell(row, place) for place in (now, before)]
        text = f'=IF(AND(ISNUMBER({cells[0]}),ISNUMBER({cells[1]})),{cells[0]}-{cells[1]},"")'
        known = values[0] - values[1] if values[0] is not None and values[1] is not None else ""
        sheet.sheet.write_formula(row, column, text, sheet.book.value_format(item.unit), known)

    return formula


def _level(book: _Book, content: Content, level: str) -> None:
    """All units of a level: for each indicator numerator, denominator, value, and the week it was carried from."""
    words = content.words
    sides = ("numerator", "denominator", "value", "carried_head")
    heads = [words.say("head_code"), words.say("head_parent"), words.of("levels", level)]
    first_name = content.indicators[HEADLINE[0]].name
    heads += [f"{first_name} {words.say(phrase)}" for phrase in ("reported_head", "expected_head")]
    heads += [f"{content.indicators[key].name} {words.say(side)}" for key in HEADLINE for side in sides]
    sheet = _Sheet(book, words.say("sheet_level", level=words.of("levels", level)), heads, (14, 16, 20, 12))
    for unit in content.levels[level]:
        row = content.units[unit]
        first = content.figure(unit, HEADLINE[0])
        cells: list[Any] = [row.code, content.name(row.parent or ""), row.name]
        cells += [first.reported_units, first.expected_units]
        for key in HEADLINE:
            figure = content.figure(unit, key)
            carried = words.week(figure.carried_from) if figure.carried_from else None
            cells += [*_sides(sheet, figure, content.indicators[key], content), carried]
        sheet.add(cells)
    sheet.filter()
    sheet.sheet.freeze_panes(1, 3)


def _complaints(book: _Book, content: Content) -> None:
    """Complaints received by week and category; the last column is a live sum."""
    words = content.words
    weeks = periods.span(periods.shift(content.week, 1 - TREND_WEEKS), content.week)
    found = {week: tables.by_category(content.complaints, week) for week in weeks}
    codes = sorted({code for counts in found.values() for code in counts}, key=lambda code: (code == "other", code))
    heads = [words.say("week_head"), *(words.of("categories", code) for code in codes), words.say("total")]
    sheet = _Sheet(book, words.say("sheet_complaints"), heads, (14, 11))
    for week in weeks:
        counts, submitted = found[week], content.figure(content.city.key, "complaints_received", week).numerator
        if not counts and submitted is None:
            sheet.add([week, words.say("missing")])
            continue

        def total(row: int, column: int, known: float = sum(counts.values())) -> None:
            span = f"{xl_rowcol_to_cell(row, 1)}:{xl_rowcol_to_cell(row, column - 1)}"
            sheet.sheet.write_formula(row, column, f"=SUM({span})", book.number, known)

        sheet.add([week, *(counts.get(code, 0.0) for code in codes), total if codes else None])
    sheet.sheet.freeze_panes(1, 1)


def _reports(book: _Book, content: Content) -> None:
    """Every report that was due this week: whether it came, on time, and when the last one came."""
    words = content.words
    heads = [words.say(head) for head in ("sender_head", "data_set_head", "came_head", "on_time_head", "last_head")]
    sheet = _Sheet(book, words.say("sheet_reports"), heads, (20, 24, 12))
    for row in content.reports.filter(expected=True).iter_rows(named=True):
        data_set = content.data_sets.get(row["data_set_id"], row["data_set_id"])
        came = [words.say("yes" if row[name] else "no") for name in ("received", "on_time")]
        sheet.add([content.name(row["org_unit_id"]), data_set, *came, row["last_received"] or words.say("never")])
    sheet.filter()


def _quality(book: _Book, content: Content) -> None:
    """What the rules find in this week's figures."""
    words = content.words
    heads = [words.say(head) for head in ("weight_head", "unit_head", "indicator_head", "look_head")]
    sheet = _Sheet(book, words.say("sheet_quality"), heads, (10, 22, 26, 90))
    for row in content.findings.iter_rows(named=True):
        name = content.indicators[row["indicator_id"]].name
        sheet.add([words.say(row["severity"]), content.name(row["org_unit_id"]), name, tables.sentence(content, row)])
    sheet.filter()
