"""Which versions keep their figures ready. A manifest is never deleted: what was thinned out can be built again."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from warehouse import manifest
from warehouse.store import Store, file_sha256, write_atomic

SEAL = "linju.duckdb.sha256"


def seal(database: Path, folder: Path) -> None:
    """Write down, in a version's folder, the hash of its finished file."""
    write_atomic(folder / SEAL, file_sha256(database) + "\n")


def pinned(store: Store) -> set[str]:
    """Return the versions that meeting packs (packs/*.json, key "version") stand on; a damaged one pins nothing."""
    found: set[str] = set()
    for path in store.packs.glob("*.json"):
        with suppress(json.JSONDecodeError, TypeError, KeyError):
            found.add(str(json.loads(path.read_text(encoding="utf-8"))["version"]))
    return found


def kept(store: Store) -> set[str]:
    """Return the versions that keep their figures.

    They are the served one and its parent, those that packs stand on, the newest (setting versions.keep_newest), and
    the last one of each month (versions.keep_months).
    """
    rule, current = store.settings.versions, store.current()
    made = [manifest.read_head(path.parent) for path in sorted(store.versions.glob("v*/manifest.json"))]
    last_of_month = {item.published_at[:7]: item.version for item in made}
    months = sorted(last_of_month)[-rule.keep_months :] if rule.keep_months else []
    newest = [item.version for item in made][-max(rule.keep_newest, 1) :]
    parents = {item.parent for item in made if item.version == current and item.parent}
    return {
        *newest,
        *parents,
        *(last_of_month[month] for month in months),
        *pinned(store),
        *([current] if current else []),
    }


def thin(store: Store) -> list[str]:
    """Take away the figures of the versions that the rule does not keep; return their names.

    Readers finish on theirs. Whoever calls holds the store's lock.
    """
    keeping = kept(store)
    gone: list[str] = []
    for path in sorted(store.versions.glob("v*/linju.duckdb")):
        version = path.parent.name
        if version in keeping:
            continue
        with suppress(PermissionError):  # Windows keeps a file that a page still reads: the next refresh tries again
            path.unlink()
            gone.append(version)
    if gone:
        store.journal("thin", versions=gone)
    return gone
