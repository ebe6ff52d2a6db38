"""Published versions: listing, comparing, going back, taking a submission out."""

from __future__ import annotations

import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

from warehouse import build, build_plan, build_run, corrections_diff, inputs, manifest, periods, rebuild, receipts
from warehouse.connect import reader
from warehouse.engines import duckdb as engine
from warehouse.inputs import MODELS
from warehouse.manifest import Head, Manifest
from warehouse.store import Store


def manifest_of(store: Store, version: str) -> Manifest:
    """Return a version's manifest; LookupError where there is no such version."""
    folder = store.version_dir(version)
    if not (folder / "manifest.json").exists():
        raise LookupError(f"there is no version {version!r}")
    return manifest.read(folder)


def versions(store: Store) -> list[dict[str, Any]]:
    """Return the versions, oldest first: version, published_at, current, submissions (ids), parent, reason, kept.

    kept: whether its figures lie ready; those of one that was thinned out are made again when they are asked for.
    """
    current = store.current()
    found = [_listed(path, path.stat().st_mtime_ns) for path in sorted(store.versions.glob("v*/manifest.json"))]
    return [
        {
            "version": item.version,
            "published_at": item.published_at,
            "current": item.version == current,
            "submissions": list(submissions),
            "parent": item.parent,
            "reason": item.reason,
            "kept": store.database(item.version).exists(),
        }
        for item, submissions in found
    ]


@lru_cache(maxsize=10_000)  # the admin's page lists hundreds of versions, each of thousands of files, at every click
def _listed(path: Path, changed: int) -> tuple[Head, tuple[str, ...]]:
    made = manifest.read(path.parent)
    return made.head(), tuple(sys.intern(item.submission_id) for item in made.accepted)


def attach(con: engine.Connection, path: Path) -> None:
    """Attach another version's file to an open one, as `other`."""
    text = engine.sql_file(MODELS / "maintenance" / "attach.sql")
    con.execute(text.format(path=str(path).replace("'", "''")))


def diff(store: Store, before: str, after: str, week: str | None = None) -> list[dict[str, Any]]:
    """Return every figure (of one week) that differs: org_unit_id, period_id, indicator_id, before, after, cause.

    cause: withdrawn (a submission that said something of that week no longer counts), new (nothing stood there),
    restated, corrected (a line of corrections.csv came or went), or reference (no submission of that week changed:
    the register, catalogue or a setting did).
    LookupError where a version does not exist.
    """
    old, new = manifest_of(store, before), manifest_of(store, after)
    for version in (before, after):
        rebuild.ensure(store, manifest_of(store, version))
    with reader(store, after) as con:
        attach(con, store.database(before))
        text = engine.sql_file(MODELS / "maintenance" / "differences.sql")
        rows = con.sql(text, params={"week": week}).pl().to_dicts()
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
    made = manifest_of(store, version)
    rebuild.ensure(store, made)
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
