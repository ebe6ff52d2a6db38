"""Files read ahead by other processes: the same readings in the same order, and no process that is left over."""

from __future__ import annotations

import dataclasses
import multiprocessing
import os
import signal
import time
from pathlib import Path

import pytest

from etl import ahead
from etl.reading import Context, Reading
from tests.etl.books import RECEIVED, REPORTING, book, context

WEEKS = range(30, 30 + ahead.LEAST_FILES + 1)


@pytest.fixture
def files(tmp_path: Path) -> list[ahead.Arrived]:
    """One file a week, one of them refused, and one that holds nothing that is known."""
    made = []
    for week in WEEKS:
        place = "没有的社区" if week == WEEKS[2] else "幸福社区"
        rows = [[f"枫林区双报到（2026年第{week}周）"], REPORTING, ["桃源街道", place, 120, week]]
        made.append((book(tmp_path, rows if week != WEEKS[4] else [["?"]], name=f"{week}.xlsx"), RECEIVED))
    return made


def said(reading: Reading) -> tuple[object, ...]:
    """What a reading says, in values that can be compared."""
    facts = [{name: data.to_dicts() for name, data in part.items()} for part in reading.facts("x")]
    shown = {field.name: getattr(reading, field.name) for field in dataclasses.fields(reading)}
    return shown["path"], shown["sender"], shown["period_id"], shown["issues"], reading.sha256, facts


def pids() -> set[int]:
    return {child.pid or 0 for child in multiprocessing.active_children()}


def test_many_files_are_read_by_others_and_come_in_order(
    files: list[ahead.Arrived], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: Context = context(tmp_path)
    alone = [said(ahead._read(item, given)) for item in files]
    monkeypatch.setattr(ahead, "_cores", lambda: 2)
    before, seen = pids(), set()
    found = []
    for reading in ahead.readings(files, given):
        seen |= pids() - before
        found.append(said(reading))
    assert found == alone
    assert len(seen) == 1
    assert [str(item[0]) for item in found] == [str(path) for path, _ in files]


def test_a_reader_that_is_ended_loses_no_file(
    files: list[ahead.Arrived], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = context(tmp_path)
    monkeypatch.setattr(ahead, "_cores", lambda: 2)
    monkeypatch.setattr(ahead, "WAITING", 2)
    before, found = pids(), []
    for reading in ahead.readings(files, given):
        if len(found) == 3:
            for child in pids() - before:
                os.kill(child, signal.SIGKILL)
        found.append(reading.path)
    assert found == [path for path, _ in files]


def test_a_refresh_given_up_leaves_no_reader(
    files: list[ahead.Arrived], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead, "_cores", lambda: 2)
    before = pids()
    coming = ahead.readings(files, context(tmp_path))
    next(coming)
    assert pids() - before
    coming.close()  # type: ignore[attr-defined]
    for _ in range(100):
        if not pids() - before:
            return
        time.sleep(0.1)
    raise AssertionError("the reader is still there")


def test_a_week_of_files_and_one_core_need_no_other_process(
    files: list[ahead.Arrived], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, given = pids(), context(tmp_path)
    for cores, some in ((2, files[: ahead.LEAST_FILES - 1]), (1, files)):
        monkeypatch.setattr(ahead, "_cores", lambda cores=cores: cores)
        for _ in ahead.readings(some, given):
            assert pids() == before
