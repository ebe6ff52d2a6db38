"""Change against another week: better is blue, unlike things are not compared, labels carry the true sign."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.formats import Figure, Indicator
from dashboard.map_change import change_cell, change_scale, class_words, comparable, gain, signed, steps
from dashboard.map_classes import CARRIED, EMPTY, MISSING, SMALL, VALUE, cell
from dashboard.theme import CHANGE

RATE = Indicator("r", "rate", "share", "stock", "up", is_rate=True, breaks=(0.6, 0.75, 0.85, 0.95))
COMPLAINTS = Indicator(
    "p", "per 1000", "per_1000_households", "flow", "down", is_rate=True, breaks=(0.3, 0.6, 1.0, 1.6)
)
COUNT = Indicator("c", "count", "count", "flow", "down")
PLAIN = replace(COUNT, direction="none")
BANDED = Indicator("b", "band", "households", "stock", "band", 5, 15, is_rate=True, breaks=(5, 15, 25))


def colour(now: float, before: float, indicator: Indicator) -> str:
    scale = change_scale(indicator)
    return scale.colours[scale.class_of(gain(now, before, indicator))]


@pytest.mark.parametrize(
    ("indicator", "worse", "better"),
    [(RATE, 0.5, 0.9), (COMPLAINTS, 2.0, 0.2), (COUNT, 90, 50), (BANDED, 40, 12)],
)
def test_better_is_blue_whatever_the_direction(indicator: Indicator, worse: float, better: float) -> None:
    assert colour(better, worse, indicator) == CHANGE[-1]
    assert colour(worse, better, indicator) == CHANGE[0]
    assert colour(better, better, indicator) == CHANGE[3]


def test_inside_the_healthy_band_nothing_has_become_better() -> None:
    assert gain(6, 14, BANDED) == 0


def test_steps_are_fixed_by_the_indicator() -> None:
    assert steps(RATE) == (0.005, 0.03, 0.10)
    assert steps(COUNT) == (0.01, 0.05, 0.20)
    assert steps(COMPLAINTS) == (0.04, 0.2, 0.6)
    assert all(
        change_scale(item).breaks == tuple(sorted(change_scale(item).breaks)) for item in (RATE, COUNT, BANDED)
    )


def test_a_small_count_is_held_against_fifty() -> None:
    assert colour(5, 4, COUNT) == CHANGE[2]  # one complaint more is a little worse, not "by a quarter"
    assert colour(16, 4, COUNT) == CHANGE[0]
    assert colour(250, 200, COUNT) == CHANGE[0]
    assert colour(3, 0, PLAIN) == CHANGE[5]
    assert colour(0, 0, PLAIN) == CHANGE[3]


@pytest.mark.parametrize(
    ("now", "before", "state"),
    [
        (Figure(8, 10), Figure(5, 10), VALUE),
        (Figure(8, 10, carried_from="2026-W44"), Figure(5, 10), CARRIED),
        (Figure(8, 10), Figure(5, 10, carried_from="2025-W44"), CARRIED),
        (Figure(None), Figure(5, 10), MISSING),
        (Figure(8, 10), None, MISSING),
        (Figure(8, 10), Figure(0, 0), EMPTY),
        (Figure(8, 10), Figure(suppressed=True), SMALL),
        (Figure(None), Figure(suppressed=True), SMALL),
    ],
)
def test_the_states_of_a_change(now: Figure, before: Figure | None, state: str) -> None:
    moved = change_cell(cell("u", "unit", now, RATE), cell("u", "unit", before, RATE), RATE)
    assert moved.state == state
    assert (moved.value is None) == (state not in (VALUE, CARRIED))


def test_counts_of_unlike_units_are_not_compared_and_rates_are() -> None:
    now, before = Figure(90, None, 10, 9), Figure(100, None, 10, 10)
    assert not comparable(now, before, COUNT)
    assert comparable(now, before, RATE)
    assert comparable(now, Figure(100, None, 10, 9), COUNT)
    assert change_cell(cell("u", "u", now, COUNT), cell("u", "u", before, COUNT), COUNT).state == EMPTY


@pytest.mark.parametrize(
    ("now", "before", "indicator", "text"),
    [
        (0.912, 0.85, RATE, "+6.2"),
        (0.85, 0.912, RATE, "−6.2"),
        (0.85, 0.85, RATE, "0.0"),
        (3, 1, COUNT, "+2"),
        (150, 200, COUNT, "−25.0 %"),
        (0.25, 0.5, COMPLAINTS, "−0.25"),
    ],
)
def test_labels_carry_the_true_sign(now: float, before: float, indicator: Indicator, text: str) -> None:
    assert signed(now, before, indicator) == text


def test_the_legend_says_worse_and_better_or_less_and_more() -> None:
    def words(message: str) -> str:
        return message

    assert class_words(RATE, words) == [
        "worse by over 10",
        "worse by 3 – 10",
        "worse by 0.5 – 3",
        "within 0.5",
        "better by 0.5 – 3",
        "better by 3 – 10",
        "better by over 10",
    ]
    assert class_words(PLAIN, words)[0] == "less by over 20 %"
    assert class_words(PLAIN, words)[-1] == "more by over 20 %"
