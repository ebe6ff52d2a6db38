"""What rose most: a week of which nothing was submitted is no week without complaints."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from dashboard import i18n, rising
from dashboard.formats import Figure
from warehouse import periods

WEEK = "2026-W40"
WEEKS = periods.span(periods.shift(WEEK, -7), WEEK)
EARLIER, LATER = WEEKS[:4], WEEKS[4:]


@pytest.fixture
def page() -> Any:
    chosen = SimpleNamespace(database="x", unit_id="city", week=WEEK, small_cell=3)
    return SimpleNamespace(selection=chosen, _=i18n.words("en"))


def given(monkeypatch: pytest.MonkeyPatch, figures: dict[tuple[str, str], Figure]) -> None:
    """Let the store hold these counts of complaints: (unit, week) -> figure."""
    grid = {(unit, rising.RECEIVED, week): figure for (unit, week), figure in figures.items()}
    monkeypatch.setattr(rising.data, "series", lambda *_: None)
    monkeypatch.setattr(rising.data, "below", lambda *_: None)
    monkeypatch.setattr(rising.data, "figures_of", lambda _: grid)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ((), "No complaints were submitted for these weeks."),
        (EARLIER, "No complaints were submitted for these weeks."),
        (LATER, "No complaints were submitted for the four weeks before."),
        (WEEKS, "Nothing rose to 4 or more."),
    ],
)
def test_the_words_say_why_nothing_rose(
    page: Any, monkeypatch: pytest.MonkeyPatch, sent: list[str], words: str
) -> None:
    given(monkeypatch, {("city", week): Figure(0.0 if week in sent else None) for week in WEEKS})
    assert rising.nothing(page) == words
    silent = rising.silence(page, LATER[0], WEEK) == "No complaints were submitted for these weeks."
    assert silent == (not sent)  # the grid above answers for any weeks


def test_who_was_silent_in_one_of_the_weeks_is_not_compared(page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    figures = {(unit, week): Figure(1.0) for unit in ("a", "b") for week in WEEKS}
    figures["b", EARLIER[0]] = Figure(None)
    given(monkeypatch, figures)
    rows = {"org_unit_id": ["a", "b"], "category": ["noise"] * 2, "received": [9, 20], "before": [1, 0]}
    found = rising.risen(rising.submitted(page, pl.DataFrame(rows), "street"), 5)
    assert found["org_unit_id"].to_list() == ["a"]
    assert rising.risen(pl.DataFrame(), 5).is_empty()
