"""Two clicks from any key figure to the cells it stands on; the link alone gives the same page again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Opener, keep_screenshot, settle

pytestmark = pytest.mark.browser


def cells_of(page: Page) -> list[str]:
    """Return the last table's rows as text: the submitted cells."""
    table = page.locator("table.lj-table").last
    return [" ".join(text.split()) for text in table.locator("tbody tr").all_inner_texts()]


def test_a_card_leads_to_its_cells_and_a_part_to_its_own(open_page: Opener, demo_url: str) -> None:
    page = open_page(f"{demo_url}/?lang=en")
    page.locator(".lj-card", has_text="Branch coverage").first.locator("a.lj-from").click()
    page.get_by_text("The submitted cells").wait_for()
    settle(page)
    assert re.search(r"/figure\?.*version=v\d+", page.url)
    rows = cells_of(page)
    assert len(rows) == 20 and all(re.search(r" [A-Z]{1,2}\d+ ", row) for row in rows)
    keep_screenshot(page, "figure")
    page.locator("table.lj-table").first.locator("a").first.click()  # the second click: a district's own cells
    page.wait_for_url(lambda url: "unit=" in url and url != rows)
    page.get_by_text("The submitted cells").wait_for()
    settle(page)
    mine = cells_of(page)
    again = open_page(page.url)
    again.get_by_text("The submitted cells").wait_for()
    settle(again)
    assert cells_of(again) == mine


def test_like_for_like_stands_in_the_link(open_page: Opener, demo_url: str) -> None:
    page = open_page(f"{demo_url}/coverage?lang=en&weeks=13")
    page.get_by_text("like for like", exact=True).click()
    page.get_by_text("those that reported in every week shown").first.wait_for()
    assert "like=true" in page.url
