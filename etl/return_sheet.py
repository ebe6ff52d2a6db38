"""The list in front of a returned workbook: what is written where. The pen that writes is `etl.return_copy`'s."""

from __future__ import annotations

from typing import Protocol

from etl import issues, return_list
from etl.return_list import Findings
from etl.template_styles import lines_in

COLOURS = {issues.ERROR: "F6B7B0", issues.WARNING: "FDE0B6", issues.NOTE: "D6E8EF"}
INK, QUIET, LINE, HEAD = "1F2933", "52606D", "9FB3C8", "0B4F71"
WIDTHS = (7.0, 9.0, 24.0, 20.0, 24.0, 62.0, 50.0)
ROW = 17.0


class Pen(Protocol):
    """Writes on one sheet; rows and columns count from 1."""

    def text(
        self, row: int, column: int, text: str, *, size: float = 10, bold: bool = False, colour: str = INK
    ) -> None:
        """Write a text outside a table."""

    def cell(self, row: int, column: int, value: str | int) -> None:
        """Write a cell of a table."""

    def head(self, row: int, names: list[str]) -> None:
        """Write the head of a table."""

    def fill(self, row: int, column: int, colour: str) -> None:
        """Colour a cell."""

    def link(self, row: int, column: int, sheet: str | None, address: str) -> None:
        """Make a cell lead to a cell of one of the sender's sheets."""

    def merge(self, row: int, first: int, last: int) -> None:
        """Merge cells of one row, their text to the left."""

    def height(self, row: int, points: float) -> None:
        """Set the height of a row."""


def draw(pen: Pen, found: Findings) -> tuple[int, int]:
    """Write the whole list; returns the head row and the last row of the table of issues."""
    return _issues(pen, _recognised(pen, _summary(pen, found), found), found)


def _summary(pen: Pen, found: Findings) -> int:
    said = return_list.texts()
    pen.text(1, 1, said["title"], size=18, bold=True)
    pen.height(1, 34)
    facts = [
        (said["file"], found.file),
        (said["sender"], found.sender or said["unknown"]),
        (said["period"], return_list.period_name(found.period)),
        (said["result"], return_list.verdict(found)),
    ]
    for row, (label, text) in enumerate(facts, start=2):
        pen.text(row, 1, label, colour=QUIET)
        pen.text(row, 3, text, bold=label == said["result"])
        pen.height(row, 20)
    pen.text(6, 1, said["hint"], colour=QUIET)
    pen.height(6, 22)
    return 8


def _recognised(pen: Pen, row: int, found: Findings) -> int:
    if not found.recognised:
        return row
    said = return_list.texts()
    sheet, *others = said["recognised_columns"]
    _heading(pen, row, said["recognised"])
    pen.head(row + 1, [sheet, "", "", *others])
    pen.merge(row + 1, 1, 3)
    row += 2
    for item in found.recognised:
        texts = [item.sheet or found.file, "", "", item.data_set or said["not_read"], item.rows]
        for column, text in enumerate([*texts, return_list.counts(found, item.sheet)], start=1):
            pen.cell(row, column, text)
        pen.merge(row, 1, 3)
        pen.height(row, ROW + 3)
        pen.link(row, 1, item.sheet, "A1")
        row += 1
    return row + 1


def _issues(pen: Pen, row: int, found: Findings) -> tuple[int, int]:
    said = return_list.texts()
    _heading(pen, row, said["issues"])
    if not found.issues:
        pen.text(row + 1, 1, said["none"])
        return row, row
    first = row + 1
    pen.head(first, said["issue_columns"])
    for number, item in enumerate(found.issues, start=1):
        row = first + number
        where = " ".join(part for part in (item.sheet, item.cell) if part) or said["whole_file"]
        texts = [
            number, said["severities"][item.severity], where, issues.field_name(item.field)[0], item.value or "",
            item.message("zh"), item.message("en"),
        ]  # fmt: skip
        for column, text in enumerate(texts, start=1):
            pen.cell(row, column, text)
        pen.fill(row, 2, COLOURS[item.severity])
        if item.sheet or item.cell:
            pen.link(row, 3, item.sheet, item.cell or "A1")
        lines = [lines_in(str(text), width * 1.1) for text, width in zip(texts, WIDTHS, strict=True)]
        pen.height(row, ROW * max(lines) + 4)
    return first, first + len(found.issues)


def _heading(pen: Pen, row: int, text: str) -> None:
    pen.text(row, 1, text, size=12, bold=True, colour=HEAD)
    pen.height(row, 24)
