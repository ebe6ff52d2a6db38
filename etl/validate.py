"""Typed rows -> what can not be: out of range, a part above its whole, repeated rows, a wrong total."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl

from etl import clean, issues, rates, read, rows, words
from etl.headers import Column
from etl.issues import issue
from etl.places import Places, Snapshot
from etl.placing import PERIOD, UNIT
from etl.report import plain_number
from etl.values import CATEGORY, CHANNEL, Typed
from warehouse.settings import Checks

MOST_ROWS = 20_000  # a list so long is of estates or of many weeks
NUMERIC = ("count", "number", "m2", "hours", "minutes")


def validate(found: list[Typed], places: Places, received_week: str, checks: Checks) -> None:
    """Check all tables of a file; what is wrong goes to their reports."""
    for typed in found:
        _future(typed, received_week)
        for column in typed.table.elements():
            _range(typed, column)
        _parts(typed)
        _totals(typed)
        rates.report_shares(typed)
        rates.check(typed, checks.rate_differs)
    _repeated(found)
    _wholes(found, places)


def _future(typed: Typed, received_week: str) -> None:
    column = typed.table.column("week")
    if column is not None:
        later = typed.data.filter(pl.col(PERIOD) > received_week)
        typed.report.rows("period-future", later.select("row", pl.col(column.name).alias("value")), column)


def _range(typed: Typed, column: Column) -> None:
    element = words.elements()[column.field]
    if element.type not in NUMERIC:
        return
    limits = words.forms()[element.data_set].get("limits", {}).get(column.field, [0, None, None])
    least, most, unlikely = limits
    most = words.words()["numbers"]["beyond"] if most is None else most
    value, written = pl.col(f"v_{column.name}"), pl.col(column.name).alias("value")
    wrong = (value < least) | (value > most)
    shown = {"least": least, "most": most}
    typed.report.rows(
        "number-out-of-range", typed.data.filter(wrong).select("row", written), column, lambda _: dict(shown)
    )
    if unlikely is not None and typed.table.rows:
        large = (value >= unlikely) & (value <= most)
        typed.report.rows("value-unlikely", typed.data.filter(large).select("row", written), column)


def _parts(typed: Typed) -> None:
    fields = {column.field: column for column in typed.table.elements() if column.category is None}
    pairs = [tuple(pair) for form in words.forms().values() for pair in form["parts"]]
    for part, whole in pairs:
        if part not in fields or whole not in fields:
            continue
        small, large = fields[part], fields[whole]
        wrong = typed.data.filter(pl.col(f"v_{small.name}") > pl.col(f"v_{large.name}"))
        shown = wrong.select("row", pl.col(small.name).alias("value"), pl.col(large.name).alias("whole"))
        zh, en = issues.field_name(whole)

        def details(item: dict[str, Any], large: Column = large, zh: str = zh, en: str = en) -> dict[str, Any]:
            return {
                "whole": item["whole"],
                "whole_zh": zh,
                "whole_en": en,
                "whole_cell": f"{large.letters}{item['row']}",
            }

        typed.report.rows("part-exceeds-whole", shown, small, details)


# totals -------------------------------------------------------------------------------------------------------------


def _totals(typed: Typed) -> None:
    """Compare each total with the rows it may be the sum of: all, or those between it and the next totals."""
    if not typed.totals.height or typed.data[PERIOD].n_unique() > 1:
        return
    marks = typed.totals["row"].to_list()
    unsaved: list[tuple[int, int]] = []
    numbers, totals = typed.data["row"].to_list(), typed.totals.rows(named=True)
    for column in typed.table.elements():
        element = words.elements()[column.field]
        if element.type in ("choice", "text", "unit") or (element.form == "row" and element.type != "yesno"):
            continue
        if typed.data[f"q_{column.name}"].null_count() < typed.data.height:
            continue  # estimates do not add up
        stated = [(row, value) for row, value in zip(numbers, typed.data[f"v_{column.name}"], strict=True) if value]
        for total in totals:
            if _is_unsaved(typed, column, total):
                unsaved.append((total["row"], column.index))
            else:
                _total(typed, column, total, marks, stated)
    if unsaved:
        cells = read.ranges(unsaved)
        first, said = cells[0].partition(":")[0], ", ".join(cells)
        typed.report.add(issue("totals-unsaved", sheet=typed.table.name, cell=first, cells=said))


def _is_unsaved(typed: Typed, column: Column, total: dict[str, Any]) -> bool:
    """Say whether a total is a formula without a result, as in a workbook that a program has written anew.

    An official form's own totals are right once they are worked out; a program that fills it in does not do that.
    """
    if typed.table.stamp is not None or total[column.name] is not None:
        return False
    return (total["row"], column.index) in typed.table.sheet.marks.uncached


Stated = list[tuple[int, Decimal]]  # row, value


def _total(typed: Typed, column: Column, total: dict[str, Any], marks: list[int], stated: Stated) -> None:
    written = total[column.name]
    found = clean.number(written, "number" if words.elements()[column.field].type == "yesno" else "m2")
    cell = f"{column.letters}{total['row']}"
    if found.problem == "number-unreadable" and words.elements()[column.field].type == "yesno":
        return
    if found.problem:
        code = "cell-error" if found.problem == "cell-error" else "total-unread"
        typed.report.add(issue(code, sheet=typed.table.name, cell=cell, field=column.field, value=written))
        return
    if found.number is None or found.qualifier:
        return
    if typed.report.bad and _has_problem(typed, column):
        return
    sums = _sums(stated, total, marks)
    if found.number * column.factor not in sums:
        typed.report.add(
            issue(
                "total-differs",
                sheet=typed.table.name,
                cell=cell,
                field=column.field,
                value=written,
                sum=plain_number(sums[0]),
            )
        )


def _has_problem(typed: Typed, column: Column) -> bool:
    unread = pl.col(f"v_{column.name}").is_null() & pl.col(column.name).is_not_null()
    return typed.data.filter(unread & pl.col("row").is_in(list(typed.report.bad))).height > 0


def _sums(stated: Stated, total: dict[str, Any], marks: list[int]) -> list[Decimal]:
    row = total["row"]
    before = max((mark for mark in marks if mark < row), default=0)
    after = min((mark for mark in marks if mark > row), default=2**31 - 1)
    above = sum((value for at, value in stated if before < at < row), Decimal(0))
    below = sum((value for at, value in stated if row < at < after), Decimal(0))
    everything = sum((value for _, value in stated), Decimal(0))
    if total[rows.KIND] == rows.TOTAL:
        return [everything] if len(marks) == 1 else [everything, above, below]
    return [above, below]


# rows against rows --------------------------------------------------------------------------------------------------


def _repeated(found: list[Typed]) -> None:
    """Find a unit that is stated twice for one data set and week, in one sheet or in two."""
    keys = [UNIT, PERIOD, CATEGORY, CHANNEL]
    for group in _of_same_elements(found):
        same = [(number, found[number]) for number in group]
        stacked = pl.concat(
            [typed.data.select("row", *keys, pl.lit(number).alias("table")) for number, typed in same]
        ).filter(pl.col(UNIT).is_not_null())
        again = stacked.filter(pl.struct(keys).is_duplicated())
        if not again.height:
            continue
        first: dict[tuple[Any, ...], tuple[int, int]] = {}
        for item in again.rows(named=True):
            typed, key = found[item["table"]], tuple(item[name] for name in keys)
            places = typed.table.ordered_places() or typed.table.codes()
            column = places[-1] if places else None
            typed.report.bad.add(item["row"])
            if key not in first:
                first[key] = (item["table"], item["row"])
                continue
            if len(typed.report.issues) > 10 * issues.LISTED:
                continue
            other, other_row = first[key]
            letters = column.letters if column else "A"
            sheet = f"{found[other].table.name} " if other != item["table"] else ""
            written = typed.data.filter(pl.col("row") == item["row"])[column.name][0] if column else None
            typed.report.add(
                issue(
                    "row-repeated",
                    sheet=typed.table.name,
                    cell=f"{letters}{item['row']}",
                    field=column.field if column else None,
                    value=written,
                    other=f"{sheet}{letters}{other_row}",
                )
            )


def _of_same_elements(found: list[Typed]) -> list[list[int]]:
    """Group the tables that state an element in common: one sheet may hold 应报到, the next 已报到."""
    groups: list[tuple[set[tuple[str, str | None]], list[int]]] = []
    for number, typed in enumerate(found):
        own = {(column.field, column.category) for column in typed.table.elements()}
        joined = [group for group in groups if group[0] & own]
        groups = [group for group in groups if not group[0] & own]
        numbers = sorted([number, *(item for _, listed in joined for item in listed)])
        groups.append((own.union(*(elements for elements, _ in joined)), numbers))
    return [numbers for _, numbers in groups]


def _wholes(found: list[Typed], places: Places) -> None:
    """Compare what is stated for a whole unit with the sum of its parts in the same file, on whatever sheet."""
    for data_set in {typed.table.data_set for typed in found}:
        same = [
            item for item in found if item.table.data_set == data_set and not item.table.column("ticket:category")
        ]
        stated = [
            (row[UNIT], typed, row)
            for typed in same
            if not typed.table.rows and typed.data.height <= MOST_ROWS
            for row in typed.data.filter(pl.col(UNIT).is_not_null()).rows(named=True)
        ]
        weeks = {row[PERIOD] for _, _, row in stated}
        if len(weeks) == 1:
            _wholes_of(data_set, stated, places.at(str(weeks.pop())))


def _wholes_of(data_set: str, stated: list[tuple[str, Typed, dict[str, Any]]], snapshot: Snapshot) -> None:
    units = list(dict.fromkeys(unit for unit, _, _ in stated if unit in snapshot.rows))
    if len({snapshot.rows[unit].level for unit in units}) < 2:
        return
    rows_of: dict[str, list[tuple[Typed, dict[str, Any]]]] = {}
    for unit, typed, row in stated:
        rows_of.setdefault(unit, []).append((typed, row))
    due = words.data_sets()[data_set]["level"]
    for unit in units:
        below = [item for item in units if item != unit and snapshot.below(item, unit)]
        parts = [item for item in below if not any(other != item and snapshot.below(item, other) for other in below)]
        if not parts:
            continue
        owed = [item for item in snapshot.units(due, unit) if not any(snapshot.below(item, part) for part in parts)]
        for typed, row in rows_of[unit]:
            for column in typed.table.elements():
                values = [_stated(column, rows_of[item]) for item in parts]
                _whole(typed, column, row, values, complete=not owed)


def _stated(column: Column, rows_: list[tuple[Typed, dict[str, Any]]]) -> Decimal | None:
    """Return what the rows of a unit state of a column's element."""
    for typed, row in rows_:
        for other in typed.table.elements():
            value = row[f"v_{other.name}"]
            if (other.field, other.category) == (column.field, column.category) and value is not None:
                return Decimal(value)
    return None


def _whole(
    typed: Typed, column: Column, whole: dict[str, Any], parts: list[Decimal | None], *, complete: bool
) -> None:
    stated = [part for part in parts if part is not None]
    value = whole[f"v_{column.name}"]
    if value is None or not stated or whole[f"q_{column.name}"]:
        return
    total = sum(stated, Decimal(0))
    if total > value or (total != value and complete and len(stated) == len(parts)):
        cell = f"{column.letters}{whole['row']}"
        typed.report.add(
            issue(
                "whole-differs",
                sheet=typed.table.name,
                cell=cell,
                field=column.field,
                value=plain_number(value),
                sum=plain_number(total),
            ),
            whole["row"],
        )
