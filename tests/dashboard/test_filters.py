"""The filters' way round: a link gives the view, the view gives the link, on every page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.filters import Selection
from tests.dashboard.conftest import text_of
from warehouse import saved_views
from warehouse.store import Store

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
    at.selectbox(key="place1").select("city").run()  # the way up stands on top of the first box
    assert selection(at).unit_id == "city"
    assert "unit" not in at.query_params


def test_a_place_is_found_by_name_code_and_pinyin(app: Run) -> None:
    at = app(lang="zh")
    for typed in ("枫林", "fenglinqu", "flq", "43991"):
        at.text_input(key="find").set_value(typed).run()
        assert [button for button in at.button if button.key == "found_d1"], typed
    at.text_input(key="find").set_value("no such place").run()
    assert "没有找到" in at.caption[0].value


@pytest.mark.parametrize(
    ("chosen", "first", "weeks"),
    [("1", "2026-W46", 1), ("4", "2026-W43", 4), ("ytd", "2026-W01", 46), ("12", "2026-W35", 12)],
)
def test_relative_ranges(app: Run, chosen: str, first: str, weeks: int) -> None:
    at = app(lang="en")
    at.selectbox(key="weeks_box").select(chosen).run()
    assert (selection(at).first, selection(at).weeks, selection(at).week) == (first, weeks, "2026-W46")
    assert param(at, "weeks") == chosen
    assert f"{weeks} weeks, from" in text_of(at)


def test_the_same_weeks_last_year_move_the_week_and_keep_the_length(app: Run) -> None:
    at = app(lang="en", weeks="4")
    at.selectbox(key="weeks_box").select("last_year").run()
    assert (selection(at).week, selection(at).first) == ("2025-W46", "2025-W43")
    assert param(at, "week") == "2025-W46"


def test_a_range_of_ones_own_stands_in_the_link(app: Run) -> None:
    at = app("coverage", lang="en", **{"from": "2026-W10"})
    assert (selection(at).first, selection(at).weeks, selection(at).span) == ("2026-W10", 37, "from")
    at.selectbox(key="weeks_box").select("12").run()
    assert "from" not in at.query_params
    assert (selection(at).first, selection(at).weeks) == ("2026-W35", 12)
    assert selection(app(**{"from": "2030-W99"})).weeks == 52


def test_one_click_clears_all_but_the_language(app: Run) -> None:
    at = app("complaints", **LINK, category="parking", channel="hotline")
    assert (selection(at).category, selection(at).channel) == ("parking", "hotline")
    assert "only Parking · 12345 hotline" in text_of(at)
    at.button(key="clear").click().run()
    assert {name: param(at, name) for name in at.query_params} == {"lang": "en"}
    assert (selection(at).unit_id, selection(at).category) == ("city", None)


def test_only_pages_with_complaints_are_narrowed(app: Run) -> None:
    at = app("coverage", lang="en", category="parking")
    assert selection(at).category is None
    assert not [box for box in at.selectbox if box.key == "category_box"]


def test_a_view_is_kept_for_oneself_or_for_all_and_opens_again(app: Run, published: Store) -> None:
    at = app("coverage", lang="en", unit="d2", weeks="12")
    at.text_input(key="view_name").set_value("My district").run()
    at.button(key="view_save").click().run()
    assert saved_views.every(published) == []  # whose it is was not said
    at.text_input(key="view_who").set_value("Lin").run()
    at.button(key="view_save").click().run()
    at.text_input(key="view_name").set_value("For all of us").run()
    at.checkbox(key="view_for_all").check().run()
    at.button(key="view_save").click().run()
    assert "/coverage?unit=d2&amp;weeks=12&amp;lang=en" in text_of(at)
    assert [view.name for view in saved_views.seen_by(published, "Lin")] == ["My district", "For all of us"]
    assert [view.name for view in saved_views.seen_by(published, "Wang")] == ["For all of us"]
    assert [act["action"] for act in published.acts(2)] == ["save_view", "save_view"]


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
