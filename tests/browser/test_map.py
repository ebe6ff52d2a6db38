"""The map in a real browser: it paints, a click drills down, the way back works, a week change keeps the geometry."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.browser.conftest import DESK, PROJECTOR, Opener, Watch, keep_screenshot, settle

pytestmark = pytest.mark.browser
CHART = "[data-testid=stDeckGlJsonChart]"
MOVED = 1_200  # the camera's move; a click during it would miss


def colours(page: Page) -> dict[tuple[int, ...], int]:
    """The colours that the map shows, with their share of pixels in per mille."""
    picture = Image.open(io.BytesIO(page.locator(CHART).screenshot())).convert("RGB")
    total = picture.width * picture.height
    counted = picture.getcolors(total) or []
    return {colour: 1000 * n // total for n, colour in counted if 1000 * n // total >= 5}  # type: ignore[misc]


def painted(page: Page) -> Page:
    """Wait until the outlines have come and stand still."""
    page.locator(f"{CHART} canvas").first.wait_for()
    for _ in range(40):
        page.wait_for_timeout(250)
        if len(colours(page)) >= 2:
            break
    page.wait_for_timeout(MOVED)
    return page


def click_map(page: Page, across: float, down: float) -> None:
    box = page.locator(CHART).bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] * across, box["y"] + box["height"] * down
    page.mouse.move(x, y)
    page.wait_for_timeout(400)
    page.mouse.click(x, y)


def units_in(url: str) -> str | None:
    found = re.search(r"unit=(\w+)", url)
    return found[1] if found else None


def test_drill_down_and_back(open_page: Opener, demo_url: str) -> None:
    page = painted(open_page(f"{demo_url}/map", size=DESK))
    assert len(colours(page)) >= 2
    click_map(page, 0.55, 0.45)
    page.wait_for_function("location.search.includes('unit=')")
    district = units_in(page.url)
    assert district is not None and len(district) == 6
    settle(page)
    painted(page)
    click_map(page, 0.55, 0.5)
    page.wait_for_function(f"!location.search.endsWith('unit={district}')")
    street = units_in(page.url)
    assert street is not None and street.startswith(district) and len(street) == 9
    settle(page)
    keep_screenshot(painted(page), "map-street")

    again = painted(open_page(page.url))
    assert again.locator(".st-key-lj_crumbs button").count() == 3

    page.locator(".st-key-crumb1 button").click()
    page.wait_for_function(f"location.search.includes('unit={district}') && !location.search.includes('{street}')")
    settle(page)
    page.locator(".st-key-crumb0 button").click()
    page.wait_for_function("!location.search.includes('unit=')")
    settle(page)
    assert page.locator(".st-key-lj_crumbs button").count() == 1


def test_another_week_moves_colours_and_not_the_geometry(open_page: Opener, demo_url: str, watch: Watch) -> None:
    page = painted(open_page(f"{demo_url}/map?indicator=complaints_per_1000_households", size=PROJECTOR))
    before = colours(page)
    asked = [url for url in watch.requests if "/geo/" in url]
    assert asked
    for _ in range(3):
        page.locator(".st-key-week_back button").first.click()
        page.wait_for_timeout(300)
        settle(page)
    page.wait_for_timeout(MOVED)
    assert [url for url in watch.requests if "/geo/" in url] == asked
    assert colours(page) != before
    assert "week=" in page.url
    keep_screenshot(page, "map-three-weeks-back")


def test_hovering_tells_the_figure(open_page: Opener, demo_url: str) -> None:
    page = painted(open_page(f"{demo_url}/map", locale="en-US"))
    box = page.locator(CHART).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.55, box["y"] + box["height"] * 0.4)
    page.wait_for_timeout(600)
    tip = page.locator(".deck-tooltip")
    assert tip.is_visible()
    shown = tip.evaluate("tip => [...tip.children].map(part => getComputedStyle(part, '::before').content).join(' ')")
    assert "%" in shown
    assert "/" in shown


@pytest.mark.parametrize("week", ["", "&week=2026-W30"])
def test_a_table_stands_beside_the_map(open_page: Opener, demo_url: str, week: str) -> None:
    page = open_page(f"{demo_url}/map?lang=zh{week}")
    assert page.locator("details, [data-testid=stExpander]").count() >= 1


def test_side_by_side_play_and_one_class_alone(open_page: Opener, demo_url: str, watch: Watch) -> None:
    page = open_page(f"{demo_url}/map?show=beside&lang=en", size=DESK)
    stage = page.locator(".lj-stage")
    stage.locator(".lj-stage-panel").nth(1).locator("path.lj-stage-unit").first.wait_for()
    worlds = stage.locator(".lj-stage-panel svg > g:first-child")
    before = worlds.nth(0).get_attribute("transform")
    box = stage.locator("svg").nth(1).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 200, box["y"] + 120)
    page.mouse.wheel(0, -400)
    page.wait_for_function(
        f"document.querySelector('.lj-stage-panel svg > g').getAttribute('transform') !== '{before}'"
    )
    assert worlds.nth(0).get_attribute("transform") == worlds.nth(1).get_attribute("transform")

    page.locator("[data-testid=stButtonGroup] button", has_text="Play").click()
    title = stage.locator(".lj-stage-title")
    stage.locator("[data-key=play]").wait_for()
    settle(page)
    last = title.inner_text()
    asked = len(watch.requests)
    stage.locator("[data-key=play]").click()
    page.wait_for_timeout(1_800)
    playing = title.inner_text()
    assert playing != last
    assert len(watch.requests) == asked  # what plays lay ready
    stage.locator("[data-key=play]").click()
    page.wait_for_function("location.search.includes('week=')")
    settle(page)
    keep_screenshot(page, "map-play")

    button = stage.locator(".lj-stage-legend button").nth(1)
    button.focus()
    page.keyboard.press("Enter")
    assert button.get_attribute("aria-pressed") == "true"
    faded = "[...document.querySelectorAll('path.lj-stage-unit')].filter(path => path.style.opacity < 1).length"
    assert page.evaluate(faded) > 0
    page.keyboard.press("Enter")
    assert page.evaluate(faded) == 0

    stage.locator("path.lj-stage-unit").nth(4).click()
    page.wait_for_function("location.search.includes('unit=')")

    page.locator("[data-testid=stButtonGroup] button", has_text="One week").click()
    painted(page)
    page.locator("[data-lj-only='4']").click()
    page.wait_for_function("location.search.includes('only=')")
    settle(page)
    assert page.locator("[data-lj-only='4']").get_attribute("aria-pressed") == "true"

    asked = "Object.fromEntries([...new URLSearchParams(location.search)].sort())"
    before = page.evaluate(asked)
    assert {"unit", "only"} <= set(before)
    page.locator("[data-testid=stTopNavLink]", has_text="Coverage").click()
    page.wait_for_function("location.pathname === '/coverage'")
    settle(page)
    page.go_back()
    page.wait_for_function("location.pathname === '/map'")
    settle(page)
    painted(page)
    assert page.evaluate(asked) == before
