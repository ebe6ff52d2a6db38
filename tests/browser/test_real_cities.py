"""Published figures of real cities, typed into workbooks and loaded, stand on the pages as published."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from etl.setup import create_store
from tests.browser.conftest import Opener, keep_screenshot, serving
from warehouse.store import Store

pytestmark = pytest.mark.browser
REAL = Path(__file__).parent.parent / "fixtures" / "real"


def loaded(root: Path, city: str, register: str, workbooks: list[str]) -> Store:
    from etl import pipeline

    store, _ = create_store(root, city, REAL / register)
    for name in workbooks:
        shutil.copy(REAL / name, store.inbox)
    result = pipeline.refresh(store, [])
    assert result.ok, result.to_dict()["issues"]
    return Store(root)


@pytest.fixture(scope="module")
def zhuzhou(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("zhuzhou")
    files = ["tianyuan-2020-12.xlsx", "zhuzhou-2023-07.xlsx"]
    store = loaded(folder / "store", "株洲市", "zhuzhou_org_units.csv", files)
    with serving(store, folder / "log.txt") as url:
        yield url


@pytest.fixture(scope="module")
def leling(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("leling")
    files = ["leling-2018-12.xlsx", "leling-2020-08.xlsx"]
    store = loaded(folder / "store", "乐陵市", "leling_org_units.csv", files)
    with serving(store, folder / "log.txt") as url:
        yield url


def test_tianyuan_in_december_2020(open_page: Opener, zhuzhou: str) -> None:
    page = open_page(f"{zhuzhou}/coverage?unit=430211&week=2020-W52")
    text = page.locator("[data-testid=stMain]").inner_text()
    assert "72.0" in text
    assert "117" in text
    keep_screenshot(page, "zhuzhou-tianyuan-coverage")
    reporting = open_page(f"{zhuzhou}/reporting?unit=430211&week=2020-W52")
    assert "1,200" in reporting.locator("[data-testid=stMain]").inner_text()


def test_zhuzhou_in_july_2023(open_page: Opener, zhuzhou: str) -> None:
    coverage = open_page(f"{zhuzhou}/coverage?week=2023-W30")
    assert "1,067" in coverage.locator("[data-testid=stMain]").inner_text()
    overview = open_page(f"{zhuzhou}/?week=2023-W30")
    text = overview.locator("[data-testid=stMain]").inner_text()
    assert "58,000" in text
    assert "870" in text
    assert "虚构" not in text
    keep_screenshot(overview, "zhuzhou-overview")


def test_zhuzhou_without_any_outline_still_has_a_map(open_page: Opener, zhuzhou: str) -> None:
    page = open_page(f"{zhuzhou}/map?week=2023-W30&indicator=branches")
    page.locator("#deckgl-overlay, canvas").first.wait_for()
    assert "示意" in page.locator("[data-testid=stMain]").inner_text()
    keep_screenshot(page, "zhuzhou-map")


def test_leling(open_page: Opener, leling: str) -> None:
    coverage = open_page(f"{leling}/coverage?week=2020-W36")
    assert "135" in coverage.locator("[data-testid=stMain]").inner_text()
    reporting = open_page(f"{leling}/reporting?week=2018-W52")
    assert "117" in reporting.locator("[data-testid=stMain]").inner_text()
