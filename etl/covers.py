"""Cover sheets: a sheet without a table that says who sends the workbook and which week it is about.

What it says counts for all sheets; a sheet or a second cover that says otherwise is an error. Sheets of instructions
are no covers: their weeks and names are examples.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from etl import dates, labels, names, origin, words
from etl import stamp as stamps
from etl.issues import Issue, issue
from etl.places import Snapshot
from etl.read import Sheet

if TYPE_CHECKING:
    from etl.recognise import Table

MOST_TEXTS, LONGEST_TEXT = 40, 60
_NEAR = date(2024, 1, 1)  # any day: whether a text states a week does not hang on its year


@dataclass(frozen=True)
class Cover:
    """One cover. name: of its sheet; lines: its texts, each label with its value: `填报单位：枫林区`."""

    name: str | None
    lines: tuple[str, ...]


def of(sheets: list[Sheet], tables: list[Table]) -> list[Cover]:
    """Return the covers of a file with tables."""
    held = {table.name for table in tables}
    shown = [sheet for sheet in sheets if sheet.visible and sheet.cells.height and sheet.name != stamps.list_name()]
    found = (_cover(sheet, first=sheet is shown[0]) for sheet in shown if sheet.name not in held)
    return [item for item in found if item is not None]


def lines(front: Iterable[Cover]) -> list[str]:
    """Return the lines of all covers."""
    return [line for item in front for line in item.lines]


def sender_lines(own: list[str], front: list[Cover], snapshot: Snapshot, level: str) -> tuple[list[str], list[Issue]]:
    """Return the lines that say who sends a file: its tables', else its covers'; an error where they differ."""
    said = origin.find_sender(own, [], snapshot, level)[0]
    told = {item.name: origin.find_sender(list(item.lines), [], snapshot, level)[0] for item in front}
    senders = {unit for unit in (said, *told.values()) if unit is not None and snapshot.rows[unit].level == level}
    if len(senders) > 1:
        listed = "\u3001".join(sorted(snapshot.rows[unit].name for unit in senders))
        return own, [issue("cover-contradictory", sheet=next(iter(told)), senders=listed)]
    if said in senders or not any(told.values()):
        return own, []
    return lines(front), []


def note(front: list[Cover], snapshot: Snapshot, sender: str, period: str | None) -> list[Issue]:
    """Say which sheets were read as covers, and what of them counts for all sheets."""
    said = ", ".join(text for text in (snapshot.rows[sender].name if sender in snapshot.rows else "", period) if text)
    return [issue("cover-read", sheet=item.name, said=said) for item in front if item.name is not None]


def without(found: list[Issue], front: list[Cover]) -> list[Issue]:
    """Leave out that a cover holds no table."""
    known = {item.name for item in front}
    return [item for item in found if not (item.code == "sheet-left-out" and item.sheet in known)]


def _cover(sheet: Sheet, *, first: bool) -> Cover | None:
    """Return what a sheet without a table says as a cover, None where it is none. first: it is the file's first."""
    rows = sheet.cells.head(MOST_TEXTS * 2).drop("row").rows()
    texts = [text for row in rows for text in row if text is not None]
    name = words.fold(sheet.name or "")
    if any(word in name for word in words.folded("covers", "not")) or not texts:
        return None
    named = any(word in name for word in words.folded("covers", "names"))
    short = len(texts) <= MOST_TEXTS and all(len(text) <= LONGEST_TEXT for text in texts)
    told = [line for row in rows for line in labels.lines_of(_with_colons(row))]
    told = [line for line in told if not _is_bare_day(line)]
    return Cover(sheet.name, tuple(told)) if named or (first and short and any(map(_tells, told))) else None


def _tells(line: str) -> bool:
    """Say whether a line states a week or begins with the label of a sender."""
    if dates.weeks_in(line, _NEAR):
        return True
    plain = names.plain(words.half_width(line).partition(":")[0])
    return ":" in words.half_width(line) and plain in _labels()


def _with_colons(row: tuple[str | None, ...]) -> tuple[str | None, ...]:
    """Put a colon behind a label that stands in a cell of its own: 报送单位 | 枫林区."""
    return tuple(None if text is None else f"{text}:" if names.plain(text) in _labels() else text for text in row)


def _labels() -> set[str]:
    around = words.words()["around"]
    listed = [*around["sender_labels"], *around["fill_labels"], *around["as_of_labels"]]
    return {names.plain(label) for label in (*listed, *words.words()["covers"]["weeks"])}


def _is_bare_day(line: str) -> bool:
    """Say whether a line is a day, or a month, and no more: on a cover that is when it was printed, not its week."""
    found = dates.weeks_in(line, None)
    return bool(found) and all(item.kind in ("date", "month") for item in found)
