"""Short texts that people write into the store themselves, and files to which lines are only ever added."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from warehouse.personal import masked
from warehouse.store import StoreBusy

WAIT_SECONDS = 10


def tidy(text: str, longest: int) -> str:
    """Return a text on one line, without control signs, phone and identity numbers, cut at a length in characters."""
    seen = "".join(char if char.isprintable() else " " for char in text)
    return masked(" ".join(seen.split()))[:longest].rstrip()


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Hold a file for writing: a lock of its own, for a refresh holds the store's for minutes; else StoreBusy."""
    try:
        with FileLock(path.with_name(f".{path.name}.lock"), timeout=WAIT_SECONDS):
            yield
    except Timeout as error:
        raise StoreBusy(f"{path.name} is being written by another process") from error


def add_line(path: Path, entry: dict[str, Any]) -> None:
    """Add one line of JSON and see it on the disk; a line that a crash cut off before stays apart from it."""
    torn = path.exists() and path.stat().st_size > 0 and _last_byte(path) != b"\n"
    line = ("\n" if torn else "") + json.dumps(entry, ensure_ascii=False) + "\n"
    with path.open("ab") as stream:
        stream.write(line.encode("utf-8"))
        stream.flush()
        os.fsync(stream.fileno())


def lines(path: Path) -> list[dict[str, Any]]:
    """Return the lines of such a file, oldest first; what a crash cut off, or is no object, is left out."""
    if not path.exists():
        return []
    found: list[dict[str, Any]] = []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        with suppress(json.JSONDecodeError):
            entry = json.loads(line)
            if isinstance(entry, dict):
                found.append(entry)
    return found


def _last_byte(path: Path) -> bytes:
    with path.open("rb") as stream:
        stream.seek(-1, os.SEEK_END)
        return stream.read(1)
