"""Views that people keep under a name: a small file in the store, beside the figures and no part of any version."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock

from warehouse.store import Store, write_atomic
from warehouse.written import tidy

FILE = "saved_views.json"
LONGEST = 60
MOST = 500
_WAIT = 5.0  # seconds for another who is saving just now


@dataclass(frozen=True)
class View:
    """One kept view. page: its path ("" = the first one); query: the address' parameters; owner: "" = for all."""

    name: str
    page: str
    query: dict[str, str]
    owner: str
    saved_by: str
    saved_at: str


def _path(store: Store) -> Path:
    return store.root / FILE


def every(store: Store) -> list[View]:
    """Return all kept views by name; none where the file is missing or can not be read."""
    try:
        rows = json.loads(_path(store).read_text(encoding="utf-8"))
        return [View(**row) for row in rows]
    except (FileNotFoundError, ValueError, TypeError):
        return []


def seen_by(store: Store, who: str) -> list[View]:
    """Return what somebody may open: the views for all and their own, in the order of their names."""
    return sorted(
        (view for view in every(store) if view.owner in ("", who)), key=lambda view: (view.owner == "", view.name)
    )


def save(store: Store, name: str, page: str, query: dict[str, str], *, who: str, for_all: bool) -> View:
    """Keep a view under a name, in place of an earlier one of that name and owner.

    ValueError for a name that is none, or where the store holds as many views as it may; TimeoutError where it can
    not be had for writing.
    """
    said, who = tidy(name, LONGEST + 1), tidy(who, LONGEST)
    if not said or len(said) > LONGEST:
        raise ValueError(f"a name of 1 to {LONGEST} characters")
    if not who and not for_all:
        raise ValueError("whose it is")
    at = store.now().isoformat(timespec="seconds")
    made = View(said, page, dict(query), "" if for_all else who, who, at)
    with FileLock(store.root / ".saved_views.lock", timeout=_WAIT):
        kept = [view for view in every(store) if (view.name, view.owner) != (made.name, made.owner)]
        if len(kept) >= MOST:
            raise ValueError(f"{MOST} views are kept already")
        _write(store, [*kept, made])
    store.journal("save_view", name=made.name, page=page, query=made.query, by=who, for_all=for_all)
    return made


def remove(store: Store, view: View, *, who: str) -> None:
    """Take a view away; KeyError where it is there no more."""
    with FileLock(store.root / ".saved_views.lock", timeout=_WAIT):
        kept = every(store)
        left = [one for one in kept if (one.name, one.owner) != (view.name, view.owner)]
        if len(left) == len(kept):
            raise KeyError(view.name)
        _write(store, left)
    store.journal("remove_view", name=view.name, by=who, for_all=view.owner == "")


def _write(store: Store, views: list[View]) -> None:
    text = json.dumps([asdict(view) for view in views], ensure_ascii=False, indent=1)
    write_atomic(_path(store), text + "\n")
