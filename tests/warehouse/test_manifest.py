"""A manifest comes back as it was written, and its first line says what a list of versions needs."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from warehouse import manifest
from warehouse.manifest import Accepted, Head, Manifest
from warehouse.receipts import FactFile

FILE = FactFile("facts/estates/week=2026-W01/s1.parquet", "estates", "2026-W01", 3, "ab" * 32)
MADE = Manifest(
    "v00002", "v00001", "2026-01-12T09:00:00+08:00", "第2周, 枫林区 {更正}\n", "1.0", "cd" * 32, {"linju.toml": "ef"},
    (Accepted("s1", 1, (FILE,)), Accepted("s2", 2, ())), (("s1", "accepted"), ("s2", "superseded")), 3,
)  # fmt: skip
SAID = Head(MADE.version, MADE.parent, MADE.published_at, MADE.reason)


def test_a_manifest_comes_back_as_it_was_written(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(MADE.to_json(), encoding="utf-8")
    assert manifest.read(tmp_path) == MADE
    assert json.loads(MADE.to_json()) == json.loads(json.dumps(asdict(MADE)))


def test_its_first_line_alone_says_what_a_list_of_versions_needs(tmp_path: Path) -> None:
    first, _, _ = MADE.to_json().partition("\n")
    (tmp_path / "manifest.json").write_text(f"{first}\nno JSON at all", encoding="utf-8")
    assert manifest.read_head(tmp_path) == SAID


def test_manifests_of_older_releases_are_read_too(tmp_path: Path) -> None:
    for indent in (1, None):
        (tmp_path / "manifest.json").write_text(json.dumps(asdict(MADE), indent=indent), encoding="utf-8")
        assert manifest.read_head(tmp_path) == SAID
        assert manifest.read(tmp_path) == MADE
