"""Audits: SELECTs that must return nothing; one that returns rows keeps a version from being published.

What looks wrong in figures that were built right is another matter: `warehouse.quality`.
"""

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
    """One audit that returned rows: how many, the first of them (column -> value), and what it says to people."""

    audit: str
    severity: str
    rows: int
    examples: tuple[dict[str, Any], ...]
    sentence_zh: str = ""
    sentence_en: str = ""

    def __str__(self) -> str:
        first = "; ".join(", ".join(f"{key} {value}" for key, value in row.items()) for row in self.examples)
        return f"{self.audit} ({self.severity}, {self.rows} rows): {self.sentence_en} {first}"

    def to_dict(self) -> dict[str, Any]:
        """Return what a JSON report shows."""
        shown = [{key: str(value) for key, value in row.items()} for row in self.examples]
        sentences = {"sentence_zh": self.sentence_zh, "sentence_en": self.sentence_en}
        return {"audit": self.audit, "severity": self.severity, "rows": self.rows, "examples": shown, **sentences}


class AuditFailed(RuntimeError):
    """A build broke one of its own rules; nothing was published. failures: all audits that returned rows."""

    def __init__(self, failures: list[Failure]) -> None:
        self.failures = failures
        super().__init__("\n".join(str(item) for item in failures))


def header_of(text: str) -> dict[str, str]:
    """Return what an audit's or rule's comments state: severity, zh, en; ValueError where one of them is missing."""
    said = dict(re.findall(r"^-- (severity|zh|en): (.+)$", text, re.MULTILINE))
    if said.get("severity") not in ("error", "warning", "note") or not said.get("zh") or not said.get("en"):
        raise ValueError("the comments must state severity (error, warning or note), zh and en")
    return said


def run(con: engine.Connection, folder: Path = AUDITS) -> list[Failure]:
    """Run every audit on an open build; its tables target_week and ref_* say which weeks are looked at."""
    failures = []
    for path in sorted(folder.glob("*.sql")):
        text = engine.sql_file(path)
        found = con.sql(text).pl()
        if found.height:
            examples, said = tuple(found.head(_SHOWN).to_dicts()), header_of(text)
            failures.append(Failure(path.stem, said["severity"], found.height, examples, said["zh"], said["en"]))
    return failures
