"""First load, filter change and server CPU of the overview and the map, and the next scene of a meeting, as ratios
to an empty Streamlit page.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median

import psutil
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import ARGUMENTS, DESK, PROJECTOR, ROOT, find_chromium, free_port, settle
from warehouse.store import Store

RUNS = 5
TEXT = "document.querySelector('[data-testid=stMain]').innerText"
APP_RESTS = "document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'"
PAINTED = "at => document.querySelector('.lj-scene.lj-s-on')?.dataset.scene === at"
CHANGED = f"before => {TEXT} !== before && {APP_RESTS}"


@dataclass
class Figures:
    """Medians of one page: milliseconds in the browser, milliseconds of CPU in the server."""

    first_load: float
    change: float
    load_cpu: float
    change_cpu: float


@contextmanager
def server(module: str, store: Store | None) -> Iterator[tuple[str, psutil.Process]]:
    """Serve an app by uvicorn until the block ends."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", module, "--port", str(port), "--log-level", "warning"]
    environment = {**os.environ, "LINJU_STORE": str(store.root) if store else ""}
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=quiet, stderr=quiet)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield url, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait()


def cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return (times.user + times.system) * 1000


def change_week(page: Page, option: int) -> float:
    """Choose another week in the week's box; milliseconds until the page has been painted anew."""
    page.locator(".st-key-week_box [data-baseweb=select], .st-key-week_box input").first.click()
    choice = page.locator("[role=option]").nth(option)
    choice.wait_for()
    before = page.evaluate(TEXT)
    began = time.perf_counter()
    choice.click()
    page.wait_for_function(CHANGED, arg=before, polling="raf")
    return (time.perf_counter() - began) * 1000


def measure(browser: Browser, url: str, process: psutil.Process) -> Figures:
    """Load a page anew several times, change its week each time, and take the medians."""
    loads, changes, load_cpus, change_cpus = [], [], [], []
    for run in range(RUNS + 1):
        context = browser.new_context(viewport=DESK, locale="zh-CN")  # type: ignore[arg-type]
        page = context.new_page()
        before, began = cpu(process), time.perf_counter()
        page.goto(url)
        settle(page, painted="[data-testid=stMain] .stMarkdown, .lj-sentence")
        loaded, load_cpu = (time.perf_counter() - began) * 1000 - 300, cpu(process) - before
        page.wait_for_timeout(1500)
        before = cpu(process)
        changed = change_week(page, 2 + run)
        page.wait_for_timeout(300)
        if run:  # the first visit warms the server
            loads.append(loaded)
            changes.append(changed)
            load_cpus.append(load_cpu)
            change_cpus.append(cpu(process) - before)
        context.close()
    return Figures(median(loads), median(changes), median(load_cpus), median(change_cpus))


def run(store: Store) -> list[str]:
    """Measure the empty page, the overview and the map in one go; a line each."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        with server("tests.bench.empty_asgi:app", None) as (url, process):
            empty = measure(browser, url, process)
        found = {"empty page": empty}
        with server("dashboard.asgi:app", store) as (url, process):
            found["overview"] = measure(browser, url, process)
            found["map"] = measure(browser, f"{url}/map", process)
            scene = next_scene(browser, f"{url}/meeting?scene=1")
        browser.close()
    ratio = scene / max(empty.change, 1)
    moved = f"{'meeting':11} next scene {scene:6.0f} ms ({ratio:4.1f}x the change of the empty page)"
    return [*(_line(name, figures, empty) for name, figures in found.items()), moved]


def next_scene(browser: Browser, url: str) -> float:
    """Press a key and wait until the next scene has been painted; the median in milliseconds over all scenes."""
    context = browser.new_context(viewport=PROJECTOR, locale="zh-CN")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(url)
    settle(page, painted=".lj-scene.lj-s-on")
    times = []
    for _ in range(4):
        page.keyboard.press("Home")
        for at in range(2, page.locator(".lj-scene").count() + 1):
            page.wait_for_timeout(200)
            began = time.perf_counter()
            page.keyboard.press("ArrowRight")
            page.wait_for_function(PAINTED, arg=str(at), polling="raf")
            times.append((time.perf_counter() - began) * 1000)
    context.close()
    return median(times)


def _line(name: str, figures: Figures, empty: Figures) -> str:
    parts = []
    for key in ("first_load", "change", "load_cpu", "change_cpu"):
        value, base = getattr(figures, key), getattr(empty, key)
        parts.append(f"{key} {value:6.0f} ms ({value / max(base, 1):4.1f}x)")
    return f"{name:11} " + "  ".join(parts)
