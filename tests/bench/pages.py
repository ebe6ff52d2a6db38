"""How our pages stand beside an empty Streamlit page and a plain Dash page: first load, and change of the week.

All in one run and one browser, by turns, so that whatever else the machine does falls on all of them; medians.
"""

from __future__ import annotations

import importlib.util
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from statistics import median

import psutil
from playwright.sync_api import Browser, sync_playwright

from tests.bench.visits import DASH_OPTIONS, DASH_RESTS, Measured, Target, visit
from tests.browser.conftest import ARGUMENTS, PROJECTOR, ROOT, find_chromium, free_port, settle
from warehouse.store import Store

TURNS = int(os.environ.get("LINJU_BENCH_TURNS", "3"))
EMPTY, DASH = "empty page", "plain Dash page"
PAGES = ("overview", "map", "coverage", "reporting", "complaints", "explore", "list", "unit")
PAINTED = "at => document.querySelector('.lj-scene.lj-s-on')?.dataset.scene === at"
NO_DASH = "no comparison with Dash: it is not installed (make bench installs it from tests/bench/requirements.lock)"


@contextmanager
def serving(arguments: list[str], store: Store | None) -> Iterator[tuple[str, psutil.Process]]:
    """Run a server until the block ends; `{port}` in its arguments becomes a free port."""
    port = free_port()
    command = [sys.executable, "-m", *(part.format(port=port) for part in arguments)]
    environment = {**os.environ, "LINJU_STORE": str(store.root) if store else ""}
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=quiet, stderr=quiet)
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}", psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait()


def uvicorn(module: str) -> list[str]:
    """Return the arguments that serve an app as the product is served."""
    return ["uvicorn", module, "--port", "{port}", "--log-level", "warning"]


def run(store: Store) -> list[str]:
    """Measure all pages in one go; a line each."""
    with sync_playwright() as playwright, ExitStack() as servers:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        url, process = servers.enter_context(serving(uvicorn("tests.bench.empty_asgi:app"), None))
        targets = [Target(EMPTY, url, process, ".stMarkdown")]
        if importlib.util.find_spec("dash"):
            url, process = servers.enter_context(serving(["tests.bench.dash_page", "{port}"], store))
            targets.append(Target(DASH, url, process, "#shown", DASH_RESTS, "#week", DASH_OPTIONS))
        url, process = servers.enter_context(serving(uvicorn("dashboard.asgi:app"), store))
        for name in PAGES:
            path = "" if name == "overview" else name
            targets.append(Target(name, f"{url}/{path}", process, ".lj-sentence"))
        found = {target.name: Measured() for target in targets}
        for turn in range(TURNS + 1):
            for target in targets:
                visit(browser, target, found[target.name], turn)
        scene = next_scene(browser, f"{url}/meeting?scene=1") / found[EMPTY].change
        browser.close()
    told = [line(name, measured, found) for name, measured in found.items()]
    return [*told, *([] if DASH in found else [NO_DASH]), f"{'meeting':16} next scene {scene:4.1f}x the empty change"]


def line(name: str, measured: Measured, found: dict[str, Measured]) -> str:
    """Return the page's times, and how many times those of the empty page and of Dash they are."""
    parts = []
    for what in ("load", "change", "cpu"):
        value = getattr(measured, what)
        times = [
            f"{value / getattr(found[other], what):4.2f}x {other.split()[-2]}" for other in found if " " in other
        ]
        parts.append(f"{what} {value:6.0f} ms ({', '.join(times)})")
    return f"{name:16} " + "  ".join(parts)


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
