"""One visit of a page in Chromium: how long it loads, and how long a change of its week takes until all is painted.

Times are taken inside the browser (see painted.js): from the press on the option, or from the navigation's start, to
the end of the frame that shows the last change of the page's content or the last draw call of its map. Nothing is
waited for that a reader would not wait for, and nothing that polls the page makes it lay itself out meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psutil
from playwright.sync_api import Browser, Page

from tests.browser.conftest import DESK

CHANGES = 3
WATCH = (Path(__file__).parent / "painted.js").read_text(encoding="utf-8")
QUIET = "window.__seen.settled >= window.__seen.last && performance.now() - window.__seen.last"
STREAMLIT_RESTS = (
    "document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'"
    " && !document.querySelector('[data-testid=stSkeleton]')"
)
DASH_RESTS = "document.title !== 'Updating...' && document.querySelectorAll('#table td, .js-plotly-plot').length > 2"
DASH_OPTIONS = ".dash-options-list-virtualized [role=option]"  # of a long list only those in sight are there


@dataclass(frozen=True)
class Target:
    """A page to measure. marker: what names its week; rests: says that nothing more is being fetched."""

    name: str
    url: str
    process: psutil.Process
    marker: str
    rests: str = STREAMLIT_RESTS
    box: str = ".st-key-week_box [data-baseweb=select], .st-key-week_box input"
    options: str = "[role=option]"


@dataclass(frozen=True)
class Measured:
    """The times of one visit in milliseconds; change: a change's median; cpu: of server and browser, a change."""

    load: float
    change: float
    cpu: float


def processor(process: psutil.Process) -> float:
    """Return the processor's milliseconds of a server and of the browser so far."""
    children = psutil.Process().children(recursive=True)
    total = 0.0
    for one in [process, *(child for child in children if child.pid != process.pid)]:
        try:
            if one.pid == process.pid or "chrom" in one.name():
                times = one.cpu_times()
                total += times.user + times.system
        except psutil.NoSuchProcess:
            continue
    return total * 1000


def rest(page: Page, target: Target, quiet: int) -> None:
    """Wait until nothing was painted for some milliseconds."""
    page.wait_for_function(f"() => ({target.rests}) && {QUIET} > {quiet}", polling=100, timeout=90_000)


def change(page: Page, target: Target, option: int) -> tuple[float, float]:
    """Choose another week; milliseconds until all is painted, and of processor."""
    page.locator(target.box).first.click()
    choice = page.locator(target.options).nth(option)
    choice.wait_for()
    page.wait_for_timeout(500)
    before, used = page.locator(target.marker).first.text_content(), processor(target.process)
    choice.click()
    page.wait_for_function(
        "([marker, before]) => (document.querySelector(marker)?.textContent ?? before) !== before",
        arg=[target.marker, before],
        polling=50,
    )
    rest(page, target, 800)
    took = page.evaluate("window.__seen.painted - window.__seen.began")
    return float(took), processor(target.process) - used


def visit(browser: Browser, target: Target, turn: int) -> Measured:
    """Load the page anew and change its week some times; turn: says from which week on."""
    context = browser.new_context(viewport=DESK, locale="zh-CN")  # type: ignore[arg-type]
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(target.url)
    page.wait_for_selector(target.marker)
    rest(page, target, 1500)
    loaded = float(page.evaluate("window.__seen.painted"))
    changes = [change(page, target, 1 + (turn + number) % CHANGES) for number in range(CHANGES)]
    context.close()
    return Measured(loaded, median(took for took, _ in changes), median(used for _, used in changes))
