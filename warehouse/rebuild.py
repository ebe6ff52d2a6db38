"""A version's figures made again from its manifest: to prove that they are whole, or when they were thinned out."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warehouse import build, build_plan, build_run, inputs
from warehouse.build_plan import Plan
from warehouse.engines import duckdb as engine
from warehouse.inputs import Inputs
from warehouse.keep import seal
from warehouse.manifest import Manifest
from warehouse.store import Store

DATABASE = "linju.duckdb"


class CanNotBeRebuilt(LookupError):
    """A version whose figures were thinned out and whose models or facts are no longer those of its time."""


@contextmanager
def rebuilt(store: Store, made: Manifest, folder: Path) -> Iterator[tuple[engine.Connection, Inputs]]:
    """Build a version again in a folder; yield the open connection to its file, and the inputs that it stood on."""
    basis = inputs.of_version(store.version_dir(made.version))
    status, counting = dict(made.known), made.sequences()
    listed = [item for item in store.receipts() if item.submission_id in status]
    known = [item.with_status(status[item.submission_id]) for item in listed]
    accepted = [item for item in known if item.submission_id in counting]
    source = build_plan.source_of(store.root, store.submissions_dir, known, accepted)
    build.correct(basis, source, folder / "corrected")
    plan = Plan(source.weeks(), source.weeks(), None)
    con = build_run.fill(folder / DATABASE, basis, source, plan, None)
    try:
        build_run.finish(con, basis, source, plan)
        yield con, basis
    finally:
        con.close()


def ensure(store: Store, made: Manifest) -> None:
    """See to it that a version's figures lie ready: make them again where they were thinned out.

    CanNotBeRebuilt where another release of the models made them, StoreBusy while another process writes.
    """
    if store.database(made.version).exists():
        return
    if made.models_sha256 != inputs.models_sha256():
        raise CanNotBeRebuilt(
            f"the figures of {made.version} were thinned out, and another release of Linju made them: "
            f"install release {made.software_version} to see them again"
        )
    folder = store.versions / f"{build.BUILDING}{os.getpid()}"
    with store.lock():
        folder.mkdir(parents=True)
        try:
            with rebuilt(store, made, folder) as (con, basis):
                build_run.stamp(con, basis, made)
            seal(folder / DATABASE, store.version_dir(made.version))
            (folder / DATABASE).replace(store.database(made.version))
            store.journal("rebuild", version=made.version)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
