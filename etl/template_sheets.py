"""One sheet of a form drawn: title, legend, headers, units, input cells with their rules, totals, print setup.

`Any` stands for the workbook library's own objects: only `etl.templates` imports it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from etl import template_rules as rules
from etl.names import plain
from etl.read import column_letters
from etl.template_plan import Field, Form, Row, Sheet, Value, texts
from etl.template_styles import OLDER, PLAIN, PREFILLED, SURFACE, TODO, WHOLE, WRONG, Styles, display_width
from warehouse import periods

TITLE, LINE, LEGEND, GROUP, HEADER, HINT, FIRST = range(7)
ALLOWED = {"autofilter": True, "format_columns": True, "format_rows": True}
NARROW, WIDE = 8.5, 30.0
A4 = 9


@dataclass(frozen=True)
class Canvas:
    """A worksheet with what is drawn on it."""

    page: Any
    styles: Styles
    form: Form
    sheet: Sheet

    @property
    def left(self) -> int:
        """Return the number of locked columns."""
        return len(self.sheet.locked)

    @property
    def width(self) -> int:
        """Return the number of columns."""
        return self.left + len(self.sheet.fields)

    @property
    def last(self) -> int:
        """Return the last row of units, from 0."""
        return FIRST + len(self.sheet.rows) - 1

    def column(self, name: str) -> int:
        """Return the column of an element, from 0."""
        return self.left + [item.name for item in self.sheet.fields].index(name)

    def cell(self, name: str) -> str:
        """Return the address of an element's cell in the first row of units, its column fixed."""
        return f"${column_letters(self.column(name))}{FIRST + 1}"


def draw(page: Any, styles: Styles, form: Form, sheet: Sheet) -> None:
    """Draw one sheet of a form on an empty worksheet."""
    canvas = Canvas(page, styles, form, sheet)
    widths = _widths(canvas)
    for column, width in enumerate(widths):
        page.set_column(column, column, width)
    _head(canvas, widths)
    _headers(canvas)
    for number, row in enumerate(sheet.rows):
        _row(canvas, FIRST + number, number, row)
    _rules(canvas)
    _foot(canvas)
    page.freeze_panes(FIRST, canvas.left)
    page.autofilter(HINT, 0, canvas.last, canvas.width - 1)
    page.protect("", ALLOWED)
    _print_setup(canvas)


def _widths(canvas: Canvas) -> list[float]:
    rows = canvas.sheet.rows
    codes_and_names = [max(display_width(row.texts[place]) for row in rows) for place in range(canvas.left - 1)]
    heads = [display_width(text) for text in canvas.sheet.locked]
    locked = [max(5.5, len(str(len(rows))) + 2.0)]
    locked += [
        min(WIDE, max(given + 3.0, head + 3.0)) for given, head in zip(codes_and_names, heads[1:], strict=True)
    ]
    return locked + [_field_width(item, rows) for item in canvas.sheet.fields]


def _field_width(item: Field, rows: tuple[Row, ...]) -> float:
    """Make room for the hint with the filter's button, the header on two lines and the values."""
    given = [display_width(str(row.values[item.name].value)) for row in rows if item.name in row.values]
    half = -(-display_width(item.header) // 4) * 2
    needed = max(display_width(item.hint) * 0.85 + 2.5, half + 2.0, max(given, default=0) + 2.5, NARROW)
    return min(WIDE, max(needed, item.width or 0.0))


def _head(canvas: Canvas, widths: list[float]) -> None:
    page, styles, head, end = canvas.page, canvas.styles, texts()["head"], canvas.width - 1
    said = names_of(canvas.form, canvas.sheet)
    page.merge_range(TITLE, 0, TITLE, end, head["title"].format(**said), styles("title"))
    half = canvas.left - 1
    page.merge_range(LINE, 0, LINE, half, head["sender"].format(**said), styles("line_left"))
    page.merge_range(LINE, half + 1, LINE, end, period_line(canvas.form), styles("line_right"))
    page.set_row(TITLE, 36)
    page.set_row(LINE, 22)
    colours = {"locked": SURFACE, "prefilled": PREFILLED, "older": OLDER, "todo": TODO, "wrong": WRONG}
    values = [value for row in canvas.sheet.rows for value in row.values.values()]
    shown = {
        "prefilled": any(not value.older for value in values),
        "older": any(value.older for value in values),
    }
    legend = [(texts()["legend"][name], colour) for name, colour in colours.items() if shown.get(name, True)]
    _legend(canvas, widths, legend)


def _legend(canvas: Canvas, widths: list[float], legend: list[tuple[str, str]]) -> None:
    """Lay the legend's entries side by side, each over as many columns as its words need."""
    column, high = 0, False
    for number, (text, colour) in enumerate(legend):
        begin, room, spare = column, 0.0, len(legend) - number - 1
        while column < canvas.width - spare and (room < display_width(text) + 2 or column == begin):
            room += widths[column]
            column += 1
        high = high or room < display_width(text) * 0.9 + 1
        style = canvas.styles("legend", bg_color=colour)
        if column - begin == 1:
            canvas.page.write_string(LEGEND, begin, text, style)
        else:
            canvas.page.merge_range(LEGEND, begin, LEGEND, column - 1, text, style)
    canvas.page.set_row(LEGEND, 32 if high else 20)


def _headers(canvas: Canvas) -> None:
    page, styles = canvas.page, canvas.styles
    for column, text in enumerate(canvas.sheet.locked):
        page.merge_range(GROUP, column, HINT, column, text, styles("header"))
    column = canvas.left
    for name, fields in canvas.sheet.groups:
        if len(fields) == 1:
            page.write_string(GROUP, column, name, styles("group"))
        else:
            page.merge_range(GROUP, column, GROUP, column + len(fields) - 1, name, styles("group"))
        for item in fields:
            page.write_string(HEADER, column, item.header, styles("header"))
            page.write_string(HINT, column, item.hint, styles("hint"))
            column += 1
    page.set_row(GROUP, 22)
    page.set_row(HEADER, 34)
    page.set_row(HINT, 20)


def _row(canvas: Canvas, at: int, number: int, row: Row) -> None:
    page, styles = canvas.page, canvas.styles
    page.set_row(at, 20)
    page.write_number(at, 0, number + 1, styles("serial"))
    page.write_string(at, 1, row.texts[0], styles("code"))
    for place, text in enumerate(row.texts[1:], start=2):
        page.write_string(at, place, text, styles("place"))
    for column, item in enumerate(canvas.sheet.fields, start=canvas.left):
        _value(canvas, at, column, item, row.values.get(item.name))


def _value(canvas: Canvas, at: int, column: int, item: Field, value: Value | None) -> None:
    if value is None:
        canvas.page.write_blank(at, column, None, canvas.styles.cell(item.kind, None))
        return
    style = canvas.styles.cell(item.kind, OLDER if value.older else PREFILLED)
    if isinstance(value.value, str):
        canvas.page.write_string(at, column, value.value, style)
    else:
        canvas.page.write_number(at, column, value.value, style)


def _rules(canvas: Canvas) -> None:
    here = frozenset(item.name for item in canvas.sheet.fields)
    for column, item in enumerate(canvas.sheet.fields, start=canvas.left):
        area = (FIRST, column, canvas.last, column)
        rule = rules.validation(item, canvas.cell, here)
        if rule is not None:
            canvas.page.data_validation(*area, rule)
        for formula, style in (
            (rules.wrong(item, canvas.cell, here), canvas.styles("wrong")),
            (rules.todo(item, canvas.cell, here), canvas.styles("todo")),
        ):
            if formula is not None:
                canvas.page.conditional_format(*area, {"type": "formula", "criteria": formula, "format": style})
        if item.kind == "unit":
            _seats(canvas, column)


def _seats(canvas: Canvas, column: int) -> None:
    """Offer the estates of the row's own street, whose rows stand together: by name, by code where a name repeats."""
    said = texts()["refused"]
    begin = 0
    streets = [row.street for row in canvas.sheet.rows]
    for number, street in enumerate(streets):
        if number + 1 < len(streets) and streets[number + 1] == street:
            continue
        first, last = FIRST + begin, FIRST + number
        found = [plain(row.texts[-1]) for row in canvas.sheet.rows[begin : number + 1]]
        letters = column_letters(canvas.left - 1 if len(set(found)) == len(found) else 1)
        source = f"=${letters}${first + 1}:${letters}${last + 1}"
        rule = {"validate": "list", "source": source, "error_title": said["title"], "error_message": said["seat"]}
        canvas.page.data_validation(first, column, last, column, {**rule, "error_type": "warning"})
        begin = number + 1


def _foot(canvas: Canvas) -> None:
    page, styles, at = canvas.page, canvas.styles, canvas.last + 1
    page.set_row(at, 22)
    page.merge_range(at, 0, at, canvas.left - 1, texts()["head"]["total"], styles("total_label"))
    for column, item in enumerate(canvas.sheet.fields, start=canvas.left):
        letters = column_letters(column)
        found = rules.total(item, f"{letters}{FIRST + 1}:{letters}{canvas.last + 1}", canvas.sheet.rows)
        if found is None:
            page.write_blank(at, column, None, styles("total"))
        else:
            formula, value = found
            align = "right" if item.numeric else "center"
            shown = styles("total", num_format=WHOLE if item.kind in ("count", "yesno") else PLAIN, align=align)
            page.write_formula(at, column, formula, shown, value)
    page.set_row(at + 1, 30)
    page.merge_range(at + 1, 0, at + 1, canvas.width - 1, texts()["head"]["sign"], styles("sign"))


def _print_setup(canvas: Canvas) -> None:
    page, said = canvas.page, names_of(canvas.form, canvas.sheet)
    page.set_landscape()
    page.set_paper(A4)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.center_horizontally()
    page.repeat_rows(TITLE, HINT)
    page.fit_to_pages(1, 0)
    page.print_area(0, 0, canvas.last + 2, canvas.width - 1)
    page.set_footer(texts()["head"]["footer"].format(**said, **_week(canvas.form)))
    page.hide_gridlines(2)
    page.set_zoom(100)


def names_of(form: Form, sheet: Sheet) -> dict[str, str]:
    """Return the names that the head's texts speak of."""
    return {"sender": form.sender_name, "name": sheet.name}


def period_line(form: Form) -> str:
    """Return the line that says the week and its days."""
    week = _week(form)
    across = week["from_year"] != week["to_year"]
    return str(texts()["head"]["period_across_years" if across else "period"]).format(**week)


def _week(form: Form) -> dict[str, int]:
    first, last = periods.start_of(form.week), periods.end_of(form.week)
    year, number = (int(part) for part in form.week.split("-W"))
    return {
        "year": year, "week": number,
        "from_year": first.year, "from_month": first.month, "from_day": first.day,
        "to_year": last.year, "to_month": last.month, "to_day": last.day,
    }  # fmt: skip
