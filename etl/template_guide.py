"""The "how to fill" sheet of a form: short rules, then each column with what belongs into it."""

from __future__ import annotations

from typing import Any

from etl.template_plan import Field, Form, texts
from etl.template_rules import SMALL
from etl.template_sheets import A4, period_line
from etl.template_styles import Styles, lines_in

WIDTHS = (20.0, 26.0, 70.0)
LINE = 18.0


def draw(page: Any, styles: Styles, form: Form) -> None:
    """Draw the guide of a form on an empty worksheet."""
    guide = texts()["guide"]
    for column, width in enumerate(WIDTHS):
        page.set_column(column, column, width)
    row = _line(page, styles, 0, guide["title"], "guide_title", 34)
    sender = texts()["head"]["sender"].format(sender=form.sender_name)
    row = _line(page, styles, row, sender + texts()["look"]["space"] + period_line(form), "guide_line", 22)
    row = _line(page, styles, row, _due(form), "guide_line", 22)
    for part in guide["parts"]:
        row = _line(page, styles, row, part["heading"], "guide_heading", 28)
        for text in part["lines"]:
            row = _line(page, styles, row, text, "guide_line", LINE * lines_in(text, sum(WIDTHS)) + 2)
    row = _table(page, styles, row + 1, form)
    page.set_paper(A4)
    page.set_portrait()
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    page.print_area(0, 0, row - 1, len(WIDTHS) - 1)
    page.hide_gridlines(2)
    page.protect("")


def _line(page: Any, styles: Styles, row: int, text: str, style: str, height: float) -> int:
    page.merge_range(row, 0, row, len(WIDTHS) - 1, text, styles(style))
    page.set_row(row, height)
    return row + 1


def _table(page: Any, styles: Styles, row: int, form: Form) -> int:
    for column, text in enumerate(texts()["guide"]["columns"]):
        page.write_string(row, column, text, styles("header"))
    page.set_row(row, 22)
    row += 1
    for sheet in form.sheets:
        said = [(item, _note(item)) for item in sheet.fields]
        for item, text in said:
            page.write_string(row, 0, sheet.tab, styles("guide_cell"))
            page.write_string(row, 1, item.header, styles("guide_cell"))
            page.write_string(row, 2, text, styles("guide_cell"))
            page.set_row(row, LINE * lines_in(text, WIDTHS[2] - 2) + 2)
            row += 1
        if len(said) > 1:
            page.merge_range(row - len(said), 0, row - 1, 0, sheet.tab, styles("guide_cell"))
    return row


def _note(item: Field) -> str:
    """Return the column's note, and the words or unit that may be written."""
    guide = texts()["guide"]
    note = guide["notes"].get(item.name, "")
    kind = guide["flow"] if item.flow else ""
    allowed = (
        guide["choices"].format(choices=texts()["refused"]["join"].join(item.words.values()))
        if item.words and not note
        else ""
    )
    bounded = item.most is not None and item.most < SMALL
    unit = guide["unit"].format(unit=item.hint.strip(guide["brackets"])) if item.numeric and not bounded else ""
    return "".join(part for part in (note or allowed, unit, kind) if part)


def _due(form: Form) -> str:
    guide = texts()["guide"]
    at = form.due
    return str(guide["due"]).format(
        month=at.month, day=at.day, weekday=guide["weekdays"][at.weekday()], time=at.strftime("%H:%M")
    )
