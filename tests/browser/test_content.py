"""What stands on a page stays where it is at a change, and only what differs is touched (dashboard/content.js)."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener, settle

pytestmark = pytest.mark.browser

HARM = (
    '<p id="harm"><img src="x" onerror="window.ran = 1"><a href=" java\nscript:window.ran = 1">a</a>'
    "<svg onload='window.ran = 1'><script>window.ran = 1</script></svg><b>said</b></p>"
)


def step(page: Page, option: int) -> None:
    """Choose another week and wait until the page is complete."""
    before = page.locator(".lj-sentence").inner_text()
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
    page.wait_for_timeout(300)  # a list of options closes when the page below it is scrolled
    page.locator(".st-key-week_box input").click()
    page.locator("[role=option]").nth(option).click()
    expect(page.locator(".lj-sentence")).not_to_have_text(re.compile(f"^{re.escape(before)}$"))
    settle(page)


def unfolded(page: Page) -> str:
    """The figures of the lines over the weeks as a table: each week has other ones."""
    return page.locator("details.lj-beside").nth(1).locator("table").inner_text()


def put_in(page: Page, html: str) -> None:
    """Let an element like Streamlit's hold this HTML."""
    if page.locator("#held").count() == 0:
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<div id=held><b></b></div>')")
    held = f'<i class="lj-held" data-lj-html="{quote(html)}"></i>'
    page.evaluate("held => { document.querySelector('#held > b').innerHTML = held }", held)


def main_text(page: Page) -> str:
    """What stands on the page, its charts below the window drawn too."""
    page.evaluate("window.ljDrawAll()")
    return page.locator("[data-testid=stMain]").inner_text()


def test_an_unfolded_table_stays_open_and_tells_the_new_weeks_figures(open_page: Opener, demo_url: str) -> None:
    page = open_page(f"{demo_url}/reporting?lang=en")
    page.locator("details.lj-beside summary").nth(1).click()
    before = unfolded(page)
    step(page, 1)
    after = unfolded(page)
    assert after != before
    page.reload()
    settle(page)
    page.locator("details.lj-beside summary").nth(1).click()
    assert unfolded(page) == after


def test_what_is_the_same_in_both_weeks_stays_the_same_element(open_page: Opener, demo_url: str) -> None:
    page = open_page(f"{demo_url}/coverage?lang=en")
    page.evaluate("window.kept = [...document.querySelectorAll('.lj-content .lj-h, .lj-chart, .lj-chart > *')]")
    drawn = "window.kept.filter((node) => node.matches('.js-plotly-plot')).map((node) => node.textContent).join()"
    before = page.evaluate(drawn)
    step(page, 1)
    assert page.evaluate("window.kept.length > 5 && window.kept.every((node) => node.isConnected)")
    assert page.evaluate(drawn) != before


def test_a_page_leaves_nothing_on_the_next_one(open_page: Opener, demo_url: str) -> None:
    page = open_page(f"{demo_url}/coverage?lang=en")
    for name, path in (("Reporting back", "reporting"), ("Glossary", "glossary"), ("Overview", "")):
        page.get_by_role("link", name=name, exact=True).click()
        page.wait_for_url(re.compile(f"{demo_url}/{path}([?].*)?$"))
        page.wait_for_timeout(1000)
        settle(page)
        gone_to = main_text(page)
        page.reload()
        settle(page)
        assert gone_to == main_text(page), path


def test_what_another_list_unfolded_is_folded_again(open_page: Opener, demo_url: str) -> None:
    page = open_page(f"{demo_url}/?lang=en")
    put_in(page, "<details id='one'><summary>one</summary>1</details><details><summary>two</summary>2</details>")
    for name in ("one", "two"):
        page.locator("#held summary", has_text=name).evaluate("summary => summary.click()")  # the app lies above it
    put_in(page, "<details id='one'><summary>one</summary>10</details><details><summary>three</summary>3</details>")
    assert page.locator("#held details").evaluate_all("all => all.map((one) => one.open)") == [True, False]
    assert page.locator("#one").inner_text().split() == ["one", "10"]


def test_what_could_run_is_taken_out(open_page: Opener, demo_url: str) -> None:
    page = open_page(f"{demo_url}/?lang=en")
    put_in(page, HARM)
    put = page.locator("#harm")
    expect(put).to_have_text("asaid")
    left = "node => [...node.querySelectorAll('*')].flatMap((one) => [one.nodeName, ...one.getAttributeNames()])"
    assert put.evaluate(left) == ["IMG", "src", "A", "svg", "B"]
    assert page.evaluate("window.ran") is None
