"""A table of complaints -> tickets: states, categories and channels by tables, durations in whole minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import polars as pl

from etl import clean, personal, rows, values, words
from etl.headers import Column
from etl.issues import issue
from etl.placing import PERIOD, UNIT, Placer
from etl.recognise import Table
from etl.report import Report

MINUTE = 60


@dataclass
class TypedTickets:
    """Tickets with their states. data: the columns of facts.TICKET but for submission and sheet."""

    table: Table
    data: pl.DataFrame
    report: Report

    def keep(self) -> pl.DataFrame:
        """Return the tickets that no error holds back."""
        return self.data.filter(~pl.col("row").is_in(list(self.report.bad))) if self.report.bad else self.data


def type_tickets(table: Table, placer: Placer, received: datetime) -> TypedTickets:
    """Read every ticket of a table. A ticket belongs to the week in which it was received."""
    data, _ = rows.sort_out(table)
    report = Report(table, list(table.issues))
    rows.report_long(data, table, report)
    number = _must(table, "ticket:number")
    data = data.with_columns(pl.col(number.name).str.strip_chars().alias("ticket_number"))
    for name in ("received", "responded", "resolved"):
        data = _with_moment(data, table, report, f"ticket:{name}", f"{name}_at", received)
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
    _personal(data, report, number)
    return TypedTickets(table, _shaped(data, table), report)


def _must(table: Table, field: str) -> Column:
    column = table.column(field)
    assert column is not None, field
    return column


def _with_moment(
    data: pl.DataFrame, table: Table, report: Report, field: str, name: str, received: datetime
) -> pl.DataFrame:
    column = table.column(field)
    if column is None:
        return data.with_columns(pl.lit(None, pl.Datetime("us")).alias(name))
    data = data.with_columns(values.moments(data, column.name, received.date()).alias(name))
    unread = data.filter(pl.col(name).is_null() & pl.col(column.name).is_not_null())
    unread = unread.select("row", pl.col(column.name).alias("value"))
    blank = [text for text in unread["value"].unique().to_list() if clean.is_blank(text)]
    report.rows("date-unreadable", unread.filter(~pl.col("value").is_in(blank)), column)
    future = data.filter(pl.col(name) > pl.lit(received.replace(tzinfo=None)))
    report.rows("date-future", future.select("row", pl.col(column.name).alias("value")), column)
    return data


def _with_week(data: pl.DataFrame) -> pl.DataFrame:
    at = pl.col("received_at").dt
    week = pl.concat_str(at.iso_year().cast(pl.String()), pl.lit("-W"), at.week().cast(pl.String()).str.zfill(2))
    return data.with_columns(week.alias(PERIOD))


def _incomplete(data: pl.DataFrame, report: Report, number: Column, received: Column) -> None:
    for column, name in ((number, "ticket_number"), (received, received.name)):
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
    for name in ("responded", "resolved"):
        seconds = (pl.col(f"{name}_at") - pl.col("received_at")).dt.total_seconds()
        to = "response_minutes" if name == "responded" else "resolution_minutes"
        data = data.with_columns(pl.when(pl.col(name)).then(seconds // MINUTE).cast(pl.Int32()).alias(to))
        column = table.column(f"ticket:{name}")
        if column is not None:
            wrong = data.filter(pl.col(f"{name}_at") < pl.col("received_at"))
            report.rows("date-order", wrong.select("row", pl.col(column.name).alias("value")), column)
    return data


def _repeated(data: pl.DataFrame, report: Report, number: Column) -> None:
    again = data.filter(pl.col("ticket_number").is_not_null() & pl.col("ticket_number").is_duplicated())
    first = again.select("row", "ticket_number", pl.col("row").min().over("ticket_number").alias("first"))
    shown = first.filter(pl.col("row") != pl.col("first")).select(
        "row", pl.col("ticket_number").alias("value"), "first"
    )
    report.rows("ticket-repeated", shown, number, lambda item: {"other": f"{number.letters}{item['first']}"})
    report.bad.update(first["row"].to_list())


def _personal(data: pl.DataFrame, report: Report, number: Column) -> None:
    """Hold back tickets whose number is a phone or identity number: the caller's, in the wrong column."""
    suspect = data.filter(pl.col("ticket_number").str.contains(r"^(1[3-9]\d{9}|\d{17}[\dXx])$"))
    texts = suspect["ticket_number"].unique().to_list()
    wrong = [text for text in texts if personal.is_phone(text) or personal.is_identity(text)]
    shown = suspect.filter(pl.col("ticket_number").is_in(wrong)).select("row", pl.col("ticket_number").alias("value"))
    report.rows("personal-number", shown, number)


def _shaped(data: pl.DataFrame, table: Table) -> pl.DataFrame:
    def cell(*fields: str) -> pl.Expr:
        column = next((found for field in fields if (found := table.column(field))), None)
        return pl.lit(None, pl.String()) if column is None else pl.concat_str(pl.lit(column.letters), pl.col("row"))

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
        sheet=pl.lit(table.name, pl.String()),
        cell=cell("ticket:number"),
        cell_responded=cell("ticket:responded_yes", "ticket:responded", "ticket:status"),
        cell_resolved=cell("ticket:resolved_yes", "ticket:status", "ticket:resolved"),
        cell_in_estate=cell("ticket:in_estate"),
        cell_satisfied=cell("ticket:satisfied"),
    )
