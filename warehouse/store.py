"""The store, a folder: layout, lock, journal, pointer, and what is written to it.

Every write is a temporary file renamed into place, and the receipt comes last: a process killed at any point leaves
either nothing that is looked at or the whole.
"""

from __future__ import annotations

import getpass
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
from filelock import FileLock, Timeout

from warehouse import facts as fact_schemas
from warehouse import receipts
from warehouse.receipts import FactFile, Receipt
from warehouse.settings import Settings
from warehouse.settings import load as load_settings

_TAIL = 200_000  # bytes of the journal that are read for its last acts


class StoreBusy(RuntimeError):
    """Another refresh holds the store's lock."""


class StoreMissing(RuntimeError):
    """The folder is no store: it has no linju.toml."""


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes as hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_atomic(path: Path, data: bytes | str) -> None:
    """Write a file so that readers see the old content or the new one, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with temporary.open("wb") as stream:
        stream.write(data.encode("utf-8") if isinstance(data, str) else data)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(path)


def _receipt_in(folder: Path) -> Receipt | None:
    path = folder / "receipt.json"
    try:
        state = path.stat()
    except (FileNotFoundError, NotADirectoryError):  # a load that was cut short left no receipt: it did not happen
        return None
    return _receipt(path, state.st_mtime_ns, state.st_size, state.st_ino)


# a week's refresh asks for all receipts fifty times, and after three years they are thousands
@lru_cache(maxsize=100_000)
def _receipt(path: Path, changed: int, size: int, inode: int) -> Receipt:
    return receipts.from_json(path.read_text(encoding="utf-8"))


class Store:
    """One city's store. Opening it reads the settings and nothing else.

    who: the name under which its acts are kept; the signed-in account of this machine where none is given.
    """

    def __init__(self, root: Path, *, who: str | None = None) -> None:
        self.root = root.resolve()
        self.who = who or actor()
        self.config = self.root / "linju.toml"
        if not self.config.exists():
            raise StoreMissing(f"{root} is not a store: it has no linju.toml. Make one with `linju init`.")
        self.settings: Settings = load_settings(self.config)
        self.org_units = self.root / "org_units.csv"
        self.org_unit_changes = self.root / "org_unit_changes.csv"
        self.aliases = self.root / "aliases.csv"
        self.corrections = self.root / "corrections.csv"
        self.boundaries = self.root / "boundaries"
        self.inbox = self.root / "inbox"
        self.versions = self.root / "versions"
        self.submissions_dir = self.root / "submissions"
        self.packs = self.root / "packs"

    # time and acts ------------------------------------------------------------------------------------------

    def now(self) -> datetime:
        """Return the moment in the city's own time."""
        return datetime.now(ZoneInfo(self.settings.city.time_zone))

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the store for writing; StoreBusy at once where another process does."""
        try:
            with FileLock(self.root / ".lock", timeout=0):
                yield
        except Timeout as error:
            raise StoreBusy("another refresh is running on this store") from error

    def journal(self, action: str, **what: object) -> None:
        """Append one act to journal.jsonl: who, when, what."""
        entry = {"at": self.now().isoformat(timespec="seconds"), "who": self.who, "action": action, **what}
        with (self.root / "journal.jsonl").open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(entry, ensure_ascii=False, default=str) + "\n")

    def acts(self, last: int = 50) -> list[dict[str, Any]]:
        """Return the last acts of the journal, newest first; a line that was cut off by a crash is left out."""
        path = self.root / "journal.jsonl"
        if not path.exists():
            return []
        with path.open("rb") as stream:
            stream.seek(max(0, path.stat().st_size - _TAIL))
            lines = stream.read().decode("utf-8", "ignore").splitlines()
        found: list[dict[str, Any]] = []
        for line in reversed(lines):
            if len(found) == last:
                break
            with suppress(json.JSONDecodeError):
                found.append(json.loads(line))
        return found

    # versions -----------------------------------------------------------------------------------------------

    def current(self) -> str | None:
        """Return the name of the published version, or None where nothing was published yet."""
        pointer = self.root / "CURRENT"
        return pointer.read_text(encoding="utf-8").strip() or None if pointer.exists() else None

    def point_to(self, version: str) -> None:
        """Make a version the published one."""
        write_atomic(self.root / "CURRENT", version + "\n")

    def version_dir(self, version: str) -> Path:
        """Return the folder of a version."""
        return self.versions / version

    def database(self, version: str) -> Path:
        """Return the DuckDB file of a version."""
        return self.versions / version / "linju.duckdb"

    def next_version(self) -> str:
        """Return a name for the next version: v00001, v00002, ..."""
        taken = [int(path.name[1:]) for path in self.versions.glob("v[0-9]*") if path.name[1:].isdigit()]
        return f"v{max(taken, default=0) + 1:05d}"

    # submissions --------------------------------------------------------------------------------------------

    def submission_dir(self, submission_id: str) -> Path:
        """Return the folder of a submission."""
        return self.submissions_dir / submission_id

    def receipts(self) -> list[Receipt]:
        """Return all receipts in the order in which they were loaded."""
        found = [receipt for folder in self.submissions_dir.iterdir() if (receipt := _receipt_in(folder))]
        return sorted(found, key=lambda receipt: (receipt.sequence, receipt.loaded_at, receipt.submission_id))

    def accepted(self) -> list[Receipt]:
        """Return the receipts whose facts count, in the order of acceptance."""
        return [item for item in self.receipts() if item.status in (receipts.ACCEPTED, receipts.SUPERSEDED)]

    def write_facts(
        self, submission_id: str, tables: dict[str, pl.DataFrame], coverage: pl.DataFrame, issues: pl.DataFrame
    ) -> tuple[FactFile, ...]:
        """Write a submission's typed rows, a file for each table and week, and its coverage and issues.

        tables: `complaints` -> tickets (schema facts.TICKET), any other name -> values (facts.VALUES).
        Nothing of it counts before `write_receipt`.
        """
        written: list[FactFile] = []
        for table, data in tables.items():
            schema = fact_schemas.TICKET if table == fact_schemas.TICKETS else fact_schemas.VALUES
            parts = fact_schemas.conform(data, schema).partition_by("period_id", as_dict=True, maintain_order=True)
            for (period,), part in parts.items():
                path = f"facts/{table}/week={period}/{submission_id}.parquet"
                target = self.root / path
                _write_parquet(part, target)
                written.append(FactFile(path, table, str(period), part.height, file_sha256(target)))
        folder = self.submission_dir(submission_id)
        _write_parquet(fact_schemas.conform(coverage, fact_schemas.COVERAGE), folder / "coverage.parquet")
        _write_parquet(fact_schemas.conform(issues, fact_schemas.ISSUE), folder / "issues.parquet")
        return tuple(written)

    def write_receipt(self, receipt: Receipt) -> None:
        """Write or replace a submission's receipt; from here on the submission exists."""
        write_atomic(self.submission_dir(receipt.submission_id) / "receipt.json", receipt.to_json())

    def next_sequence(self) -> int:
        """Return the sequence number of the next accepted submission."""
        return max((item.sequence for item in self.receipts()), default=0) + 1

    def set_status(self, submission_id: str, status: str) -> None:
        """Change what a submission counts as."""
        for item in self.receipts():
            if item.submission_id == submission_id:
                self.write_receipt(replace(item, status=status))
                return
        raise KeyError(submission_id)


def _write_parquet(data: pl.DataFrame, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    data.write_parquet(temporary, compression="zstd", compression_level=1, statistics=False)
    temporary.replace(path)


def actor() -> str:
    """Return who acts: the name of the signed-in account of this machine."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def create(root: Path, settings_text: str, org_units_csv: bytes) -> Store:
    """Make a new store in an empty or absent folder; FileExistsError where there is one already."""
    if (root / "linju.toml").exists():
        raise FileExistsError(f"{root} is a store already")
    for name in ("inbox", "boundaries", "versions", "submissions", "facts"):
        (root / name).mkdir(parents=True, exist_ok=True)
    write_atomic(root / "org_units.csv", org_units_csv)
    write_atomic(root / "org_unit_changes.csv", "from_id,to_id,date,kind\n")
    write_atomic(root / "aliases.csv", "written,parent_id,org_unit_id,confirmed_by,confirmed_at\n")
    write_atomic(root / "linju.toml", settings_text)
    return Store(root)
