"""What the sample's districts sent: reports, files, issues, the list of estates as submitted, findings of rules."""

from __future__ import annotations

from datetime import datetime, timedelta

import polars as pl

from tests.sample.figures import ABSENT, LATE, SILENT
from warehouse import periods
from warehouse.settings import Settings


def submissions(span: list[str]) -> dict[str, pl.DataFrame]:
    """Return what was due and received, the files, and an issue in each."""
    expected = Settings().reporting.expected
    reports: list[dict[str, object]] = []
    files: list[dict[str, object]] = []
    for i, week in enumerate(span):
        due = datetime.combine(periods.end_of(week) + timedelta(days=2), datetime.min.time()) + timedelta(hours=12)
        for d in range(1, 10):
            unit, sub = f"d{d}", f"{d:02d}{i:014x}"
            got = not ((unit == ABSENT and i == len(span) - 1) or (unit == SILENT and i >= len(span) - 7))
            at = due + timedelta(hours=20 if unit == LATE else -d)
            reports += [_report(unit, data_set, week, sub if got else None, at) for data_set in expected]
            if got:
                files.append(_file(unit, week, sub, at, ",".join(expected)))
    return {
        "fct_report": pl.DataFrame(reports, infer_schema_length=None),
        "submission": pl.DataFrame(files),
        "issue": pl.DataFrame([_issue(str(file["submission_id"])) for file in files]),
    }


def _report(unit: str, data_set: str, week: str, submission: str | None, at: datetime) -> dict[str, object]:
    return {
        "org_unit_id": unit,
        "data_set_id": data_set,
        "period_id": week,
        "expected": True,
        "received": submission is not None,
        "on_time": submission is not None and unit != LATE,
        "submission_id": submission,
        "received_at": at if submission else None,
    }


def _file(unit: str, week: str, submission: str, at: datetime, data_sets: str) -> dict[str, object]:
    return {
        "submission_id": submission,
        "sender_id": unit,
        "file_name": f"{unit}_{week}.xlsx",
        "sha256": submission * 4,
        "period_id": week,
        "received_at": at,
        "loaded_at": at + timedelta(hours=2),
        "loaded_by": "admin",
        "status": "accepted",
        "rows": 120,
        "data_sets": data_sets,
    }


def _issue(submission: str) -> dict[str, object]:
    where = {"sheet": "双报到", "cell": "D7", "field": "members_new", "value": "58", "details": "{}"}
    return {"submission_id": submission, "code": "outlier", "severity": "warning", **where}


def values(span: list[str], estates: pl.DataFrame) -> pl.DataFrame:
    """Return the list of estates of the last week, as submitted."""
    last = estates.filter(pl.col("period_id") == span[-1])
    rows: list[dict[str, object]] = []
    for n, row in enumerate(last.iter_rows(named=True)):
        served = "joint" if row["kind"] > 0.6 else "functional" if row["kind"] < 0.1 else "independent"
        kind = served if row["estates_covered"] else "none"
        sub = f"{int(row['district_id'][1:]):02d}{len(span) - 1:014x}"
        for element, value, text, cell in (
            ("should_have_branch", row["estates_should_have_branch"], None, "D"),
            ("branch_kind", None, kind, "E"),
        ):
            rows.append(
                {
                    "org_unit_id": row["id"],
                    "period_id": span[-1],
                    "data_set_id": "estates",
                    "data_element": element,
                    "value": value,
                    "value_text": text,
                    "submission_id": sub,
                    "sheet": "小区",
                    "row": n + 5,
                    "cell": f"{cell}{n + 5}",
                }
            )
    return pl.DataFrame(rows, infer_schema_length=None)


def findings(span: list[str]) -> dict[str, pl.DataFrame]:
    """Return three findings of the last week (a band, two counts of a community, one small) and one of before."""
    rules = [
        {
            "rule_id": name,
            "severity": "warning",
            "sentence_zh": f"{name}：{{found}}，界限 {{compared}}。",
            "sentence_en": f"{name}: {{found}} against {{compared}}.",
        }
        for name in ("outside_the_healthy_band", "fell_to_nought")
    ]
    found = [
        ("outside_the_healthy_band", "d1s1", span[-1], "households_per_representative", 21.5, 15),
        ("fell_to_nought", "d1s1c1", span[-1], "branches", 0, 7),
        ("fell_to_nought", "d1s1c1", span[-1], "members_reported", 0, 2),
        ("fell_to_nought", "d2s1", span[-2], "branches", 0, 9),
    ]
    columns = ["rule_id", "org_unit_id", "period_id", "indicator_id", "found", "compared"]
    return {
        "quality_rule": pl.DataFrame(rules),
        "quality_finding": pl.DataFrame(found, schema=columns, orient="row"),
    }
