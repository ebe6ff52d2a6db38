"""The unit's page, the lists and the explorer: what they show is what SQL says of the store, at every level."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import filters_desk
from tests.dashboard.conftest import charts_of, text_of
from warehouse import follow_ups
from warehouse.queries import base, complaints, reports, units
from warehouse.store import Store

Run = Callable[..., AppTest]
WEEK = "2026-W46"


def one(con: base.Connection, query: str, *params: object) -> float:
    row = con.cursor().execute(query, list(params)).fetchone()
    assert row is not None
    return float(row[0] or 0)


def rows_of(text: str, label: str) -> list[list[str]]:
    """Return the written cells of the table of that name."""
    table = re.search(
        rf'<table class="lj-table lj-rich[^"]*" aria-label="{re.escape(label)}"[^>]*>(.*?)</table>', text, re.S
    )
    assert table is not None, label
    body = table[1].split("<tbody>")[1]
    return [
        [unescape(re.sub(r"<[^>]+>", "", cell)) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.S)]
        for row in re.findall(r"<tr[^>]*>(.*?)</tr>", body, re.S)
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("unit", ["city", "d1", "d1s1", "d1s1c1", "d9", "e001"])
def test_a_unit_of_any_level_has_its_page(app: Run, unit: str, lang: str) -> None:
    at = app("unit", lang=lang, unit=unit)
    assert not at.exception
    text = text_of(at)
    assert {"zh": "本页暂时无法显示", "en": "can not be shown"}[lang] not in text
    assert {"zh": "名称与隶属沿革", "en": "Names and parents over time"}[lang] in text


def test_an_estate_says_whether_it_has_a_branch_and_a_community_its_share(app: Run, con: base.Connection) -> None:
    query = (
        "SELECT org_unit_id, numerator FROM fct_indicator WHERE indicator_id = 'branch_coverage' AND level = 'estate'"
    )
    query += f" AND denominator = 1 AND carried_from IS NULL AND period_id = '{WEEK}' ORDER BY numerator, 1"
    found = con.execute(query).fetchall()
    for (unit, covered), said in ((found[0], "no"), (found[-1], "yes")):
        rows = {row[0]: row for row in rows_of(text_of(app("unit", lang="en", unit=unit)), "Key figures")}
        assert (covered, rows["Branch coverage"][1]) == (said == "yes", said)
        assert rows["Branch coverage"][5].endswith("%")


def test_figures_stand_beside_target_parent_and_what_was_published(app: Run, con: base.Connection) -> None:
    rows = {row[0]: row for row in rows_of(text_of(app("unit", lang="en", unit="d2")), "Key figures")}
    query = "SELECT numerator / denominator FROM fct_indicator WHERE indicator_id = 'branch_coverage'"
    query += f" AND period_id = '{WEEK}' AND org_unit_id = ?"
    assert rows["Branch coverage"][1] == f"{one(con, query, 'd2') * 100:.1f} %"
    assert rows["Branch coverage"][5].startswith(f"{one(con, query, 'city') * 100:.1f} %")
    assert rows["Branch coverage"][4] == "≥ 95.0 %"
    assert rows["Branch coverage"][6].startswith("100.0 % · ")
    assert rows["Complaints received"][5] == "–"  # a count of the parent is nothing to be held against


def test_its_parts_lead_to_their_own_pages(app: Run, con: base.Connection) -> None:
    text = text_of(app("unit", lang="en", unit="d2", week="2026-W40"))
    rows = rows_of(text, "Its parts")
    assert len(rows) == one(con, "SELECT count(*) FROM dim_org_unit WHERE parent_id = 'd2'")
    assert "/unit?unit=d2s1&amp;week=2026-W40&amp;lang=en" in text


def test_open_follow_ups_and_changes_of_a_unit_are_shown(app: Run, published: Store) -> None:
    follow_ups.add(published, "Ask why", unit="d3", week=WEEK, owner="Office", due=date(2020, 1, 1))
    text = text_of(app("unit", lang="en", unit="d3"))
    assert "Ask why" in text and "overdue" in text
    assert "Ask why" not in text_of(app("unit", lang="en", unit="d2"))
    (published.root / "follow_ups.jsonl").unlink()


def test_a_unit_without_a_change_has_one_span(con: base.Connection) -> None:
    assert set(units.history(con, "d1")["kind"].to_list()) <= {"span"}


def test_estates_without_a_branch_are_those_of_sql(app: Run, con: base.Connection) -> None:
    rows = rows_of(text_of(app("list", lang="en", unit="d1")), "Estates still without a branch")
    query = "SELECT count(*) FROM fct_indicator JOIN dim_org_unit USING (org_unit_id) WHERE district_id = 'd1'"
    where = f" AND indicator_id = 'branch_coverage' AND fct_indicator.level = 'estate' AND period_id = '{WEEK}'"
    assert len(rows) == one(con, query + where + " AND numerator = 0 AND denominator > 0") > 0


def test_old_complaints_by_stage_are_those_of_sql(app: Run, con: base.Connection) -> None:
    frame = complaints.waiting(con, "d1", "street", "2026-W01", WEEK, 15)
    query = "SELECT sum(received - responded) FROM fct_complaint WHERE org_unit_id = 'd1'"
    # week 43 ended 21 days before the end of week 46, week 44 only 14
    assert frame["unanswered"].sum() == one(con, query + " AND period_id BETWEEN '2026-W01' AND '2026-W43'")
    assert frame["unanswered"].sum() < one(con, query + " AND period_id BETWEEN '2026-W01' AND '2026-W46'")
    text = text_of(app("list", lang="en", list="waiting", unit="d1", weeks="ytd"))
    rows = rows_of(text, "Complaints older than 15 days, by stage")
    assert sum(int(row[1]) for row in rows) == frame["unanswered"].sum()


def test_who_did_not_report_is_listed_by_data_set(app: Run, con: base.Connection) -> None:
    frame = reports.not_reported(con, "city", WEEK, "2026-W30")
    query = "SELECT org_unit_id FROM dim_org_unit WHERE district_id = 'd9' AND level = 'community'"
    d9 = {row[0] for row in con.cursor().execute(query).fetchall()}
    back = frame.filter(data_set_id="reporting_back")
    silent = set(back["org_unit_id"])
    assert d9 <= silent and "d1s1c1" not in silent
    assert back.filter(org_unit_id="d9s1c1")["last_week"][0] == "2026-W45"
    assert back.filter(org_unit_id="d8s1c1")["last_week"][0] < "2026-W41"
    assert "Every unit here reported" in text_of(app("list", lang="en", list="silent", unit="d1"))


def test_members_not_reported_add_up(app: Run, con: base.Connection) -> None:
    rows = rows_of(text_of(app("list", lang="en", list="unreported", unit="d1")), "Members resident, not reported")
    query = (
        f"SELECT sum(denominator - numerator) FROM fct_indicator WHERE period_id = '{WEEK}' AND org_unit_id = 'd1'"
    )
    total = one(con, query + " AND indicator_id = 'report_back_rate'")
    gaps = [int(row[3]) for row in rows]
    assert sum(gaps) == total and gaps == sorted(gaps, reverse=True)


@pytest.mark.parametrize("view", list(filters_desk.VIEWS))
@pytest.mark.parametrize("indicator", ["branch_coverage", "complaints_received", "members_new", "star_estates"])
def test_every_view_of_the_explorer_draws(app: Run, view: str, indicator: str) -> None:
    for unit in ("city", "d1s1c1"):
        at = app("explore", lang="en", view=view, indicator=indicator, unit=unit)
        assert not at.exception
        assert "can not be shown" not in text_of(at)


def test_the_explorer_keeps_its_state_in_the_url(app: Run) -> None:
    at = app("explore", lang="en", unit="d2")
    at.segmented_control(key="view_box").set_value("pivot").run()
    at.selectbox(key="indicator_box").select("response_rate").run()
    at.selectbox(key="rows_box").select("month").run()
    at.selectbox(key="columns_box").select("channel").run()
    chosen = {name: value for name in at.query_params if (value := at.query_params[name])}
    assert chosen["view"] in ("pivot", ["pivot"])
    link = {name: value if isinstance(value, str) else value[0] for name, value in chosen.items()}
    shown = {"unit": "d2", "indicator": "response_rate", "lang": "en"}
    assert link == {**shown, "view": "pivot", "rows": "month", "columns": "channel"}
    assert rows_of(text_of(app("explore", **link)), "Pivot") == rows_of(text_of(at), "Pivot")


def test_a_pivot_is_what_sql_sums(app: Run, con: base.Connection) -> None:
    link = {"view": "pivot", "indicator": "complaints_received", "rows": "category", "columns": "unit", "weeks": "4"}
    rows = rows_of(text_of(app("explore", lang="en", unit="d2", **link)), "Pivot")
    query = "SELECT sum(received) FROM fct_complaint WHERE period_id >= '2026-W43' AND org_unit_id = ?"
    parking = next(row for row in rows if row[0] == "Parking")
    assert int(parking[1]) == one(con, query + " AND category = 'parking'", "d2")
    assert int(parking[2]) == one(con, query + " AND category = 'parking'", "d2s1")
    assert rows[-1][0] == "All" and int(rows[-1][1]) == one(con, query, "d2")


def test_the_ranking_sets_apart_who_did_not_report(app: Run) -> None:
    text = text_of(app("explore", lang="en", view="ranking", indicator="complaints_received"))
    assert "Without a place, not submitted (2):" in text
    places = [row[0] for row in rows_of(text, "Ranking")]
    assert places[0] == "1" and len(places) == 7


def test_two_indicators_say_of_how_many_units_one_is_missing(app: Run) -> None:
    at = app("explore", lang="en", view="scatter", indicator="response_rate", second="branch_coverage")
    spec = charts_of(at)[0]
    assert len(spec["data"][0]["x"]) == 7
    assert "2 units have no value of one of the two: District d8 · District d9" in text_of(at)


def test_small_counts_stay_hidden_in_the_explorer(app: Run) -> None:
    text = text_of(app("explore", lang="en", indicator="members_new", unit="d1", level="community"))
    shown = [row[2] for row in rows_of(text, "Newly reported")]
    assert "<3" in shown and not {"1", "2"} & set(shown)
