"""A real Chromium against a real server; any request beyond loopback and any console error fails the test."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, TimeoutError, sync_playwright

from warehouse.store import Store

ROOT = Path(__file__).parent.parent.parent
ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=gl-egl",
    "--ignore-gpu-blocklist",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
DESK = {"width": 1366, "height": 768}
PROJECTOR = {"width": 1920, "height": 1080}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let a walk that waited in vain begin anew, once, and be told as `R`; what is wrong is never asked twice.

    A click that falls into the moment in which Streamlit draws the page anew is lost now and then.
    """
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=["TimeoutError"]))


def find_chromium() -> str:
    """The browser of this machine; without one the browser tests fail, they do not skip."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    raise RuntimeError("no Chromium on this machine: run `make test`, which installs it, or `bash .ci/browser`")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(store: Store, log: Path) -> Iterator[str]:
    """Serve a store by the linju command until the block ends; give its address."""
    port = free_port()
    command = [sys.executable, "-m", "etl.cli", "--store", str(store.root), "serve", "--port", str(port)]
    with log.open("wb") as stream:
        server = subprocess.Popen(command, stdout=stream, stderr=subprocess.STDOUT, cwd=log.parent)
        try:
            for _ in range(300):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                assert server.poll() is None, log.read_text(encoding="utf-8")
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=20)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def demo_url(demo_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(demo_store, tmp_path_factory.mktemp("server") / "log.txt") as url:
        yield url


class Watch:
    """What a page asked for and complained about."""

    def __init__(self) -> None:
        self.requests: list[str] = []
        self.outside: list[str] = []
        self.errors: list[str] = []

    def on_request(self, request: Request) -> None:
        self.requests.append(request.url)
        address = urlparse(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.hostname not in LOOPBACK:
            self.outside.append(request.url)

    def on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def follow(self, page: Page) -> None:
        page.on("request", self.on_request)
        page.on(
            "websocket",
            lambda socket: self.outside.append(socket.url) if urlparse(socket.url).hostname not in LOOPBACK else None,
        )
        page.on("console", self.on_console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))


Opener = Callable[..., Page]


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def open_page(browser: Browser, watch: Watch) -> Iterator[Opener]:
    """Open a page in a context of its own and wait until it is painted; checks the watch at the end."""
    contexts: list[BrowserContext] = []

    def opener(url: str, *, locale: str = "zh-CN", size: dict[str, int] = DESK, scheme: str = "light") -> Page:
        context = browser.new_context(locale=locale, viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        watch.follow(page)
        page.goto(url)
        settle(page)
        return page

    yield opener
    for context in contexts:
        context.close()
    assert watch.outside == []
    assert watch.errors == []


def settle(page: Page, timeout: float = 30_000, painted: str = ".lj-sentence, .lj-message", pause: int = 300) -> None:
    """Wait until the app has run to the end and nothing is being painted."""
    page.wait_for_selector("[data-testid=stApp]", timeout=timeout)
    page.wait_for_selector("[data-testid=stMain] [data-testid=stVerticalBlock]", timeout=timeout)
    page.wait_for_function(
        "() => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'",
        timeout=timeout,
    )
    page.wait_for_selector(painted, timeout=timeout)
    page.wait_for_timeout(pause)


def repeat(page: Page, act: Callable[[], None], times: int = 4) -> None:
    """Act again where what should follow did not: a page that is being drawn anew may swallow what is done on it.

    The error of the last time is raised.
    """
    for left in reversed(range(times)):
        try:
            return act()
        except TimeoutError as error:
            if not left:
                raise
            keep_screenshot(page, f"repeated-{time.time():.0f}")
            print(f"done once more at {page.url}: {error.message.splitlines()[0]}")
            page.keyboard.press("Escape")
            settle(page)
    return None


def keep_screenshot(page: Page, name: str) -> None:
    """Save a picture where LINJU_SCREENSHOTS names a folder, for looking at."""
    if folder := os.environ.get("LINJU_SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png")
