"""What a returned workbook says: what was recognised, what is wrong, and where. Knows nothing of workbooks."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from etl import aliases, archive, inbox, issues, loading, words
from etl.issues import Issue
from etl.places import Places
from etl.reading import Context, Reading, read_file
from warehouse import register
from warehouse.store import Store

UNREAD = ("zip-of-several", "file-binary", "file-unreadable", "file-encrypted", "file-empty", "file-too-large")
SEVERITIES = (issues.ERROR, issues.WARNING, issues.NOTE)


@dataclass(frozen=True)
class Recognised:
    """One sheet of the file. data_set: its Chinese name, None where it holds no table."""

    sheet: str | None
    data_set: str | None
    rows: int


@dataclass(frozen=True)
class Findings:
    """Everything that is said about one file. sender: a name; period: a week; issues: the gravest first."""

    file: str
    sender: str | None
    period: str | None
    recognised: tuple[Recognised, ...]
    issues: tuple[Issue, ...]

    def count(self, severity: str, sheet: str | None = None, *, everywhere: bool = True) -> int:
        """Return the number of issues of a severity, in the whole file or on one sheet."""
        return sum(item.severity == severity and (everywhere or item.sheet == sheet) for item in self.issues)

    @property
    def readable(self) -> bool:
        """Say whether the file could be opened: one that was refused unread must not be opened by other means."""
        return not any(item.code in UNREAD for item in self.issues)

    def by_cell(self) -> dict[tuple[str | None, str], list[Issue]]:
        """Return the issues that have a cell by (sheet, cell), the gravest first."""
        found: dict[tuple[str | None, str], list[Issue]] = defaultdict(list)
        for item in self.issues:
            if item.cell:
                found[item.sheet, item.cell].append(item)
        return found


@cache
def texts() -> dict[str, Any]:
    """Return template_return.toml."""
    return tomllib.loads((words.MAPPINGS / "template_return.toml").read_text(encoding="utf-8"))


def findings(store: Store, file: Path, *, sender: str | None, week: str | None) -> Findings:
    """Read a file as `check` does, and say what was recognised and what is wrong."""
    places = Places(register.load(store.org_units, store.org_unit_changes))
    context = Context(store.settings, places, aliases.load(store), sender, week)
    reading = read_file(file, inbox.arrival(store, file), context)
    loading.note_kept_units(store, reading, context)
    newest = places.register.newest.get(reading.sender or "")
    listed = sorted(reading.issues, key=lambda item: SEVERITIES.index(item.severity))
    return Findings(
        archive.name_of(file), newest.name if newest else None, reading.period_id, _recognised(reading), tuple(listed)
    )


def _recognised(reading: Reading) -> tuple[Recognised, ...]:
    names = words.data_sets()
    tables = [(item.table, item.data.height) for item in reading.values]
    tables += [(item.table, item.data.height) for item in reading.tickets]
    found = [Recognised(table.name, names[table.data_set]["name_zh"], rows) for table, rows in tables]
    without = [item.sheet for item in reading.issues if item.code in ("sheet-left-out", "sheet-hidden")]
    return (*found, *(Recognised(name, None, 0) for name in without))


def comment(found: list[Issue]) -> str:
    """Return the comment of a cell: each issue in Chinese, then in English."""
    said = texts()
    zh = [
        said["comment_zh"].format(severity=said["severities"][item.severity], message=item.message("zh"))
        for item in found
    ]
    en = [said["comment_en"].format(severity=item.severity, message=item.message("en")) for item in found]
    return "\n".join([*zh, "", *en])


def counts(found: Findings, sheet: str | None) -> str:
    """Return how many errors, warnings and notes one sheet has, in words."""
    said = texts()
    numbers = [(said["severities"][name], found.count(name, sheet, everywhere=False)) for name in SEVERITIES]
    return str(said["between"]).join(f"{name} {number}" for name, number in numbers if number) or str(said["fine"])


def verdict(found: Findings) -> str:
    """Return in one sentence what is to be done."""
    errors, warnings = found.count(issues.ERROR), found.count(issues.WARNING)
    name = "result_error" if errors else "result_warning" if warnings else "result_fine"
    return str(texts()[name]).format(count=errors or warnings)


def period_name(period: str | None) -> str:
    """Return a week as the office writes it."""
    if period is None:
        return str(texts()["unknown"])
    year, week = period.split("-W")
    return str(texts()["period_value"]).format(year=int(year), week=int(week))
