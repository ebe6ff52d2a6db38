"""One week's files into three years of history, beside the bare reading of the same files."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path

import polars as pl
from python_calamine import CalamineWorkbook

from etl import pipeline
from etl.demo import make
from warehouse.store import Store


def prepare(root: Path, weeks: int) -> Store:
    """Make the made-up city, load all but its last week and leave that week's files in the inbox."""
    store = make(root, weeks=weeks)
    pipeline.refresh(store, [])
    return store


def bare_read(files: list[Path]) -> float:
    """Seconds to read every cell of the files with the libraries alone."""
    began = time.perf_counter()
    for path in files:
        if path.suffix == ".csv":
            pl.read_csv(path.read_text(encoding="gb18030").encode(), has_header=False, truncate_ragged_lines=True)
        else:
            book = CalamineWorkbook.from_path(path)
            for name in book.sheet_names:
                book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return time.perf_counter() - began


def run(store: Store) -> list[str]:
    """Take the last week out of a copy of the store, load it again, and say how long that took."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "store"
        shutil.copytree(store.root, root)
        copy = Store(root)
        latest = sorted(path for path in (copy.inbox / "loaded").iterdir() if path.name[0].isdigit())[-1]
        files = sorted(latest.iterdir())
        names = {path.name for path in files}
        for receipt in copy.receipts():
            if receipt.file_name in names:
                shutil.rmtree(copy.submission_dir(receipt.submission_id))
        pipeline.refresh(copy, [])  # a version without the last week, by a build of the touched weeks
        for path in files:
            shutil.move(path, copy.inbox / path.name)
        moved = sorted(path for path in copy.inbox.iterdir() if path.is_file())
        bare = bare_read(moved)
        began = time.perf_counter()
        result = pipeline.refresh(copy, [])
        took = time.perf_counter() - began
        accepted = sum(item.accepted for item in result.submissions)
    return [
        f"bare reading of {len(moved)} files: {bare:.2f} s",
        f"refresh of the week ({accepted} accepted): {took:.2f} s ({took / bare:.1f}x the bare reading)",
    ]
