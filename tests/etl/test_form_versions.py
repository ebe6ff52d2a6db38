"""A new version of a form is an edit of a table: a column of headers.csv, and no code."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from etl import header_words, words
from tests.etl.books import book, errors, read, values

HEAD = ["枫林区双报到（2026年第47周）"]
COLUMNS = ["街道", "社区", "应报到", "到岗报到"]
FIRST = ["桃源街道", "幸福社区", 120, 100]


def _forget() -> None:
    words.headers.cache_clear()
    header_words.meanings.cache_clear()


@pytest.fixture
def mappings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    copy = tmp_path / "mappings"
    shutil.copytree(words.MAPPINGS, copy)
    monkeypatch.setattr(words, "MAPPINGS", copy)
    _forget()
    yield copy
    monkeypatch.undo()
    _forget()


def _add_version(mappings: Path, field: str, text: str) -> None:
    with (mappings / "headers.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row | {"form2027": text if row["field"] == field else ""} for row in csv.DictReader(stream)]
    with (mappings / "headers.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_a_column_of_the_table_makes_a_form_known(mappings: Path, tmp_path: Path) -> None:
    path = book(tmp_path, [HEAD, COLUMNS, FIRST])
    assert errors(read(path, tmp_path)) == [(None, "column-missing")]
    _add_version(mappings, "members_reported", "到岗报到|到岗")
    _forget()
    found = read(path, tmp_path)
    assert errors(found) == []
    assert values(found) == {("k1", "members_resident"): 120, ("k1", "members_reported"): 100}
