"""The filters' way round: a link gives the view, the view gives the link, on every page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.filters import Selection
from tests.dashboard.conftest import text_of

Run = Callable[..., AppTest]
LINK = {"unit": "d1s1", "week": "2026-W40", "weeks": "26", "lang": "en", "indicator": "response_rate"}


def selection(at: AppTest) -> Selection:
    chosen: Selection = at.session_state["_selection"]
    return chosen


def param(at: AppTest, name: str) -> str:
    """Return a parameter of the URL: a text where the page wrote it, a list where the test did."""
    value = at.query_params[name]
    return value if isinstance(value, str) else value[0]


def test_without_a_link_it_is_the_city_and_the_newest_week(app: Run) -> None:
    chosen = selection(app())
    assert (chosen.unit_id, chosen.level, chosen.week, chosen.weeks) == ("city", "district", "2026-W46", 52)
    assert chosen.first == "2025-W47"


def test_a_link_gives_the_view_and_stays_in_the_url(app: Run) -> None:
    at = app("coverage", **LINK)
    chosen = selection(at)
    assert (chosen.unit_id, chosen.level, chosen.week, chosen.weeks) == ("d1s1", "community", "2026-W40", 26)
    assert (chosen.lang, chosen.indicator, chosen.first) == ("en", "response_rate", "2026-W15")
    assert {name: param(at, name) for name in at.query_params} == LINK


def test_choosing_writes_the_url_and_defaults_leave_it(app: Run) -> None:
    at = app(lang="zh")
    at.selectbox(key="place0").select("d2").run()
    assert selection(at).unit_id == "d2"
    assert param(at, "unit") == "d2"
    at.selectbox(key="place1").select("d2s3").run()
    assert selection(at).unit_id == "d2s3"
    at.selectbox(key="week_box").select("2026-W30").run()
    assert param(at, "week") == "2026-W30"
    at.selectbox(key="place0").select("city").run()
    assert selection(at).unit_id == "city"
    assert "unit" not in at.query_params


def test_filters_are_kept_from_page_to_page(app: Run) -> None:
    at = app("coverage", unit="d3", lang="zh")
    at.query_params.clear()
    at.switch_page("views/complaints.py").run()
    assert selection(at).unit_id == "d3"
    assert param(at, "unit") == "d3"


@pytest.mark.parametrize("link", [{"unit": "nowhere"}, {"week": "1999-W01"}, {"weeks": "x"}, {"lang": "xx"}])
def test_an_old_link_falls_back_quietly(app: Run, link: dict[str, str]) -> None:
    at = app("coverage", **link)
    assert not at.exception
    chosen = selection(at)
    assert (chosen.unit_id, chosen.week, chosen.weeks) == ("city", "2026-W46", 52)


def test_the_language_switch_changes_words_and_url(app: Run) -> None:
    at = app(lang="zh")
    at.segmented_control(key="lang_box").set_value("en").run()
    assert param(at, "lang") == "en"
    assert "Furthest behind" in text_of(at)


def test_a_range_never_begins_before_the_data(app: Run) -> None:
    assert selection(app(weeks="156")).first == "2025-W39"
