"""Reading many files: other processes read ahead, and the readings still come one by one in the order of arrival."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import datetime
from pathlib import Path

from etl import archive
from etl.reading import Context, Reading, read_file

logger = logging.getLogger(__name__)
Arrived = tuple[Path, datetime]
LEAST_FILES = 12  # a process takes a second or two to begin: the nine files of a week are read sooner without
LARGEST = 5_000_000  # bytes; a city's whole past goes from process to process slower than it is read here
WAITING = 64  # readings ahead of the one that is worked on, so that an inbox of a thousand files needs no more memory

_context: list[Context] = []  # of a process that reads ahead: it is sent once, not with each file


def readings(files: list[Arrived], context: Context) -> Iterator[Reading]:
    """Give the reading of each file in order; of many files the small ones are read ahead, by all cores but one."""
    small = [item for item in files if archive.outer(item[0]).stat().st_size <= LARGEST]
    others = min(_cores() - 1, len(small) // 4)
    if others < 1 or len(small) < LEAST_FILES:
        yield from (_read(item, context) for item in files)
        return
    # spawn: a child forked beside threads (of polars, of the writer of facts) may wait for a lock that nobody holds
    spawn = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(others, mp_context=spawn, initializer=_begin, initargs=(context,))
    try:
        yield from _in_order(files, small, context, pool)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _in_order(
    files: list[Arrived], small: list[Arrived], context: Context, pool: ProcessPoolExecutor
) -> Iterator[Reading]:
    to_come, ahead = deque(small), deque[Future[Reading]]()
    apart = set(small)
    for item in files:
        while to_come and len(ahead) < WAITING:
            ahead.append(pool.submit(_read_there, to_come.popleft()))
        if item not in apart:
            yield _read(item, context)
            continue
        try:
            yield ahead.popleft().result()
        except BrokenProcessPool:  # a reader was ended from outside, for want of memory say: what it had is read here
            logger.warning("a process that read ahead was ended; its files are read again")
            yield from (_read(left, context) for left in files[files.index(item) :])
            return


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _read(item: Arrived, context: Context) -> Reading:
    path, received_at = item
    return read_file(path, received_at, context.of(archive.name_of(path)))


def _begin(context: Context) -> None:
    _context[:] = [context]
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the refresh's to answer
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A refresh that is killed tells its readers nothing: without this they would wait for a file for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)


def _read_there(item: Arrived) -> Reading:
    reading = _read(item, _context[0])
    _ = reading.sha256  # taken here, so that the one process that all wait for need not read the bytes again
    return reading
