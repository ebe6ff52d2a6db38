"""The receipt of a submission: who sent what, when, and what became of it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import Any

ACCEPTED, SUPERSEDED, WITHDRAWN, REFUSED = "accepted", "superseded", "withdrawn", "refused"


@dataclass(frozen=True)
class FactFile:
    """One parquet file below the store that a submission wrote; path is relative to the store, with slashes."""

    path: str
    table: str
    period_id: str
    rows: int
    sha256: str


@dataclass(frozen=True)
class Receipt:
    """What the store knows of one received file. Times are ISO 8601 in the city's own time.

    sequence: the order of acceptance; the highest wins where two submissions state the same unit and period.
    sender_id: None where the file's rows name several senders' units and it was loaded for the whole city's past.
    period_id: None where the file holds several weeks.
    """

    submission_id: str
    file_name: str
    sha256: str
    sender_id: str | None
    period_id: str | None
    data_sets: tuple[str, ...]
    received_at: str
    loaded_at: str
    loaded_by: str
    status: str
    rows: int
    sequence: int
    errors: int = 0
    warnings: int = 0
    notes: int = 0
    partial: bool = False
    facts: tuple[FactFile, ...] = ()

    def with_status(self, status: str) -> Receipt:
        """Return the same receipt with another status."""
        return replace(self, status=status)

    def to_json(self) -> str:
        """Return the text of receipt.json."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)


def from_json(text: str) -> Receipt:
    """Read the text of a receipt.json."""
    data: dict[str, Any] = json.loads(text)
    data["data_sets"] = tuple(data["data_sets"])
    data["facts"] = tuple(FactFile(**item) for item in data["facts"])
    return Receipt(**data)
