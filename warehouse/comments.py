"""Comments on one figure: an indicator of a unit in a week, with who wrote them and when.

They stand in comments.jsonl of the store, to which lines are only ever added: one writes a comment, a later one takes
it back. They belong to no version, so that a figure that is restated keeps what was said of it.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from warehouse import periods
from warehouse.personal import masked
from warehouse.store import Store
from warehouse.written import add_line, lines, writing

LONGEST = 300
Place = tuple[str, str, str]  # unit, indicator, week


class CommentRefused(ValueError):
    """A comment that is not kept; the message is one of EMPTY, TOO_LONG, PERSONAL, PLACE."""


EMPTY, TOO_LONG, PERSONAL, PLACE = "empty", "too_long", "personal", "place"


@dataclass(frozen=True)
class Comment:
    """One comment as it stands. at: ISO moment in the city's time; version: of the figure that was seen."""

    comment_id: str
    at: str
    who: str
    unit: str
    indicator: str
    week: str
    version: str
    text: str

    @property
    def place(self) -> Place:
        """Return what it is about."""
        return self.unit, self.indicator, self.week


def path_of(store: Store) -> Path:
    """Return the file in which a store's comments stand."""
    return store.root / "comments.jsonl"


def add(store: Store, text: str, *, unit: str, indicator: str, week: str, version: str = "") -> Comment:
    """Write a comment down in the name of store.who; CommentRefused, or StoreBusy where another keeps writing.

    A text or name in which a phone or identity number stands is refused, not masked: whoever wrote it is to know.
    """
    said = _checked(text)
    if masked(store.who) != store.who:
        raise CommentRefused(PERSONAL)
    try:
        periods.start_of(week)
    except ValueError as error:
        raise CommentRefused(PLACE) from error
    if not unit or not indicator:
        raise CommentRefused(PLACE)
    path = path_of(store)
    with writing(path):
        number = sum(entry.get("action") == "comment" for entry in lines(path)) + 1
        entry = {
            "id": f"c{number:05d}", "action": "comment", "at": store.now().isoformat(timespec="seconds"),
            "who": store.who, "unit": unit, "indicator": indicator, "week": week, "version": version, "text": said,
        }  # fmt: skip
        add_line(path, entry)
    store.journal("comment", comment=entry["id"], unit=unit, indicator=indicator, week=week)
    return _comment(entry)


def withdraw(store: Store, comment_id: str) -> None:
    """Take a comment back: it is shown no more, its line stays. LookupError where there is no such one."""
    path = path_of(store)
    with writing(path):
        if comment_id not in {item.comment_id for item in read(path)}:
            raise LookupError(f"there is no comment {comment_id!r}")
        at = store.now().isoformat(timespec="seconds")
        add_line(path, {"id": comment_id, "action": "withdraw", "at": at, "who": store.who})
    store.journal("comment_withdrawn", comment=comment_id)


def read(path: Path) -> list[Comment]:
    """Return the comments of a file that were not taken back, oldest first; a damaged line is left out."""
    found: dict[str, Comment] = {}
    for entry in lines(path):
        with suppress(KeyError, TypeError):
            if entry["action"] == "withdraw":
                found.pop(entry["id"], None)
            elif entry["action"] == "comment":
                found[entry["id"]] = _comment(entry)
    return list(found.values())


def _checked(text: str) -> str:
    seen = "".join(char if char.isprintable() else " " for char in text)
    said = " ".join(seen.split())
    if not said:
        raise CommentRefused(EMPTY)
    if len(said) > LONGEST:
        raise CommentRefused(TOO_LONG)
    if masked(said) != said:
        raise CommentRefused(PERSONAL)
    return said


def _comment(entry: dict[str, str]) -> Comment:
    keys = ("at", "who", "unit", "indicator", "week", "version", "text")
    return Comment(str(entry["id"]), *(str(entry[key]) for key in keys))
