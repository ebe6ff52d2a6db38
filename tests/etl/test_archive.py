"""A .zip of several files: each is a submission of its own, and a bad one does not stop the others."""

from __future__ import annotations

import io
import os
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from etl import archive, pipeline
from etl.cli import main
from etl.places import Places
from etl.reading import Context, Reading, read_file
from etl.setup import create_store
from tests.fixtures.workbooks.case import RECEIVED
from tests.fixtures.workbooks.formats import XLSX
from tests.fixtures.workbooks.write import COLUMNS, FIRST, HERE, PLAIN, SECOND, text_of, workbook_bytes, zipped
from warehouse import register
from warehouse.settings import Settings
from warehouse.store import Store

LAKE = workbook_bytes({"双报到": [["望湖区双报到统计表（2026年第45周）"], COLUMNS, ["滨江街道", "江畔社区", 9, 8]]})
NAMELESS = workbook_bytes({"Sheet1": [COLUMNS, FIRST, SECOND]})
BAD = workbook_bytes({"双报到": [["石鼓县双报到统计表（2026年第45周）"], COLUMNS, ["石鼓镇", "石鼓社区", "几个", 8]]})


def _read(path: Path) -> dict[str, Reading]:
    places = Places(register.load(HERE / "org_units.csv", HERE / "org_unit_changes.csv"))
    context = Context(Settings(), places, [])
    return {archive.inner(item) or "": read_file(item, RECEIVED, context) for item in archive.files_in(path)}


def _codes(reading: Reading) -> set[str]:
    return {item.code for item in reading.issues if item.severity == "error"}


def test_each_file_has_its_own_sender_and_issues(tmp_path: Path) -> None:
    found = _read(zipped({"枫林区.xlsx": XLSX, "望湖区.xlsx": LAKE, "石鼓县.xlsx": BAD})(tmp_path))
    assert {name: (item.sender, item.period_id, item.rows) for name, item in found.items()} == {
        "枫林区.xlsx": ("d1", "2026-W45", 2),
        "望湖区.xlsx": ("d2", "2026-W45", 1),
        "石鼓县.xlsx": ("d3", "2026-W45", 0),
    }
    assert {item.file for item in found["石鼓县.xlsx"].issues} == {"报表.zip/石鼓县.xlsx"}
    assert _codes(found["石鼓县.xlsx"]) == {"number-unreadable"} and not _codes(found["望湖区.xlsx"])


def test_folder_and_zip_say_what_the_file_does_not(tmp_path: Path) -> None:
    parts = {"枫林区/双报到.xlsx": NAMELESS, "汇总/望湖区.csv": text_of(PLAIN).replace("枫林区", "").encode()}
    found = _read(zipped(parts, name="各区报表（2026年第45周）.zip", encoding="gb18030")(tmp_path))
    assert [(item.sender, item.period_id) for item in found.values()] == [("d1", "2026-W45"), ("d2", "2026-W45")]


def test_what_can_not_be_read_is_said_of_that_file_alone(tmp_path: Path) -> None:
    inner = zipped({"x.xlsx": XLSX}, name="in.zip")(tmp_path).read_bytes()
    parts = {"a.xlsx": XLSX, "b.zip": inner, "c.xlsx": XLSX[:900], "d.csv": b"", "e.xlsx": LAKE}
    found = _read(zipped(parts, name="out.zip")(tmp_path))
    assert {name: _codes(item) for name, item in found.items()} == {
        "a.xlsx": set(),
        "b.zip": {"file-unreadable"},
        "c.xlsx": {"file-unreadable"},
        "d.csv": {"file-empty"},
        "e.xlsx": set(),
    }


def test_a_file_whose_bytes_are_damaged_does_not_stop_the_others(tmp_path: Path) -> None:
    path = zipped({"a.csv": text_of(PLAIN).encode(), "e.xlsx": LAKE})(tmp_path)
    data = bytearray(path.read_bytes())
    at = data.index(b"a.csv") + len(b"a.csv") + 4
    data[at : at + 8] = b"\xff" * 8
    path.write_bytes(bytes(data))
    found = _read(path)
    assert _codes(found["a.csv"]) == {"file-unreadable"} and not _codes(found["e.xlsx"])


def test_names_do_not_lead_out_of_the_zip(tmp_path: Path) -> None:
    found = _read(zipped({"/etc/passwd": XLSX, "../../x.xlsx": LAKE, "x.xlsx": BAD})(tmp_path))
    assert list(found) == ["etc/passwd", "x.xlsx", "x.xlsx (2)"]
    assert [item.sender for item in found.values()] == ["d1", "d2", "d3"]


@pytest.mark.parametrize("data", [b"PK\x03\x04" + b"x" * 100, b"PK\x05\x06" + bytes(18)])
def test_a_zip_that_can_not_be_listed_is_one_file(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(data)
    (found,) = _read(path).values()
    assert _codes(found) <= {"file-unreadable", "file-empty"} and _codes(found)


def test_too_many_files_are_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.read_zip.MOST_FILES", 1)
    (found,) = _read(zipped({"a.xlsx": XLSX, "e.xlsx": LAKE})(tmp_path)).values()
    assert _codes(found) == {"file-too-large"}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    (tmp_path / "org_units.csv").write_bytes((HERE / "org_units.csv").read_bytes())
    (tmp_path / "org_unit_changes.csv").write_bytes((HERE / "org_unit_changes.csv").read_bytes())
    return create_store(tmp_path / "store", "云栖市", tmp_path / "org_units.csv")[0]


def _send(store: Store, parts: dict[str, bytes], name: str = "各区.zip") -> Path:
    path = zipped(parts, name=name)(store.inbox)
    os.utime(path, (RECEIVED.timestamp(), RECEIVED.timestamp()))
    return path


def test_a_zip_of_good_files_is_loaded_once_and_put_away(store: Store) -> None:
    path = _send(store, {"枫林区.xlsx": XLSX, "望湖区.xlsx": LAKE})
    data = path.read_bytes()
    first = pipeline.refresh(store, [])
    assert [(item.file, item.sender, item.status) for item in first.submissions] == [
        ("各区.zip/枫林区.xlsx", "d1", "accepted"),
        ("各区.zip/望湖区.xlsx", "d2", "accepted"),
    ]
    assert not path.exists() and (store.inbox / "loaded" / "2026-W45" / "各区.zip").exists()
    path.write_bytes(data)
    again = pipeline.refresh(store, [])
    assert (again.version, {item.status for item in again.submissions}) == (None, {"unchanged"})
    assert len(store.receipts()) == 2 and not path.exists()


def test_a_zip_with_a_bad_file_stays_and_its_good_files_count_once(store: Store) -> None:
    path = _send(store, {"枫林区.xlsx": XLSX, "石鼓县.xlsx": BAD})
    first = pipeline.refresh(store, [])
    assert [item.status for item in first.submissions] == ["accepted", "refused"]
    assert first.version == "v00001" and path.exists()
    again = pipeline.refresh(store, [])
    assert [item.status for item in again.submissions] == ["unchanged", "refused"]
    assert again.version is None and store.current() == "v00001"
    assert len(store.receipts()) == 2


def test_the_same_workbook_in_a_zip_and_beside_it_counts_once(store: Store) -> None:
    _send(store, {"枫林区.xlsx": XLSX, "枫林区副本.xlsx": XLSX})
    (store.inbox / "枫林区.xlsx").write_bytes(XLSX)
    result = pipeline.refresh(store, [])
    assert sorted(item.status for item in result.submissions) == ["accepted", "unchanged", "unchanged"]


def test_the_admin_says_what_one_file_of_a_zip_leaves_unsaid(store: Store) -> None:
    _send(store, {"a.xlsx": NAMELESS, "望湖区.xlsx": LAKE})
    said = {"各区.zip/a.xlsx": ("枫林区", "2026-W45")}
    result = pipeline.check(store, [], stated=said)
    assert [(item.sender, item.status) for item in result.submissions] == [("d1", "accepted"), ("d2", "accepted")]


def test_a_file_of_a_zip_goes_back_with_its_own_look(store: Store, tmp_path: Path) -> None:
    path = _send(store, {"枫林区/双报到.xlsx": BAD, "望湖区.xlsx": LAKE})
    out = tmp_path / "back.xlsx"
    ran = CliRunner().invoke(
        main, ["return", str(path / "枫林区" / "双报到.xlsx"), "-o", str(out), "--store", str(store.root)]
    )
    assert ran.exit_code == 0, ran.output
    book = openpyxl.load_workbook(out)
    own = openpyxl.load_workbook(io.BytesIO(BAD)).worksheets[0]
    assert [[cell.value for cell in row] for row in book[own.title]] == [[cell.value for cell in row] for row in own]
    listed = str([cell.value for row in book.worksheets[0].iter_rows() for cell in row])
    assert "各区.zip/枫林区/双报到.xlsx" in listed


def test_a_zip_of_several_is_not_returned_as_a_whole(store: Store, tmp_path: Path) -> None:
    path = _send(store, {"枫林区.xlsx": XLSX, "望湖区.xlsx": LAKE})
    command = ["return", str(path), "-o", str(tmp_path / "back.xlsx"), "--store", str(store.root)]
    ran = CliRunner().invoke(main, command)
    assert ran.exit_code == 2 and "望湖区.xlsx" in ran.output
    ran = CliRunner().invoke(main, [*command[:1], str(path / "石鼓县.xlsx"), *command[2:]])
    assert ran.exit_code == 2 and not (tmp_path / "back.xlsx").exists()
