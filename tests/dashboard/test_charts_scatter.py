"""Points of two indicators: which of them carry their names."""

from __future__ import annotations

from dashboard.charts_scatter import NAMED, Place, names_shown


def _shown(*places: Place) -> set[int]:
    return names_shown(["Fenglin District"] * len(places), places)


def test_few_points_that_stand_apart_are_all_named() -> None:
    assert _shown((0, 0), (0.5, 1), (1, 0)) == {0, 1, 2}


def test_names_that_would_run_into_each_other_are_left_to_the_farthest() -> None:
    named = _shown((0.5, 0.5), (0.502, 0.504), (0.501, 0.501), (0, 0), (1, 1))
    assert {3, 4} < named
    assert len(named & {0, 1, 2}) == 1


def test_a_name_that_would_cover_another_point_is_left_out() -> None:
    assert _shown((0.01, 0.9), (0.05, 0.9), (0.5, 0.2)) == {1, 2}


def test_of_many_points_those_far_from_the_middle_are_named() -> None:
    crowd = [(0.45 + number % 10 / 100, 0.45 + number // 10 / 100) for number in range(100)]
    named = _shown(*crowd, (0, 0.5), (1, 0.5), (0.5, 0), (0.5, 1))
    assert {100, 101, 102, 103} <= named
    assert len(named) <= NAMED


def test_points_that_are_all_the_same_and_none_at_all() -> None:
    assert len(_shown((0.5, 0.5), (0.5, 0.5))) == 1
    assert _shown() == set()
