"""Proof that a store is whole: files as loaded, versions as published, figures that come out again."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from warehouse import inputs, keep
from warehouse.engines import duckdb as engine
from warehouse.inputs import MODELS
from warehouse.manifest import Manifest
from warehouse.rebuild import rebuilt
from warehouse.store import Store, file_sha256
from warehouse.versions import attach, manifest_of, versions

_COMPARED = (
    "fct_indicator", "fct_complaint", "fct_report", "fct_value", "dim_org_unit", "dim_period", "dim_indicator",
    "dim_org_unit_name", "org_unit_change", "submission", "issue", "correction", "quality_finding",
)  # fmt: skip


def verify(store: Store, *, every: bool = False) -> list[str]:
    """Return what is damaged: fact files and version files that were changed or are missing, figures that do not come
    out again when the served version (every: each one of this release) is built from its manifest.
    """
    made = [manifest_of(store, item["version"]) for item in versions(store)]
    kept = keep.kept(store)
    problems = [*_damaged_facts(store, made), *(text for item in made for text in _damaged_file(store, item, kept))]
    if problems:
        return problems
    for item in made:
        same_release = item.models_sha256 == inputs.models_sha256()
        if item.version == store.current() or (every and same_release and store.database(item.version).exists()):
            problems += _rebuilt_differently(store, item)
    return problems


def _damaged_facts(store: Store, made: list[Manifest]) -> Iterator[str]:
    seen: set[str] = set()
    for file in (file for item in made for one in item.accepted for file in one.facts):
        if file.path in seen:
            continue
        seen.add(file.path)
        path = store.root / file.path
        if not path.exists():
            yield f"{file.path} is missing"
        elif file_sha256(path) != file.sha256:
            yield f"{file.path} was changed after it was loaded"


def _damaged_file(store: Store, made: Manifest, kept: set[str]) -> Iterator[str]:
    database, sealed = store.database(made.version), store.version_dir(made.version) / keep.SEAL
    if not database.exists():
        if made.version in kept:
            yield f"versions/{made.version}/linju.duckdb is missing"
    elif sealed.exists() and sealed.read_text(encoding="utf-8").strip() != file_sha256(database):
        yield f"versions/{made.version}/linju.duckdb was changed after it was published"


def _rebuilt_differently(store: Store, made: Manifest) -> Iterator[str]:
    """Build a version again from its manifest and compare it table by table."""
    with tempfile.TemporaryDirectory(prefix="linju-") as name, rebuilt(store, made, Path(name)) as (con, _):
        attach(con, store.database(made.version))
        for table in _COMPARED:
            if _same(con, table):
                continue
            for side, count in con.sql(_about("compare", table)).pl().rows():
                if count:
                    yield f"{made.version}: {table}: {count} rows {side} when built again"


def _same(con: engine.Connection, table: str) -> bool:
    # hashes first: twelve million figures sorted against each other take minutes, summed hashes of every row a second
    return bool(con.sql(_about("sameness", table)).pl().item())


def _about(query: str, table: str) -> str:
    return engine.sql_file(MODELS / "maintenance" / f"{query}.sql").format(table=table)
