"""The admin's Tuesday in a real browser: a bad workbook, its cell, a spelling confirmed, loaded, and taken back."""

from __future__ import annotations

import time
from pathlib import Path
from urllib.request import urlopen

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PROJECTOR, Opener, Watch, keep_screenshot, serving, settle
from warehouse.store import Store

pytestmark = pytest.mark.browser

UPLOAD = "[data-testid=stFileUploaderDropzoneInput]"
LONG = 90_000


def misspelt(store: Store, folder: Path) -> tuple[Path, str]:
    """Take one district's workbook out of the inbox, and write one estate's name wrong in it."""
    for path in sorted(store.inbox.glob("*.xlsx")):
        book = openpyxl.load_workbook(path)
        for page in book.worksheets:
            for row in page.iter_rows(min_row=1, max_row=8):
                for cell in row:
                    if str(cell.value).replace(" ", "") in ("小区名", "小区名称", "小区"):
                        wrong = page.cell(cell.row + 3, cell.column)
                        if isinstance(wrong.value, str) and len(wrong.value.strip()) >= 4:
                            wrong.value = wrong.value.strip()[:2] + "囍" + wrong.value.strip()[3:]
                            target = folder / path.name
                            book.save(target)
                            path.unlink()
                            return target, wrong.coordinate
    raise AssertionError("no workbook with a column of estates")


def step(page: Page, name: str) -> None:
    page.locator(".st-key-admin_step").get_by_text(name, exact=True).click()
    settle(page)


def done(page: Page, words: str) -> None:
    """Wait until the work that runs has ended and its outcome is painted."""
    page.get_by_text(words).first.wait_for(timeout=LONG)
    settle(page)


def test_the_week_from_a_bad_workbook_to_a_new_version_and_back(
    open_page: Opener, fresh_copy: Store, tmp_path: Path
) -> None:
    workbook, cell = misspelt(fresh_copy, tmp_path)
    before = fresh_copy.current()
    with serving(fresh_copy, tmp_path / "log.txt") as url:
        page = open_page(f"{url}/admin")
        page.locator(".st-key-admin_who input").fill("王敏")
        page.keyboard.press("Enter")
        settle(page)
        page.set_input_files(UPLOAD, str(workbook))
        done(page, f"“{workbook.name}”已放入收件箱")
        keep_screenshot(page, "admin-receive")

        page.locator(".st-key-admin_check_receive button").click()
        done(page, "识别结果")
        group = page.locator("details.lj-group").filter(has_text="名册中没有这个地方")
        expect(group.locator(f"td:text-is('{cell}')")).to_have_count(1)
        keep_screenshot(page, "admin-check")

        page.locator("[class*='st-key-admin_is_0_'] button").first.click()
        done(page, "已记住")
        assert "王敏" in fresh_copy.aliases.read_text(encoding="utf-8")
        page.locator(".st-key-admin_check_confirmed button").click()
        page.get_by_text("已记住").first.wait_for(state="detached", timeout=LONG)
        settle(page)
        expect(page.locator("details.lj-group").filter(has_text="名册中没有这个地方")).to_have_count(0)

        step(page, "3 载入")
        page.locator(".st-key-admin_load button").click()
        done(page, "最近一次载入的结果")
        expect(page.get_by_text("已发布为")).to_be_visible()
        keep_screenshot(page, "admin-loaded")
        loaded = fresh_copy.current()
        assert loaded != before
        assert {receipt.loaded_by for receipt in fresh_copy.receipts() if receipt.file_name == workbook.name} == {
            "王敏"
        }
        page.locator(".st-key-show_newer button").click(timeout=LONG)
        settle(page)
        step(page, "1 收件")
        week = fresh_copy.inbox / "loaded"
        newest = sorted(path.name for path in week.iterdir() if path.name[0].isdigit())[-1]
        name = f"第{int(newest[-2:])}周"
        # on a Monday a newer week has ended, and nothing of it came
        page.locator(".st-key-admin_week input").fill(name)
        page.get_by_role("option").filter(has_text=name).first.click()
        settle(page)
        expect(page.get_by_text(f"{name}用")).to_be_visible()
        assert page.locator(".lj-mark.lj-ok").count() > 10, "the new week has come"

        step(page, "版本")
        page.locator(".st-key-admin_compare button").click()
        done(page, "全市和各区县")
        keep_screenshot(page, "admin-compared")
        page.locator(".st-key-admin_rollback button").click()
        expect(page.get_by_text(f"所有页面将显示 {before}")).to_be_visible()
        settle(page)
        assert fresh_copy.current() == loaded, "the first click only says what will happen"
        page.locator(".st-key-admin_rollback_yes button").click()
        done(page, f"已改用 {before}")
        assert fresh_copy.current() == before
        step(page, "操作记录")
        expect(page.locator(".lj-table tbody tr").first).to_contain_text("王敏")
        page.close()


def test_two_admins_see_one_job_and_a_closed_tab_ends_nothing(
    open_page: Opener, fresh_copy: Store, tmp_path: Path
) -> None:
    before = fresh_copy.current()
    with serving(fresh_copy, tmp_path / "log.txt") as url:
        first = open_page(f"{url}/admin?step=load")
        other = open_page(f"{url}/admin?step=load", locale="en-US")
        first.locator(".st-key-admin_load button").click()
        first.locator("[data-testid=stProgress]").wait_for(timeout=LONG)
        other.locator("[data-testid=stProgress]").wait_for(timeout=LONG)
        assert other.locator(".st-key-admin_load button").is_disabled()
        first.close()
        slowest, waited = 0.0, time.monotonic()
        while other.locator("[data-testid=stProgress]").count() and time.monotonic() - waited < 60:
            clock = time.monotonic()
            with urlopen(f"{url}/_stcore/health", timeout=30) as answer:  # the server answers beside the work
                assert answer.status == 200
            slowest = max(slowest, time.monotonic() - clock)
            other.wait_for_timeout(500)
        done(other, "What came of the last loading")
        assert fresh_copy.current() != before
        assert slowest < 10
        other.close()  # before the server stops: a page that looks again would complain


def test_a_store_in_use_elsewhere_is_a_message(open_page: Opener, fresh_copy: Store, tmp_path: Path) -> None:
    with serving(fresh_copy, tmp_path / "log.txt") as url:
        page = open_page(f"{url}/admin?step=load")
        with fresh_copy.lock():
            page.locator(".st-key-admin_load button").click()
            done(page, "正在更新这个库")
        keep_screenshot(page, "admin-busy")
        assert "Traceback" not in page.locator("[data-testid=stApp]").inner_text()
        page.close()


@pytest.mark.parametrize("name", ["receive", "check", "load", "versions", "journal"])
@pytest.mark.parametrize(
    ("locale", "scheme", "size"), [("zh-CN", "light", DESK), ("en-US", "dark", PROJECTOR)], ids=["zh-desk", "en-dark"]
)
def test_every_step_paints(
    open_page: Opener, demo_url: str, watch: Watch, name: str, locale: str, scheme: str, size: dict[str, int]
) -> None:
    page = open_page(f"{demo_url}/admin?step={name}", locale=locale, scheme=scheme, size=size)
    assert page.evaluate("document.scrollingElement.scrollWidth <= document.scrollingElement.clientWidth")
    assert {"zh-CN": "虚构", "en-US": "made up"}[locale] in page.locator("[data-testid=stApp]").inner_text()
    keep_screenshot(page, f"admin-{name}-{locale}-{scheme}")
