"""The page of a figure: parts, files, cells, in both languages; small counts stay hidden; links reproduce."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlparse

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.dashboard.conftest import APP, text_of
from tests.warehouse.small import Sent, load, make, week
from warehouse.build import publish
from warehouse.store import Store

Run = Callable[..., AppTest]


@pytest.fixture(scope="module")
def traced(tmp_path_factory: pytest.TempPathFactory) -> Store:
    made = make(tmp_path_factory.mktemp("figure") / "s")
    sent = Sent().row(1, "A11", "reporting_back", members_resident=20, members_reported=11, members_new=2)
    sent.row(1, "A12", "reporting_back", members_resident=9, members_reported=7, members_new=4)
    sent.row(2, "A11", "reporting_back", members_resident=21, members_reported=12, members_new=0)
    sent.cover(2, "A", "complaints", tickets=True).ticket(2, "E1", "20260001")
    sent.cover(2, "A", "reporting_back")
    load(made, "s1", sent)
    publish(made, reason="one")
    return made


@pytest.fixture
def show(traced: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    monkeypatch.setenv("LINJU_STORE", str(traced.root))

    def run(page: str = "figure", **query: str) -> AppTest:
        at = AppTest.from_file(str(APP), default_timeout=30)
        for name, value in query.items():
            at.query_params[name] = value
        return at.switch_page(f"views/{page}.py").run()

    yield run
    st.cache_data.clear()
    st.cache_resource.clear()


def test_a_rate_is_shown_with_its_parts_files_and_cells(show: Run) -> None:
    at = show(lang="en", indicator="report_back_rate", unit="A", week=week(2))
    text = text_of(at)
    assert not at.exception
    assert "63.3 % = 19 Reported ÷ 30 Resident in-service members" in text
    assert "2 of 4 cells are carried forward" in text and "carried forward from W1" in text
    assert "s1.xlsx" in text and "tester" in text and ">B8<" in text
    assert "unit=A1&amp;indicator=report_back_rate" in text  # the unit below leads on


def test_chinese_words(show: Run) -> None:
    text = text_of(show(lang="zh", indicator="report_back_rate", unit="A", week=week(2)))
    assert "63.3% = 19 已报到 ÷ 30 应报到在职党员" in text.replace(" %", "%")
    assert "所依据的文件" in text and "报送的单元格" in text


def test_counts_that_point_to_a_person_are_hidden_below_street_level(show: Run) -> None:
    text = text_of(show(lang="en", indicator="members_new", unit="A1", week=week(1)))
    assert "6 = " in text
    told = 'Newly reported</td><td></td><td class="lj-n">'
    assert f"{told}&lt;3<" in text and f"{told}4<" in text
    assert f"{told}2<" not in text
    alone = text_of(show(lang="en", indicator="members_new", unit="A11", week=week(1)))
    assert "&lt;3" in alone and ">2<" not in alone and "B4" not in alone


def test_a_true_nought_names_the_list_that_came(show: Run) -> None:
    text = text_of(show(lang="en", indicator="complaints_received", unit="A12", week=week(2)))
    assert "A true nought" in text and "s1.xlsx" in text


def test_what_was_not_sent_says_so(show: Run) -> None:
    text = text_of(show(lang="en", indicator="report_back_rate", unit="B", week=week(2)))
    assert "not submitted" in text and "The submitted cells" not in text


def test_a_figure_that_does_not_exist_is_no_fault(show: Run) -> None:
    at = show(lang="en", indicator="report_back_rate", unit="E1", week=week(2))
    assert not at.exception
    assert "no such figure" in text_of(at)


def test_the_source_of_a_card_leads_to_the_same_figure_of_the_same_version(show: Run, traced: Store) -> None:
    text = text_of(show("reporting", lang="en", unit="A", week=week(2)))
    links = [part.split('"')[0].replace("&amp;", "&") for part in text.split('class="lj-from" href="')[1:]]
    asked = parse_qs(urlparse(next(link for link in links if "report_back_rate" in link)).query)
    assert asked == {
        "unit": ["A"], "indicator": ["report_back_rate"], "week": [week(2)], "lang": ["en"], "version": ["v00001"],
    }  # fmt: skip
    load(traced, "s2", Sent().row(2, "A11", "reporting_back", members_resident=21, members_reported=21))
    publish(traced, reason="two")
    try:
        linked = text_of(show(**{name: values[0] for name, values in asked.items()}))
        assert "19 Reported" in linked
        assert "28 Reported" in text_of(show(lang="en", indicator="report_back_rate", unit="A", week=week(2)))
    finally:
        traced.point_to("v00001")
