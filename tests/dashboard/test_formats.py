"""Numbers, changes, weeks and words as each language writes them."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard import formats, i18n
from dashboard.formats import Figure, Indicator

ZH, EN = i18n.words("zh"), i18n.words("en")
RATE = Indicator("r", "R", "share", "stock", "up", is_rate=True)
COUNT = Indicator("c", "C", "count", "flow", "down")
BAND = Indicator("b", "B", "households", "stock", "band", 5, 15, is_rate=True)


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        (0.912, "share", "91.2 %", "91.2 %"),
        (58_214, "count", "58,214", "58,214"),
        (210_000, "count", "21.0万", "210.0 k"),
        (1.2375, "per_1000_households", "1.24", "1.24"),
        (0, "count", "0", "0"),
        (None, "count", "–", "–"),
    ],
)
def test_values(value: float | None, unit: str, zh: str, en: str) -> None:
    assert formats.value_text(value, unit, "zh", ZH) == zh
    assert formats.value_text(value, unit, "en", EN) == en


def test_minus_is_a_minus_sign_and_never_before_zero() -> None:
    assert formats.number(-3.2, 1) == "\u22123.2"
    assert formats.number(-0.04, 1) == "0.0"


def test_a_rate_is_numerator_over_denominator() -> None:
    assert Figure(244, 339).value(RATE) == pytest.approx(0.7198, abs=1e-4)
    assert Figure(12, None).value(COUNT) == 12


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (Figure(None, None), "未报送"),
        (Figure(0, 0), "无可统计"),
        (Figure(0, 12), "0.0 %"),
        (Figure(6, 12, carried_from="2026-W45"), "50.0 %"),
        (Figure(suppressed=True), "人数过少，不显示"),
    ],
)
def test_the_kinds_of_emptiness_are_told_apart(figure: Figure, words: str) -> None:
    assert formats.figure_text(figure, RATE, "zh", ZH) == words


def test_a_small_count_of_persons_is_written_as_less_than() -> None:
    assert formats.figure_text(Figure(suppressed=True), COUNT, "zh", ZH, 3) == "<3"


def test_changes_are_points_for_rates_and_per_cent_for_counts() -> None:
    move = formats.change(0.912, 0.9, RATE, EN)
    assert (move and (move.text, move.up, move.good)) == ("1.2 pt", True, True)
    move = formats.change(330, 500, COUNT, ZH)
    assert (move and (move.text, move.up, move.good)) == ("34.0 %", False, True)
    assert formats.change(5, None, COUNT, ZH) is None
    for now, before, text in ((3, 0, "3"), (3, 1, "2"), (101, 100, "1.0 %")):
        move = formats.change(now, before, COUNT, ZH)
        assert (move and move.text) == text


def test_no_visible_change_has_no_arrow() -> None:
    move = formats.change(0.90001, 0.9, RATE, ZH)
    assert (move and (move.text, move.up, move.good)) == ("持平", None, None)


def test_nearer_to_the_healthy_band_is_better() -> None:
    assert formats.better(18, 25, BAND) is True
    assert formats.better(3, 6, BAND) is False
    assert formats.better(8, 12, BAND) is None


def test_weeks_and_days() -> None:
    assert formats.week_label("2026-W07", ZH) == "第7周"
    assert formats.week_label("2026-W07", EN) == "W7"
    assert formats.week_long("2026-W47", ZH) == "2026年第47周"
    assert formats.day(date(2026, 11, 16), "zh") == "11月16日"
    assert formats.day(date(2026, 11, 16), "en", year=True) == "Nov 16, 2026"


@pytest.mark.parametrize(
    ("given", "locale", "lang"),
    [(None, "zh-CN", "zh"), (None, "en-US", "en"), (None, None, "zh"), ("en", "zh-CN", "en"), ("fr", "de", "en")],
)
def test_the_language_is_the_links_then_the_browsers(given: str | None, locale: str | None, lang: str) -> None:
    assert i18n.language(given, locale) == lang
