"""The manifest of a version: exactly which submissions, facts and inputs it stands on."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields
from importlib import metadata
from pathlib import Path
from typing import Any

from warehouse.inputs import CORRECTIONS, Inputs, models_sha256
from warehouse.receipts import FactFile, Receipt


@dataclass(frozen=True)
class Head:
    """What a list of versions says of one."""

    version: str
    parent: str | None
    published_at: str
    reason: str


_HEAD = tuple(field.name for field in fields(Head))


@dataclass(frozen=True)
class Accepted:
    """A submission that counts in a version, with its fact files and their hashes."""

    submission_id: str
    sequence: int
    facts: tuple[FactFile, ...]


@dataclass(frozen=True)
class Manifest:
    """Everything that makes a version. known: (submission id, its status at the time), refused ones too.

    changes: how many builds of some weeks only lie between this version and the last build of all weeks.
    """

    version: str
    parent: str | None
    published_at: str
    reason: str
    software_version: str
    models_sha256: str
    inputs: dict[str, str]
    accepted: tuple[Accepted, ...]
    known: tuple[tuple[str, str], ...]
    changes: int = 0

    def to_json(self) -> str:
        """Return the text of manifest.json: a first line of what a list of versions says, then all the rest.

        Three years of weekly files are thousands in each of hundreds of versions: the lists are not read for a head,
        and not indented, which has an encoder of its own, ten times slower.
        """
        data = dict(vars(self))
        first = json.dumps({name: data.pop(name) for name in _HEAD}, ensure_ascii=False)
        return f"{first[:-1]},\n{json.dumps(data, ensure_ascii=False, default=vars)[1:]}"

    def head(self) -> Head:
        """Return what a list of versions says of it."""
        return Head(**{name: getattr(self, name) for name in _HEAD})

    def sha256(self) -> str:
        """Return the hash of the text of manifest.json."""
        return hashlib.sha256(self.to_json().encode("utf-8")).hexdigest()

    def sequences(self) -> dict[str, int]:
        """Return the sequence of each submission that counts."""
        return {item.submission_id: item.sequence for item in self.accepted}

    def same_basis(self, inputs: Inputs) -> bool:
        """Tell whether register, settings, catalogue and models are still the same (corrections: see below)."""
        return self.basis() == without_corrections(inputs.hashes()) and self.models_sha256 == models_sha256()

    def same_corrections(self, inputs: Inputs) -> bool:
        """Tell whether the corrections are still the same."""
        return self.inputs.get(CORRECTIONS) == inputs.hashes().get(CORRECTIONS)

    def basis(self) -> dict[str, str]:
        """Return the hashes of the inputs but for the corrections, which concern few weeks."""
        return without_corrections(self.inputs)


def without_corrections(hashes: dict[str, str]) -> dict[str, str]:
    """Return the hashes of all inputs but the corrections."""
    return {name: digest for name, digest in hashes.items() if name != CORRECTIONS}


def software_version() -> str:
    """Return the version of this software."""
    try:
        return metadata.version("linju")
    except metadata.PackageNotFoundError:
        return "0"


def accepted_of(receipts: list[Receipt]) -> tuple[Accepted, ...]:
    """Return what a manifest says of the submissions that count."""
    return tuple(Accepted(item.submission_id, item.sequence, item.facts) for item in receipts)


def from_json(text: str) -> Manifest:
    """Read the text of a manifest.json."""
    data: dict[str, Any] = json.loads(text)
    data["accepted"] = tuple(
        Accepted(item["submission_id"], item["sequence"], tuple(FactFile(**file) for file in item["facts"]))
        for item in data["accepted"]
    )
    data["known"] = tuple((name, status) for name, status in data["known"])
    return Manifest(**data)


def read_head(folder: Path) -> Head:
    """Read the first line of a version's manifest; of one of an older release, which has none, all of it."""
    with (folder / "manifest.json").open(encoding="utf-8") as stream:
        first = stream.readline().rstrip()
        if not first.endswith(","):
            first = f"{first}{stream.read()}"
    data = json.loads(first if first.endswith("}") else f"{first[:-1]}}}")
    return Head(**{name: data[name] for name in _HEAD})


def read(folder: Path) -> Manifest:
    """Read the manifest of a version's folder."""
    return from_json((folder / "manifest.json").read_text(encoding="utf-8"))
