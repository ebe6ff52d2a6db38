"""Tables as files: CSV that a spreadsheet program opens rightly, and what is safe to stand in a cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date

Cell = str | int | float | date | None
BOM = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def dangerous(cell: Cell) -> bool:
    """Say whether a spreadsheet program would take a text for a formula."""
    return isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULA)


def safe(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula: a text that begins like one gets an apostrophe."""
    return f"'{cell}" if dangerous(cell) else cell


def to_csv(header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """Return UTF-8 with a byte order mark (else Excel shows Chinese as mojibake), lines ended by CR LF."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([safe(cell) for cell in header])
    writer.writerows([["" if cell is None else safe(cell) for cell in row] for row in rows])
    return (BOM + out.getvalue()).encode("utf-8")
