"""Meeting packs: what was shown in a meeting, by name, so that it shows the same figures again years later.

A pack is a small file in packs/; the figures are those of its version, which warehouse.keep never thins out.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from warehouse.store import Store, write_atomic
from warehouse.written import tidy, writing

LONGEST_NAME = 60
MADE = "p"


@dataclass(frozen=True)
class Pack:
    """One meeting: version, week, unit, the map's indicator and the scenes in their order.

    seconds: of auto-play, 0 = moved by hand; saved_at: ISO moment in the city's time.
    """

    pack_id: str
    name: str
    version: str
    week: str
    unit: str
    indicator: str
    scenes: tuple[str, ...]
    seconds: int
    saved_at: str
    who: str


def save(
    store: Store,
    name: str,
    *,
    version: str,
    week: str,
    unit: str,
    indicator: str,
    scenes: tuple[str, ...],
    seconds: int = 0,
) -> Pack:
    """Keep a meeting under a name; ValueError without one, LookupError where there is no such version."""
    said = tidy(name, LONGEST_NAME)
    if not said:
        raise ValueError("a pack has a name")
    if not (store.version_dir(version) / "manifest.json").exists():
        raise LookupError(f"there is no version {version!r}")
    store.packs.mkdir(exist_ok=True)
    with writing(store.packs / "packs"):
        taken = [int(path.stem[1:]) for path in _files(store) if path.stem[1:].isdigit()]
        key = f"{MADE}{max(taken, default=0) + 1:05d}"
        at = store.now().isoformat(timespec="seconds")
        pack = Pack(key, said, version, week, unit, indicator, scenes, seconds, at, store.who)
        write_atomic(store.packs / f"{key}.json", json.dumps(asdict(pack), ensure_ascii=False, indent=1))
    store.journal("pack", pack=key, version=version, week=week)
    return pack


def saved(store: Store) -> list[Pack]:
    """Return the packs, newest first; a damaged file is left out."""
    found: list[Pack] = []
    for path in _files(store):
        with suppress(OSError, ValueError, TypeError, KeyError):
            told = json.loads(path.read_text(encoding="utf-8"))
            found.append(Pack(**{**told, "pack_id": path.stem, "scenes": tuple(told["scenes"])}))
    return sorted(found, key=lambda pack: (pack.saved_at, pack.pack_id), reverse=True)


def find(store: Store, pack_id: str) -> Pack | None:
    """Return a pack, None where there is none of that name."""
    return next((pack for pack in saved(store) if pack.pack_id == pack_id), None)


def before(store: Store, *, unit: str, version: str, week: str, than: Pack | None = None) -> Pack | None:
    """Return the newest pack of a unit that shows something else than a version and week; None where there is none.

    than: a pack that it is older than.
    """
    for pack in saved(store):
        if than is not None and not older(pack, than):
            continue
        if pack.unit == unit and pack.week <= week and (pack.version, pack.week) != (version, week):
            return pack
    return None


def older(one: Pack, other: Pack) -> bool:
    """Say whether a pack was saved before another one, be it within the same second."""
    return (one.saved_at, one.pack_id) < (other.saved_at, other.pack_id)


def _files(store: Store) -> list[Path]:
    return sorted(store.packs.glob(f"{MADE}[0-9]*.json"))
