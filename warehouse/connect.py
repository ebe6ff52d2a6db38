"""Readers: a published file, opened read-only; each keeps its version to the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from warehouse.engines import duckdb as engine
from warehouse.store import Store


@contextmanager
def reader(store: Store, version: str) -> Iterator[engine.Connection]:
    """Open a version read-only for the length of a block; LookupError where there is no such version."""
    path = store.database(version)
    if not path.exists():
        raise LookupError(f"there is no version {version!r}")
    with engine.connect(path, read_only=True) as con:
        yield con.cursor()
