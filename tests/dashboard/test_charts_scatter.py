"""Points of two indicators: which of them carry their names."""

from __future__ import annotations

from dashboard.charts_scatter import NAMED, Place, names_shown


def _shown(*places: Place) -> dict[int, str]:
    return names_shown(["Fenglin District"] * len(places), places)


def test_few_points_that_stand_apart_are_all_named() -> None:
    assert _shown((0, 0), (0.5, 1), (1, 0)) == {0: "middle right", 1: "top center", 2: "middle left"}


def test_names_that_would_run_into_each_other_are_left_to_the_farthest() -> None:
    crowd = [(0.5 + number / 1000, 0.5) for number in range(20)]
    named = _shown(*crowd, (0, 0), (1, 1))
    assert {20, 21} < set(named)
    assert len(named) < 6


def test_a_name_stands_where_it_covers_no_other_point() -> None:
    assert _shown((0.1, 0.9), (0.15, 0.945), (0.5, 0.2))[0] != "top center"


def test_of_many_points_those_far_from_the_middle_are_named() -> None:
    crowd = [(0.45 + number % 10 / 100, 0.45 + number // 10 / 100) for number in range(100)]
    named = _shown(*crowd, (0, 0.5), (1, 0.5), (0.5, 0.03), (0.5, 1))
    assert {100, 101, 102, 103} <= set(named)
    assert len(named) <= NAMED


def test_points_that_are_all_the_same_and_none_at_all() -> None:
    assert 1 <= len(_shown((0.5, 0.5), (0.5, 0.5))) <= 2
    assert _shown() == {}
