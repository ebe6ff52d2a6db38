"""The long work of the admin page, in a process of its own: pages stay quick, and closing a tab ends nothing.

Run as `python -m dashboard.admin_worker`: one request as JSON on standard input; on standard output a line of JSON
for each step of progress and a last one with what came of it, `done` or `problem`.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from dashboard.i18n import LANGUAGES
from etl import effect_text, pipeline
from etl.results import CheckResult
from warehouse import build, corrections, versions
from warehouse.settings import SettingsError
from warehouse.store import Store, StoreBusy, StoreMissing

log = logging.getLogger("linju.admin")
Say = Callable[[dict[str, Any]], None]


def act(request: dict[str, Any], say: Say) -> dict[str, Any]:
    """Do one act of work (check, refresh, withdraw) and return what came of it as plain data."""

    def progress(what: str, done: int, of: int) -> None:
        say({"progress": [what, done, of]})

    store = Store(Path(request["store"]), who=request["who"])
    if not store.settings.admin.in_browser:
        raise PermissionError("the admin's work in the browser is switched off")
    if request["kind"] == "withdraw":
        published = versions.withdraw(store, request["submission"], progress)
        return {"version": published.version, "effect": published.effect}
    files = [store.inbox / name for name in request["files"]]
    stated = {name: (sender, week) for name, (sender, week) in request["stated"].items()}
    if request["kind"] == "check":
        return _plain(store, pipeline.check(store, files, stated=stated, progress=progress))
    partial = bool(request["accept_partial"])
    return _plain(store, pipeline.refresh(store, files, stated=stated, accept_partial=partial, progress=progress))


def _plain(store: Store, result: CheckResult) -> dict[str, Any]:
    failures = [failure.to_dict() for failure in result.failures]
    submissions = [asdict(item) for item in result.submissions]
    general = [asdict(item) for item in result.general]
    return {
        "submissions": submissions, "effect": result.effect, "failures": failures, "version": result.version,
        "general": general, "moves": {lang: effect_text.lines(store, result, lang) for lang in LANGUAGES},
    }  # fmt: skip


def answer(request: dict[str, Any], say: Say) -> None:
    """Do the work and say what came of it; whatever goes wrong is said too, its details go to the server's log."""
    try:
        say({"done": act(request, say)})
    except StoreBusy:
        say({"problem": {"kind": "busy"}})
    except build.AuditFailed as error:
        say({"problem": {"kind": "audits", "failures": [item.to_dict() for item in error.failures]}})
    except corrections.CorrectionFailed as error:
        say({"problem": {"kind": "corrections", "detail": str(error)}})
    except PermissionError:
        say({"problem": {"kind": "off"}})
    except (StoreMissing, SettingsError) as error:
        say({"problem": {"kind": "store", "detail": str(error)}})
    except Exception:
        log.exception("the work could not be done")
        say({"problem": {"kind": "failed"}})


def main() -> None:
    """Answer the one request on standard input."""
    logging.basicConfig()
    lines = os.fdopen(os.dup(1), "w", encoding="utf-8")
    sys.stdout = sys.stderr  # whatever a library prints is no answer

    def say(what: dict[str, Any]) -> None:
        try:
            lines.write(json.dumps(what, default=str) + "\n")
            lines.flush()
        except OSError:  # the server was stopped: a refresh that began is brought to its end all the same
            log.debug("nobody listens any more")

    answer(json.loads(sys.stdin.read()), say)


if __name__ == "__main__":
    main()
