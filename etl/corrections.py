"""Corrections for those who write them: a line that does not hold is an issue, and a new line is checked first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from etl import archive, clean, personal, words
from etl.issues import Issue, issue
from warehouse import build_plan, corrections, corrections_apply, inputs
from warehouse.corrections import COLUMNS, CorrectionFailed, Fault, Line
from warehouse.corrections_apply import Applied, base
from warehouse.store import Store

__all__ = ["CorrectionFailed", "CorrectionRefused", "as_issues", "check", "correct"]

SHORTEST = 6  # signs of a submission's id that are enough to name it


class CorrectionRefused(ValueError):
    """A line that can not be added to corrections.csv. issues: why."""

    def __init__(self, issues: list[Issue]) -> None:
        self.issues = issues
        super().__init__("\n".join(item.message("en") for item in issues))


def check(store: Store, coming: Iterable[Path] = ()) -> list[Issue]:
    """Return what is wrong with the lines of corrections.csv as the store is now.

    coming: files about to be loaded; a line may speak of one of them already.
    """
    lines = corrections.load(store.corrections)
    if not lines:
        return []
    made = _applied(store, lines)
    unknown = {fault.line.submission for fault in made.faults if fault.code == "correction-submission"}
    expected = {archive.sha256_of(path)[:16] for path in coming if archive.exists(path)} if unknown else set()
    found = [fault for fault in made.faults if base(fault.line.submission) not in expected]
    private = [Fault("correction-personal", line, "reason") for line in lines if _is_private(line)]
    return as_issues(found + private, made.resting)


def as_issues(faults: list[Fault], resting: Iterable[Line] = ()) -> list[Issue]:
    """Return faults as issues of corrections.csv, on the cells of its lines."""
    waiting = [Fault("correction-resting", line, "submission") for line in resting]
    return [_issue(fault) for fault in sorted(faults + waiting, key=lambda fault: fault.line.number)]


def _issue(fault: Fault) -> Issue:
    line = fault.line
    cell = f"{chr(ord('A') + COLUMNS.index(fault.column))}{line.number}"
    said = "" if fault.code == "correction-personal" else getattr(line, fault.column)
    where = " ".join(part for part in (line.submission, line.sheet, line.cell) if part)
    found = issue(fault.code, cell=cell, value=said, column=fault.column, where=where, known=fault.known)
    return replace(found, file="corrections.csv")


def _is_private(line: Line) -> bool:
    return any(personal.within(text) for text in (line.reason, line.new, line.old))


def _applied(store: Store, lines: list[Line]) -> Applied:
    known = inputs.of_store(store)
    source = build_plan.source_of(store.root, store.submissions_dir, [], [])
    source.known, source.accepted = store.receipts(), store.accepted()
    return corrections_apply.apply(
        lines, source, corrections_apply.Basis(known.catalogue, known.register, known.reference)
    )


# a new line ---------------------------------------------------------------------------------------------------------


def correct(
    store: Store, submission: str, sheet: str, cell: str, new: str, *, reason: str, field: str = "",
    expect: str | None = None,
) -> Line:  # fmt: skip
    """Add a line to corrections.csv after a look at what the cell says now; the next refresh brings it in.

    submission: its id or the beginning of it. expect: what the cell is thought to say. CorrectionRefused says why
    not. The caller holds the store's lock.
    """
    lines = corrections.load(store.corrections)
    line = Line(
        number=0, submission=_submission(store, submission), sheet=sheet, cell=cell.upper().replace("$", ""),
        field=field, old="", new=new.strip(), reason=reason.strip(), who=store.who,
        date=f"{store.now():%Y-%m-%d}",
    )  # fmt: skip
    if _is_private(line):
        raise CorrectionRefused(as_issues([Fault("correction-personal", line, "reason")]))
    line = _guarded(store, lines, line)
    if expect is not None and _plain(expect) != _plain(line.old):
        raise CorrectionRefused(as_issues([Fault("correction-old", replace(line, old=expect), "old", line.old)]))
    faults = [fault for fault in _applied(store, [*lines, line]).faults if fault.line == line]
    if faults:
        raise CorrectionRefused(as_issues(faults))
    corrections.append(store.corrections, line)
    said = {name: getattr(line, name) for name in COLUMNS if name not in ("who", "date")}
    store.journal("correct", **said)
    return line


def _submission(store: Store, written: str) -> str:
    ids = [item.submission_id for item in store.receipts()]
    near = [name for name in ids if len(written) >= SHORTEST and name.startswith(written)]
    return written if written in ids or len({base(name) for name in near}) != 1 else near[-1]


def _guarded(store: Store, lines: list[Line], line: Line) -> Line:
    """Return the line with what its cell says now as its guard, and its new value in the words of corrections.csv."""
    probe = replace(line, old="\0", new="")
    found = [fault for fault in _applied(store, [*lines, probe]).faults if fault.line == probe]
    if not found or found[0].code != "correction-old":
        raise CorrectionRefused(as_issues(found or [Fault("correction-resting", line, "submission")]))
    fault = found[0]
    return replace(line, old=fault.known, new=_in_words(line.new, fault.element))


def _in_words(new: str, element: str) -> str:
    """Return a new value as corrections.csv has it, from any of the forms in which a clerk writes it."""
    known = words.elements().get(element)
    if known is None or known.type in ("text", "unit"):
        return new
    read = clean.element(new, known.type, known.name)
    if read.problem:
        return new
    value = read.number if read.text is None else read.text
    return corrections.write(value, known.type, known.name)


def _plain(text: str) -> str:
    try:
        return str(Decimal(text).normalize())
    except ArithmeticError:
        return text.strip()
