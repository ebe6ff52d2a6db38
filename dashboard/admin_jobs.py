"""The admin's long work as every open page sees it: one desk a store, at most one job at a time on it.

A job runs in a process of its own (`dashboard.admin_worker`); a thread of the server listens to it. It belongs to no
page: a closed tab does not stop it, and two admins see the same one.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from dashboard import admin_files
from etl.issues import Issue
from etl.results import CheckResult, SubmissionResult
from warehouse.store import Store

log = logging.getLogger("linju.admin")

CHECK, REFRESH, WITHDRAW = "check", "refresh", "withdraw"
Stated = dict[str, tuple[str | None, str | None]]


class DeskBusy(RuntimeError):
    """Another job of this desk has not ended."""


class SwitchedOff(RuntimeError):
    """The store's settings leave this work to the commands."""


@dataclass
class Job:
    """One piece of work. progress: (what, done, of); problem: kind and details where it could not be done;
    moves: language -> sentences on what it moves.

    files: names in the inbox, none = all; inbox: what lay there when it began.
    """

    kind: str
    who: str
    started: datetime
    files: tuple[str, ...] = ()
    accept_partial: bool = False
    submission: str = ""
    inbox: admin_files.Fingerprint = ()
    progress: tuple[str, int, int] | None = None
    ended: datetime | None = None
    result: CheckResult | None = None
    problem: dict[str, Any] | None = None
    moves: dict[str, list[str]] = field(default_factory=dict)

    @property
    def running(self) -> bool:
        """Say whether it has not ended."""
        return self.ended is None

    def hear(self, line: dict[str, Any]) -> None:
        """Take in one line of the worker."""
        if "progress" in line:
            what, done, of = line["progress"]
            self.progress = (what, done, of)
        elif "done" in line:
            self.moves = line["done"].get("moves", {})
            self.result = result_of(line["done"])
        else:
            self.problem = line["problem"]


def result_of(data: dict[str, Any]) -> CheckResult:
    """Return the result that a worker wrote as plain data."""
    return CheckResult(
        [_submission(item) for item in data.get("submissions", [])],
        effect=data["effect"],
        failures=data.get("failures", []),
        version=data["version"],
        general=[_issue(item) for item in data.get("general", [])],
    )


def _issue(data: dict[str, Any]) -> Issue:
    return Issue(**{**data, "suggestions": tuple(data["suggestions"])})


def _submission(data: dict[str, Any]) -> SubmissionResult:
    found = tuple(_issue(item) for item in data["issues"])
    return SubmissionResult(**{**data, "data_sets": tuple(data["data_sets"]), "issues": found})


@dataclass
class Desk:
    """What is going on at one store. serial: rises with every change, so that open pages know to draw anew.

    checked: the last check that ended well; loaded: the last refresh or withdrawal, however it ended.
    stated: file name -> (sender, week) of files that do not say so; confirmed: (written, unit) since the last check.
    """

    root: Path
    job: Job | None = None
    checked: Job | None = None
    loaded: Job | None = None
    stated: Stated = field(default_factory=dict)
    confirmed: list[tuple[str, str]] = field(default_factory=list)
    serial: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def running(self) -> Job | None:
        """Return the job that has not ended, None where there is none."""
        job = self.job
        return job if job is not None and job.running else None

    def last_look(self) -> Job | None:
        """Return the newest check or refresh that read the inbox, None where there was none."""
        found = [job for job in (self.checked, self.loaded) if job and job.result and job.kind != WITHDRAW]
        return max(found, key=lambda job: job.started, default=None)

    def touch(self) -> None:
        """Say that something changed that other open pages should show."""
        with self._lock:
            self.serial += 1

    def start(
        self,
        store: Store,
        kind: str,
        *,
        files: tuple[str, ...] = (),
        accept_partial: bool = False,
        submission: str = "",
    ) -> Job:
        """Begin a job in the name of store.who; DeskBusy while another runs, SwitchedOff where settings forbid it."""
        if not store.settings.admin.in_browser:
            raise SwitchedOff
        with self._lock:
            if self.running:
                raise DeskBusy
            found = admin_files.fingerprint(store)
            self.job = job = Job(kind, store.who, store.now(), files, accept_partial, submission, found)
            self.serial += 1
        request = {
            "store": str(store.root), "kind": kind, "who": job.who, "files": list(files), "stated": self.stated,
            "accept_partial": accept_partial, "submission": submission,
        }  # fmt: skip
        threading.Thread(target=self._follow, args=(store, job, request), name=f"linju-{kind}", daemon=True).start()
        return job

    def _follow(self, store: Store, job: Job, request: dict[str, Any]) -> None:
        """Run the worker and keep what it says; the job ends whatever happens."""
        try:
            _listen(job, request)
        except Exception:
            log.exception("the worker could not be followed")
        with self._lock:
            if job.result is None and job.problem is None:
                job.problem = {"kind": "killed"}
            if job.kind == CHECK and job.result is not None:
                self.checked, self.confirmed = job, []
            elif job.kind != CHECK:
                self.loaded = job
            job.ended = store.now()
            self.serial += 1


def _listen(job: Job, request: dict[str, Any]) -> None:
    command = [sys.executable, "-m", "dashboard.admin_worker"]
    # no shell, and nothing of what a user wrote stands in the command: the request goes in as JSON
    with subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as child:
        assert child.stdin is not None and child.stdout is not None
        with child.stdin as stream:
            stream.write(json.dumps(request))
        for line in child.stdout:
            job.hear(json.loads(line))


_DESKS: dict[Path, Desk] = {}
_DESKS_LOCK = threading.Lock()


def desk_of(store: Store) -> Desk:
    """Return the one desk of a store in this server."""
    with _DESKS_LOCK:
        return _DESKS.setdefault(store.root, Desk(store.root))
