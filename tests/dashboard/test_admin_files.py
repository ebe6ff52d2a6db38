"""Files that come in by the browser: safe names, nothing replaced, nothing half written."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from dashboard import admin_files
from etl import inbox
from tests.etl.books import UNITS
from warehouse.store import Store, create


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return create(tmp_path / "store", '[city]\nname = "示例市"\n[limits]\nupload_mb = 1\n', UNITS.encode())


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("枫林区（2026年第47周）.xlsx", "枫林区（2026年第47周）.xlsx"),
        ("../../etc/passwd.csv", "passwd.csv"),
        ("C:\\Users\\李\\表.xls", "表.xls"),
        ("a:b?*|<>.csv", "a_b_____.csv"),
        ("~$表.xlsx", "表.xlsx"),
        (".hidden.csv", "hidden.csv"),
        ("con.csv", "_con.csv"),
        ("LPT1.txt", "_LPT1.txt"),
        ("表\n格\x00.csv", "表_格_.csv"),
        ("gpj\u202exslx.csv", "gpj_xslx.csv"),
        (" . .xlsx", "_.xlsx"),
        ("表. .xlsx", "表.xlsx"),
    ],
)
def test_a_name_is_made_safe(given: str, safe: str) -> None:
    assert admin_files.safe_name(given) == safe


def test_a_long_name_is_shortened_between_signs_and_keeps_its_ending() -> None:
    name = admin_files.safe_name("表" * 200 + ".xlsx")
    assert name.endswith("表.xlsx")
    assert len(name.encode()) <= admin_files.LONGEST + 5


def test_a_second_file_of_a_name_gets_a_number(store: Store) -> None:
    saved = [admin_files.save(store, "表.csv", data).name for data in (b"1", b"2", b"3")]
    assert saved == ["表.csv", "表 (2).csv", "表 (3).csv"]
    assert [(store.inbox / name).read_bytes() for name in saved] == [b"1", b"2", b"3"]
    assert [act["file"] for act in store.acts() if act["action"] == "receive"] == saved[::-1]


def test_the_same_file_again_is_not_kept_twice(store: Store) -> None:
    assert not admin_files.save(store, "表.csv", b"1").again
    assert admin_files.save(store, "表.csv", b"1").again
    assert [path.name for path in store.inbox.iterdir()] == ["表.csv"]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.exe", b"1", "ending"),
        ("a", b"1", "ending"),
        ("a.csv", b"", "empty"),
        ("a.csv", b"1" * 2**20 + b"1", "size"),
    ],
)
def test_what_is_not_taken_leaves_nothing(store: Store, name: str, data: bytes, reason: str) -> None:
    with pytest.raises(admin_files.NotTaken) as caught:
        admin_files.save(store, name, data)
    assert caught.value.reason == reason
    assert list(store.inbox.iterdir()) == []


def test_many_at_once_under_one_name_are_all_kept(store: Store) -> None:
    threads = [
        threading.Thread(target=admin_files.save, args=(store, "表.csv", bytes([n]) * 9)) for n in range(1, 13)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = sorted(path.read_bytes() for path in store.inbox.iterdir())
    assert found == sorted(bytes([n]) * 9 for n in range(1, 13))


def test_a_file_that_is_being_written_is_not_seen(store: Store) -> None:
    (store.inbox / ".upload-x1").write_bytes(b"half")
    admin_files.save(store, "表.csv", b"1")
    assert [item.name for item in admin_files.waiting(store)] == ["表.csv"]
    assert [path.name for path, _ in inbox.by_arrival(store, [])] == ["表.csv"]


def test_the_fingerprint_changes_with_the_inbox(store: Store) -> None:
    before = admin_files.fingerprint(store)
    admin_files.save(store, "表.csv", b"1")
    assert admin_files.fingerprint(store) != before
