"""Rankings: who has a place, who shares one, and who stands apart and why."""

from __future__ import annotations

import pytest

from warehouse.ranking import Entry, Rule, improved, moves, rank

UP = Rule("up", True, low=0.9, least=10, floor=0.8)


def entry(unit: str, top: float | None, bottom: float | None = 100, seen: int = 10, **more: object) -> Entry:
    return Entry(unit, top, bottom, 10, seen, **more)  # type: ignore[arg-type]


def test_ties_share_a_place_and_the_next_is_skipped() -> None:
    found = rank([entry("a", 50), entry("b", 80), entry("c", 80), entry("d", 90)], UP)
    assert [(item.unit, item.place, item.tied) for item in found.ranked] == [
        ("d", 1, False),
        ("b", 2, True),
        ("c", 2, True),
        ("a", 4, False),
    ]


def test_who_can_not_be_compared_has_no_place() -> None:
    given = [
        entry("few", 0, 3),
        entry("silent", None, None, 0),
        entry("half", 10, 100, 5),
        entry("nothing", 0, 0),
        entry("good", 95),
        entry("bad", 40),
    ]
    found = rank(given, UP)
    assert [item.unit for item in found.ranked] == ["good", "bad"]
    assert [(item.unit, item.place) for item in found.small] == [("few", None)]
    assert (found.withheld, found.missing, found.empty) == (("half",), ("silent",), ("nothing",))
    assert [item.unit for item in found.worst(3)] == ["bad"]


def test_all_equal_to_the_last_of_the_worst_are_named() -> None:
    found = rank([entry(name, value) for name, value in zip("abcdef", (90, 60, 60, 60, 60, 50), strict=True)], UP)
    assert {item.unit for item in found.worst(3)} == {"b", "c", "d", "e", "f"}


def test_nobody_is_worst_where_all_are_equal() -> None:
    assert rank([entry("a", 70), entry("b", 70)], UP).worst(3) == ()


@pytest.mark.parametrize(
    ("rule", "worst"),
    [(UP, "a"), (Rule("down", True, high=0.3), "b"), (Rule("band", True, low=0.1, high=0.3), "b")],
)
def test_the_direction_decides_who_is_worst(rule: Rule, worst: str) -> None:
    assert rank([entry("a", 20), entry("b", 80)], rule).worst(1)[0].unit == worst


@pytest.mark.parametrize(
    ("rule", "value", "share"),
    [
        (UP, 45, 0.5),
        (Rule("down", True, high=0.3), 60, 0.5),
        (Rule("band", True, low=0.1, high=0.3), 20, 1.0),
        (Rule("up", True), 45, None),
    ],
)
def test_attainment_is_a_share_of_the_target(rule: Rule, value: float, share: float | None) -> None:
    assert rank([entry("a", value)], rule).ranked[0].attainment == (pytest.approx(share) if share else None)


def test_carried_and_missing_values_improve_nothing() -> None:
    now = [entry("a", 60), entry("b", 99, carried_from="2026-W40"), entry("c", 90), entry("d", 50)]
    before = [entry("a", 50), entry("b", 10), entry("c", None, None, 0), entry("d", 70)]
    assert [(gain.unit, gain.before, gain.after) for gain in improved(now, before, UP, 3)] == [("a", 0.5, 0.6)]


def test_less_is_a_gain_where_less_is_better() -> None:
    gains = improved([entry("a", 20)], [entry("a", 50)], Rule("down", True), 3)
    assert [gain.size for gain in gains] == [pytest.approx(0.3)]


def test_a_standstill_is_told_apart_from_what_can_not_be_compared() -> None:
    now, silent = [entry("a", 50), entry("b", 80)], [entry("a", None, None), entry("b", None, None)]
    assert moves(now, silent, UP) == [] == list(improved(now, silent, UP, 3))
    assert [move.size for move in moves(now, now, UP)] == [0.0, 0.0] and improved(now, now, UP, 3) == ()
