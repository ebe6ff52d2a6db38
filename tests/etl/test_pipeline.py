"""The way of a file through a refresh: loaded once, refused, accepted in part, taken back."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from etl import archive, pipeline
from tests.etl.books import RECEIVED, REPORTING, UNITS, book
from warehouse import build
from warehouse.store import Store, create


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return create(tmp_path / "store", '[city]\nname = "示例市"\n', UNITS.encode())


def good(store: Store, name: str = "枫林区（2026年第47周）.xlsx", reported: int = 100) -> Path:
    rows = [["枫林区双报到（2026年第47周）"], REPORTING, ["桃源街道", "幸福社区", 120, reported]]
    path = book(store.inbox, rows, name=name)
    day = RECEIVED.timestamp() - 6 * 86400
    os.utime(path, (day, day))
    return path


def test_a_file_is_loaded_once_and_put_away(store: Store) -> None:
    bytes_ = good(store).read_bytes()
    first = pipeline.refresh(store, [])
    assert first.ok
    assert first.version == "v00001"
    assert [(item.sender, item.period, item.rows, item.accepted) for item in first.submissions] == [
        ("d1", "2026-W47", 1, True)
    ]
    assert not list(store.inbox.glob("*.xlsx"))
    away = store.inbox / "loaded" / "2026-W47" / "枫林区（2026年第47周）.xlsx"
    assert away.exists()
    (store.inbox / "枫林区 副本.xlsx").write_bytes(bytes_)
    again = pipeline.refresh(store, [])
    assert (again.ok, again.version, again.submissions[0].status) == (True, None, "unchanged")
    assert len(store.receipts()) == 1


def test_a_refused_file_stays_and_leaves_its_receipt(store: Store) -> None:
    rows = [["枫林区双报到（2026年第47周）"], REPORTING, ["桃源街道", "没有的社区", 120, 100]]
    book(store.inbox, rows)
    result = pipeline.refresh(store, [])
    assert not result.ok
    assert result.version is None
    assert [(item.file, item.cell, item.code) for item in result.issues if item.severity == "error"] == [
        ("枫林区（2026年第47周）.xlsx", "B3", "place-unknown")
    ]
    assert [item.status for item in store.receipts()] == ["refused"]
    assert (store.inbox / "枫林区（2026年第47周）.xlsx").exists()
    assert store.current() is None


def test_a_part_may_be_accepted(store: Store) -> None:
    rows = [
        ["枫林区双报到（2026年第47周）"],
        REPORTING,
        ["桃源街道", "没有的社区", 120, 100],
        ["桃源街道", "长青社区", 9, 8],
    ]
    book(store.inbox, rows)
    result = pipeline.refresh(store, [], accept_partial=True)
    assert [(item.accepted, item.rows) for item in result.submissions] == [(True, 1)]
    assert store.receipts()[0].partial


def test_the_later_copy_wins_whatever_its_name(store: Store) -> None:
    good(store, "a.xlsx", reported=90)
    late = good(store, "0.xlsx", reported=110)
    os.utime(late, (RECEIVED.timestamp() - 86400,) * 2)
    result = pipeline.refresh(store, [])
    assert [item.file for item in result.submissions] == ["a.xlsx", "0.xlsx"]
    sequence = {item.file_name: item.sequence for item in store.receipts()}
    assert sequence["0.xlsx"] > sequence["a.xlsx"]


def test_figures_that_break_the_stores_rules_are_taken_back(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    path = good(store)

    def fail(*_: Any, **__: Any) -> None:
        raise build.AuditFailed([])

    monkeypatch.setattr(build, "publish", fail)
    with pytest.raises(build.AuditFailed):
        pipeline.refresh(store, [])
    assert [item.status for item in store.receipts()] == ["refused"]
    assert path.exists()


def test_files_of_programs_are_passed_over(store: Store) -> None:
    for name in ("~$枫林区.xlsx", ".DS_Store"):
        (store.inbox / name).write_bytes(b"x")
    (store.inbox / "folder").mkdir()
    assert pipeline.refresh(store, []).submissions == []


def test_a_check_writes_nothing(store: Store) -> None:
    path = good(store)
    before = sorted(item for item in store.root.rglob("*"))
    found = pipeline.check(store, [path])
    assert found.ok
    assert sorted(item for item in store.root.rglob("*")) == before
    shape = found.to_dict()
    assert set(shape) == {"version", "submissions", "issues", "effect"}
    assert {"id", "file", "sender", "period", "data_sets", "rows", "accepted", "issues"} <= set(
        shape["submissions"][0]
    )
    assert {item["indicator_id"] for item in shape["effect"]} >= {"members_reported"}


def test_one_side_alone_does_not_displace_the_other_of_the_week(store: Store) -> None:
    """A unit's newest file counts whole: loading those reported alone would lose those due."""
    good(store)
    pipeline.refresh(store, [])
    head, alone = ["枫林区双报到（2026年第47周）"], ["街道", "社区", "已报到"]
    book(store.inbox, [head, alone, ["桃源街道", "幸福社区", 101]], name="补报.xlsx")
    again = pipeline.refresh(store, [])
    assert [item.code for item in again.issues if item.severity == "error"] == ["element-displaced"]
    assert "枫林区（2026年第47周）.xlsx" in next(item for item in again.issues if item.severity == "error").message(
        "zh"
    )
    assert store.current() == "v00001"
    book(store.inbox, [head, alone, ["桃源街道", "长青社区", 80]], name="补报.xlsx")
    assert pipeline.refresh(store, []).ok


def test_a_phone_number_in_a_name_never_reaches_the_store(store: Store) -> None:
    phone, week = "13912345678", "（2026年第47周）"
    rows = [[f"枫林区双报到{week}"], REPORTING, ["桃源街道", "幸福社区", 120, 100]]
    book(store.inbox, rows, name=f"枫林区 王某{phone}.xlsx", sheet=f"王某{phone}")
    checked = pipeline.check(store, []).submissions[0]
    assert archive.find(store.inbox, checked.file).name == f"枫林区 王某{phone}.xlsx"
    assert pipeline.refresh(store, []).ok
    assert [item.file_name for item in store.receipts()] == [checked.file]
    kept = [path for path in store.root.rglob("*") if path.is_file()]
    assert not any(phone in str(path) for path in kept)
    text = "".join(
        path.read_text(encoding="utf-8") for path in kept if path.suffix in (".json", ".jsonl", ".toml", ".csv")
    )
    facts = [str(pl.read_parquet(path).rows()) for path in kept if path.suffix == ".parquet"]
    assert checked.file in text and facts and phone not in text + "".join(facts)
