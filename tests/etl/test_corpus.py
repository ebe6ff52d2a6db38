"""Every file of the corpus: each value right or an error on its cell, never a silent one, never a crash."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from etl.issues import ERROR
from etl.places import Places
from etl.reading import Context, Reading, read_file
from tests.fixtures.workbooks.case import ANY, Case
from tests.fixtures.workbooks.corpus import THEMES
from tests.fixtures.workbooks.write import HERE
from warehouse import register
from warehouse.settings import Settings

CASES = [pytest.param(case, id=f"{theme}: {case.name}") for theme, cases in THEMES.items() for case in cases]
REGISTERS = {
    "made-up": (HERE / "org_units.csv", HERE / "org_unit_changes.csv"),
    "zhuzhou": (HERE.parent / "real" / "zhuzhou_org_units.csv", Path("none.csv")),
}


@cache
def _places(city: str) -> Places:
    units, changes = REGISTERS[city]
    return Places(register.load(units, changes))


def _read(case: Case, folder: Path) -> Reading:
    context = Context(Settings(), _places(case.city), [], case.told_sender, case.told_week)
    return read_file(case.make(folder), case.received, context)


def _rows(reading: Reading, tickets: bool) -> list[dict[str, Any]]:
    if reading.whole_file_fails:
        return []
    return [
        row
        for tables in reading.facts("x")
        for name, data in tables.items()
        if (name == "complaints") == tickets
        for row in data.rows(named=True)
    ]


def _key(row: dict[str, Any], weeks: bool = False) -> tuple[str, ...]:
    parts = (row["org_unit_id"], row["data_element"], row["category"], row["period_id"] if weeks else None)
    return tuple(part for part in parts if part is not None)


def _errors(reading: Reading) -> list[tuple[str | None, str]]:
    return sorted(((item.cell, item.code) for item in reading.issues if item.severity == ERROR), key=str)


def _check_values(case: Case, reading: Reading) -> None:
    """Each fact once, as expected; one that may be missing is missing only where an error says so."""
    rows = _rows(reading, tickets=False)
    found = {
        _key(row, case.weeks): row["value_text"] if row["value"] is None else float(row["value"]) for row in rows
    }
    assert len(found) == len(rows), "a fact twice"
    cells = {_key(row, case.weeks): row["cell"] for row in rows}
    marks = {cell for cell, _ in _errors(reading)}
    wanted = {key: value[0] if isinstance(value, tuple) else value for key, value in case.facts.items()}
    for item in case.either:
        if item.key in found:
            assert any(found[other.key] == other.value for other in case.either if other.key == item.key), item
            wanted[item.key] = found[item.key]
        elif item.key not in wanted:
            assert marks & set(item.cells) or ("*" in item.cells and marks), f"{item.key} is silently missing"
    assert found == wanted
    for key, value in case.facts.items():
        if isinstance(value, tuple):
            assert cells[key] == value[1]
    if case.period and rows:
        assert {row["period_id"] for row in rows} == {case.period}


def _check_tickets(case: Case, reading: Reading) -> None:
    found = {row["ticket_number"]: row for row in _rows(reading, tickets=True)}
    assert set(found) == set(case.tickets or {})
    for number, columns in (case.tickets or {}).items():
        assert {name: found[number][name] for name in columns} == columns


def _check_errors(case: Case, reading: Reading) -> None:
    found = _errors(reading)
    if case.any_of:
        allowed = {code for _, code in found}
        assert allowed and (ANY in case.any_of or allowed & set(case.any_of)), found
        return
    loose = {cell for item in case.either for cell in item.cells}
    strict = [(cell, code) for cell, code in found if "*" not in loose and (cell not in loose)]
    wanted = sorted(case.errors, key=str)
    assert [cell for cell, _ in strict] == [cell for cell, _ in wanted], found
    for (_, code), (_, expected) in zip(strict, wanted, strict=True):
        assert expected in (code, ANY), found


def _check_secrets(case: Case, reading: Reading) -> None:
    kept = [*_rows(reading, tickets=False), *_rows(reading, tickets=True)]
    said = [(item.to_dict(), item.message("zh"), item.message("en")) for item in reading.issues]
    for secret in case.secrets:
        assert secret not in str(kept), secret
        assert secret not in str(said), secret


@pytest.mark.parametrize("case", CASES)
def test_corpus(case: Case, tmp_path: Path) -> None:
    reading = _read(case, tmp_path)
    _check_errors(case, reading)
    _check_values(case, reading)
    _check_tickets(case, reading)
    _check_secrets(case, reading)
    codes = {item.code for item in reading.issues}
    assert set(case.codes) <= codes
    assert not set(case.silent) & codes
    assert "file-failed" not in codes
    if not reading.whole_file_fails:
        assert (reading.sender, reading.period_id) == (case.sender, case.period)


READ_ALL = """
import json, sys, time
from pathlib import Path
from etl import read
took = {}
for path in sorted(Path(sys.argv[1]).rglob("*.*")):
    began = time.process_time()
    try:
        read.read(path)
    except read.Unreadable:
        pass
    took[str(path)] = time.process_time() - began
# not ru_maxrss: a process that was forked off a large one starts with that one's size
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps([max(took.values()), int(peak.split()[1]) / 1024]))
"""


def test_hostile_files_are_answered_within_seconds_and_bounded_memory(tmp_path: Path) -> None:
    for number, case in enumerate(THEMES["hostile"]):
        folder = tmp_path / str(number)
        folder.mkdir()
        case.make(folder)
    command = [sys.executable, "-c", READ_ALL, str(tmp_path)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    seconds, megabytes = json.loads(ran.stdout)
    assert seconds < 5
    assert megabytes < 1000


@pytest.mark.parametrize("name", [case.name for case in THEMES["formats"] if "csv" in case.name])
def test_large_text_files_read_like_small_ones(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = next(item for item in THEMES["formats"] if item.name == name)
    small = _read(case, tmp_path)
    monkeypatch.setattr("etl.read_text.SMALL", 0)
    large = _read(case, tmp_path)
    assert _rows(large, tickets=False) == _rows(small, tickets=False)
    assert _errors(large) == _errors(small)


def test_the_corpus_has_no_name_twice() -> None:
    names = [case.name for cases in THEMES.values() for case in cases]
    assert len(names) == len(set(names))
    with (HERE / "org_units.csv").open(encoding="utf-8") as stream:
        assert len(list(csv.DictReader(stream))) > 80
