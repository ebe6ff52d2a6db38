"""What staff are asked for, each task by its link and clicks; the answer expected is what SQL says of the store."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Opener, keep_screenshot, settle
from warehouse import periods
from warehouse.connect import reader
from warehouse.queries.base import Connection
from warehouse.store import Store

pytestmark = pytest.mark.browser

Step = Callable[[Page], object]


@dataclass(frozen=True)
class Task:
    """One row of the list: the question, the link that it begins with, the clicks, the answer by SQL.

    {district}, {last} and others in a link or SQL are of the store; answer: reads the page's answer as SQL gives it.
    """

    question: str
    link: str
    clicks: tuple[Step, ...]
    sql: str
    answer: Callable[[Page], list[str]]


def column(table: str, place: int, rows: int | None = None) -> Callable[[Page], list[str]]:
    """Read a column of the table of that name, from the top."""

    def read(page: Page) -> list[str]:
        cells = page.locator(f'table[aria-label="{table}"] tbody tr td:nth-child({place})').all_inner_texts()
        return [text.replace(",", "").strip() for text in cells][:rows]

    return read


def number_in(selector: str) -> Callable[[Page], list[str]]:
    """Read the first number that stands in an element."""

    def read(page: Page) -> list[str]:
        text = page.locator(selector).first.inner_text().replace(",", "")
        return re.findall(r"\d+", text)[:1]

    return read


def press(name: str) -> Step:
    """Click a button, a column's head or one of a row of buttons by its words."""
    words = re.compile(rf"^{re.escape(name)}")
    return lambda page: page.locator("[data-testid=stMain] button").filter(has_text=words).first.click()


def pick(box: str, words: str) -> Step:
    """Choose an option of a box of the filters."""

    def step(page: Page) -> None:
        page.locator(f".st-key-{box} input").click()
        page.get_by_role("option", name=words, exact=True).click()

    return step


def look_for(typed: str) -> Step:
    """Find a place by what is typed and go there."""

    def step(page: Page) -> None:
        press("Find")(page)
        page.locator(".st-key-find input").fill(typed)
        page.keyboard.press("Enter")
        page.locator("[class*=st-key-found_] button").first.click()
        page.wait_for_function("location.search.includes('unit=')")

    return step


NAMED = "FROM fct_indicator AS f JOIN dim_org_unit AS u USING (org_unit_id) WHERE f.period_id = '{last}'"
INSIDE = " AND u.district_id = '{district}'"
TASKS = (
    Task(
        "The three streets of the district with the most parking complaints in the last 12 weeks",
        "explore?view=pivot&indicator=complaints_received&rows=unit&columns=category&unit={district}&weeks=12",
        (press("Parking"),),
        "SELECT sum(received) FROM fct_complaint JOIN dim_org_unit AS u USING (org_unit_id) WHERE u.level = 'street' "
        "AND category = 'parking' AND period_id >= '{since12}' AND u.district_id = '{district}' "
        "GROUP BY org_unit_id ORDER BY 1 DESC LIMIT 3",
        # the sum of the district stands among them as "All", and is the largest
        lambda page: column("Pivot", parking_place(page), 4)(page)[1:],
    ),
    Task(
        "The estate still without a branch with the most households",
        "list?unit={district}",
        (),
        "SELECT coalesce(u.name_en, u.name) " + NAMED + INSIDE + " AND f.indicator_id = 'branch_coverage' "
        "AND f.level = 'estate' AND f.numerator = 0 AND f.denominator > 0 "
        "ORDER BY u.households DESC NULLS LAST, u.code LIMIT 1",
        column("Estates still without a branch", 4, 1),
    ),
    Task(
        "How many complaints older than 15 days are not answered in each street, most waiting first",
        "list?unit={district}",
        (press("Complaints older than 15 days"), press("Not answered")),
        "SELECT sum(received - responded) FROM fct_complaint JOIN dim_org_unit AS u USING (org_unit_id) "
        "WHERE u.level = 'street' AND period_id BETWEEN '{since52}' AND '{old}' AND u.district_id = '{district}' "
        "GROUP BY org_unit_id "
        "HAVING sum(received - responded) > 0 OR sum(responded - resolved) > 0 ORDER BY 1 DESC",
        column("Complaints older than 15 days, by stage", 2),
    ),
    Task(
        "How many members live in each street of the district and have not reported",
        "list?unit={district}&list=unreported",
        (),
        "SELECT denominator - numerator " + NAMED + INSIDE + " AND f.level = 'street' "
        "AND f.indicator_id = 'report_back_rate' ORDER BY 1 DESC",
        column("Members resident, not reported", 4),
    ),
    Task(
        "Which units did not report, how many rows",
        "list",
        (press("Units that did not report"),),
        "SELECT count(*) FROM (SELECT 1 FROM fct_indicator AS f JOIN dim_indicator AS i USING (indicator_id) "
        "JOIN dim_data_set AS d ON d.data_set_id = i.data_set_id AND d.level = f.level WHERE f.period_id = '{last}' "
        "AND NOT i.optional AND (i.level IS NULL OR i.level = f.level) GROUP BY i.data_set_id, f.org_unit_id "
        "HAVING count(*) FILTER (WHERE f.numerator IS NOT NULL AND f.carried_from IS NULL) = 0)",
        lambda page: number_in(".lj-h small")(page) if page.locator(".lj-rich").count() else ["0"],
    ),
    Task(
        "Which street has the best owners' committee rate",
        "explore?level=street&indicator=owners_committee_rate",
        (press("Ranking"),),
        "SELECT printf('%.1f %%', max(numerator / denominator) * 100) " + NAMED + " AND f.level = 'street' "
        "AND f.indicator_id = 'owners_committee_rate' AND denominator >= 5 AND reported_units * 2 >= expected_units",
        lambda page: [re.sub(r" \(.*", "", text) for text in column("Ranking", 4, 1)(page)],
    ),
    Task(
        "How many complaints the city received this year up to now",
        "explore?view=pivot&indicator=complaints_received&rows=category&columns=month",
        (pick("weeks_box", "Year to date"),),
        "SELECT sum(received) FROM fct_complaint WHERE level = 'city' AND period_id >= '{year}'",
        lambda page: column("Pivot", 2)(page)[-1:],
    ),
    Task(
        "Of how many streets one of two indicators is missing",
        "explore?view=scatter&level=street&indicator=resolution_rate&second=report_back_rate",
        (),
        "SELECT count(*) FILTER (WHERE n < 2) FROM (SELECT org_unit_id, count(*) FILTER (WHERE denominator > 0) AS n "
        + NAMED
        + " AND f.level = 'street' AND f.indicator_id IN ('resolution_rate', 'report_back_rate') GROUP BY 1)",
        lambda page: number_in("p.lj-said")(page) if page.locator("p.lj-said").count() else ["0"],
    ),
    Task(
        "A street by the first letters of its pinyin: how many estates it has",
        "unit",
        (look_for("tyjd"),),
        "SELECT CAST(numerator AS INTEGER) " + NAMED + " AND f.indicator_id = 'estates' AND f.level = 'street' "
        "AND u.name = '桃源街道' ORDER BY u.code LIMIT 1",
        lambda page: page.locator('tr:has(td:first-child a:text-is("Estates")) td:nth-child(2)').all_inner_texts(),
    ),
    Task(
        "From the district's volunteers to the cells that were sent: how many cells",
        "unit?unit={district}",
        (
            lambda page: page.locator("tr", has_text="Volunteers").locator("td:nth-child(2) a").first.click(),
            lambda page: page.get_by_text("The submitted cells").wait_for(),
        ),
        "SELECT count(*) " + NAMED + INSIDE + " AND f.level = 'community' AND f.indicator_id = 'volunteers' "
        "AND f.numerator IS NOT NULL",
        lambda page: number_in(".lj-h:has-text('The submitted cells') small")(page),
    ),
)


def parking_place(page: Page) -> int:
    """Return which column of the pivot has the parking complaints."""
    heads = page.locator('table[aria-label="Pivot"] thead th').all_inner_texts()
    return next(place for place, head in enumerate(heads, 1) if head.startswith("Parking"))


def of_store(con: Connection) -> dict[str, str]:
    """Return what the links and questions name: the district with most streets, and weeks counted from the last."""
    last = str(con.execute("SELECT max(period_id) FROM dim_period").fetchall()[0][0])
    query = "SELECT district_id FROM dim_org_unit WHERE level = 'street' GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"
    return {
        "district": str(con.execute(query).fetchall()[0][0]),
        "last": last,
        "since12": periods.shift(last, -11),
        "since52": periods.shift(last, -51),
        "old": periods.shift(last, -3),  # the week that ended 21 days before: the one after it only 14
        "year": f"{last[:4]}-W01",
    }


def plain(value: object) -> str:
    """Write an answer of SQL as it is read from the page."""
    return str(int(value)) if not isinstance(value, str) else value  # type: ignore[call-overload]


def test_staff_tasks(open_page: Opener, demo_url: str, demo_store: Store) -> None:
    version = demo_store.current()
    assert version is not None
    page, wrong = open_page(f"{demo_url}/unit?lang=en"), []
    with reader(demo_store, version) as con:
        named = of_store(con)
        for task in TASKS:
            link = task.link.format(**named)
            page.goto(f"{demo_url}/{link}{'&' if '?' in link else '?'}lang=en")
            settle(page)
            for click in task.clicks:
                click(page)
                settle(page)
            expected = [plain(row[0]) for row in con.execute(task.sql.format(**named)).fetchall()]
            found = task.answer(page)
            keep_screenshot(page, "task-" + re.sub(r"\W+", "-", task.question)[:40])
            if found != expected:
                wrong.append((task.question, found, expected))
    assert wrong == [], wrong
