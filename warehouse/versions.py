"""Published versions: listing, comparing, going back, taking a submission out, proving that all is whole."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from warehouse import build, build_plan, build_run, corrections_diff, inputs, manifest, periods, receipts
from warehouse.build_plan import Plan
from warehouse.connect import reader
from warehouse.engines import duckdb as engine
from warehouse.inputs import MODELS
from warehouse.manifest import Manifest
from warehouse.store import Store, file_sha256

_COMPARED = (
    "fct_indicator", "fct_complaint", "fct_report", "fct_value", "dim_org_unit", "dim_period", "dim_indicator",
    "dim_org_unit_name", "org_unit_change", "submission", "issue", "correction", "quality_finding",
)  # fmt: skip


def _manifest(store: Store, version: str) -> Manifest:
    folder = store.version_dir(version)
    if not (folder / "manifest.json").exists():
        raise LookupError(f"there is no version {version!r}")
    return manifest.read(folder)


def versions(store: Store) -> list[dict[str, Any]]:
    """Return the versions, oldest first: version, published_at, current, submissions (ids), parent, reason."""
    current = store.current()
    found = [manifest.read(path.parent) for path in sorted(store.versions.glob("v*/manifest.json"))]
    return [
        {
            "version": item.version,
            "published_at": item.published_at,
            "current": item.version == current,
            "submissions": [one.submission_id for one in item.accepted],
            "parent": item.parent,
            "reason": item.reason,
        }
        for item in found
    ]


def _attach(con: engine.Connection, path: Path) -> None:
    text = engine.sql_file(MODELS / "maintenance" / "attach.sql")
    con.execute(text.format(path=str(path).replace("'", "''")))


def diff(store: Store, before: str, after: str) -> list[dict[str, Any]]:
    """Return every figure that differs: org_unit_id, period_id, indicator_id, before, after, cause.

    cause: withdrawn (a submission that said something of that week no longer counts), new (nothing stood there),
    restated, corrected (a line of corrections.csv came or went), or reference (no submission of that week changed:
    the register, catalogue or a setting did).
    LookupError where a version does not exist.
    """
    old, new = _manifest(store, before), _manifest(store, after)
    with reader(store, after) as con:
        _attach(con, store.database(before))
        rows = con.sql(engine.sql_file(MODELS / "maintenance" / "differences.sql")).pl().to_dicts()
    reach = max(build_plan.carries(inputs.of_store(store).catalogue, store.settings.reporting.carry_weeks).values())
    gone = _weeks(old, set(old.sequences()) - set(new.sequences()), reach)
    come = _weeks(new, set(new.sequences()) - set(old.sequences()), reach)
    same_inputs = (old.basis(), old.models_sha256) == (new.basis(), new.models_sha256)
    corrected = corrections_diff.Corrected(store, old, new)
    for row in rows:
        otherwise = _cause(row, row.pop("was_empty"), gone, come, same_inputs)
        row["cause"] = corrected.cause(row) or otherwise
    return rows


def _weeks(made: Manifest, ids: set[str], reach: int) -> set[str]:
    return {
        periods.shift(file.period_id, n)
        for item in made.accepted
        if item.submission_id in ids
        for file in item.facts
        for n in range(reach + 1)
    }


def _cause(row: dict[str, Any], was_empty: bool, gone: set[str], come: set[str], same_inputs: bool) -> str:
    period = row["period_id"]
    if not same_inputs and period not in gone | come:
        return "reference"
    if period in gone and period not in come:
        return "withdrawn"
    return "new" if was_empty else "restated"


def rollback(store: Store, version: str) -> None:
    """Serve an older version again; LookupError where there is none, StoreBusy while another process writes.

    Nothing is deleted; the next refresh builds from what is accepted, so what was wrong has to be withdrawn first.
    """
    _manifest(store, version)
    with store.lock():
        before = store.current()
        store.point_to(version)
        store.journal("rollback", version=version, before=before)


def withdraw(store: Store, submission_id: str, progress: build_run.Progress | None = None) -> build.Published:
    """Take an accepted submission out of the figures and publish; LookupError where none of that id counts."""
    with store.lock():
        found = {item.submission_id: item for item in store.accepted()}
        if submission_id not in found:
            raise LookupError(f"no submission {submission_id!r} counts at present")
        store.write_receipt(found[submission_id].with_status(receipts.WITHDRAWN))
        try:
            published = build.publish(store, reason=f"withdraw {submission_id}", progress=progress)
        except Exception:
            store.write_receipt(found[submission_id])
            raise
        store.journal("withdraw", submission_id=submission_id, version=published.version)
        return published


def verify(store: Store) -> list[str]:
    """Return what is damaged: changed or missing fact files of any version, tables that do not come out again."""
    problems: list[str] = []
    seen: set[str] = set()
    for item in versions(store):
        made = _manifest(store, item["version"])
        for file in (file for one in made.accepted for file in one.facts if file.path not in seen):
            seen.add(file.path)
            path = store.root / file.path
            if not path.exists():
                problems.append(f"{file.path} is missing")
            elif file_sha256(path) != file.sha256:
                problems.append(f"{file.path} was changed after it was loaded")
        if not store.database(made.version).exists():
            problems.append(f"versions/{made.version}/linju.duckdb is missing")
    current = store.current()
    if current and not problems:
        problems += _rebuilt_differently(store, _manifest(store, current))
    return problems


def _rebuilt_differently(store: Store, made: Manifest) -> list[str]:
    """Build a version again from its manifest and compare it table by table."""
    basis = inputs.of_version(store.version_dir(made.version))
    status = dict(made.known)
    listed = [item for item in store.receipts() if item.submission_id in status]
    known = [item.with_status(status[item.submission_id]) for item in listed]
    counting = made.sequences()
    accepted = [item for item in known if item.submission_id in counting]
    source = build_plan.source_of(store.root, store.submissions_dir, known, accepted)
    weeks = source.weeks()
    with tempfile.TemporaryDirectory(prefix="linju-") as name:
        build.correct(basis, source, Path(name) / "corrected")
        con = build_run.fill(Path(name) / "linju.duckdb", basis, source, Plan(weeks, weeks, None), None)
        try:
            build_run.finish(con, basis, source, Plan(weeks, weeks, None))
            _attach(con, store.database(made.version))
            text = engine.sql_file(MODELS / "maintenance" / "compare.sql")
            problems = []
            for table in _COMPARED:
                for side, count in con.sql(text.format(table=table)).pl().rows():
                    if count:
                        problems.append(f"{made.version}: {table}: {count} rows {side} when built again")
            return problems
        finally:
            con.close()
