"""The maps that move together or play: what the browser is given, before it asks for nothing more."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.formats import month
from dashboard.map_stage import month_weeks
from tests.sample import LAST_WEEK
from warehouse import periods

Run = Callable[..., AppTest]


def stage(at: AppTest) -> dict[str, Any]:
    found = [item.proto for item in at.get("bidi_component") if item.proto.component_name == "linju_stage"]
    assert len(found) == 1
    return json.loads(found[0].json)  # type: ignore[no-any-return]


def test_twelve_months_end_with_the_chosen_week() -> None:
    weeks = month_weeks("2026-W46")
    assert len(weeks) == 12
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
