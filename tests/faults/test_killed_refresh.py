"""A refresh killed at any point leaves the old version served, and the next refresh gives the whole new one."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
from polars.testing import assert_frame_equal

from etl import pipeline
from warehouse import connect
from warehouse.store import Store

KILLS = (0.15, 0.4, 0.6, 0.75, 0.9, 0.97)


def command(root: Path) -> list[str]:
    return [sys.executable, "-m", "etl.cli", "--store", str(root), "refresh"]


def figures(store: Store) -> pl.DataFrame:
    """All indicator rows of the published version."""
    with connect.reader(store, str(store.current())) as connection:
        return connection.sql("SELECT * FROM fct_indicator ORDER BY ALL").pl()


def test_killed_at_any_point(fresh_copy: Store, tmp_path: Path) -> None:
    undisturbed = tmp_path / "undisturbed"
    shutil.copytree(fresh_copy.root, undisturbed)
    began = time.monotonic()
    subprocess.run(command(undisturbed), check=True, capture_output=True)
    whole = time.monotonic() - began
    wanted = figures(Store(undisturbed))
    before = figures(fresh_copy)

    for position, share in enumerate(KILLS):
        root = tmp_path / f"killed-{position}"
        shutil.copytree(fresh_copy.root, root)
        process = subprocess.Popen(command(root), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(whole * share)
        process.send_signal(signal.SIGKILL)
        process.wait()
        store = Store(root)
        served = figures(store)
        assert served.equals(before) or served.equals(wanted), f"half a version after {share:.0%}"
        pipeline.refresh(store, [])
        assert_frame_equal(figures(store), wanted)
        assert not list(store.versions.glob(".building-*"))
        shutil.rmtree(root)
