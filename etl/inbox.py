"""The inbox: which files lie there, in which order they arrived, and where they go once loaded."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from etl import archive, personal
from warehouse.store import Store, file_sha256

if TYPE_CHECKING:
    from etl.loading import Judged

LOADED, HISTORY = "loaded", "history"
# what the reader knows; the content decides, so that a .et saved as .xls is read as what it is
ENDINGS = ("xlsx", "xlsm", "xls", "et", "ods", "csv", "tsv", "txt", "zip")


def by_arrival(store: Store, files: list[Path]) -> list[tuple[Path, datetime]]:
    """Return the files (none given: those in the inbox) with the moment of their arrival, the first arrival first.

    The files within a .zip are files of their own, which arrived with it.
    """
    paths = files or sorted(path for path in store.inbox.iterdir() if path.is_file())
    wanted = [path for path in paths if path.is_file() and not path.name.startswith(("~$", "."))]
    arrived = sorted(((path, arrival(store, path)) for path in wanted), key=lambda item: (item[1], item[0].name))
    return [(inner, received_at) for path, received_at in arrived for inner in archive.files_in(path)]


def arrival(store: Store, path: Path) -> datetime:
    """Return when a file arrived: its modification time, never later than now, in the city's own time."""
    zone = ZoneInfo(store.settings.city.time_zone)
    return min(datetime.fromtimestamp(archive.outer(path).stat().st_mtime, zone), store.now()).replace(microsecond=0)


def put_away(store: Store, judged: list[Judged]) -> None:
    """Move the inbox's loaded files to inbox/loaded/<week>/; refused ones and files from elsewhere stay.

    A .zip goes when all files in it are loaded, to their week, or to `history` where they are of several.
    """
    together: dict[Path, list[Judged]] = {}
    for item in judged:
        together.setdefault(archive.outer(item.reading.path), []).append(item)
    for path, items in together.items():
        loaded = all(item.submission.accepted for item in items)
        if not loaded or path.resolve().parent != store.inbox or not path.exists():
            continue
        weeks = {item.submission.period for item in items}
        folder = store.inbox / LOADED / ((weeks.pop() if len(weeks) == 1 else None) or HISTORY)
        folder.mkdir(parents=True, exist_ok=True)
        path.replace(_free_name(folder, path, file_sha256(path)))


def _free_name(folder: Path, path: Path, sha256: str) -> Path:
    name = Path(personal.masked(path.name))
    target, number = folder / name, 2
    while target.exists() and file_sha256(target) != sha256:
        target = folder / f"{name.stem} ({number}){name.suffix}"
        number += 1
    return target
