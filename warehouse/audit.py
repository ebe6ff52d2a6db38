"""Audits: SELECTs that must return nothing. An error keeps a version from being published; a warning is told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warehouse.engines import duckdb as engine

AUDITS = Path(__file__).parent / "audits"
_SHOWN = 5


@dataclass(frozen=True)
class Failure:
    """One audit that returned rows: how many, and the first of them (column -> value)."""

    audit: str
    severity: str
    rows: int
    examples: tuple[dict[str, Any], ...]

    def __str__(self) -> str:
        first = "; ".join(", ".join(f"{key} {value}" for key, value in row.items()) for row in self.examples)
        return f"{self.audit} ({self.severity}, {self.rows} rows): {first}"

    def to_dict(self) -> dict[str, Any]:
        """Return what a JSON report shows."""
        shown = [{key: str(value) for key, value in row.items()} for row in self.examples]
        return {"audit": self.audit, "severity": self.severity, "rows": self.rows, "examples": shown}


class AuditFailed(RuntimeError):
    """A build broke one of its own rules; nothing was published. failures: all audits that returned rows."""

    def __init__(self, failures: list[Failure]) -> None:
        self.failures = failures
        super().__init__("\n".join(str(item) for item in failures))


def severity_of(text: str) -> str:
    """Return the severity that an audit's comment states: error or warning; ValueError where it states none."""
    found = re.search(r"^-- severity: (error|warning)$", text, re.MULTILINE)
    if found is None:
        raise ValueError("an audit must state its severity")
    return found[1]


def run(con: engine.Connection, folder: Path = AUDITS) -> list[Failure]:
    """Run every audit on an open build; its tables target_week and ref_* say which weeks are looked at."""
    failures = []
    for path in sorted(folder.glob("*.sql")):
        text = engine.sql_file(path)
        found = con.sql(text).pl()
        if found.height:
            examples = tuple(found.head(_SHOWN).to_dicts())
            failures.append(Failure(path.stem, severity_of(text), found.height, examples))
    return failures
