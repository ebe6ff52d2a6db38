"""A refresh while pages are open: a quiet notice, the new week at a click, never half a version or an error."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.browser.conftest import Opener, serving, settle
from warehouse import connect
from warehouse.store import Store

pytestmark = pytest.mark.browser
SENTENCE = ".lj-sentence"


class Reader(threading.Thread):
    """Opens the published version over and over and counts its rows."""

    def __init__(self, store: Store) -> None:
        super().__init__(daemon=True)
        self.store, self.seen, self.faults, self.stopped = store, set[tuple[str, int]](), list[Exception](), False

    def run(self) -> None:
        while not self.stopped:
            try:
                version = str(self.store.current())
                with connect.reader(self.store, version) as connection:
                    row = connection.execute("SELECT count(*) FROM fct_indicator").fetchone()
                self.seen.add((version, row[0] if row else -1))
            except Exception as error:
                self.faults.append(error)
            time.sleep(0.02)


def test_the_notice_comes_and_a_click_shows_the_new_week(
    open_page: Opener, fresh_copy: Store, tmp_path: Path
) -> None:
    with serving(fresh_copy, tmp_path / "log.txt") as url:
        page = open_page(url)
        before = page.locator(SENTENCE).inner_text()
        reader = Reader(fresh_copy)
        reader.start()
        command = [sys.executable, "-m", "etl.cli", "--store", str(fresh_copy.root), "refresh"]
        subprocess.run(command, check=True, capture_output=True)
        began = time.monotonic()
        page.get_by_text("新的数据").wait_for(timeout=15_000)
        assert time.monotonic() - began <= 10
        assert page.locator(SENTENCE).inner_text() == before, "the page changed before it was asked to"
        other = open_page(url)
        after = other.locator(SENTENCE).inner_text()
        assert after != before, "a newly opened page shows the new version"
        page.locator(".st-key-show_newer button").click()
        page.wait_for_function(
            "([at, text]) => document.querySelector(at)?.innerText !== text", arg=[SENTENCE, before]
        )
        settle(page)
        assert page.locator(SENTENCE).inner_text() == after
        reader.stopped = True
        reader.join()
        for opened in (page, other):  # a page that outlives its server complains of it
            opened.close()
    assert reader.faults == []
    assert len(reader.seen) == 2, "each version always has the same rows"
