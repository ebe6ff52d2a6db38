"""Rows at fault -> issues with their cells, and which rows are held back."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from etl import issues
from etl.headers import Column
from etl.issues import Issue, issue
from etl.recognise import Table

_DECIMAL = re.compile(r"-?\d+\.\d+")


@dataclass
class Report:
    """What was found in one table. bad: rows (as the sheet numbers them) that an error holds back."""

    table: Table
    issues: list[Issue] = field(default_factory=list)
    bad: set[int] = field(default_factory=set)
    seen: dict[str, int] = field(default_factory=dict)

    def add(self, found: Issue, row: int | None = None) -> None:
        """Add one issue; an error of a row holds that row back."""
        self.issues.append(found)
        if row is not None and found.severity == issues.ERROR and found.scope == "row":
            self.bad.add(row)

    def add_limited(self, found: Issue, row: int | None = None) -> None:
        """Add an issue while there are few of its kind; from then on they are counted, and their rows held back."""
        seen = self.seen[found.code] = self.seen.get(found.code, 0) + 1
        if seen <= issues.LISTED:
            self.add(found, row)
        elif row is not None and found.severity == issues.ERROR:
            self.bad.add(row)

    def say_rest(self) -> None:
        """Say of each kind how many were counted only."""
        for code, seen in self.seen.items():
            if seen > issues.LISTED:
                rest = seen - issues.LISTED
                self.issues.append(issue("more-of-the-same", sheet=self.table.name, count=rest, same=code))
        self.seen.clear()

    def rows(
        self,
        code: str,
        at_fault: pl.DataFrame,
        column: Column,
        details: Callable[[dict[str, Any]], dict[str, Any]] | None = None,
    ) -> None:
        """Add an issue for each row of a frame (`row`, `value`, ...) at a column; of many the rest is counted."""
        if not at_fault.height:
            return
        if issues.entries()[code].severity == issues.ERROR:
            self.bad.update(at_fault["row"].to_list())
        for item in at_fault.head(issues.LISTED).rows(named=True):
            more = details(item) if details else {}
            self.issues.append(
                issue(
                    code,
                    sheet=self.table.name,
                    cell=f"{column.letters}{item['row']}",
                    field=column.field,
                    value=None if item.get("value") is None else plain_number(item["value"]),
                    **more,
                )
            )
        rest = at_fault.height - issues.LISTED
        if rest > 0:
            self.issues.append(
                issue("more-of-the-same", sheet=self.table.name, field=column.field, count=rest, same=code)
            )


def plain_number(value: Any) -> str:
    """Return a value as a reader writes it: 12.000 -> 12."""
    text = str(value)
    return text.rstrip("0").rstrip(".") if _DECIMAL.fullmatch(text) else text
