"""The official workbook of a sender and week (`linju template`): prefilled, checked at input, stamped.

What stands in it is said by `etl.template_plan`, what may be written by `etl.template_rules`, its looks by
`etl.template_styles` and `etl.template_sheets`; the stamp by which it is known again is `etl.stamp`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

from etl import stamp, template_guide, template_plan, template_sheets
from etl.template_plan import Form, FormError
from etl.template_styles import Styles
from warehouse.store import Store

__all__ = ["FormError", "Written", "write"]


@dataclass(frozen=True)
class Written:
    """What a written form holds. rows: units by data set."""

    path: Path
    sender: str
    week: str
    rows: dict[str, int]


def write(store: Store, unit: str, week: str, path: Path, also: tuple[str, ...] = ()) -> Written:
    """Write the form of a unit (id, code or name) and week as .xlsx; also: data sets that are not owed every week.

    FormError where there is none to make, OSError where the file can not be written.
    """
    form = template_plan.plan(store, unit, week, also)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        _draw(form, path)
    except xlsxwriter.exceptions.FileCreateError as error:  # open in a spreadsheet program, mostly
        raise OSError(f"{path} can not be written: {error}") from error
    return Written(path, form.sender, form.week, {sheet.data_set: len(sheet.rows) for sheet in form.sheets})


def _draw(form: Form, path: Path) -> None:
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        styles = Styles(book)
        book.set_properties({"author": template_plan.texts()["look"]["author"], "title": form.sender_name})
        book.set_size(1900, 1100)
        for sheet in form.sheets:
            template_sheets.draw(book.add_worksheet(sheet.tab), styles, form, sheet)
        template_guide.draw(book.add_worksheet(template_plan.texts()["look"]["guide_sheet"]), styles, form)
        _stamp(book.add_worksheet(stamp.SHEET), form)
        book.worksheets()[0].activate()


def _stamp(page: xlsxwriter.worksheet.Worksheet, form: Form) -> None:
    for row, said in enumerate(form.stamp().rows()):
        for column, text in enumerate(said):
            page.write_string(row, column, text)
    page.protect("")
    page.very_hidden()
