"""Corrections of tickets: one row says several things, and what follows from one of them follows anew."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from warehouse import corrections
from warehouse.corrections import Fault, Line, Unreadable

Row = dict[str, Any]

# field -> the column of facts.TICKET with the cell that says it; category and channel go by the row and the field
_CELLS = {
    "responded": "cell_responded", "resolved": "cell_resolved", "resolved_in_estate": "cell_in_estate",
    "satisfied": "cell_satisfied",
}  # fmt: skip
_CODES = ("category", "channel")
# what fct_value shows of a ticket: data element -> (column, the column of its cell)
_SHOWN = {
    "complaints_responded": ("responded", "cell_responded"),
    "complaints_resolved": ("resolved", "cell_resolved"),
    "complaints_resolved_in_estate": ("resolved_in_estate", "cell_in_estate"),
    "complaints_rated": ("rated", "cell_satisfied"),
    "complaints_satisfied": ("satisfied", "cell_satisfied"),
}


def fields() -> list[str]:
    """Return what may stand in the column `field` for a ticket."""
    return [*_CELLS, *_CODES]


def field_of(line: Line, row: Row) -> str | None:
    """Return which of a ticket's fields a line means: the one it names, else the only one that its cell says."""
    named = line.field.removeprefix("complaints_")
    if named:
        return named if named in fields() else None
    said = [name for name, cell in _CELLS.items() if row[cell] == line.cell]
    return said[0] if len(said) == 1 else None


def written(row: Row, name: str, reference: Path) -> str:
    """Return a field of a ticket as corrections.csv has it."""
    if name in _CODES:
        return corrections.write(row[name], "choice", name, reference)
    return "" if row[name] is None else corrections.write(Decimal(row[name]), "yesno", name, reference)


def change(line: Line, row: Row, reference: Path) -> Fault | None:
    """Change a ticket's row as a line says; return why it does not hold."""
    name = field_of(line, row)
    if name is None:
        return Fault("correction-field", line, "field", ", ".join(fields()))
    said = written(row, name, reference)
    try:
        if _read(line.old, name, reference) != row[name]:
            return Fault("correction-old", line, "old", said)
    except Unreadable:
        return Fault("correction-old", line, "old", said)
    try:
        row[name] = _read(line.new, name, reference)
    except Unreadable as error:
        return Fault("correction-new", line, "new", str(error))
    _follow(row)
    return None


def _read(text: str, name: str, reference: Path) -> Any:
    value = corrections.read(text, "choice" if name in _CODES else "yesno", name, reference)
    return bool(value) if isinstance(value, Decimal) else value


def _follow(row: Row) -> None:
    """What is resolved is answered; what is not resolved was not resolved in the estate, nor in any time."""
    row["responded"] = bool(row["responded"] or row["resolved"]) if row["responded"] is not None else row["resolved"]
    row["rated"] = row["satisfied"] is not None
    if not row["responded"]:
        row["response_minutes"] = None
    if not row["resolved"]:
        row["resolution_minutes"] = row["resolved_in_estate"] = None


def differences(before: Row, after: Row, reference: Path) -> Iterator[tuple[str, str, str, str]]:
    """Give (data element, cell, old, new) of each figure of a ticket that changed."""
    codes = [name for name in _CODES if before[name] != after[name]]
    if codes:
        old, new = (" / ".join(written(row, name, reference) for name in codes) for row in (before, after))
        yield "complaints_received", before["cell"], old, new
    for element, (name, cell) in _SHOWN.items():
        if before[name] != after[name]:
            yield element, before[cell], written(before, name, reference), written(after, name, reference)
