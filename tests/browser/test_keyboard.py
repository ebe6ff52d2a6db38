"""A day at the desk without a mouse: every stop of Tab can be seen, and the tasks can be done by keys alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Opener, settle
from tests.browser.staff_steps import column

pytestmark = pytest.mark.browser

# what has the focus: its words, whether it lies in sight and uncovered, whether a ring or a coloured edge shows it
FOCUS = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect(), whole = ['BODY', 'MAIN'].includes(at.tagName);
  const icons = [...at.querySelectorAll('[data-testid=stIconMaterial]')].map(icon => icon.innerText);
  const written = icons.reduce((text, icon) => text.replace(icon, ''), at.innerText || at.value || '');
  const words = whole ? '' : (at.getAttribute('aria-label') || written).trim();
  const x = box.x + Math.min(box.width / 2, 40), y = box.y + Math.min(box.height / 2, 12);
  const top = document.elementFromPoint(x, y);
  const seen = box.width > 0 && !!top && (at.contains(top) || top.contains(at) || !!at.parentElement?.contains(top));
  let ring = false;
  for (let part = at, n = 0; part && n < 5; part = part.parentElement, n++) {
    const look = getComputedStyle(part), edge = at.tagName === 'INPUT' && n > 0 && look.borderTopColor;
    const outlined = n < 3 && look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2;
    ring ||= outlined || (n < 3 && / 0px 0px 0px [2-9]px/.test(look.boxShadow)) || edge === 'rgb(166, 25, 46)';
  }
  return {words, whole, seen, ring, tag: at.tagName};
}"""


class Keys:
    """Somebody at the keyboard, who notes each stop that can not be seen."""

    def __init__(self, page: Page) -> None:
        self.page, self.unseen = page, set[str]()

    def here(self) -> dict[str, Any]:
        """Return what has the focus, and note where that can not be seen."""
        for _ in range(3):  # an edge takes its colour in 200 ms, and a page may be painted anew just now
            found: dict[str, Any] = self.page.evaluate(FOCUS)
            if found["whole"] or (found["seen"] and found["ring"]):  # whole: out to the browser's own bar
                return found
            self.page.wait_for_timeout(150)
        self.unseen.add(f"{found['tag']} {found['words'][:60]} seen={found['seen']} ring={found['ring']}")
        return found

    def to(self, words: str, *, back: bool = False, most: int = 90) -> None:
        """Press Tab until what has the focus begins with these words."""
        for _ in range(most):
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
            if self.here()["words"].startswith(words):
                return
        raise AssertionError(f"Tab does not lead to {words}")

    def press(self, *keys: str) -> None:
        """Press keys one after the other and wait for the page."""
        for key in keys:
            self.page.keyboard.press(key)
        settle(self.page)

    def choose(self, box: str, words: str) -> None:
        """Choose an option of a box: type it, Enter."""
        self.to(box)
        self.page.keyboard.type(words)
        self.page.get_by_role("option", name=words, exact=True).first.wait_for()
        self.press("Enter")


def test_a_day_without_a_mouse(open_page: Opener, demo_url: str, tmp_path: Path) -> None:
    page = open_page(f"{demo_url}/?lang=en")
    keys = Keys(page)
    keys.to("Explorer")
    keys.press("Enter")
    page.wait_for_url("**/explore*")

    keys.choose("district", "Songgang District")
    page.wait_for_function("location.search.includes('unit=')")
    keys.choose("Indicator", "Reporting-back rate")
    page.wait_for_function("location.search.includes('indicator=report_back_rate')")
    keys.to("Table")
    keys.press("ArrowRight", "ArrowRight", "Enter")
    page.wait_for_function("location.search.includes('view=ranking')")

    keys.to("Street")
    keys.press("Enter")
    page.wait_for_function("location.search.includes('sort=ranking.2.up')")
    settle(page)
    assert keys.here()["words"].startswith("Street"), "the focus stays on the head that was pressed"
    names = column("Ranking", 2)(page)
    assert names == sorted(names)

    keys.to("Table as Excel", most=300)
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    download.value.save_as(tmp_path / "ranking.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "ranking.xlsx").worksheets[1]
    assert [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)] == names

    keys.to("Find", back=True, most=300)
    keys.press("Enter")
    page.keyboard.press("Escape")
    page.wait_for_function("document.activeElement.innerText.startsWith('Find')")  # back to what was opened
    keys.press("Enter")
    page.wait_for_function("document.activeElement.getAttribute('aria-label') === 'Find a place'")
    keys.here()
    page.keyboard.type("tyjd")
    keys.press("Enter")
    keys.to("Taoyuan", most=3)
    keys.press("Enter")
    page.wait_for_function("location.search.includes('unit=990102001')")
    page.wait_for_function("!document.querySelector('[data-testid=stPopoverBody]')")
    settle(page)

    keys.to("This place's own page", most=300)
    keys.press("Enter")
    page.wait_for_url("**/unit*")
    settle(page)
    keys.to("Lists behind the figures")
    keys.press("Enter")
    page.wait_for_url("**/list*")
    settle(page)
    keys.to("Estates without a branch")
    keys.press("ArrowRight", "ArrowRight", "ArrowRight", "Enter")
    page.wait_for_function("location.search.includes('list=unreported')")
    settle(page)
    keys.to(column("Members resident, not reported", 5)(page)[0])
    keys.press("Enter")
    page.wait_for_url("**/figure*")
    page.get_by_text("The submitted cells").wait_for()
    page.go_back()  # Alt and the arrow are the browser's own keys, not the page's
    page.wait_for_url("**/list*")
    page.locator('table[aria-label="Members resident, not reported"]').wait_for()
    assert keys.unseen == set()
