"""A meeting: keys move between scenes that are all there, a refresh meanwhile changes nothing, a reload neither."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import PROJECTOR, Opener, Watch, keep_screenshot, serving, settle
from warehouse.store import Store

pytestmark = pytest.mark.browser
SHOWN = ".lj-scene.lj-s-on"
MEASURE = (Path(__file__).parent / "legible.js").read_text(encoding="utf-8")
SCENES = 6  # nothing was saved yet: there is none on what moved since


def asked(page: Page, name: str) -> str:
    return parse_qs(urlparse(page.url).query).get(name, [""])[0]


def scene(page: Page) -> int:
    return int(page.locator(SHOWN).get_attribute("data-scene") or 0)


def test_a_meeting_from_start_to_end(open_page: Opener, watch: Watch, fresh_copy: Store, tmp_path: Path) -> None:
    version = str(fresh_copy.current())
    with serving(fresh_copy, tmp_path / "log.txt") as url:
        page = open_page(f"{url}/meeting", size=PROJECTOR)
        page.locator(".st-key-meeting_start button").click()
        page.wait_for_selector(SHOWN)
        settle(page, painted=SHOWN)
        assert asked(page, "version") == version and asked(page, "week")
        assert page.evaluate("document.elementFromPoint(900, 20).closest('.lj-show') !== null"), "the header shows"
        assert page.evaluate(MEASURE, [24, 4.5]) == []
        moves(page, watch)
        drills(page)
        before = page.locator(".lj-show").inner_html()
        command = [sys.executable, "-m", "etl.cli", "--store", str(fresh_copy.root), "refresh"]
        subprocess.run(command, check=True, capture_output=True)
        newer = page.locator(".st-key-meeting_newer")
        newer.wait_for(state="attached", timeout=15_000)
        assert not newer.is_visible(), "the notice disturbs the meeting"
        assert page.locator(".lj-show").inner_html() == before
        page.reload()
        settle(page, painted=SHOWN)
        assert scene(page) == 3 and version in page.locator(f"{SHOWN} footer").inner_text()
        keep_screenshot(page, "meeting")
        page.mouse.move(400, 400)
        page.mouse.move(500, 420)
        newer.locator("button").click()
        newest = str(fresh_copy.current())
        page.wait_for_function(
            "([at, text]) => document.querySelector(at)?.innerText.includes(text)", arg=[f"{SHOWN} footer", newest]
        )
        assert newest != version and asked(page, "version") == newest
        page.close()


def moves(page: Page, watch: Watch) -> None:
    """Every key of the table in docs/meeting.md moves, and the server is asked for nothing."""
    page.wait_for_function("document.querySelector('.lj-show').ljBelow")  # what the map leads to came by itself
    requests = len(watch.requests)
    for key, expected in (
        ("ArrowRight", 2), ("PageDown", 3), (" ", 4), ("ArrowUp", 3), ("PageUp", 2), ("End", SCENES),
        ("ArrowRight", SCENES), ("Home", 1), ("ArrowLeft", 1), ("b", 1), ("ArrowDown", 1), ("ArrowDown", 2),
    ):  # fmt: skip
        page.keyboard.press(key)
        assert scene(page) == expected, key
        assert page.locator(".lj-scene:visible").count() == (0 if key == "b" else 1), key
    assert asked(page, "scene") == "2"
    # a button of the controls may still fetch its own script; Chromium looks for the icon of each new address
    later = [url for url in watch.requests[requests:] if "/static/" not in url and not url.endswith("favicon.png")]
    assert later == []


def drills(page: Page) -> None:
    """Enter leads into a district, a street, a community, Escape back; the third scene is left on the screen."""
    page.wait_for_function("document.querySelector('.lj-show').ljBelow")
    way = [""]
    for _ in range(3):
        page.locator(".lj-s-map:visible .lj-s-drawn a").first.focus()
        page.keyboard.press("Enter")
        part = asked(page, "part")
        assert part.startswith(way[-1]) and part != way[-1], "one step down"
        assert page.locator(".lj-s-map:visible").get_attribute("data-part") == part
        way.append(part)
    keep_screenshot(page, "meeting-community")
    page.reload()
    settle(page, painted=SHOWN)
    page.wait_for_selector(f".lj-s-map.lj-s-on[data-part='{way[-1]}']")
    for part in reversed(way[:-1]):
        page.keyboard.press("Escape")
        assert page.locator(".lj-s-map:visible").get_attribute("data-part") == part == asked(page, "part")
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(4000)  # the controls go away
    assert not page.locator(".lj-controls").is_visible()
