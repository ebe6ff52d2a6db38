"""The glossary says of every indicator of the catalogue what it is, and finds it by its words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import i18n
from dashboard.glossary_terms import goal, side
from tests.dashboard.conftest import text_of
from warehouse import catalogue

Run = Callable[..., AppTest]
NAMES = {"a": "Alpha", "b": "Beta"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_indicator_has_its_entry_with_formula_and_definition(app: Run, lang: str) -> None:
    text = text_of(app("glossary", lang=lang))
    described = catalogue.load().described
    for key, item in described.items():
        assert f'id="{key}"' in text
        assert item[f"note_{lang}"].replace('"', "&quot;").replace("'", "&#x27;") in text
    assert text.count('<details class="lj-term"') == len(described)
    assert "rows:response" not in text
    assert '<details class="lj-term" id="branch_coverage" open' not in text


def test_a_search_finds_by_words_of_either_language_and_unfolds_few_hits(app: Run) -> None:
    text = text_of(app("glossary", lang="en", q="值守"))
    assert 'id="duty_days_per_official" open' in text
    assert 'id="branch_coverage"' not in text
    assert "兰州市" in text
    assert "<dd>at least 5</dd>" in text


def test_a_search_without_a_hit_says_so(app: Run) -> None:
    assert "No indicator has these words." in text_of(app("glossary", lang="en", q="xyzzy"))


def test_published_figures_stand_beside_and_a_year_is_no_week(app: Run) -> None:
    text = text_of(app("glossary", lang="zh", q="service_activities"))
    assert "天元区" in text
    assert "不少于 1,600" in text
    assert "不可比" in text


def test_the_selected_unit_has_its_own_figure_with_the_way_to_its_cells(app: Run) -> None:
    text = text_of(app("glossary", lang="en", q="branch_coverage", unit="d1"))
    assert "/figure?unit=d1&amp;indicator=branch_coverage" in text


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("a", "Alpha"),
        ("a - b", "Alpha − Beta"),
        ("a + b", "Alpha + Beta"),
        ("a / 1000", "Alpha ÷ 1,000"),
        ("rows:a", "number of rows that state “Alpha”"),
        ("unknown", "unknown"),
    ],
)
def test_a_side_is_written_in_words(written: str, said: str) -> None:
    assert side(written, NAMES, i18n.words("en")) == said


def test_a_goal_is_written_in_the_indicators_unit() -> None:
    words = i18n.words("en")
    assert goal({"target_low": 0.95, "target_high": None, "unit": "share"}, "en", words) == "at least 95.0 %"
    band = {"target_low": 5.0, "target_high": 15.0, "unit": "households"}
    assert goal(band, "en", words) == "5.0 to 15.0 is healthy"
    assert goal({"target_low": None, "target_high": None, "unit": "count"}, "en", words) == ""
