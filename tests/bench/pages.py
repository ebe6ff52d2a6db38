"""How our pages stand beside an empty Streamlit page and a plain Dash page: first load, and change of the week.

All in one run and one browser. Before each visit of a page the others are visited, and it is held against those: a
machine that is slower for some minutes is so for all three. Medians over the turns.
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
        others = [Target(EMPTY, url, process, ".stMarkdown")]
        if importlib.util.find_spec("dash"):
            url, process = servers.enter_context(serving(["tests.bench.dash_page", "{port}"], store))
            others.append(Target(DASH, url, process, "#shown", DASH_RESTS, "#week", DASH_OPTIONS))
        url, process = servers.enter_context(serving(uvicorn("dashboard.asgi:app"), store))
        found: dict[str, dict[str, list[Measured]]] = {}
        for turn in range(TURNS + 1):
            for name in PAGES:
                target = Target(name, f"{url}/{'' if name == 'overview' else name}", process, ".lj-sentence")
                for one in (*others, target):
                    measured = visit(browser, one, turn)
                    if turn:  # the first one warms up
                        found.setdefault(name, {}).setdefault(one.name, []).append(measured)
        change = median(one.change for beside in found.values() for one in beside[EMPTY])
        scene = next_scene(browser, f"{url}/meeting?scene=1") / change
        browser.close()
    told = [line(name, beside.pop(name), beside) for name, beside in found.items()]
    told.append(f"{'meeting':10} next scene {scene:4.1f}x the empty change")
    return told if len(others) > 1 else [*told, NO_DASH]


def line(name: str, turns: list[Measured], beside: dict[str, list[Measured]]) -> str:
    """Return the page's times, and how many times those of what was visited right before it they are."""
    parts = []
    for what in ("load", "change", "cpu"):
        values = [getattr(one, what) for one in turns]
        times = []
        for other, visits in beside.items():
            times_of = [mine / getattr(one, what) for mine, one in zip(values, visits, strict=True)]
            times.append(f"{median(times_of):4.2f}x {other.split()[-2]}")
        parts.append(f"{what} {median(values):5.0f} ms ({', '.join(times)})")
    return f"{name:10} " + "  ".join(parts)


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
