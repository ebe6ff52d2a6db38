"""Prints the measurements: `python -m tests.bench [STORE]`; without a store it makes the made-up city first."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.bench import pages, reading, refresh
from warehouse.store import Store

WEEKS = 156


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(sys.argv[1])) if len(sys.argv) > 1 else refresh.prepare(Path(folder) / "store", WEEKS)
        for line in [*pages.run(store), *refresh.run(store), *reading.run()]:
            print(line, flush=True)


if __name__ == "__main__":
    main()
