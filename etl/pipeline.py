"""From received files to a published version, a line a step. Start reading here.

read       a file's sheets as texts with their addresses        etl.read
recognise  the table of each sheet: data set, header, columns   etl.recognise
clean      texts -> numbers, dates, choices                     etl.values, etl.tickets (etl.clean, etl.dates)
resolve    written places -> org units                          etl.placing (etl.resolve)
validate   what can not be                                      etl.validate
store      typed rows, coverage, issues, receipt                etl.loading
publish    all accepted rows -> a new version                   warehouse.build
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from etl import ahead, aliases, corrections, inbox, loading, outliers
from etl.issues import ERROR
from etl.places import Places
from etl.reading import Context, Reading, Stated
from etl.results import CheckResult, RefreshResult
from warehouse import build, register
from warehouse.store import Store

Progress = Callable[[str, int, int], None] | None


def check(
    store: Store,
    files: list[Path],
    *,
    sender: str | None = None,
    week: str | None = None,
    stated: Stated | None = None,
    progress: Progress = None,
) -> CheckResult:
    """Read files (none: the inbox) without writing: every issue with its cell, and what loading them would move.

    stated: file name -> (sender, week) of the files that do not say so, where sender and week count for all of them.
    """
    context = _context(store, sender, week, stated)
    judged = [loading.judge(store, item, context) for item in _read_all(store, files, context, progress)]
    effect, failures = loading.trial(store, judged, progress)
    general = corrections.check(store, [item.reading.path for item in judged])
    return CheckResult([item.submission for item in judged], effect=effect, failures=failures, general=general)


def refresh(
    store: Store,
    files: list[Path],
    *,
    sender: str | None = None,
    week: str | None = None,
    stated: Stated | None = None,
    accept_partial: bool = False,
    progress: Progress = None,
) -> RefreshResult:
    """Check and load files (none: the inbox), build, audit and publish; stated as in `check`.

    StoreBusy where another refresh runs; AuditFailed where the new figures break a rule: then nothing of them counts.
    Where a line of corrections.csv does not hold, nothing is loaded.
    """
    with store.lock():
        before = store.current()
        general = corrections.check(store, [path for path, _ in inbox.by_arrival(store, files)])
        if any(item.severity == ERROR for item in general):
            return RefreshResult([], general=general)
        context = _context(store, sender, week, stated)
        judged = _load_all(store, files, context, progress, accept_partial=accept_partial)
        try:
            published = build.publish(store, reason="refresh", progress=progress)
        except build.AuditFailed as error:
            loading.take_back(store, judged, error)
            raise
        except corrections.CorrectionFailed as error:
            loading.take_back(store, judged, error)
            return RefreshResult([item.submission for item in judged], general=corrections.as_issues(error.faults))
        inbox.put_away(store, judged)
        version = published.version if published.version != before else None
        found = [item.submission for item in judged]
        return RefreshResult(found, effect=published.effect, version=version, general=general)


def _context(store: Store, sender: str | None, week: str | None, stated: Stated | None) -> Context:
    places = Places(register.load(store.org_units, store.org_unit_changes))
    return Context(store.settings, places, aliases.load(store), sender, week, stated or {})


def _load_all(
    store: Store, files: list[Path], context: Context, progress: Progress, *, accept_partial: bool
) -> list[loading.Judged]:
    """Read, judge and write file by file; files are written, in their order, while the next ones are read."""
    judged: list[loading.Judged] = []
    writes: list[Future[None]] = []

    def settle(reading: Reading) -> None:
        for item, write in zip(judged, writes, strict=True):
            if loading.bears_on(item, reading):
                write.result()

    with ThreadPoolExecutor(max_workers=1) as writer:
        for reading in _read_all(store, files, context, progress, settle):
            judged.append(loading.judge(store, reading, context, accept_partial=accept_partial))
            writes.append(writer.submit(loading.write, store, judged[-1]))
        for write in writes:
            write.result()
    return judged


def _read_all(
    store: Store,
    files: list[Path],
    context: Context,
    progress: Progress,
    settle: Callable[[Reading], object] = lambda reading: None,
) -> Iterator[Reading]:
    """Read the files in the order in which they arrived, so that a corrected copy wins over the first.

    settle: waits until the earlier files that a file is compared with are in the store.
    """
    arrived = inbox.by_arrival(store, files)
    unusual = outliers.Unusual(store)
    if progress and arrived:
        progress("read", 0, len(arrived))
    for done, reading in enumerate(ahead.readings(arrived, context), start=1):
        settle(reading)
        loading.note_kept_units(store, reading, context)
        unusual.note(reading, context)
        yield reading
        if progress:
            progress("read", done, len(arrived))
