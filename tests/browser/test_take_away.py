"""Away from a page: tables and charts as files that hold the store's figures; and nobody is kept out of a page."""

from __future__ import annotations

import csv
import importlib.util
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree
from playwright.sync_api import Page

from tests.browser.conftest import DESK, Opener, settle
from warehouse.connect import reader
from warehouse.store import Store

pytestmark = pytest.mark.browser

PAGES = [
    "", "map", "coverage", "reporting", "complaints", "explore", "list", "unit", "submissions", "quality", "meeting",
    "follow_ups", "glossary", "figure?indicator=branch_coverage", "admin",
]  # fmt: skip
PHONE = {"width": 390, "height": 844}
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
         "resultTypes": ["violations"]}  # fmt: skip


def axe_script() -> str:
    """The checker's own script, from the pinned package; nothing is fetched."""
    spec = importlib.util.find_spec("axe_playwright_python")
    assert spec is not None and spec.submodule_search_locations
    return (Path(spec.submodule_search_locations[0]) / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page, where: str) -> list[str]:
    found: dict[str, Any] = page.evaluate("rules => axe.run(document, rules)", RULES)
    return [
        f"{where}: {item['id']}: {node['target']} {node['html'][:120]}"
        for item in found["violations"]
        if item["impact"] in ("serious", "critical")
        for node in item["nodes"]
    ]


def test_no_page_keeps_anybody_out(open_page: Opener, demo_url: str) -> None:
    script, found = axe_script(), []
    page = open_page(demo_url)
    for path in PAGES:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.goto(f"{demo_url}/{path}")
            settle(page)
            assert page.locator("h1").count() == 1, path
            page.evaluate(script)
            found += violations(page, f"/{path} {scheme}")
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        page.wait_for_timeout(300)
        main = "document.querySelector('[data-testid=stMain]')"
        assert page.evaluate(f"Math.max({main}.scrollWidth, document.body.scrollWidth)") <= PHONE["width"], path
        page.set_viewport_size(DESK)  # type: ignore[arg-type]
    assert found == []


def taken(page: Page, name: str, folder: Path, *, role: str = "button") -> Path:
    """Click what gives a file, and return where it lies."""
    with page.expect_download() as download:
        page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_what_is_taken_away_is_what_the_store_holds(
    open_page: Opener, demo_url: str, demo_store: Store, tmp_path: Path
) -> None:
    version = demo_store.current()
    assert version is not None
    query = (
        "SELECT name_en, numerator / denominator FROM fct_indicator JOIN dim_org_unit USING (org_unit_id)"
        " WHERE indicator_id = 'report_back_rate' AND fct_indicator.level = 'district' AND numerator IS NOT NULL"
        " AND period_id = (SELECT max(period_id) FROM dim_period)"
    )
    with reader(demo_store, version) as con:
        wanted = {name: round(float(value), 6) for name, value in con.execute(query).fetchall()}
    page = open_page(f"{demo_url}/reporting?lang=en")
    book = openpyxl.load_workbook(taken(page, "Table as Excel", tmp_path))
    about = {row[0].value: row[1].value for row in book.worksheets[0].iter_rows(max_row=8)}
    assert about["Version"] == version and "These data are made up" in about["Shown"]
    head, *rows = book.worksheets[1].iter_rows()
    column = [cell.value for cell in head].index("Reporting-back rate")
    assert {row[0].value: row[column].value for row in rows if row[column].data_type == "n"} == wanted
    assert rows[0][column].number_format == "0.0%" and book.worksheets[1].freeze_panes == "B2"
    text = taken(page, "as CSV", tmp_path).read_bytes()
    lines = list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))
    assert text.startswith(b"\xef\xbb\xbf") and len(lines) == len(rows) + 1
    whole = openpyxl.load_workbook(taken(page, "All tables of the page (Excel)", tmp_path))
    assert len(whole.sheetnames) == 1 + page.locator(".lj-beside").count() + 1

    drawing = taken(page, "Drawing of the chart (SVG): Where have members", tmp_path)
    words = "".join(etree.fromstring(drawing.read_bytes()).itertext())
    assert "Where have members reported back?" in words and version in words
    assert next(iter(wanted)) in words and version in drawing.name
    picture = taken(page, "Picture of the chart (PNG): Where have members", tmp_path).read_bytes()
    assert picture.startswith(b"\x89PNG") and int.from_bytes(picture[16:20]) > 1000
    figures = taken(page, "Figures of the chart (CSV): Where have members", tmp_path).read_text(encoding="utf-8-sig")
    assert all(name in figures for name in wanted)
    file = taken(page, "Whole file (DuckDB)", tmp_path, role="link")
    assert file.read_bytes() == demo_store.database(version).read_bytes()

    page.evaluate("window.print = () => { window.printed = document.documentElement.className }")
    page.get_by_role("button", name="Print or PDF").click()
    page.wait_for_function("window.printed === 'lj-paper'")
    page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True, print_background=True)
    assert (tmp_path / "page.pdf").stat().st_size > 10_000
