"""Files that come in by the browser: saved to the inbox under a safe name, whole or not at all, over nothing."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from etl import inbox, personal
from warehouse.store import Store, file_sha256

ENDINGS = inbox.ENDINGS
MEGABYTE = 1024 * 1024  # as Streamlit counts
LONGEST = 150  # bytes of a name without its ending; file systems take 255 with everything
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)

Fingerprint = tuple[tuple[str, int, int], ...]


class NotTaken(ValueError):
    """A file that the inbox does not take. reason: ending, size or empty."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Saved:
    """One file that came in. name: as it lies in the inbox; again: the same bytes lay there under that name."""

    name: str
    again: bool = False


@dataclass(frozen=True)
class Waiting:
    """One file in the inbox. size: bytes."""

    name: str
    size: int
    arrived: datetime


def safe_name(given: str) -> str:
    """Return a file name for any system: no folder, no sign that means something, not hidden, not too long.

    `../../x.xlsx` -> `x.xlsx`, `a:b?.csv` -> `a_b_.csv`, `~$x.xlsx` -> `x.xlsx`, `con.csv` -> `_con.csv`.
    """
    base = _FORBIDDEN.sub("_", re.split(r"[/\\]", given)[-1]).strip()
    stem, dot, ending = base.rpartition(".")
    stem, ending = (stem, ending) if dot else (base, "")
    stem = stem.lstrip("~$. ")
    stem = stem.encode("utf-8", "ignore")[:LONGEST].decode("utf-8", "ignore").rstrip(". ") or "_"
    if _RESERVED.fullmatch(stem.split(".")[0]):
        stem = f"_{stem}"
    return f"{stem}.{ending.strip()}" if ending.strip() else stem


def save(store: Store, given: str, data: bytes) -> Saved:
    """Save a received file to the inbox; a second file of a name gets a number. NotTaken says why it can't be."""
    name = personal.masked(safe_name(given))
    if Path(name).suffix.lower().lstrip(".") not in ENDINGS:
        raise NotTaken("ending")
    if not data:
        raise NotTaken("empty")
    if len(data) > store.settings.limits.upload_mb * MEGABYTE:
        raise NotTaken("size")
    store.inbox.mkdir(parents=True, exist_ok=True)
    same = store.inbox / name
    if same.is_file() and file_sha256(same) == hashlib.sha256(data).hexdigest():
        return Saved(name, again=True)
    # the inbox overlooks what begins with a dot: nobody reads a file that is still being written
    handle, temporary = tempfile.mkstemp(prefix=".upload-", dir=store.inbox)
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    Path(temporary).chmod(0o644)
    target = _place(Path(temporary), store.inbox / name)
    store.journal("receive", file=target.name, bytes=len(data))
    return Saved(target.name)


def _place(temporary: Path, wanted: Path) -> Path:
    """Give a finished file its name, the next free one where that is taken: `x.xlsx`, `x (2).xlsx`."""
    target, number = wanted, 2
    while True:
        try:
            if os.name == "nt":
                temporary.rename(target)  # refuses to replace
            else:
                os.link(temporary, target)
                temporary.unlink()
            return target
        except FileExistsError:
            target = wanted.with_name(f"{wanted.stem} ({number}){wanted.suffix}")
            number += 1


def waiting(store: Store) -> list[Waiting]:
    """Return the files in the inbox in the order of their arrival."""
    found = [Waiting(path.name, path.stat().st_size, inbox.arrival(store, path)) for path in _lying(store)]
    return sorted(found, key=lambda item: (item.arrived, item.name))


def _lying(store: Store) -> list[Path]:
    """Return what lies in the inbox as the user sees it there; a .zip is one file."""
    found = store.inbox.iterdir() if store.inbox.is_dir() else iter(())
    return [path for path in found if path.is_file() and not path.name.startswith(("~$", "."))]


def fingerprint(store: Store) -> Fingerprint:
    """Return what tells one state of the inbox from another: name, size and time of each file."""
    stats = [(path.name, path.stat()) for path in _lying(store)]
    return tuple(sorted((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats))
