"""Publishing: facts and reference -> marts -> audits -> a new version that readers are pointed to."""

from __future__ import annotations

import os
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import polars as pl

from warehouse import (
    audit,
    build_plan,
    build_run,
    corrections_apply,
    corrections_rows,
    dimensions,
    effect,
    inputs,
    keep,
    manifest,
)
from warehouse.audit import AuditFailed, Failure
from warehouse.build_plan import Plan, Source
from warehouse.build_run import Progress, quiet
from warehouse.corrections import CorrectionFailed, Fault
from warehouse.engines import duckdb as engine
from warehouse.inputs import Inputs
from warehouse.manifest import Manifest
from warehouse.receipts import ACCEPTED, FactFile, Receipt
from warehouse.store import Store, write_atomic

__all__ = ["AuditFailed", "CorrectionFailed", "Published", "TrialSubmission", "correct", "publish", "trial"]

BUILDING = ".building-"


@dataclass(frozen=True)
class Published:
    """What a publication led to. version: the one now served, None where nothing was ever accepted."""

    version: str | None
    parent: str | None
    effect: list[dict[str, Any]]
    failures: list[Failure]


@dataclass(frozen=True)
class TrialSubmission:
    """A submission that was read but not stored: its receipt, fact tables and coverage."""

    receipt: Receipt
    tables: dict[str, pl.DataFrame]
    coverage: pl.DataFrame


@dataclass
class _Basis:
    """What the next build starts from."""

    inputs: Inputs
    source: Source
    current: Manifest | None
    plan: Plan = field(init=False)

    def prepare(self, store: Store, receipts: list[Receipt]) -> None:
        old = _source_of_manifest(store, self.current, receipts) if self.current else None
        corrected = self._corrected_anew(store) if self.current and self.current.same_basis(self.inputs) else None
        self.plan = build_plan.plan(self.inputs, self.source, self.current, old, corrected)

    def _corrected_anew(self, store: Store) -> pl.DataFrame:
        assert self.current is not None
        before = corrections_rows.of_file(store.database(self.current.version))
        return corrections_rows.changed(before, self.source.corrections)


def _source_of_manifest(store: Store, made: Manifest, receipts: list[Receipt]) -> Source:
    by_id = {item.submission_id: item for item in receipts}
    accepted = [by_id[item.submission_id] for item in made.accepted if item.submission_id in by_id]
    return build_plan.source_of(store.root, store.submissions_dir, [], accepted)


def current_manifest(store: Store) -> Manifest | None:
    """Return the manifest of the published version, or None where there is none."""
    version = store.current()
    return manifest.read(store.version_dir(version)) if version else None


def publish(store: Store, *, reason: str, progress: Progress | None = None) -> Published:
    """Build what the accepted submissions, the register and the settings now say, audit it, and point readers to it.

    Where nothing changed since the current version, that one stays. AuditFailed and CorrectionFailed leave it
    served, too.
    Whoever calls holds the store's lock.
    """
    _sweep(store)
    current = current_manifest(store)
    accepted, receipts = store.accepted(), store.receipts()
    basis = inputs.of_store(store)
    if current is None and not accepted:
        return Published(None, None, [], [])
    same = current is not None and current.same_basis(basis) and current.same_corrections(basis)
    if current and same and current.accepted == manifest.accepted_of(accepted):
        return Published(current.version, current.parent, [], [])
    source = build_plan.source_of(store.root, store.submissions_dir, receipts, accepted)
    folder = store.versions / f"{BUILDING}{os.getpid()}"
    aside = folder.with_name(f"{folder.name}-corrected")
    try:
        faults = correct(basis, source, aside)
        if faults:
            raise CorrectionFailed(faults)
        state = _Basis(basis, source, current)
        state.prepare(store, receipts)
        folder.mkdir(parents=True)
        return _build_and_point(store, state, folder, reason, progress or quiet)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(aside, ignore_errors=True)


def correct(basis: Inputs, source: Source, folder: Path) -> list[Fault]:
    """Let a source read corrected copies, written into a folder, of the facts concerned; return lines at fault."""
    if not basis.correction_lines:
        return []
    known = corrections_apply.Basis(basis.catalogue, basis.register, basis.reference)
    made = corrections_apply.apply(basis.correction_lines, source, known)
    corrections_apply.put_in(source, made, folder)
    return made.faults


def _build_and_point(store: Store, state: _Basis, folder: Path, reason: str, progress: Progress) -> Published:
    current, version = state.current, store.next_version()
    parent_file = store.database(current.version) if current else None
    # the map asks only the register: it is drawn while figures are made
    with ThreadPoolExecutor(max_workers=1) as aside:
        drawn = aside.submit(_geometry, store, folder, state.inputs)
        con = build_run.fill(folder / "linju.duckdb", state.inputs, state.source, state.plan, parent_file, progress)
        try:
            statuses = build_run.finish(con, state.inputs, state.source, state.plan)
            progress("audit", 0, 1)
            failures = _audited(con)
            progress("publish", 0, 1)
            made = _manifest(store, state, version, reason, statuses)
            after = effect.figures(con)
            build_run.stamp(con, state.inputs, made)
        finally:
            con.close()
        drawn.result()
    keep.seal(folder / "linju.duckdb", folder)
    state.inputs.copy_to(folder / "inputs")
    write_atomic(folder / "manifest.json", made.to_json())
    folder.rename(store.version_dir(version))
    store.point_to(version)
    store.journal("publish", version=version, parent=made.parent, reason=reason)
    _keep_statuses(store, statuses)
    keep.thin(store)
    progress("publish", 1, 1)
    moved = effect.moved(effect.figures_of(parent_file) if parent_file else None, after)
    return Published(version, made.parent, moved, failures)


def _audited(con: engine.Connection) -> list[Failure]:
    failures = audit.run(con)
    if any(item.severity == "error" for item in failures):
        raise AuditFailed(failures)
    return failures


def _manifest(store: Store, state: _Basis, version: str, reason: str, statuses: dict[str, str]) -> Manifest:
    current = state.current
    return Manifest(
        version=version,
        parent=current.version if current else None,
        published_at=store.now().isoformat(timespec="seconds"),
        reason=reason,
        software_version=manifest.software_version(),
        models_sha256=inputs.models_sha256(),
        inputs=state.inputs.hashes(),
        accepted=manifest.accepted_of(state.source.accepted),
        known=tuple(
            (item.submission_id, statuses.get(item.submission_id, item.status)) for item in state.source.known
        ),
        changes=current.changes + 1 if current and state.plan.parent else 0,
    )


def _geometry(store: Store, folder: Path, basis: Inputs) -> None:
    """Bring the boundaries into the version; a store without boundaries has points only."""
    try:
        from warehouse import geography
    except ImportError:
        return
    geography.prepare(store.boundaries, dimensions.units(basis), basis.settings.map.datum, folder / "geometry")


def _keep_statuses(store: Store, statuses: dict[str, str]) -> None:
    for item in store.accepted():
        status = statuses.get(item.submission_id, item.status)
        if status != item.status:
            store.write_receipt(item.with_status(status))


def _sweep(store: Store) -> None:
    """Remove what a build that was killed left behind; whoever holds the lock is alone."""
    for path in store.versions.glob(f"{BUILDING}*"):
        shutil.rmtree(path, ignore_errors=True)


def trial(
    store: Store, extra: list[TrialSubmission], progress: Progress | None = None
) -> tuple[list[dict[str, Any]], list[Failure]]:
    """Build beside the store as if these submissions had been accepted; return (effect, failures); keep nothing."""
    current = current_manifest(store)
    with tempfile.TemporaryDirectory(prefix="linju-") as name:
        folder = Path(name)
        source = _trial_source(store, extra, folder)
        state = _Basis(inputs.of_store(store), source, current)
        correct(state.inputs, source, folder / "corrected")
        state.prepare(store, store.receipts())
        parent_file = store.database(current.version) if current else None
        con = build_run.fill(
            folder / "linju.duckdb",
            state.inputs,
            source,
            state.plan,
            parent_file,
            progress or quiet,
            lineage=False,
        )
        try:
            build_run.finish(con, state.inputs, source, state.plan)
            failures, after = audit.run(con), effect.figures(con)
        finally:
            con.close()
    return effect.moved(effect.figures_of(parent_file) if parent_file else None, after), failures


def _trial_source(store: Store, extra: list[TrialSubmission], folder: Path) -> Source:
    """Lay the extra facts beside the store's and return both as one source."""
    write_atomic(folder / "linju.toml", store.config.read_bytes())
    aside, sequence, added = Store(folder), store.next_sequence(), []
    for number, item in enumerate(extra):
        ident = item.receipt.submission_id
        written = aside.write_facts(ident, item.tables, item.coverage, pl.DataFrame())
        absolute = tuple(FactFile(str(aside.root / f.path), f.table, f.period_id, f.rows, f.sha256) for f in written)
        added.append(_accepted(item.receipt, sequence + number, absolute))
    accepted = store.accepted()
    kept = build_plan.source_of(store.root, store.submissions_dir, store.receipts(), accepted)
    more = build_plan.source_of(aside.root, aside.submissions_dir, [], added)
    return Source(
        store.root, accepted + added, kept.known + added, pl.concat([kept.coverage, more.coverage]), kept.issues
    )


def _accepted(receipt: Receipt, sequence: int, written: tuple[FactFile, ...]) -> Receipt:
    return replace(receipt, status=ACCEPTED, sequence=sequence, facts=written)
