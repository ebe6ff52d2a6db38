"""Readings -> submissions in the store: accepted or refused, written, or taken back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from etl import completeness, issues
from etl.issues import Issue, issue
from etl.placing import UNIT
from etl.reading import Context, Reading, stated_units
from etl.results import SubmissionResult
from warehouse import build, facts, receipts
from warehouse.receipts import FactFile, Receipt
from warehouse.store import Store

UNCHANGED = "unchanged"


@dataclass
class Judged:
    """A reading and what becomes of it. is_new: its rows are to be written."""

    reading: Reading
    context: Context
    submission: SubmissionResult
    is_new: bool


def judge(store: Store, reading: Reading, context: Context, *, accept_partial: bool = False) -> Judged:
    """Accept a file without errors, or with `accept_partial` and rows left; the same bytes change nothing."""
    submission_id, known = _identity(store, reading.sha256)
    if known is not None:
        again = issues.in_file([issue("file-loaded-already", submission=known.submission_id)], reading.name)
        result = _result(reading, known.submission_id, UNCHANGED, tuple(again))
        result = replace(
            result,
            sender=known.sender_id,
            period=known.period_id,
            data_sets=known.data_sets,
            rows=known.rows,
            accepted=True,
        )
        return Judged(reading, context, result, is_new=False)
    fine = not reading.errors or (accept_partial and not reading.whole_file_fails and reading.rows > 0)
    status = receipts.ACCEPTED if fine else receipts.REFUSED
    result = _result(reading, submission_id, status, tuple(reading.issues))
    return Judged(reading, context, result, is_new=fine)


def bears_on(earlier: Judged, reading: Reading) -> bool:
    """Tell whether a file is compared with an earlier one: of the same sender and week, or maybe the same bytes."""
    of_one = (earlier.submission.sender, earlier.submission.period) == (reading.sender, reading.period_id)
    return of_one or earlier.reading.sha256 == reading.sha256


def _identity(store: Store, sha256: str) -> tuple[str, Receipt | None]:
    """Return the id for these bytes, and the receipt where they count already; a withdrawn copy gets a new number."""
    same = [item for item in store.receipts() if item.sha256 == sha256]
    counting = [item for item in same if item.status in (receipts.ACCEPTED, receipts.SUPERSEDED)]
    base = sha256[:16]
    if counting:
        return counting[-1].submission_id, counting[-1]
    refused = [item for item in same if item.status == receipts.REFUSED]
    if refused:
        return refused[-1].submission_id, None
    withdrawn = len(same)
    return (base if not withdrawn else f"{base}-{withdrawn + 1}"), None


def _result(reading: Reading, submission_id: str, status: str, found: tuple[Issue, ...]) -> SubmissionResult:
    return SubmissionResult(
        id=submission_id,
        file=reading.name,
        sender=reading.sender,
        period=reading.period_id,
        data_sets=reading.data_sets,
        rows=reading.rows if status == receipts.ACCEPTED else 0,
        accepted=status == receipts.ACCEPTED,
        status=status,
        issues=found,
    )


def write(store: Store, judged: Judged) -> None:
    """Write a file's facts and its receipt; of a refused file the receipt and issues only."""
    result, reading = judged.submission, judged.reading
    if result.status == UNCHANGED:
        return
    found = issues.frame(result.issues, result.id)
    coverage = reading.coverage(judged.context) if judged.is_new else facts.frame(facts.COVERAGE)
    written: list[FactFile] = []
    if judged.is_new:
        for tables in reading.facts(result.id):
            written += store.write_facts(result.id, tables, coverage, found)
    else:
        store.write_facts(result.id, {}, coverage, found)
    store.write_receipt(_receipt(store, judged, tuple(written), store.next_sequence()))
    store.journal("load", submission=result.id, file=result.file, status=result.status, rows=result.rows)


def _receipt(store: Store, judged: Judged, written: tuple[FactFile, ...], sequence: int) -> Receipt:
    result, reading = judged.submission, judged.reading
    return Receipt(
        submission_id=result.id,
        file_name=result.file,
        sha256=reading.sha256,
        sender_id=result.sender,
        period_id=result.period,
        data_sets=result.data_sets,
        received_at=reading.received_at.isoformat(timespec="seconds"),
        loaded_at=store.now().isoformat(timespec="seconds"),
        loaded_by=store.who,
        status=result.status,
        rows=result.rows,
        sequence=sequence,
        errors=issues.count(result.issues, issues.ERROR),
        warnings=issues.count(result.issues, issues.WARNING),
        notes=issues.count(result.issues, issues.NOTE),
        partial=judged.is_new and reading.errors > 0,
        facts=written,
    )


def take_back(store: Store, judged: list[Judged], error: build.AuditFailed | build.CorrectionFailed) -> None:
    """Refuse what was written in this refresh: the store's own checks failed with it, nothing was published."""
    for item in judged:
        if not item.is_new:
            continue
        failed = issue("audit-failed", detail=str(error))
        found = (*item.submission.issues, *issues.in_file([failed], item.submission.file))
        item.submission = replace(item.submission, status=receipts.REFUSED, accepted=False, rows=0, issues=found)
        item.is_new = False
        write(store, item)


def trial(store: Store, judged: list[Judged], progress: Any) -> tuple[list[dict[str, Any]], list[Any]]:
    """Say what loading the accepted files would move, and which rules the figures would break; nothing is kept."""
    sequence = store.next_sequence()
    extra: list[build.TrialSubmission] = []
    for item in judged:
        if item.is_new:
            tables: dict[str, list[pl.DataFrame]] = {}
            for part in item.reading.facts(item.submission.id):
                for name, data in part.items():
                    tables.setdefault(name, []).append(data)
            receipt = _receipt(store, item, (), sequence + len(extra))
            whole = {name: pl.concat(found) for name, found in tables.items()}
            extra.append(build.TrialSubmission(receipt, whole, item.reading.coverage(item.context)))
    return build.trial(store, extra, progress) if extra else ([], [])


def note_kept_units(store: Store, reading: Reading, context: Context) -> None:
    """Warn of units that an earlier file of the week named and this one does not; refuse what would lose data."""
    if reading.period_id is None or reading.sender is None:
        return
    _say_displaced(store, reading)
    stated = stated_units(reading)
    for data_set in sorted(stated["data_set_id"].unique().to_list()):
        table = facts.COMPLAINT_COUNTS if data_set == facts.TICKETS else data_set
        files = [
            store.root / item.path
            for receipt in store.accepted()
            if receipt.sender_id == reading.sender and receipt.period_id == reading.period_id
            for item in receipt.facts
            if item.table == table
        ]
        if not files:
            continue
        before = set(pl.read_parquet(files, columns=["org_unit_id"])["org_unit_id"].unique().to_list())
        lost = sorted(before - set(stated.filter(pl.col("data_set_id") == data_set)["unit"].to_list()))
        if lost:
            rows = context.places.register.newest
            found = completeness.say_units("units-kept", data_set, [rows[unit].name for unit in lost if unit in rows])
            reading.issues += issues.in_file([found], reading.name)


def _say_displaced(store: Store, reading: Reading) -> None:
    """Refuse a table with one side alone whose other side stands in an earlier file of the week: the newest file of a
    unit counts whole, so that the members due of the one would be lost by loading those reported of the other.
    """
    for typed in reading.values:
        lacking = [item.field for item in typed.report.issues if item.code == "column-elsewhere"]
        units = typed.data[UNIT].drop_nulls().unique().to_list() if lacking else []
        for receipt in store.accepted() if lacking else []:
            files = [store.root / part.path for part in receipt.facts if part.table == typed.table.data_set]
            if receipt.period_id != reading.period_id or not files:
                continue
            stated = pl.read_parquet(files, columns=["org_unit_id", "data_element"])
            lost = stated.filter(pl.col("data_element").is_in(lacking) & pl.col("org_unit_id").is_in(units))
            if not lost.height:
                continue
            found = issue(
                "element-displaced",
                sheet=typed.table.name,
                field=lost["data_element"][0],
                other=receipt.file_name,
                count=lost["org_unit_id"].n_unique(),
            )
            typed.report.issues += issues.in_file([found], reading.name)
            reading.issues += issues.in_file([found], reading.name)
