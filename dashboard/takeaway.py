"""Tables to take away as CSV that a spreadsheet program opens rightly and that starts no formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence

import streamlit as st

from dashboard.i18n import Words

Cell = str | int | float | None
BOM = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula: a text that begins like one gets an apostrophe."""
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULA) else cell


def to_csv(header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """Return UTF-8 with a byte order mark (else Excel shows Chinese as mojibake), lines ended by CR LF."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([safe(cell) for cell in header])
    writer.writerows([["" if cell is None else safe(cell) for cell in row] for row in rows])
    return (BOM + out.getvalue()).encode("utf-8")


def button(name: str, make: Callable[[], tuple[Sequence[str], Sequence[Sequence[Cell]]]], _: Words) -> None:
    """Draw the button that gives a table as CSV; the file is made when it is asked for, not with every run."""
    st.download_button(
        _("Take the table away (CSV)"),
        data=lambda: to_csv(*make()),
        file_name=f"{name}.csv",
        mime="text/csv",
        key=f"take_{name}",
        on_click="ignore",
        type="tertiary",
        icon=":material/download:",
    )
