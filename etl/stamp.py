"""The stamp of an official form: a hidden sheet that says whose form it is, for which week, what each sheet holds.

It is read from the cells of the received file like any other sheet, so a form saved by another program keeps it.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import dataclass, field
from functools import cache

from etl import words
from etl.issues import Issue, issue
from etl.read import Sheet
from warehouse import periods

SHEET = "_linju"
MARK = "linju-form"
GUIDE = "-"  # a sheet of the form that holds no data


@dataclass(frozen=True)
class Stamp:
    """What a form says of itself. sender: an org unit id; sheets: name -> data set, or GUIDE where none is held."""

    sender: str
    week: str
    version: str
    sheets: dict[str, str] = field(default_factory=dict)

    def checksum(self) -> str:
        """Return what tells a stamp from one that was changed by hand."""
        said = json.dumps([self.sender, self.week, self.version, sorted(self.sheets.items())], ensure_ascii=False)
        return hashlib.sha256(said.encode("utf-8")).hexdigest()[:16]

    def rows(self) -> list[tuple[str, str]]:
        """Return the cells of the stamp's sheet, two a row."""
        said = [(MARK, self.version), ("sender", self.sender), ("week", self.week)]
        held = [(f"sheet:{name}", data_set) for name, data_set in self.sheets.items()]
        return [*said, *held, ("checksum", self.checksum())]


def find(sheets: list[Sheet]) -> tuple[Stamp | None, list[Issue]]:
    """Return the stamp of a file's sheets, None where there is none; a damaged one does not count and is an issue."""
    sheet = next((item for item in sheets if item.name == SHEET and item.width >= 2), None)
    if sheet is None:
        return None, []
    said = {key: text or "" for _, key, text, *_ in sheet.cells.iter_rows() if key}
    held = {key.removeprefix("sheet:"): text for key, text in said.items() if key.startswith("sheet:")}
    stamp = Stamp(said.get("sender", ""), said.get("week", ""), said.get(MARK, ""), held)
    if said.get("checksum") != stamp.checksum() or not _is_week(stamp.week):
        return None, [issue("form-stamp-damaged")]
    return stamp, []


def holds_data(sheet: Sheet, stamp: Stamp | None) -> bool:
    """Say whether a sheet is to be read: not the stamp, the form's guide or a returned copy's list of issues."""
    return sheet.name not in (SHEET, list_name()) and (stamp is None or stamp.sheets.get(sheet.name or "") != GUIDE)


@cache
def list_name() -> str:
    """Return the name of the first sheet of a returned copy, which senders correct and send again."""
    said = tomllib.loads((words.MAPPINGS / "template_return.toml").read_text(encoding="utf-8"))
    return str(said["sheet"])


def _is_week(text: str) -> bool:
    try:
        periods.start_of(text)
    except ValueError:
        return False
    return True
