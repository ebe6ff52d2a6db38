"""A table of complaints -> tickets: states, categories and channels by tables, durations in whole minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl

from etl import clean, personal, rows, ticket_years, values, words
from etl.headers import Column
from etl.issues import issue
from etl.moments import moments
from etl.placing import PERIOD, UNIT, Placer
from etl.recognise import Table
from etl.report import Report
from warehouse import facts, periods

MINUTE = 60
SECONDS = 86_400  # of a day
EPOCH, MONDAY = date(1970, 1, 1), 3  # a Thursday
ROUNDED = r"^[0-9](\.[0-9]+)?[eE]\+?[0-9]+$"


@dataclass
class TypedTickets:
    """Tickets with their states. data: the columns of facts.TICKET but for submission, sheet and cells."""

    table: Table
    data: pl.DataFrame
    report: Report

    def keep(self) -> pl.DataFrame:
        """Return the tickets that no error holds back."""
        return self.data.filter(~pl.col("row").is_in(list(self.report.bad))) if self.report.bad else self.data


def type_tickets(
    table: Table, placer: Placer, received: datetime, hint: date, period: str | None = None
) -> TypedTickets:
    """Read every ticket of a table. A ticket belongs to the week in which it was received.

    hint: a day of the file's own week, near which a date without a year lies; period: the week that the file states.
    """
    data, _ = rows.sort_out(table)
    report = Report(table, list(table.issues))
    rows.report_long(data, table, report)
    number = _must(table, "ticket:number")
    data = data.with_columns(_numbers(data[number.name]).alias("ticket_number"))
    data = _with_moments(data, table, report, received, hint)
    data = _with_week(data)
    data = values.with_reported(data, table, received, "reported_at")
    _incomplete(data, report, number, _must(table, "ticket:received"))
    data = placer.place(data, table, report)
    for name, field, listed in (
        ("category", "ticket:category", "categories"),
        ("channel", "ticket:channel", "channels"),
    ):
        data = _with_code(data, table, report, field, name, words.lookup(listed))
    data = _with_states(data, table, report)
    data = _with_durations(data, table, report)
    _repeated(data, report, number)
    _rounded(data, report, number)
    ticket_years.check(data, report, _must(table, "ticket:received"), period)
    _personal(data, report, number, received.date())
    return TypedTickets(table, _shaped(data), report)


def _must(table: Table, field: str) -> Column:
    column = table.column(field)
    assert column is not None, field
    return column


def _numbers(texts: pl.Series) -> pl.Series:
    """Return the numbers of tickets: `\\t2026…` and `'2026…` are how programs keep the digits of 2026…."""
    numbers = texts.str.strip_chars().str.strip_prefix("'")
    odd = numbers.filter(numbers.str.contains("[^ -~]")).unique().to_list()
    if odd:
        numbers = numbers.replace(odd, [words.half_width(text) for text in odd])
    return numbers if (numbers != "").all() else pl.select(pl.when(numbers != "").then(numbers)).to_series()


def _with_moments(data: pl.DataFrame, table: Table, report: Report, received: datetime, hint: date) -> pl.DataFrame:
    columns = {f"{name}_at": table.column(f"ticket:{name}") for name in ("received", "responded", "resolved")}
    none = pl.lit(None, pl.Datetime("us"))
    data = data.with_columns(
        (none if column is None else moments(data[column.name], hint, table.sheet.epoch)).alias(name)
        for name, column in columns.items()
    )
    latest = received.replace(tzinfo=None)
    for name, column in columns.items():
        if column is None:
            continue
        written = pl.col(column.name)
        if data[name].null_count() > data[column.name].null_count():
            unread = data.filter(pl.col(name).is_null() & written.is_not_null()).select("row", written.alias("value"))
            blank = [text for text in unread["value"].unique().to_list() if clean.is_blank(text)]
            report.rows("date-unreadable", unread.filter(~pl.col("value").is_in(blank)), column)
        _wrong(data, report, "date-future", pl.col(name) > pl.lit(latest), column)
    return data


def _wrong(data: pl.DataFrame, report: Report, code: str, at_fault: pl.Expr, column: Column) -> None:
    """Report rows at fault with what is written in a column; where there are none, no row is copied."""
    found = data.select(at_fault.fill_null(False)).to_series()
    if found.any():
        report.rows(code, data.filter(found).select("row", pl.col(column.name).alias("value")), column)


def _with_week(data: pl.DataFrame) -> pl.DataFrame:
    """Add the week in which each ticket was received: Monday is the day it is counted from."""
    days = (data["received_at"].dt.epoch("d") + MONDAY) // 7
    weeks = days.drop_nulls().unique().to_list()
    if not weeks:
        return data.with_columns(pl.lit(None, pl.String()).alias(PERIOD))
    names = [periods.period_of(EPOCH + timedelta(days=7 * week - MONDAY)) for week in weeks]
    found = days.replace_strict(weeks, names, default=None, return_dtype=pl.String())
    return data.with_columns(found.alias(PERIOD))


def _incomplete(data: pl.DataFrame, report: Report, number: Column, received: Column) -> None:
    for column, name in ((number, "ticket_number"), (received, received.name)):
        if data[name].null_count():
            report.rows("ticket-incomplete", data.filter(pl.col(name).is_null()).select("row"), column)


def _with_code(
    data: pl.DataFrame, table: Table, report: Report, field: str, name: str, known: dict[str, str]
) -> pl.DataFrame:
    column = table.column(field)
    if column is None:
        return data.with_columns(pl.lit(None, pl.String()).alias(name))
    return values.with_word(data, column, name, known, report)


def _with_states(data: pl.DataFrame, table: Table, report: Report) -> pl.DataFrame:
    """Add responded, resolved, resolved_in_estate, rated, satisfied: what the columns say outright, else what status
    and times say.
    """
    done, rated = words.lookup("tickets", "done"), words.lookup("tickets", "satisfied")
    for field, name, known in (
        ("ticket:status", "status", words.lookup("tickets", "status")),
        ("ticket:responded_yes", "said_responded", done),
        ("ticket:resolved_yes", "said_resolved", done),
        ("ticket:in_estate", "in_estate", words.lookup("tickets", "in_estate")),
        ("ticket:satisfied", "said_satisfied", rated),
    ):
        data = _with_code(data, table, report, field, name, known)
    status = pl.col("status")
    timed = pl.col("resolved_at").is_not_null()
    said = pl.when(pl.col("said_resolved").is_not_null()).then(pl.col("said_resolved") == "yes")
    resolved = said.when(status.is_not_null()).then(status == "resolved").otherwise(timed)
    data = data.with_columns(resolved=resolved)
    later = pl.col("responded_at").is_not_null() | (status == "responded").fill_null(False)
    said = pl.when(pl.col("said_responded").is_not_null()).then(pl.col("said_responded") == "yes")
    answered = said.otherwise(later)
    data = data.with_columns(responded=answered | pl.col("resolved"))
    odd = data.filter(pl.col("resolved") != timed) if table.column("ticket:resolved") else data.head(0)
    if odd.height:
        cell = f"{_must(table, 'ticket:resolved').letters}{odd['row'][0]}"
        report.add(
            issue("ticket-contradictory", sheet=table.name, cell=cell, field="ticket:resolved", count=odd.height)
        )
    judged = pl.col("said_satisfied").is_in(["yes", "no"])
    return data.with_columns(
        resolved_in_estate=pl.when(pl.col("resolved") & pl.col("in_estate").is_not_null()).then(
            pl.col("in_estate") == "yes"
        ),
        rated=judged.fill_null(False),
        satisfied=pl.when(judged).then(pl.col("said_satisfied") == "yes"),
    )


def _with_durations(data: pl.DataFrame, table: Table, report: Report) -> pl.DataFrame:
    """Add the minutes until response and resolution; none where one of the two columns has days only: from 22:00
    to `11-04` is not two hours, and `11-03` is not before 09:00 of that day.
    """
    day_only = {name: _is_of_days(data[f"{name}_at"]) for name in ("responded", "resolved", "received")}
    day = pl.col("received_at").dt.truncate("1d")
    for name in ("responded", "resolved"):
        seconds = (pl.col(f"{name}_at") - pl.col("received_at")).dt.total_seconds()
        to = "response_minutes" if name == "responded" else "resolution_minutes"
        exact = pl.col(name) & pl.lit(day_only[name] == day_only["received"])
        data = data.with_columns(pl.when(exact).then(seconds // MINUTE).cast(pl.Int32()).alias(to))
        column = table.column(f"ticket:{name}")
        if column is not None:
            begun = day if day_only[name] else pl.col("received_at")
            _wrong(data, report, "date-order", pl.col(f"{name}_at") < begun, column)
    return data


def _is_of_days(moments: pl.Series) -> bool:
    """Say whether a column has days only: none of its moments has a time of day."""
    known = moments.drop_nulls()
    return bool(known.len()) and bool((known.dt.epoch("s") % SECONDS == 0).all())


def _repeated(data: pl.DataFrame, report: Report, number: Column) -> None:
    numbers = data["ticket_number"].drop_nulls()
    if numbers.n_unique() == numbers.len():
        return
    again = data.filter(pl.col("ticket_number").is_not_null() & pl.col("ticket_number").is_duplicated())
    first = again.select("row", "ticket_number", pl.col("row").min().over("ticket_number").alias("first"))
    shown = first.filter(pl.col("row") != pl.col("first")).select(
        "row", pl.col("ticket_number").alias("value"), "first"
    )
    report.rows("ticket-repeated", shown, number, lambda item: {"other": f"{number.letters}{item['first']}"})
    report.bad.update(first["row"].to_list())


def across(found: list[TypedTickets]) -> None:
    """Hold back tickets that stand in two tables of one file: which of the two states is the newer, nobody knows."""
    if len(found) < 2:
        return
    every = pl.concat(
        item.data.select("ticket_number", "row", pl.lit(at, pl.Int32()).alias("table"))
        for at, item in enumerate(found)
    ).drop_nulls("ticket_number")
    if every["ticket_number"].n_unique() == every.height:
        return
    first = every.group_by("ticket_number").agg(pl.col("table").min().alias("first"), pl.col("row").first())
    again = every.join(first, on="ticket_number", suffix="_first").filter(pl.col("table") != pl.col("first"))
    for at, item in enumerate(found):
        item.report.bad.update(
            item.data.join(again.unique("ticket_number"), on="ticket_number", how="semi")["row"].to_list()
        )
        number = _must(item.table, "ticket:number")
        shown = again.filter(pl.col("table") == at).select(
            "row", pl.col("ticket_number").alias("value"), "first", "row_first"
        )

        def details(line: dict[str, Any]) -> dict[str, Any]:
            other = found[line["first"]].table
            return {"other": f"{other.name or ''} {_must(other, 'ticket:number').letters}{line['row_first']}".strip()}

        item.report.rows("ticket-repeated", shown, number, details)


def _rounded(data: pl.DataFrame, report: Report, number: Column) -> None:
    """Hold back tickets whose number a workbook program has rounded to 15 digits: 4.302E+17 is any of hundreds."""
    _wrong(data, report, "ticket-number-rounded", pl.col("ticket_number").str.contains(ROUNDED), number)


def _personal(data: pl.DataFrame, report: Report, number: Column, today: date) -> None:
    """Hold back tickets in whose number a phone or identity number stands: the caller's, in the wrong column."""
    long = data.filter(pl.col("ticket_number").str.contains(personal.APART)).select("row", "ticket_number")
    texts = long["ticket_number"].unique().to_list()
    wrong = [text for text in texts if personal.apart(text, today)]
    if wrong:
        shown = long.filter(pl.col("ticket_number").is_in(wrong))
        report.rows("personal-number", shown.rename({"ticket_number": "value"}), number)


def _shaped(data: pl.DataFrame) -> pl.DataFrame:
    return data.select(
        "row",
        "ticket_number",
        "received_at",
        "category",
        "channel",
        "responded",
        "resolved",
        "resolved_in_estate",
        "rated",
        "satisfied",
        "response_minutes",
        "resolution_minutes",
        "reported_at",
        org_unit_id=pl.col(UNIT),
        period_id=pl.col(PERIOD),
    )


def to_facts(typed: TypedTickets, submission_id: str) -> pl.DataFrame:
    """Return the tickets that may be kept as fact rows, with the cells that say their states."""
    table = typed.table

    def cell(*fields: str) -> pl.Expr:
        column = next((found for field in fields if (found := table.column(field))), None)
        return pl.lit(None, pl.String()) if column is None else pl.concat_str(pl.lit(column.letters), pl.col("row"))

    kept = typed.keep().filter(pl.col("org_unit_id").is_not_null())
    cells = kept.with_columns(
        submission_id=pl.lit(submission_id),
        sheet=pl.lit(table.name, pl.String()),
        cell=cell("ticket:number"),
        cell_responded=cell("ticket:responded_yes", "ticket:responded", "ticket:status"),
        cell_resolved=cell("ticket:resolved_yes", "ticket:status", "ticket:resolved"),
        cell_in_estate=cell("ticket:in_estate"),
        cell_satisfied=cell("ticket:satisfied"),
    )
    return facts.conform(cells, facts.TICKET)
