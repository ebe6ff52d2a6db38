"""The line beside the map: which of its values are written."""

import re

from dashboard.map_panel import trend
from dashboard.theme import LIGHT


def written(*values: float | None) -> list[str]:
    html = trend(values, ("W01", "W52"), lambda value: f"{value:.1f}", LIGHT, "a line")
    return re.findall(r">([\d.]+)</text>", html)


def test_the_last_value_is_written_and_those_that_stand_apart() -> None:
    assert written(80.0, 75.0, *[90.0] * 40, 97.0, *[92.0] * 30, 96.9) == ["96.9", "97.0", "75.0"]


def test_a_highest_value_beside_the_last_one_is_not_taken_for_it() -> None:
    assert written(80.0, *[90.0] * 40, 97.0, 96.9) == ["96.9", "80.0"]


def test_a_fall_at_the_end_shows_from_where() -> None:
    assert written(80.0, *[90.0] * 40, 97.0, 70.0) == ["70.0", "97.0"]


def test_a_level_line_has_one_value() -> None:
    assert written(*[50.0] * 52) == ["50.0"]


def test_weeks_without_a_report_are_no_values() -> None:
    assert written(None, 60.0, None, *[70.0] * 40, None) == ["70.0", "60.0"]
