"""What staff are asked for, by link and by clicks; the answer expected is what SQL says of the store."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import ROOT, Opener, keep_screenshot, serving, settle
from tests.browser.staff_steps import Named, Task
from tests.browser.staff_tasks import TASKS
from tests.sample import make_published
from warehouse import periods
from warehouse.connect import reader
from warehouse.queries.base import Connection
from warehouse.store import Store

pytestmark = pytest.mark.browser

DAYS = 15


@pytest.fixture(scope="module")
def long_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store of more than a year, and one that may be written to."""
    return make_published(tmp_path_factory.mktemp("long") / "store")


@pytest.fixture(scope="module")
def long_url(long_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(long_store, tmp_path_factory.mktemp("long-server") / "log.txt") as url:
        yield url


def rows(con: Connection, query: str, **named: object) -> list[tuple[object, ...]]:
    return con.execute(query, named).fetchall() if named else con.execute(query).fetchall()


def of_store(con: Connection, version: str) -> Named:
    """Return what links and questions name: the district with most streets, its places, weeks from the last back."""
    last = str(rows(con, "SELECT max(period_id) FROM dim_period")[0][0])
    query = "SELECT district_id FROM dim_org_unit WHERE level = 'street' GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"
    district = str(rows(con, query)[0][0])
    named = {"version": version, "last": last, "district": district, "year": f"{last[:4]}-W01"}
    named |= {f"since{n}": periods.shift(last, 1 - n) for n in (4, 12, 52)}
    named["old"] = periods.shift(last, -3)  # the week that ended 21 days before: the one after it only 14
    named["last_year"], named["last_year_since4"] = periods.shift(last, -52), periods.shift(last, -55)
    asked = [
        "SELECT coalesce(name_en, name) AS district_name FROM dim_org_unit WHERE org_unit_id = $district",
        "SELECT org_unit_id AS peach FROM dim_org_unit WHERE name = '桃源街道' ORDER BY code LIMIT 1",
        "SELECT u.district_id AS gap, coalesce(d.name_en, d.name) AS gap_name, u.street_id AS street,"
        " coalesce(s.name_en, s.name) AS street_name FROM fct_indicator AS f"
        " JOIN dim_org_unit AS u USING (org_unit_id) JOIN dim_org_unit AS d ON d.org_unit_id = u.district_id"
        " JOIN dim_org_unit AS s ON s.org_unit_id = u.street_id"
        " WHERE f.period_id = $last AND f.indicator_id = 'branch_coverage' AND f.level = 'estate' AND f.numerator = 0"
        " AND f.denominator > 0 GROUP BY ALL ORDER BY count(*) DESC, 1, 3 LIMIT 1",
        "SELECT org_unit_id AS estate, u.code AS estate_code FROM fct_complaint JOIN dim_org_unit AS u"
        " USING (org_unit_id) WHERE u.level = 'estate' AND period_id >= $since12 GROUP BY ALL"
        " ORDER BY sum(received) DESC, 1 LIMIT 1",
        "SELECT org_unit_id AS worst_street FROM fct_indicator AS f JOIN dim_org_unit AS u USING (org_unit_id)"
        " WHERE period_id = $last AND u.district_id = $district AND u.level = 'street'"
        " AND indicator_id = 'report_back_rate' ORDER BY denominator - numerator DESC LIMIT 1",
        "SELECT category AS ticket, org_unit_id AS ticket_unit, period_id AS ticket_week FROM fct_value"
        " JOIN dim_org_unit AS u USING (org_unit_id) WHERE u.district_id = $district AND period_id <= $old"
        " AND data_element = 'complaints_resolved' AND length(category) > 12 GROUP BY ALL HAVING max(value) = 0"
        " ORDER BY period_id, category LIMIT 1",
    ]
    for query in asked:
        given = {name: value for name, value in named.items() if f"${name}" in query}
        found = con.execute(query, given)
        names = [column[0] for column in found.description]
        named |= dict(zip(names, map(str, found.fetchone() or ()), strict=False))
    return named


def test_the_tasks_stand_in_the_documents() -> None:
    written = (ROOT / "docs" / "desk.md").read_text(encoding="utf-8")
    assert [task.question for task in TASKS if f"| {task.question} |" not in written] == []


def plain(value: object) -> str:
    """Write an answer of SQL as it is read from the page."""
    return str(int(value)) if not isinstance(value, str) else value  # type: ignore[call-overload]


def filters_of(address: str) -> dict[str, str]:
    return {name: value for name, value in parse_qsl(urlsplit(address).query) if name != "lang"}


def answer_of(page: Page, task: Task, expected: list[str]) -> list[str]:
    """Read the answer; a page that is still being painted is read again."""
    found: list[str] = []
    for _ in range(6):
        found = task.answer(page)
        if found == expected:
            break
        page.wait_for_timeout(500)
    return found


def start_over(page: Page, home: str, task: Task) -> None:
    """Go to where the clicks begin: with one click where the page is the same, for that takes back every filter."""
    clear = page.locator(".st-key-clear button").first
    if urlsplit(page.url).path == f"/{task.begin}" and clear.is_enabled():
        clear.click()
        settle(page)
        page.wait_for_function("!location.search.replace('lang=en', '').includes('=')")
    else:
        page.goto(f"{home}/{task.begin}?lang=en")
        settle(page)


def arrive(page: Page, link: str) -> None:
    """Wait for the address of the last click: a button pressed while the page is drawn anew is the old page's."""
    for _ in range(20):
        if filters_of(page.url) == filters_of(link):
            break
        page.wait_for_timeout(250)
    settle(page, pause=120)


def walk(page: Page, home: str, task: Task, con: Connection, named: Named) -> list[object]:
    """Do a task by its link and by clicks; return what was wrong."""
    wrong: list[object] = []
    link = task.link.format(**named)
    expected = [plain(row[0]) for row in rows(con, task.sql.format(**named))]
    page.goto(f"{home}/{link}{'&' if '?' in link else '?'}lang=en")
    settle(page)
    if (found := answer_of(page, task, expected)) != expected or not expected:
        wrong.append((task.question, "by link", found, expected))
    keep_screenshot(page, "task-" + re.sub(r"\W+", "-", task.question)[:40])
    start_over(page, home, task)
    for click in task.clicks:
        click(page, named)
        settle(page, pause=120)
    arrive(page, link)
    if (found := answer_of(page, task, expected)) != expected:
        wrong.append((task.question, "by clicks", found, expected))
    if filters_of(page.url) != filters_of(link):
        wrong.append((task.question, "another address", page.url, link))
    return wrong


def test_staff_tasks(open_page: Opener, demo_url: str, demo_store: Store, long_url: str, long_store: Store) -> None:
    assert len(TASKS) == 20
    wrong: list[object] = []
    for home, store, tasks in (
        (demo_url, demo_store, [task for task in TASKS if not task.long]),
        (long_url, long_store, [task for task in TASKS if task.long]),
    ):
        version = store.current()
        assert version is not None
        page = open_page(f"{home}/unit?lang=en")
        with reader(store, version) as con:
            named = of_store(con, version)
            for task in tasks:
                wrong += walk(page, home, task, con, named)
        page.close()
    assert wrong == [], wrong
