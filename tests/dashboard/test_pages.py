"""Each page, in both languages: it draws, it says whose figures these are, and its figures are the store's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.formats import number
from tests.dashboard.conftest import APP, charts_of, text_of
from tests.sample import make_published
from warehouse.queries import base, figures
from warehouse.store import Store

PAGES = ("overview", "map", "coverage", "reporting", "complaints", "submissions", "quality")
Run = Callable[..., AppTest]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_draws_in_both_languages(app: Run, page: str, lang: str) -> None:
    at = app(page, lang=lang)
    text = text_of(at)
    assert not at.exception
    assert {"zh": "本页暂时无法显示", "en": "can not be shown"}[lang] not in text
    assert {"zh": "演示数据", "en": "These data are made up"}[lang] in text
    assert {"zh": "2026年第46周", "en": "2026 W46"}[lang] in text


@pytest.mark.parametrize("unit", ["d1", "d1s1", "d1s1c1", "d9", "e001"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_draws_at_every_level(app: Run, page: str, unit: str) -> None:
    at = app(page, lang="zh", unit=unit)
    assert not at.exception
    assert "本页暂时无法显示" not in text_of(at)


@pytest.mark.parametrize("page", [*PAGES, "explore", "list", "unit", "figure"])
def test_nothing_on_a_page_is_called_by_its_week(app: Run, page: str) -> None:
    """What is called by the week is taken out and put in anew when another one is chosen."""
    called = [getattr(node.proto, "id", "") for node in app(page, week="2026-W45").main if hasattr(node, "proto")]
    assert any("week_box" in name for name in called)
    assert not [name for name in called if "2026-W45" in name]


def test_overview_shows_the_figures_of_the_store(app: Run, con: base.Connection) -> None:
    text = text_of(app("overview", lang="en"))
    rows = figures.series(con, ["city"], ["branch_coverage", "members_reported"], "2026-W46", "2026-W46", 3)
    for row in rows.iter_rows(named=True):
        value = row["numerator"] / row["denominator"] * 100 if row["denominator"] else row["numerator"]
        assert f">{number(value, 1 if row['denominator'] else 0)}<" in text


def test_the_first_page_loads_no_chart_library(app: Run) -> None:
    at = app("overview")
    assert "<svg" in text_of(at)
    assert not charts_of(at)
    assert not at.get("plotly_chart")
    assert not at.get("deck_gl_json_chart")


def test_who_did_not_submit_is_named_with_the_last_week(app: Run) -> None:
    text = text_of(app("overview", lang="zh"))
    assert "本周未报送" in text
    assert "北苑市" in text
    assert "最近：第45周" in text


def test_a_unit_that_did_not_submit_has_no_zero(app: Run) -> None:
    text = text_of(app("complaints", lang="zh", unit="d9"))
    assert '<div class="lj-figure lj-none">未报送</div>' in text
    assert '<div class="lj-figure">0<' not in text


def test_a_true_zero_is_a_zero(app: Run) -> None:
    assert '<div class="lj-figure">0<' in text_of(app("complaints", lang="zh", unit="d1s1c2"))


def test_nothing_to_count_is_said(app: Run) -> None:
    assert '<div class="lj-figure lj-none">无可统计</div>' in text_of(app("reporting", lang="zh", unit="d1s1c1"))


def test_small_counts_of_persons_are_hidden_below_street_level(app: Run, con: base.Connection) -> None:
    shown = figures.below(con, "d1", "community", ["members_new"], "2026-W46", "2026-W46", 3)
    small = shown.filter("suppressed")
    assert small.height > 0
    assert shown.filter(shown["numerator"].is_in([1.0, 2.0])).is_empty()
    text = text_of(app("reporting", lang="zh", unit=small["org_unit_id"][0]))
    assert "&lt;3" in text


def test_coverage_lists_the_estates_without_a_branch(app: Run, con: base.Connection) -> None:
    query = (
        "SELECT name FROM dim_org_unit JOIN fct_indicator USING (org_unit_id) WHERE indicator_id = 'branch_coverage'"
    )
    where = " AND fct_indicator.level = 'estate' AND period_id = '2026-W46' AND numerator = 0 AND denominator = 1"
    names = [row[0] for row in con.cursor().execute(query + where).fetchall()]
    text = text_of(app("coverage", lang="zh"))
    assert names
    assert all(name in text for name in names)


def test_charts_carry_the_values_of_the_store(app: Run, con: base.Connection) -> None:
    at = app("complaints", lang="zh", weeks="26")
    spec = charts_of(at)[0]
    drawn = next(trace for trace in spec["data"] if trace.get("name"))["y"]
    rows = figures.series(con, ["city"], ["complaints_received"], "2026-W21", "2026-W46", 3)
    assert drawn == rows["numerator"].to_list()


def test_figures_that_look_wrong_are_listed_below_the_place_chosen(app: Run) -> None:
    text = text_of(app("quality", lang="en"))
    assert "outside_the_healthy_band: 21.5 against 15.0." in text
    assert "fell_to_nought: 0 against 7." in text
    assert "fell_to_nought: 0 against &lt;3." in text  # a count of persons below street level
    assert "3 findings" in text and "fell_to_nought: 0 against 9." not in text  # that was a week before
    text = text_of(app("quality", lang="zh", unit="d2"))
    assert "本周数据未触发任何质量规则" in text and "fell_to_nought：…，界限 …。" in text


def test_a_store_without_a_version_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = make_published(tmp_path / "store", weeks=2)
    (store.root / "CURRENT").unlink()
    monkeypatch.setenv("LINJU_STORE", str(store.root))
    at = AppTest.from_file(str(APP), default_timeout=30)
    at.query_params["lang"] = "en"
    text = text_of(at.run())
    assert not at.exception
    assert "Nothing has been loaded yet." in text
    assert "linju refresh" in text


def test_no_store_at_all_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINJU_STORE", str(tmp_path / "nowhere"))
    at = AppTest.from_file(str(APP), default_timeout=30).run()
    assert not at.exception
    assert "linju init" in text_of(at)


def test_a_page_that_fails_is_calm(app: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("dashboard.data.submissions", broken)
    at = app("submissions", lang="en")
    assert not at.exception
    assert "can not be shown" in text_of(at)
    assert "secret detail" not in text_of(at)


def test_an_open_page_keeps_its_version_until_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.sample import publish

    store: Store = make_published(tmp_path / "store", weeks=8)
    monkeypatch.setenv("LINJU_STORE", str(store.root))
    at = AppTest.from_file(str(APP), default_timeout=30)
    at.query_params["lang"] = "en"
    at.run()
    publish(store, "v00002", weeks=9, last_week="2026-W47")
    at.run()
    assert "version v00001" in text_of(at)
    assert "2026 W46" in text_of(at)
    assert "Newer figures are ready." in text_of(at)
    at.button(key="show_newer").click().run()
    assert "version v00002" in text_of(at)
    assert "2026 W47" in text_of(at)
