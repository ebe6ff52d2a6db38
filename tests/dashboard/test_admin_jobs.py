"""The admin's long work: one job a store, in a process of its own, and every way in which it can end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dashboard import admin_jobs, admin_worker
from dashboard.admin_jobs import CHECK, REFRESH, WITHDRAW, Desk, DeskBusy, Job, SwitchedOff
from tests.etl.books import RECEIVED, REPORTING, UNITS, book
from warehouse import build
from warehouse.store import Store, create

TITLE = "枫林区双报到（2026年第47周）"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    create(tmp_path / "store", '[city]\nname = "示例市"\n', UNITS.encode())
    return Store(tmp_path / "store", who="王敏")


def send(store: Store, community: str = "幸福社区", *, title: str = TITLE, name: str = "") -> Path:
    rows = [[title], REPORTING, ["桃源街道", community, 120, 100]]
    path = book(store.inbox, rows, name=name or "枫林区（2026年第47周）.xlsx")
    day = RECEIVED.timestamp() - 6 * 86400
    os.utime(path, (day, day))
    return path


def asked(store: Store, kind: str) -> dict[str, object]:
    base: dict[str, object] = {"store": str(store.root), "who": "王敏", "kind": kind, "files": [], "stated": {}}
    return {**base, "accept_partial": False}


def ended(job: Job) -> Job:
    for _ in range(600):
        if not job.running:
            return job
        time.sleep(0.1)
    raise AssertionError("the job does not end")


def test_check_load_and_withdraw_in_the_name_of_the_one_who_asked(store: Store) -> None:
    send(store)
    desk = admin_jobs.desk_of(store)
    assert admin_jobs.desk_of(Store(store.root)) is desk
    before = desk.serial
    checked = ended(desk.start(store, CHECK))
    assert checked.problem is None
    assert checked.result is not None
    assert [(item.sender, item.period, item.rows) for item in checked.result.submissions] == [("d1", "2026-W47", 1)]
    assert checked.result.effect
    assert desk.checked is checked
    assert desk.serial > before
    assert store.current() is None, "a check loads nothing"
    loaded = ended(desk.start(store, REFRESH))
    assert loaded.result is not None
    assert loaded.result.version == store.current() == "v00001"
    assert desk.last_look() is loaded
    receipt = store.receipts()[0]
    assert receipt.loaded_by == "王敏"
    ended(desk.start(store, WITHDRAW, submission=receipt.submission_id))
    assert store.receipts()[0].status == "withdrawn"
    assert {act["who"] for act in store.acts() if act["action"] in ("load", "publish", "withdraw")} == {"王敏"}


def test_issues_come_back_as_they_were_found(store: Store) -> None:
    send(store, "幸福坊社区")
    result = ended(Desk(store.root).start(store, CHECK)).result
    assert result is not None
    found = next(item for item in result.issues if item.code == "place-unknown")
    assert (found.file, found.cell, found.value) == ("枫林区（2026年第47周）.xlsx", "B3", "幸福坊社区")
    assert "B3" in found.message("zh")
    assert found.suggestions[0]["org_unit_id"] == "k1"
    assert result.submissions[0].status == "refused"


def test_what_a_file_does_not_say_can_be_said(store: Store) -> None:
    send(store, title="双报到", name="报表.xlsx")
    desk = Desk(store.root)
    result = ended(desk.start(store, CHECK)).result
    assert result is not None
    assert result.submissions[0].status == "refused"
    desk.stated["报表.xlsx"] = ("d1", "2026-W47")
    result = ended(desk.start(store, CHECK)).result
    assert result is not None
    assert [(item.sender, item.period, item.status) for item in result.submissions] == [
        ("d1", "2026-W47", "accepted")
    ]


def test_a_store_that_another_program_holds_says_so(store: Store) -> None:
    send(store)
    with Store(store.root).lock():
        job = ended(Desk(store.root).start(store, REFRESH))
    assert job.problem == {"kind": "busy"}
    assert store.receipts() == []


def test_one_job_at_a_time(store: Store) -> None:
    send(store)
    desk = Desk(store.root)
    job = desk.start(store, CHECK)
    with pytest.raises(DeskBusy):
        desk.start(store, REFRESH)
    assert desk.running is job
    ended(job)
    assert desk.running is None


def test_a_worker_that_dies_ends_the_job(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(_job: Job, _request: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(admin_jobs, "_listen", killed)
    desk = Desk(store.root)
    job = ended(desk.start(store, REFRESH))
    assert job.problem == {"kind": "killed"}
    assert desk.loaded is job
    assert desk.checked is None


def test_where_the_settings_say_so_nothing_is_done_in_the_browser(tmp_path: Path) -> None:
    store = create(tmp_path / "store", '[city]\nname = "示例市"\n[admin]\nin_browser = false\n', UNITS.encode())
    with pytest.raises(SwitchedOff):
        Desk(store.root).start(store, CHECK)
    said: list[dict[str, object]] = []
    request = asked(store, "refresh")
    admin_worker.answer(request, said.append)
    assert said == [{"problem": {"kind": "off"}}], "the worker looks for itself"


def test_rules_that_break_are_told_and_nothing_is_published(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    failure = build.AuditFailed([admin_worker_failure()])

    def broken(*_args: object, **_more: object) -> None:
        raise failure

    monkeypatch.setattr(admin_worker.pipeline, "refresh", broken)
    said: list[dict[str, object]] = []
    request = asked(store, "refresh")
    admin_worker.answer(request, said.append)
    problem = said[-1]["problem"]
    assert isinstance(problem, dict)
    assert (problem["kind"], problem["failures"][0]["audit"]) == ("audits", "children_add_up")


def admin_worker_failure() -> build.Failure:
    return build.Failure("children_add_up", "error", 2, ({"org_unit_id": "d1"},))


def test_a_fault_nobody_foresaw_shows_no_details(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_more: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(admin_worker.pipeline, "check", broken)
    said: list[dict[str, object]] = []
    request = asked(store, "check")
    admin_worker.answer(request, said.append)
    assert said == [{"problem": {"kind": "failed"}}]


def test_a_worker_whose_server_is_gone_brings_the_refresh_to_its_end(store: Store) -> None:
    send(store)
    request = asked(store, "refresh")
    child = subprocess.Popen(
        [sys.executable, "-m", "dashboard.admin_worker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert child.stdin is not None and child.stdout is not None
    child.stdin.write(json.dumps(request).encode())
    child.stdin.close()
    child.stdout.close()  # nobody listens any more
    assert child.wait(timeout=60) == 0
    assert store.current() == "v00001"
