"""What staff do on a page and read from it: the steps and the answers of the tasks."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field

import openpyxl
from playwright.sync_api import Locator, Page

from tests.browser.conftest import repeat, settle

Named = dict[str, str]
Step = Callable[[Page, Named], None]
Answer = Callable[[Page], list[str]]


@dataclass(frozen=True)
class Task:
    """One row of the list: the question; where the clicks begin and what they are; the link; the answer by SQL.

    {district}, {last} and others in a link, click or SQL are of the store; answer: reads the page's answer as SQL
    gives it. long: asked of the store with more than a year of weeks.
    """

    question: str
    begin: str
    clicks: tuple[Step, ...]
    link: str
    sql: str
    answer: Answer = field(repr=False)
    long: bool = False


# steps ------------------------------------------------------------------------------------------------------------


def buttons(page: Page, name: str) -> Locator:
    """Return the buttons of the page, columns' heads among them, whose words begin so."""
    return page.locator("[data-testid=stMain] button").filter(has_text=re.compile(rf"^{re.escape(name)}"))


def press(name: str) -> Step:
    """Click a button, a column's head or one of a row of buttons by its words."""

    def step(page: Page, _named: Named) -> None:
        buttons(page, name).first.click()

    return step


def pick(box: str, words: str) -> Step:
    """Choose an option of a box of the filters by typing and clicking it.

    A list that closes because the page is being drawn anew below it is opened again, as a person would.
    """

    def step(page: Page, named: Named) -> None:
        said = words.format(**named)
        option = page.get_by_role("option", name=said, exact=True).first

        def choose() -> None:
            page.locator(f".st-key-{box} input").fill(said)
            option.click(timeout=5_000)

        repeat(page, choose)

    return step


def look_for(typed: str) -> Step:
    """Find a place by what is typed and go there."""

    def step(page: Page, named: Named) -> None:
        buttons(page, "Find").first.click()
        page.locator(".st-key-find input").fill(typed.format(**named))
        page.keyboard.press("Enter")
        page.locator("[class*=st-key-found_] button").first.click()
        page.wait_for_function("location.search.includes('unit=')")

    return step


def follow(selector: str) -> Step:
    """Follow the first link there is in an element, to another page."""

    def step(page: Page, _named: Named) -> None:
        before = page.url
        page.locator(selector).first.click()
        page.wait_for_url(lambda address: address != before)

    return step


def keep_and_open_again(name: str) -> Step:
    """Keep the view for everybody under a name, and open it by that name from another page."""

    def step(page: Page, _named: Named) -> None:
        buttons(page, "More").first.click()
        page.get_by_role("textbox", name="Save this view as").fill(name)
        page.get_by_role("textbox", name="Your name").fill("Clerk")
        page.keyboard.press("Tab")
        page.locator(".st-key-view_for_all label").click()
        page.locator(".st-key-view_save button").click()
        page.locator(".lj-views a", has_text=name).wait_for()
        page.goto(re.sub(r"/[^/]*$", "/list?lang=en", page.url))
        settle(page)
        buttons(page, "More").first.click()
        page.locator(".lj-views a", has_text=name).click()
        page.wait_for_url(lambda address: "indicator=" in address)

    return step


# answers ----------------------------------------------------------------------------------------------------------


def column(table: str, place: int, rows: int | None = None) -> Answer:
    """Read a column of the table of that name, from the top."""

    def read(page: Page) -> list[str]:
        cells = page.locator(f'table[aria-label="{table}"] tbody tr td:nth-child({place})').all_inner_texts()
        return [text.replace(",", "").strip() for text in cells][:rows]

    return read


def number_in(selector: str, otherwise: str = "") -> Answer:
    """Read the first number that stands in an element; `otherwise` where there is no such element."""

    def read(page: Page) -> list[str]:
        if otherwise and not page.locator(selector).count():
            return [otherwise]
        text = page.locator(selector).first.inner_text().replace(",", "")
        return re.findall(r"\d+", text)[:1]

    return read


def text_in(selector: str) -> Answer:
    """Read the words of the elements."""
    return lambda page: [text.strip() for text in page.locator(selector).all_inner_texts()]


def chart_cells(page: Page) -> list[str]:
    """Read the figures of the table that unfolds under a chart, row by row, without the names."""
    unfolded = page.locator(".lj-beside").first
    if unfolded.get_attribute("open") is None:
        unfolded.locator("summary").click()
    return [
        text.replace(",", "").strip() for text in unfolded.locator("tbody td:not(:first-child)").all_inner_texts()
    ]


def _taken(page: Page, name: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name=name).first.click()
    return download.value.path().read_bytes()


def of_csv(head: str) -> Answer:
    """Take the first table away as CSV and read a column of it; the file has the mark that Excel looks for."""

    def read(page: Page) -> list[str]:
        held = _taken(page, "as CSV")
        rows = list(csv.DictReader(io.StringIO(held.decode("utf-8-sig"))))
        return [*([] if held.startswith(b"\xef\xbb\xbf") else ["no mark"]), *(row[head] for row in rows)]

    return read


def of_workbook(head: str, *about: str, rows: int | None = None) -> Answer:
    """Take the first table away as workbook: read lines of its first sheet, then numbers of a column from the top."""

    def read(page: Page) -> list[str]:
        book = openpyxl.load_workbook(io.BytesIO(_taken(page, "Table as Excel")))
        said = {str(row[0].value): str(row[1].value) for row in book.worksheets[0].iter_rows()}
        heads, *lines = book.worksheets[1].iter_rows(values_only=True)
        place = [str(name) for name in heads].index(head)
        figures = [line[place] for line in lines if isinstance(line[place], int | float) and line[0] != "All"]
        written = [str(round(float(value), 4)).removesuffix(".0") for value in figures]  # type: ignore[arg-type]
        return [*(said[name] for name in about), *written[:rows]]

    return read


def of_interface(page: Page) -> list[str]:
    """Follow the link for other programs and read the values of the newest week; they are those of the table."""
    address = page.get_by_role("link", name="These figures as JSON").get_attribute("href")
    answer = page.request.get(re.sub(r"^(\w+://[^/]+).*", r"\1", page.url) + str(address))
    items = json.loads(answer.text())["items"]
    last = max(item["period_id"] for item in items)
    values = sorted(int(item["value"]) for item in items if item["period_id"] == last and item["value"] is not None)
    shown = sorted(int(text) for text in column("Complaints received", 3)(page) if text.isdigit())
    return [*(["another answer than the page's"] if shown != values else []), *map(str, values)]
