"""Every page in a real browser: it paints, says that the data are made up, and asks nobody outside."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESK, PROJECTOR, Opener, Watch, keep_screenshot, settle

pytestmark = pytest.mark.browser

PAGES = ["", "map", "coverage", "reporting", "complaints", "submissions"]
MADE_UP = {"zh-CN": "虚构", "en-US": "made up"}


def text_of(page: Page) -> str:
    return page.locator("[data-testid=stApp]").inner_text()


def no_sideways_scrolling(page: Page) -> bool:
    return bool(page.evaluate("document.scrollingElement.scrollWidth <= document.scrollingElement.clientWidth"))


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path or "overview")
def test_a_page_paints(open_page: Opener, demo_url: str, path: str, locale: str) -> None:
    page = open_page(f"{demo_url}/{path}", locale=locale)
    shown = text_of(page)
    assert MADE_UP[locale] in shown
    assert "Traceback" not in shown
    assert no_sideways_scrolling(page)
    if locale == "en-US":  # place names stay as they are; the words of the page are English
        headings = " ".join(page.locator("h1, h2, h3, nav, [data-testid=stTopNavLink]").all_inner_texts())
        assert not re.search(r"[覆盖率报到投诉总览]", headings), headings
    keep_screenshot(page, f"{path or 'overview'}-{locale}-desk-light")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path or "overview")
def test_a_page_on_the_projector_in_the_dark(open_page: Opener, demo_url: str, path: str) -> None:
    page = open_page(f"{demo_url}/{path}", size=PROJECTOR, scheme="dark")
    background = page.evaluate("getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor")
    red, green, blue = (int(part) for part in re.findall(r"\d+", background)[:3])
    assert red + green + blue < 150, background
    assert no_sideways_scrolling(page)
    keep_screenshot(page, f"{path or 'overview'}-zh-projector-dark")


def test_the_first_page_loads_no_map_library(open_page: Opener, demo_url: str, watch: Watch) -> None:
    page = open_page(demo_url)
    assert page.locator("svg path").count() > 9
    assert [url for url in watch.requests if "deck" in url.lower() or "DeckGl" in url] == []


def test_a_link_reproduces_the_view(open_page: Opener, demo_url: str) -> None:
    page = open_page(demo_url, size=DESK)
    page.locator(".st-key-place0 input").click()
    page.locator("[role=option]").nth(2).click()
    settle(page)
    page.wait_for_function("location.search.includes('unit=')")
    name = page.locator(".st-key-place0 input").input_value()
    again = open_page(page.url)
    assert again.locator(".st-key-place0 input").input_value() == name
    english = open_page(page.url + "&lang=en")
    assert english.locator(".st-key-place0 input").input_value().endswith((" District", " County", " City"))
    # the filter is kept from page to page
    again.get_by_role("link", name="覆盖").click()
    settle(again)
    assert again.locator(".st-key-place0 input").input_value() == name


def test_an_old_link_to_what_is_not_there_falls_back(open_page: Opener, demo_url: str) -> None:
    page = open_page(f"{demo_url}/?unit=nowhere&week=1999-W01&weeks=-3&indicator=x")
    assert MADE_UP["zh-CN"] in text_of(page)


def test_charts_below_the_window_are_drawn_in_time(open_page: Opener, demo_url: str) -> None:
    page = open_page(f"{demo_url}/complaints?lang=en")
    drawn = "[...document.querySelectorAll('.lj-chart')].map(box => box.querySelector('svg.main-svg') !== null)"
    page.wait_for_function(f"{drawn}.length > 5 && {drawn}.every(Boolean)")  # by themselves, with nobody scrolling

    page.add_init_script("window.requestIdleCallback = () => 1")  # a browser that never has time
    page.reload()
    settle(page, pause=1500)
    first = page.evaluate(drawn)
    assert first[0] and not first[-1], "only what is in the window"
    page.locator(".lj-chart").last.scroll_into_view_if_needed()
    page.wait_for_function(f"{drawn}.at(-1)")
    if not all(page.evaluate(drawn)):
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert all(page.evaluate(drawn)), "on paper nothing is left out"

    under = page.locator(".lj-under").last
    assert under.locator("td").count() == 0
    under.locator("summary").focus()
    page.keyboard.press("Enter")
    rows = under.locator("tbody tr").all_inner_texts()
    assert len(rows) > 3 and all(re.search(r"\d", row) for row in rows), rows
