"""Rules that submitted figures are held against: SELECTs that ought to return nothing, with a sentence for people.

An audit (`warehouse.audit`) proves that a build is right and keeps a wrong one from being published. A rule says that
figures which were built right look wrong: what it finds is published with them, in the table quality_finding.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

from warehouse.audit import header_of
from warehouse.engines import duckdb as engine
from warehouse.inputs import MODELS, RULES


@dataclass(frozen=True)
class Rule:
    """One rule. severity: warning or note; the sentences have places {found} and {compared}."""

    rule_id: str
    severity: str
    sentence_zh: str
    sentence_en: str
    select: str


def rule_of(path: Path) -> Rule:
    """Read a rule's file; ValueError where its comments state no severity or sentence."""
    text = engine.sql_file(path)
    said = header_of(text)
    return Rule(path.stem, said["severity"], said["zh"], said["en"], text)


@cache
def rules(folder: Path = RULES) -> tuple[Rule, ...]:
    """Return all rules by their names."""
    return tuple(rule_of(path) for path in sorted(folder.glob("*.sql")))


def run(con: engine.Connection) -> None:
    """Make the findings of the weeks built anew; the tables of the file and target_week stand already."""
    maintenance = MODELS / "maintenance"
    engine.create_temporary(con, "rule_week", engine.sql_file(maintenance / "rule_weeks.sql"))
    con.execute(engine.sql_file(maintenance / "delete_quality_finding.sql"))
    named = engine.sql_file(maintenance / "named_finding.sql")
    for rule in rules():
        engine.append(con, "quality_finding", named.format(rule=rule.rule_id, select=rule.select))
    listed = [(rule.rule_id, rule.severity, rule.sentence_zh, rule.sentence_en) for rule in rules()]
    columns = ["rule_id", "severity", "sentence_zh", "sentence_en"]
    engine.append_frame(con, "quality_rule", pl.DataFrame(listed, schema=columns, orient="row"))
