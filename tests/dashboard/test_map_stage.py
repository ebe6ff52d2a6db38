"""The maps that move together or play: what the browser is given, before it asks for nothing more."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import map_months, map_stage
from dashboard.formats import Figure, Indicator, month
from dashboard.map_classes import Scale
from tests.sample import LAST_WEEK
from warehouse import periods
from warehouse.queries import base

Run = Callable[..., AppTest]


def stage(at: AppTest) -> dict[str, Any]:
    found = [item.proto for item in at.get("bidi_component") if item.proto.component_name == "linju_stage"]
    assert len(found) == 1
    return json.loads(found[0].json)  # type: ignore[no-any-return]


def test_twelve_months_end_with_the_chosen_week() -> None:
    months = map_months.spans("2026-W46")
    weeks = [span[-1] for span in months]
    assert len(weeks) == 12
    assert [week for span in months for week in span] == periods.span(months[0][0], "2026-W46")
    assert months[-1] == ("2026-W45", "2026-W46")
    assert months[-2] == ("2026-W41", "2026-W42", "2026-W43", "2026-W44")
    assert weeks[-1] == "2026-W46"
    assert weeks[-2] == "2026-W44"  # Monday 26 October; W45 begins in November
    assert weeks == sorted(weeks)
    assert [periods.start_of(week).month for week in weeks] == [12, *range(1, 12)]
    assert month(periods.start_of(weeks[0]), "zh") == "2025年12月"
    assert month(periods.start_of(weeks[0]), "en") == "Dec 2025"


def test_a_year_before_stands_beside_the_week(app: Run) -> None:
    data = stage(app("map", lang="zh", show="beside"))
    assert [panel["title"] for panel in data["panels"]] == ["2025年第46周", "2026年第46周"]
    assert data["shared"] is True
    assert data["areas"] == "/geo/v00001/areas-city.json"
    assert data["panels"][0]["palette"] == data["panels"][1]["palette"]
    assert data["panels"][0]["frames"][0]["fills"] != data["panels"][1]["frames"][0]["fills"]
    names = [unit[1] for unit in data["units"]]
    assert data["panels"][1]["frames"][0]["texts"][names.index("南塘县")] == "未报送"


def test_another_indicator_stands_beside_with_classes_of_its_own(app: Run) -> None:
    data = stage(app("map", lang="en", show="beside", beside="complaints_per_1000_households"))
    assert [panel["title"] for panel in data["panels"]] == ["Branch coverage", "Complaints per 1,000 households"]
    assert data["shared"] is False
    assert data["panels"][0]["palette"] != data["panels"][1]["palette"]


def test_names_may_stand_without_the_word_that_they_share() -> None:
    def short(*names: str) -> list[str]:
        known = SimpleNamespace(name=lambda unit, lang: names[unit])
        return map_stage.short_names(
            SimpleNamespace(units=known, lang="en"), {"units": [{"id": n} for n in range(len(names))]}
        )  # type: ignore[arg-type]

    assert short("Ziteng Subdistrict", "Xinghe Subdistrict", "Gujing Town") == ["Ziteng", "Xinghe", "Gujing Town"]
    assert short("Street d1s1", "Street d1s2") == []


def test_every_week_lies_ready_before_it_plays(app: Run) -> None:
    data = stage(app("map", lang="en", show="play", circles="complaints_received", week="2026-W40"))
    frames = data["panels"][0]["frames"]
    assert len(frames) == 52
    assert frames[-1]["week"] == LAST_WEEK
    assert frames[data["play"]["at"]]["week"] == "2026-W40"
    assert all(
        len(item["fills"]) == len(item["texts"]) == len(item["radii"]) == len(data["units"]) for item in frames
    )
    assert len(json.dumps(data)) < 60_000
    kinds = {item["key"] for item in data["panels"][0]["legend"]}
    assert {"missing", "carried"} <= kinds
    for item in frames:  # the classes are fixed: one palette for all weeks
        assert max(item["fills"]) < len(data["panels"][0]["palette"])


def test_months_are_one_frame_each(app: Run) -> None:
    data = stage(app("map", lang="en", show="months", circles="complaints_received"))
    assert len(data["panels"]) == 12
    assert all(len(panel["frames"]) == 1 and "radii" not in panel["frames"][0] for panel in data["panels"])
    assert "each month by its last week" in data["note"]


def test_months_of_a_flow_are_sums_of_their_weeks(app: Run, con: base.Connection) -> None:
    data = stage(app("map", lang="en", show="months", indicator="complaints_received"))
    months = map_months.spans(LAST_WEEK)
    assert "each month: the sum of its weeks" in data["note"]
    assert data["panels"][-1]["title"] == "Nov 2026, to W46"
    for panel, weeks in zip(data["panels"], months, strict=True):
        rows = con.execute(
            "SELECT org_unit_id, sum(numerator), count(numerator) FROM fct_indicator "
            "WHERE indicator_id = 'complaints_received' AND list_contains(?, period_id) GROUP BY ALL",
            [list(weeks)],
        ).fetchall()
        sums = {unit: (total, came) for unit, total, came in rows}
        for (unit, *_), text in zip(data["units"], panel["frames"][0]["texts"], strict=True):
            total, came = sums.get(unit, (None, 0))
            expected = "not submitted" if total is None else f"{total:,.0f}"
            expected += f" · {came} of {len(weeks)} weeks" if 0 < came < len(weeks) else ""
            assert text == expected or (text == "" and unit not in sums), (panel["title"], unit)


def test_a_rate_of_a_month_is_no_average_of_rates() -> None:
    weeks = [Figure(1, 10, 2, 2), Figure(9, 10, 2, 2), None, Figure(30, 40, 2, 1), Figure(None, None, 2, 0)]
    assert map_months.add_up(weeks) == Figure(40, 60, 8, 5)
    assert map_months.add_up([None, None]) is None
    assert map_months.add_up([Figure(None, None, 2, 0)]) == Figure(None, None, 2, 0)
    assert map_months.add_up([Figure(3, None, 1, 1), Figure(0, None, 1, 1)]) == Figure(3, None, 2, 2)
    assert map_months.add_up([Figure(7, None, 1, 1), Figure(None, None, 1, 1, suppressed=True)]) == Figure(
        None, None, 2, 2, suppressed=True
    )


def test_classes_of_a_month_are_those_of_a_week_grown() -> None:
    count = Indicator("c", "", "count", "flow", "down")
    weekly = Scale((1.0, 2.0, 30.0, 40.0), ("#000000",) * 5)
    assert map_months.scale(count, weekly).breaks == (4.0, 9.0, 130.0, 170.0)
    rate = Indicator("r", "", "share", "flow", "up", is_rate=True)
    stock = Indicator("s", "", "count", "stock", "up")
    assert map_months.scale(rate, weekly) == map_months.scale(stock, weekly) == weekly


@pytest.mark.parametrize("show", ["beside", "months", "play"])
def test_a_street_shows_its_estates_too(app: Run, show: str) -> None:
    data = stage(app("map", lang="en", show=show, unit="d1s1"))
    assert data["points"].endswith("points-d1s1.json")
    areas = sum(len(unit) > 4 for unit in data["units"])
    assert 0 < areas < len(data["units"])
    assert data["around"].endswith("areas-d1.json")
    assert data["around_own"] >= 0


def test_small_counts_are_hidden_in_every_week(app: Run) -> None:
    data = stage(app("map", lang="en", show="play", unit="d1s1", indicator="members_reported"))
    shown = {text for frame in data["panels"][0]["frames"] for text in frame["texts"]}
    assert not shown & {"1", "2"}
