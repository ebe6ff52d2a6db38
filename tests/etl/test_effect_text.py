"""What loading moves, in sentences: the right week before, the right districts, the right reasons."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl import effect_text
from etl.effect_text import Move, _share
from etl.results import CheckResult
from tests.warehouse.small import Sent, load, make
from warehouse.build import publish
from warehouse.store import Store


def covered(at: int, **districts: tuple[int, int]) -> Sent:
    """Say how many estates each district has covered, of how many that should be."""
    sent = Sent()
    for unit, (done, due) in districts.items():
        sent.row(at, unit, "estates", estates_covered=done, estates_should_have_branch=due)
    return sent


def said(made: Store, name: str, sent: Sent, lang: str) -> list[str]:
    load(made, name, sent)
    return effect_text.lines(made, CheckResult([], effect=publish(made, reason=name).effect), lang)


@pytest.fixture
def city(tmp_path: Path) -> Store:
    made = make(tmp_path / "s")
    load(made, "s1", covered(1, A=(90, 100), B=(92, 100)))
    publish(made, reason="first")
    return made


def test_a_new_week_is_told_against_the_week_before(city: Store) -> None:
    zh = said(city, "s2", covered(2, A=(76, 100), B=(93, 100)), "zh")
    assert zh == [
        "与上一周相比（2026年第2周）：",
        "  全市党的组织覆盖率 91.0% → 84.5%（−6.5 个百分点），主要因为District A 已覆盖小区数少了 14",
    ]


def test_the_same_in_english_with_both_sides_of_the_rate(city: Store) -> None:
    en = said(city, "s2", covered(2, A=(90, 110), B=(92, 100)), "en")
    assert en[1:] == [
        "  Branch coverage of the city 91.0% → 86.7% (−4.3 points), mainly because of "
        "District A (Estates that should have a branch: 10 more)"
    ]


def test_figures_that_stood_are_told_as_restated(city: Store) -> None:
    zh = said(city, "s2", covered(1, B=(72, 100)), "zh")
    assert zh == [
        "2026年第1周原有数字的变化：",
        "  全市党的组织覆盖率 91.0% → 81.0%（−10.0 个百分点），主要因为District B 已覆盖小区数少了 20",
    ]


def test_a_district_that_did_not_submit_is_left_out_of_both_sides(tmp_path: Path) -> None:
    made = make(tmp_path / "s")
    first = Sent().row(1, "A", "reporting_back", members_active=100).row(1, "B", "reporting_back", members_active=50)
    load(made, "s1", first)
    publish(made, reason="first")
    en = said(made, "s2", Sent().row(2, "A", "reporting_back", members_active=90), "en")
    assert en[1] == (
        "  Active members of the city 100 → 90 (−10), mainly because of District A (Active: 10 fewer) "
        "(1 districts that have not submitted are left out on both sides)"
    )


def test_what_can_not_be_seen_is_not_told(city: Store) -> None:
    assert said(city, "s2", covered(2, A=(90, 100), B=(92, 100)), "zh") == []


def test_the_shares_of_the_districts_add_up_to_the_move_of_a_rate() -> None:
    districts = {"A": ((90.0, 100.0), (95.0, 120.0)), "B": ((10.0, 40.0), (12.0, 30.0))}
    before, after = (tuple(sum(both[at][part] for both in districts.values()) for part in (0, 1)) for at in (0, 1))
    move = Move("branch_coverage", "2026-W02", before, after, districts)  # type: ignore[arg-type]
    total = sum(_share(move, *both) for both in districts.values())
    assert total == pytest.approx(after[0] / after[1] - before[0] / before[1])
