"""A table of counts or estates -> typed rows: unit, week, and for each element its value, text and qualifier."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from etl import blanks, clean, located, merges, origin, rows, words
from etl.headers import Column
from etl.issues import issue
from etl.moments import moments
from etl.placing import EPOCH, PERIOD, UNIT, Placer
from etl.recognise import Table
from etl.report import Report
from warehouse import facts, periods

CATEGORY, CHANNEL, RECEIVED = "category", "channel", "received"
OTHER = "other"
_STEPS = re.compile(r"[-—–/\\>→|·]+")


@dataclass
class Typed:
    """One table with typed rows. data: `row`, `unit`, `period`, `received`, `category`, `channel` and for the element
    of column c: `v_c` (number), `t_c` (text), `q_c` (qualifier). totals: the total rows, as texts.
    """

    table: Table
    data: pl.DataFrame
    totals: pl.DataFrame
    report: Report

    def keep(self) -> pl.DataFrame:
        """Return the rows that no error holds back."""
        return self.data.filter(~pl.col("row").is_in(list(self.report.bad))) if self.report.bad else self.data


def type_table(table: Table, placer: Placer, period: str | None, received: datetime) -> Typed:
    """Read every cell of a table; what can not be read is in the report with its cell."""
    data, totals = rows.sort_out(table)
    report = Report(table, list(table.issues))
    rows.report_long(data, table, report)
    merges.report_figures(data, table, report)
    data = with_period(data, table, report, period, received.date())
    data = placer.place(data, table, report)
    data = with_reported(data, table, received)
    data = _with_words(data, table, report)
    for column in table.elements():
        data = _with_element(data, column, table, report)
    data = _with_seat(data, table, report, placer)
    _note_qualified(data, table, report)
    blanks.note(data.filter(~pl.col("row").is_in(list(report.bad))), table, report)
    return Typed(table, data, totals, report)


def with_period(data: pl.DataFrame, table: Table, report: Report, period: str | None, hint: date) -> pl.DataFrame:
    """Add `period`: the row's own week, else the file's; a week column must not contradict the file."""
    column = table.column("week")
    if column is None:
        return data.with_columns(pl.lit(period, pl.String()).alias(PERIOD))
    near = periods.start_of(period) if period else hint
    stocks = not any(words.is_flow(item.field) for item in table.elements())  # a month's activities are no week's
    data = rows.map_texts(data, column.name, lambda text: origin.week_of_row(text, near, of_month=stocks), "own_week")
    data = data.rename({"own_week": PERIOD})
    for text in data.filter(pl.col(PERIOD).is_not_null())[column.name].drop_nulls().unique(maintain_order=True):
        if origin.is_month(text, near):
            week = origin.week_of_row(text, near, of_month=True)
            report.add_limited(issue("period-inexact", value=text, period=week))
    unread = pl.col(PERIOD).is_null() & (pl.col(column.name).is_not_null() | pl.lit(period is None))
    report.rows("week-unreadable", data.filter(unread).select("row", pl.col(column.name).alias("value")), column)
    data = data.with_columns(pl.col(PERIOD).fill_null(pl.lit(period, pl.String())))
    if period is not None:
        other = data.filter(pl.col(PERIOD) != period).select("row", pl.col(column.name).alias("value"))
        report.rows("period-contradictory", other, column, lambda item: {"weeks": f"{period}, {item['value']}"})
    return data


def with_reported(data: pl.DataFrame, table: Table, received: datetime, name: str = RECEIVED) -> pl.DataFrame:
    """Add when each row's report arrived: as a history file says it, else when the file itself was received."""
    column = table.column("reported_at")
    own = pl.lit(received.replace(tzinfo=None), pl.Datetime("us"))
    if column is None:
        return data.with_columns(own.alias(name))
    data = data.with_columns(moments(data[column.name], received.date(), table.sheet.epoch).alias(name))
    return data.with_columns(pl.col(name).fill_null(own))


def _with_words(data: pl.DataFrame, table: Table, report: Report) -> pl.DataFrame:
    for name, field, listed in ((CATEGORY, "ticket:category", "categories"), (CHANNEL, "ticket:channel", "channels")):
        column = table.column(field)
        if column is None:
            data = data.with_columns(pl.lit(None, pl.String()).alias(name))
        else:
            data = with_word(data, column, name, words.lookup(listed), report)
    return data


def with_word(data: pl.DataFrame, column: Column, name: str, known: dict[str, str], report: Report) -> pl.DataFrame:
    """Add a column of codes by a table of words; a word that is not in it is an issue."""
    paths = column.field == "ticket:category"
    data = rows.map_texts(data, column.name, lambda text: _code_of(text, known, paths=paths), name)
    texts = data[column.name].drop_nulls().unique().to_list()
    strange = [text for text in texts if _code_of(text, known, paths=paths) is None and not clean.is_blank(text)]
    if strange:
        found = data.filter(pl.col(column.name).is_in(strange)).select("row", pl.col(column.name).alias("value"))
        report.rows("choice-unknown", found, column)
    return data


def _code_of(text: str, known: dict[str, str], *, paths: bool) -> str | None:
    """Return a word's code; of a path of categories, 物业管理-停车管理-乱停车, that of its narrow step."""
    plain = words.fold(text)
    if plain in known or not paths:
        return known.get(plain)
    steps = [step for step in _STEPS.split(plain) if step]
    codes = [known[step] for step in steps if step in known]
    if not codes or len(steps) < 2:
        return None
    narrow = {code for code in codes if code != OTHER and code not in words.words()["tickets"]["broad"]}
    broad = [code for code in codes if code != OTHER] or codes
    return None if len(narrow) > 1 else next(iter(narrow), broad[-1])  # 停车/噪音 are two things, no path


def _with_element(data: pl.DataFrame, column: Column, table: Table, report: Report) -> pl.DataFrame:
    """Clean each distinct text of a column once and join the results back."""
    element, name = words.elements()[column.field], column.name
    texts = data[name].drop_nulls().unique().to_list()
    found = [clean.element(text, element.type, element.name, column.factor) for text in texts]
    cleaned = pl.DataFrame(
        {
            name: texts,
            f"v_{name}": [item.number for item in found],
            f"t_{name}": [item.text for item in found],
            f"q_{name}": [item.qualifier for item in found],
            "problem": [item.problem for item in found],
        },
        schema={
            name: pl.String(),
            f"v_{name}": facts.NUMBER,
            f"t_{name}": pl.String(),
            f"q_{name}": pl.String(),
            "problem": pl.String(),
        },
    )
    data = data.join(cleaned, on=name, how="left", maintain_order="left")
    for code in sorted({item.problem for item in found if item.problem}):
        wrong = data.filter(pl.col("problem") == code).select("row", pl.col(name).alias("value"))
        report.rows(code, wrong, column)
    uncached = [row for row, index in table.sheet.marks.uncached if index == column.index]
    if uncached:
        blank = data.filter(pl.col("row").is_in(uncached) & pl.col(name).is_null()).select("row")
        report.rows("formula-without-value", blank, column)
    return data.drop("problem")


def _with_seat(data: pl.DataFrame, table: Table, report: Report, placer: Placer) -> pl.DataFrame:
    """Turn the estate that a branch's seat names into its id: by code, else by name below the row's street."""
    column = table.column("branch_seat")
    if column is None or column.data_set != "estates":
        return data
    name, text = column.name, f"t_{column.name}"
    named = data.filter(pl.col(text).is_not_null() & pl.col(UNIT).is_not_null())
    pairs = named.select(PERIOD, EPOCH, UNIT, name).unique(subset=[EPOCH, UNIT, name], maintain_order=True)
    seats: list[str | None] = []
    known: dict[tuple[int, str | None, str], str | None] = {}
    for period, epoch, unit, written in pairs.rows():
        snapshot = placer.places.at(period)
        street = snapshot.at_level(unit, "street")
        key = (epoch, street, written)
        if key not in known:
            code = snapshot.coded(written.strip())
            known[key] = code or placer.resolver.below(street).named(snapshot, "estate", written)
        seats.append(known[key])
    pairs = pairs.with_columns(pl.Series("seat", seats, dtype=pl.String())).drop(PERIOD)
    data = data.join(pairs, on=[EPOCH, UNIT, name], how="left", maintain_order="left")
    unknown = data.filter(pl.col(text).is_not_null() & pl.col("seat").is_null() & pl.col(UNIT).is_not_null())
    report.rows("place-unknown", unknown.select("row", pl.col(name).alias("value")), column)
    return data.with_columns(pl.col("seat").alias(text)).drop("seat")


def _note_qualified(data: pl.DataFrame, table: Table, report: Report) -> None:
    columns = [f"q_{column.name}" for column in table.elements()]
    count = sum(int(data[name].is_not_null().sum()) for name in columns)
    if count:
        report.add(issue("number-qualified", sheet=table.name, count=count))


def to_facts(typed: Typed, data: pl.DataFrame, submission_id: str) -> dict[str, pl.DataFrame]:
    """Return typed rows as fact rows, one for each cell with a value, by fact table."""
    parts: dict[str, list[pl.DataFrame]] = {}
    for column in typed.table.elements():
        element = words.elements()[column.field]
        value, text = pl.col(f"v_{column.name}"), pl.col(f"t_{column.name}")
        stated = data.filter((value.is_not_null() | text.is_not_null()) & pl.col(UNIT).is_not_null())
        cells = located.cells(typed.table.sheet, stated, column, merges.tops(typed.table, column))
        table = facts.COMPLAINT_COUNTS if element.data_set == facts.TICKETS else element.data_set
        parts.setdefault(table, []).append(
            stated.select(
                org_unit_id=pl.col(UNIT),
                period_id=pl.col(PERIOD),
                data_set_id=pl.lit(element.data_set),
                data_element=pl.lit(element.name),
                category=pl.lit(column.category) if column.category else pl.col(CATEGORY),
                channel=pl.col(CHANNEL),
                value=value,
                value_text=text,
                qualifier=pl.col(f"q_{column.name}"),
                received_at=pl.col(RECEIVED),
                submission_id=pl.lit(submission_id),
                sheet=pl.lit(typed.table.name, pl.String()),
                row=located.rows(typed.table.sheet, cells),
                cell=cells,
            )
        )
    return {name: pl.concat(found) for name, found in parts.items()}
