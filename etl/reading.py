"""One file from bytes to typed rows: what `check` and `refresh` both do with it, before anything is written."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

import polars as pl

from etl import (
    archive,
    completeness,
    covers,
    issues,
    located,
    origin,
    personal,
    read,
    recognise,
    tickets,
    validate,
    values,
    words,
)
from etl.aliases import Alias
from etl.covers import Cover
from etl.issues import Issue, issue
from etl.places import Places, Snapshot
from etl.placing import EPOCH, PERIOD, UNIT, Placer
from etl.recognise import Table
from etl.resolve import Resolver
from etl.tickets import TypedTickets
from etl.values import RECEIVED, Typed
from warehouse import facts, periods
from warehouse.settings import Settings

logger = logging.getLogger(__name__)
WEEKS_AT_ONCE = 26  # so that three years of estates need the memory of half a year
Stated = Mapping[str, tuple[str | None, str | None]]


@dataclass(frozen=True)
class Context:
    """What a file is read against. sender, week: given by the admin, for files that do not say so.

    stated: file name -> (sender, week) where that is given for some files only.
    """

    settings: Settings
    places: Places
    aliases: list[Alias]
    sender: str | None = None
    week: str | None = None
    stated: Stated = field(default_factory=dict)

    def of(self, file: str) -> Context:
        """Return the context of one file, by its name."""
        sender, week = self.stated.get(file, (None, None))
        return replace(self, sender=sender or self.sender, week=week or self.week)


@dataclass
class Reading:
    """What a file says. issues: all of them, with the file's name; values, tickets: its typed tables."""

    path: Path
    received_at: datetime
    sender: str | None = None
    period_id: str | None = None
    issues: list[Issue] = field(default_factory=list)
    values: list[Typed] = field(default_factory=list)
    tickets: list[TypedTickets] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Return the file's name, that of its .zip before it."""
        return archive.name_of(self.path)

    @cached_property
    def sha256(self) -> str:
        """Return the hash of the file's bytes; they are read for it once."""
        return archive.sha256_of(self.path)

    @property
    def whole_file_fails(self) -> bool:
        """Say whether an error concerns the whole file."""
        return any(item.severity == issues.ERROR and item.scope == "file" for item in self.issues)

    @property
    def errors(self) -> int:
        """Return the number of errors."""
        return issues.count(self.issues, issues.ERROR)

    def kept_values(self) -> list[Typed]:
        """Return the tables of counts that no error of a whole table holds back."""
        return [item for item in self.values if not _table_fails(item.report.issues)]

    def kept_tickets(self) -> list[TypedTickets]:
        """Return the tables of tickets that no error of a whole table holds back."""
        return [item for item in self.tickets if not _table_fails(item.report.issues)]

    @property
    def rows(self) -> int:
        """Return how many rows are fit to be loaded."""
        counts = sum(item.keep().height for item in self.kept_values())
        return counts + sum(item.keep().height for item in self.kept_tickets())

    @property
    def data_sets(self) -> tuple[str, ...]:
        """Return the data sets that the file holds."""
        found = [column.data_set for item in self.values for column in item.table.elements()]
        found += [facts.TICKETS for _ in self.tickets]
        return tuple(sorted(set(found)))

    def facts(self, submission_id: str) -> Iterator[dict[str, pl.DataFrame]]:
        """Give the fact rows of the file by table, half a year at a time."""
        kept = [(item, item.keep()) for item in self.kept_values()]
        complaints = [tickets.to_facts(item, submission_id) for item in self.kept_tickets()]
        weeks = sorted({week for _, data in kept for week in data[PERIOD].drop_nulls().unique().to_list()})
        for begin in range(0, len(weeks), WEEKS_AT_ONCE):
            block = pl.col(PERIOD).is_in(weeks[begin : begin + WEEKS_AT_ONCE])
            parts: dict[str, list[pl.DataFrame]] = {}
            for item, data in kept:
                for table, found in values.to_facts(item, data.filter(block), submission_id).items():
                    parts.setdefault(table, []).append(found)
            yield {table: pl.concat(found) for table, found in parts.items()}
        if complaints:
            yield {facts.TICKETS: pl.concat(complaints)}

    def coverage(self, context: Context) -> pl.DataFrame:
        """Return the units and weeks that the file reports on."""
        return completeness.coverage(self, context.places, context.settings.reporting.sender_level)


def _table_fails(found: list[Issue]) -> bool:
    return any(item.severity == issues.ERROR and item.scope == "table" for item in found)


def read_file(path: Path, received_at: datetime, context: Context) -> Reading:
    """Read, recognise, clean, resolve and validate one file; whatever is wrong is among its issues."""
    reading = Reading(path, received_at)
    found: list[Issue] = []
    try:
        sheets = read.read(
            path, max_rows=context.settings.limits.rows, max_bytes=context.settings.limits.file_mb * 1_000_000
        )
        tables, noted = recognise.tables(sheets, personal.masked(path.stem))
        found += noted
        if tables:
            front = covers.of(sheets, tables)
            found += _work_through(reading, tables, front, context)
            found = covers.without(found, front)
    except read.Unreadable as error:
        found.append(issue(error.code, detail=str(error)))
    except Exception as error:
        # a file nobody foresaw must not stop the others; nothing of it counts, and what was foreseen is tested
        logger.exception("reading a file failed")
        reading.values, reading.tickets = [], []
        found.append(issue("file-failed", detail=f"{type(error).__name__}: {error}"))
    for report in [item.report for item in reading.values] + [item.report for item in reading.tickets]:
        report.issues = located.in_file(report.table.sheet, report.issues)
        found += report.issues
    reading.issues = issues.in_file(found, reading.name)
    return reading


def _work_through(reading: Reading, tables: list[Table], front: list[Cover], context: Context) -> list[Issue]:
    lines = origin.texts_of(tables)
    found = _say_period(reading, tables, [*lines, *covers.lines(front)], context)
    if context.week is None and (month := origin.month_of(lines, reading.received_at.date())) and _sums_up(tables):
        found.append(issue("period-not-a-week", value=month))
    if any(item.severity == issues.ERROR for item in found):
        return found
    snapshot = context.places.at(reading.period_id or periods.period_of(reading.received_at.date()))
    if context.sender is None and tables[0].stamp is None:
        level = context.settings.reporting.sender_level
        lines, differing = covers.sender_lines(lines, front, snapshot, level)
        if differing:
            return [*found, *differing]
    found += _say_sender(reading, tables, lines, context, snapshot)
    if reading.sender is None:
        return found
    found += covers.note(front, snapshot, reading.sender, reading.period_id)
    placer = Placer(context.places, Resolver(context.places, context.aliases, reading.sender), reading.sender)
    near = periods.start_of(reading.period_id) if reading.period_id else reading.received_at.date()
    for table in tables:
        if table.tickets:
            reading.tickets.append(tickets.type_tickets(table, placer, reading.received_at, near, reading.period_id))
        else:
            reading.values.append(values.type_table(table, placer, reading.period_id, reading.received_at))
    tickets.across(reading.tickets)
    reading.period_id = reading.period_id or _only_week(reading)
    received_week = periods.period_of(reading.received_at.date())
    validate.validate(reading.values, context.places, received_week, context.settings.checks)
    found += completeness.missing(reading, context.places)
    return found


def _sums_up(tables: list[Table]) -> bool:
    """Say whether tables without weeks of their own hold what adds up: a month's services are no week's."""
    own = [table for table in tables if not table.tickets and table.column("week") is None]
    return any(words.is_flow(column.field) for table in own for column in table.elements())


def _only_week(reading: Reading) -> str | None:
    """Return the week that all rows state where the file itself says none, and None where they state several."""
    weeks = {week for item in reading.values for week in item.data[PERIOD].drop_nulls().unique().to_list()}
    return next(iter(weeks)) if len(weeks) == 1 and not reading.tickets else None


def _say_period(reading: Reading, tables: list[Table], lines: list[str], context: Context) -> list[Issue]:
    own_weeks = all(table.tickets or table.column("week") is not None for table in tables)
    stamp = tables[0].stamp
    # an official form says its week itself, whatever the file is called; a title with another week is still an error
    said = ([stamp.week, *lines], []) if stamp else (lines, archive.stems_of(reading.path))
    stated, found = origin.find_period(*said, reading.received_at.date(), own_weeks=own_weeks)
    if any(item.severity == issues.ERROR for item in found):
        return found
    if context.week is not None and stated not in (None, context.week):
        weak = any(item.code == "period-from-fill-date" for item in found)
        if not weak:
            return [issue("period-contradictory", weeks=f"{stated}, {context.week}")]
        found = []
    reading.period_id = context.week or stated
    if reading.period_id is None:
        return found if own_weeks else [*found, issue("period-missing")]
    if reading.period_id > periods.period_of(reading.received_at.date()):
        found.append(issue("period-future", value=reading.period_id))
    return found


def _say_sender(
    reading: Reading, tables: list[Table], lines: list[str], context: Context, snapshot: Snapshot
) -> list[Issue]:
    level = context.settings.reporting.sender_level
    if context.sender is not None:
        units = [
            unit
            for unit, row in snapshot.rows.items()
            if context.sender in (unit, row.code) or origin.same_name(context.sender, row.name)
        ]
        if len(units) != 1:
            return [issue("sender-unknown", value=context.sender)]
        reading.sender = units[0]
        return []
    stamp = tables[0].stamp
    if stamp is not None and stamp.sender in snapshot.rows:
        reading.sender = stamp.sender
        return []
    reading.sender, found = origin.find_sender(lines, archive.stems_of(reading.path), snapshot, level)
    if reading.sender is None:
        reading.sender = origin.sender_of_rows(tables, snapshot, level)
        if reading.sender is None:
            return [*found, issue("sender-missing")]
        found.append(issue("sender-from-rows", chosen=snapshot.rows[reading.sender].name))
    return found


def stated_units(reading: Reading) -> pl.DataFrame:
    """Return the distinct (data_set_id, period, unit, received) that the kept rows of counts state something for."""
    parts = []
    for item in reading.kept_values():
        data = item.keep()
        for data_set in sorted({column.data_set for column in item.table.elements()}):
            columns = [column for column in item.table.elements() if column.data_set == data_set]
            written = pl.any_horizontal(
                pl.col(f"{kind}_{column.name}").is_not_null() for column in columns for kind in ("v", "t")
            )
            stated = data.filter(written & pl.col(UNIT).is_not_null())
            parts.append(
                stated.select(pl.lit(data_set).alias("data_set_id"), EPOCH, PERIOD, UNIT, RECEIVED).unique(
                    maintain_order=True
                )
            )
    schema = {"data_set_id": pl.String(), EPOCH: pl.Int32(), PERIOD: pl.String(), UNIT: pl.String()}
    return pl.concat(parts) if parts else pl.DataFrame(schema=schema | {RECEIVED: pl.Datetime("us")})
