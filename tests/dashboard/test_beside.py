"""The table beside a chart says what the chart draws, and in words why a value is missing."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import i18n
from dashboard.axes import Style
from dashboard.beside import reason
from dashboard.chart_rows import Bar, HeatCell, heat, ranking, stacked
from dashboard.charts import Line, columns, lines
from dashboard.formats import Figure, Indicator
from dashboard.map_classes import Scale, cell
from dashboard.theme import LIGHT
from tests.dashboard.conftest import charts_of, text_of
from tests.dashboard.test_pages import Run

STYLE = Style(LIGHT, "en", i18n.words("en"))
WEEKS = ["2026-W45", "2026-W46"]
RATE = Indicator("r", "Rate", "share", "stock", "up", is_rate=True, breaks=(0.5,))


def written(figure: object) -> tuple[list[str], list[list[str]]]:
    beside = figure.beside  # type: ignore[attr-defined]
    return list(beside.heads), beside.written("en", STYLE._)


def test_lines_and_columns() -> None:
    hover = ["x<br><b>90.0 %</b>", "x<br><b>not submitted</b>"]
    heads, rows = written(lines([Line("Rate", [0.9, None], hover)], WEEKS, "share", STYLE, last_year=[0.5, None]))
    assert heads == ["Week", "Rate", "a year before"]
    assert rows == [["2026 W45", "90.0 %", "50.0 %"], ["2026 W46", "not submitted", "–"]]
    assert written(columns(WEEKS, [3, 0], "count", STYLE, name="New")) == (
        ["Week", "New"], [["2026 W45", "3"], ["2026 W46", "0"]],
    )  # fmt: skip


def test_bars_parts_and_cells() -> None:
    bars = [Bar("A", 1234, before=5), Bar("B", None, "not submitted")]
    assert written(ranking(bars, "count", STYLE)) == (
        ["Name", "Value", "a year before"], [["A", "1,234", "5"], ["B", "not submitted", "–"]],
    )  # fmt: skip
    parts = [Bar("A", None, parts={"x": 2})]
    assert written(stacked(parts, {"x": ("X", "#000000"), "y": ("Y", "#000000")}, STYLE)) == (
        ["Name", "X", "Y"], [["A", "2", "0"]],
    )  # fmt: skip
    found = [
        HeatCell(cell("u", "A", Figure(9, 10), RATE), ""),
        HeatCell(cell("u", "A", Figure(), RATE), "<b>none</b>"),
    ]
    drawn = heat(["A"], WEEKS, [found], Scale((0.5,), ("#111111", "#222222")), STYLE, weeks=True, unit="share")
    assert written(drawn) == (["Name", "2026 W45", "2026 W46"], [["A", "90.0 %", "none"]])


@pytest.mark.parametrize(("hover", "words"), [("a<br><b>not submitted</b><br>3 of 4", "not submitted"), ("", None)])
def test_the_reason_is_read_from_the_hover_text(hover: str, words: str | None) -> None:
    assert reason(hover) == words


@pytest.mark.parametrize("page", ["coverage", "reporting", "complaints", "submissions"])
def test_every_chart_has_its_table_and_three_files(app: Run, page: str) -> None:
    at: AppTest = app(page, lang="en")
    text = text_of(at)
    charts = len(charts_of(at))
    assert charts > 0
    assert text.count('<details class="lj-beside" data-lj-table="[[&quot;') == charts
    for kind in ("png", "svg", "csv"):
        assert text.count(f'data-lj-save="{kind}"') == charts
    assert 'data-lj-title=""' not in text


def test_every_page_offers_its_tables_paper_and_the_file(app: Run) -> None:
    for page in ("overview", "coverage", "reporting", "complaints", "submissions", "quality", "glossary", "figure"):
        text = text_of(app(page, lang="en"))
        assert "data-lj-print" in text, page
        assert 'href="/api/v1/database?version=v00001" download' in text, page
        assert '<h1 class="lj-page">' in text, page
