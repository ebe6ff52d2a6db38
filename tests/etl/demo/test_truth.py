from __future__ import annotations

import tomllib
from importlib.resources import files

import polars as pl
import pytest

from etl.demo.truth_more import SINCE_THE_NEW_FORMS
from tests.etl.demo.made import Demo

History = dict[str, pl.DataFrame]


def _head(made: Demo, name: str) -> str:
    return str(made.words["bulk"]["headers"][name])


def _week(made: Demo, frame: pl.DataFrame, at: int) -> pl.DataFrame:
    weeks = frame[made.words["bulk"]["week"]].unique(maintain_order=True)
    return frame.filter(pl.col(made.words["bulk"]["week"]) == weeks[at])


def test_every_indicator_is_there_for_every_unit_and_week(made: Demo) -> None:
    text = files("warehouse").joinpath("reference/indicators.toml").read_text(encoding="utf-8")
    truth, weeks = made.truth, len(made.weeks)
    assert set(truth["indicator_id"]) == set(tomllib.loads(text))
    units = made.units.filter(pl.col("level").is_in(["city", "district", "street"]))["id"].n_unique()
    communities = made.units.filter(level="community")["id"].n_unique()
    always = truth.filter(~pl.col("indicator_id").is_in(list(SINCE_THE_NEW_FORMS)))
    assert always.height == always["indicator_id"].n_unique() * (units * weeks + communities * 4)
    since = truth.filter(pl.col("indicator_id").is_in(list(SINCE_THE_NEW_FORMS)))
    assert set(since["period_id"]) == set(made.weeks[-4:])
    assert {name for name, entry in tomllib.loads(text).items() if entry.get("optional")} == SINCE_THE_NEW_FORMS
    assert not truth.select("org_unit_id", "period_id", "indicator_id").is_duplicated().any()


def test_counts_add_up_from_streets_to_the_city(made: Demo) -> None:
    level = made.units.select("id", "level").unique()
    truth = made.truth.filter(~pl.col("indicator_id").is_in(["complaints_received"])).join(
        level, left_on="org_unit_id", right_on="id"
    )
    paired = ["households_per_representative", "complaints_per_1000_households", "response_rate", "resolution_rate",
              "satisfaction_rate", "in_estate_resolution_rate", "mean_response_minutes",
              "mean_resolution_minutes"]  # fmt: skip
    sums = (
        truth.filter(~pl.col("indicator_id").is_in(paired))
        .group_by("level", "period_id", "indicator_id")
        .agg(pl.col("numerator", "denominator").sum().round(3))
    )
    city = sums.filter(level="city").drop("level").sort("period_id", "indicator_id")
    for other in ("district", "street"):
        assert sums.filter(level=other).drop("level").sort("period_id", "indicator_id").equals(city)


def test_first_week_equals_a_plain_count_of_the_bulk_file(made: Demo, history: History) -> None:
    rows = _week(made, history["estates"], 0)
    words = made.words["bulk"]["words"]
    served = pl.col(_head(made, "branch_kind")) != words["branch_kind"]["none"]
    should = pl.col(_head(made, "should_have_branch")) == words["yes"]
    for (name,), part in rows.partition_by(_head(made, "district"), as_dict=True).items():
        unit = made.district(str(name))
        covered = part.filter(should & served).height
        assert made.figure(unit, made.weeks[0], "branch_coverage") == (covered, part.filter(should).height)
        names = part.filter(served).select(_head(made, "street"), _head(made, "branch_name")).n_unique()
        assert made.figure(unit, made.weeks[0], "branches") == (names, None)
        assert made.figure(unit, made.weeks[0], "estates") == (part.height, None)


def test_branches_stand_at_the_street_of_their_seat(made: Demo, history: History) -> None:
    rows = _week(made, history["estates"], 0)
    street = made.units.filter(level="street").select("name", "parent_id", street="id")
    district = made.units.filter(level="district").select(parent_id="id", district="name")
    ids = street.join(district, on="parent_id")
    rows = rows.join(ids, left_on=[_head(made, "street"), _head(made, "district")], right_on=["name", "district"])
    counts = rows.drop_nulls(_head(made, "branch_name")).group_by("street").agg(
        pl.col(_head(made, "branch_name")).n_unique()
    )  # fmt: skip
    assert counts.height > 90
    for unit, number in counts.iter_rows():
        assert made.figure(unit, made.weeks[0], "branches") == (number, None)


@pytest.mark.parametrize(
    ("data_set", "element"),
    [("reporting_back", "members_reported"), ("reporting_back", "service_hours"), ("reporting_back", "members_new"),
     ("service_network", "volunteers"), ("co_building", "needs_matched")],
)  # fmt: skip
def test_first_week_of_the_communities_is_the_sum_of_the_file(
    made: Demo, history: History, data_set: str, element: str
) -> None:
    rows = _week(made, history[data_set], 0)
    total = rows[_head(made, element)].cast(pl.Float64).sum()
    assert made.figure("990100", made.weeks[0], element) == (total, None)


def test_a_district_that_stops_is_carried_four_weeks_and_then_unknown(made: Demo) -> None:
    unit = made.district(made.words["clerks"]["luming"]["district"])
    last = made.weeks[-7]
    for indicator in ("members_reported", "branch_coverage", "volunteers", "households_per_representative"):
        values = [made.figure(unit, week, indicator)[0] for week in made.weeks[-7:]]
        assert None not in values[:5]
        assert values[5:] == [None, None]
    stock = [made.figure(unit, week, "members_reported")[0] for week in made.weeks[-7:-2]]
    assert set(stock) == {made.figure(unit, last, "members_reported")[0]}
    assert made.figure(unit, made.weeks[-6], "members_new") == (None, None)
    assert made.figure(unit, made.weeks[-1], "households")[0] is not None
    assert made.figure(unit, made.weeks[-1], "complaints_received")[0] is not None


def test_numbers_are_near_the_published_ones(made: Demo) -> None:
    week = made.weeks[-7]  # the last one in which every district reports
    near = {"branches": 1067, "members_reported": 58_000, "service_stations": 870, "volunteer_teams": 1600,
            "volunteers": 210_000, "resident_representatives": 43_000}  # fmt: skip
    for indicator, published in near.items():
        value, _ = made.figure("990100", week, indicator)
        assert value == pytest.approx(published, rel=0.06), indicator
    households, representatives = made.figure("990100", week, "households_per_representative")
    assert households is not None
    assert representatives is not None
    assert 5 < households / representatives < 15
