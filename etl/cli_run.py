"""The commands that start something: the made-up city and the dashboard."""

from __future__ import annotations

import importlib
import importlib.util
import ipaddress
import os
import socket
import sys
import threading
import time
import webbrowser
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import click

from etl import cli_output as out
from etl import effect_text, pipeline
from etl.cli_options import Common, common, parse_week
from warehouse.store import Store

PORT = 8501
DASHBOARD = "dashboard.asgi"


@click.command()
@click.option("--no-serve", is_flag=True, help="Make and load the city, but do not start the dashboard.")
@click.option("--weeks", type=click.IntRange(6, 520), default=156, show_default=True, help="Weeks of history.")
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed is another city.")
@click.option("--last-week", callback=parse_week, help="The last week, as 2026-W47 (default: the last that is due).")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=int, default=PORT, show_default=True)
@common
def demo(options: Common, no_serve: bool, weeks: int, seed: int, last_week: str | None, host: str, port: int) -> None:
    """Make a made-up city with its clerks' workbooks, load them and show the dashboard."""
    started = time.monotonic()
    store, aside = _existing_demo(options.store), ThreadPoolExecutor(max_workers=1)
    written: Future[None] | None = None
    with out.progress(options.as_json) as progress, aside:
        if store is None:
            from etl.demo import begin

            store, write_truth = begin(options.store, weeks=weeks, seed=seed, last_week=last_week, progress=progress)
            written = aside.submit(write_truth)
        if not no_serve:
            _make_ready(store)
            # the server's libraries take two seconds to load: time in which the refresh mostly works outside Python
            threading.Thread(target=importlib.import_module, args=(DASHBOARD,), daemon=True).start()
        result = pipeline.refresh(store, [], progress=progress)
        if written:
            written.result()
    if no_serve or not result.ok:
        moved = [] if options.as_json else effect_text.lines(store, result, out.language())
        out.result(result, moved, as_json=options.as_json)
        return
    click.echo(f"{result.version}: {time.monotonic() - started:.0f} s", err=True)
    run_dashboard(store, host, port)


def _existing_demo(root: Path) -> Store | None:
    """Return the demo that lies there already; a real city's store is never made into a demo."""
    if not (root / "linju.toml").exists():
        return None
    store = Store(root)
    if not store.settings.city.made_up:
        raise click.UsageError(f"{root} is the store of a real city; name another folder with --store")
    return store


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=PORT, show_default=True)
@click.option("--open/--no-open", "open_page", default=False, help="Open the page in this machine's browser.")
@common
def serve(options: Common, host: str, port: int, open_page: bool) -> None:
    """Start the dashboard."""
    run_dashboard(options.open(), host, port, open_page=open_page)


def run_dashboard(store: Store, host: str, port: int, *, open_page: bool = True) -> None:
    """Serve a store until stopped; UsageError for an address beyond this machine or a port in use."""
    import uvicorn

    if not _is_loopback(host):
        raise click.UsageError(
            f"--host {host}: without sign-in Linju listens on this machine only. "
            "Put a reverse proxy that signs people in before 127.0.0.1."
        )
    if _in_use(host, port):
        raise click.UsageError(f"port {port} is in use; name another with --port")
    _make_ready(store)
    url = f"http://{host}:{port}"
    click.echo(f"Linju: {url}")
    if open_page and _has_screen():
        threading.Thread(target=_open_when_up, args=(host, port, url), daemon=True).start()
    uvicorn.run(f"{DASHBOARD}:app", host=host, port=port, log_level="warning")


def _make_ready(store: Store) -> None:
    """Set what the dashboard looks at when it is loaded: the store, and the folder that holds .streamlit/."""
    os.environ["LINJU_STORE"] = str(store.root)
    spec = importlib.util.find_spec("dashboard")
    if spec is not None and spec.origin is not None:
        os.chdir(Path(spec.origin).parent.parent)


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _in_use(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, port)) == 0


def _has_screen() -> bool:
    return sys.platform in ("win32", "darwin") or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def _open_when_up(host: str, port: int, url: str) -> None:
    for _ in range(100):
        if _in_use(host, port):
            webbrowser.open(url)
            return
        time.sleep(0.1)
