"""Numbers, weeks and dates as each language writes them. Pure functions; nothing is averaged or rounded twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from babel.dates import format_skeleton

from dashboard.i18n import LANGUAGES, Words
from warehouse import periods

MINUS = "\u2212"
UNIT_DECIMALS = {
    "share": 1,
    "per_1000_households": 2,
    "households": 1,
    "minutes": 0,
    "hours": 0,
    "points": 0,
    "m2": 0,
}
PERCENT_FROM = 100  # a change of a smaller count is given as it is: from 1 to 3 is "2", not "200 %"
BROKEN_BELOW = 100  # a value below this that is not whole has a decimal
KEY_FIGURE_LIMIT = 100_000  # up to here a key figure is written out: 58,214


@dataclass(frozen=True)
class Indicator:
    """What a page needs to know of an indicator; targets and breaks in its own unit (0.95, never 95)."""

    indicator_id: str
    name: str
    unit: str
    measure: str
    direction: str
    target_low: float | None = None
    target_high: float | None = None
    is_rate: bool = False
    note: str = ""
    breaks: tuple[float, ...] = ()
    data_set_id: str = ""

    @classmethod
    def of(cls, row: Mapping[str, Any], lang: str) -> Indicator:
        """Return the indicator of a row of the catalogue, with its name and note in a language."""
        return cls(
            indicator_id=row["indicator_id"],
            name=row["name_zh"] if lang == "zh" else row["name_en"],
            unit=row["unit"],
            measure=row["measure"],
            direction=row["direction"],
            target_low=row["target_low"],
            target_high=row["target_high"],
            is_rate=row["denominator"] is not None,
            note=(row["note"] if lang == "zh" else row["note_en"]) or "",
            breaks=tuple(row["breaks"] or ()),
            data_set_id=row["data_set_id"],
        )


class Figure(NamedTuple):
    """One figure as it stands in the store, and why there is none; a tuple, for a page makes thousands of them."""

    numerator: float | None = None
    denominator: float | None = None
    expected_units: int = 0
    reported_units: int = 0
    carried_from: str | None = None
    suppressed: bool = False

    def value(self, indicator: Indicator) -> float | None:
        """Return numerator / denominator (the numerator for a count), None where there is none."""
        if self.numerator is None:
            return None
        if not indicator.is_rate:
            return self.numerator
        return self.numerator / self.denominator if self.denominator else None


def number(value: float, decimals: int = 0) -> str:
    """Write a number out with thousands apart and a true minus sign."""
    text = f"{value:,.{decimals}f}"
    if not text.startswith("-"):
        return text
    return MINUS + text[1:] if text.strip("-0.,") else text[1:]  # -0.0 is no less than nothing


def compact(value: float, lang: str, _: Words, limit: float = 10_000) -> tuple[str, str]:
    """Write a large number short: (5.8, 万) in Chinese, (58.2, k) in English; a smaller one out, without a unit."""
    if abs(value) < limit:
        return number(value), ""
    if lang == "zh":
        return number(value / 10_000, 1), _("k")
    return (number(value / 1_000_000, 2), "M") if abs(value) >= 1_000_000 else (number(value / 1000, 1), _("k"))


def value_parts(value: float, unit: str, lang: str, _: Words, limit: float = KEY_FIGURE_LIMIT) -> tuple[str, str]:
    """Write a value as (figure, small unit behind it): (91.2, %), (58,214, ""), (1.24, "")."""
    if unit == "share":
        return number(value * 100, 1), "%"
    if unit in ("per_1000_households", "households") and abs(value) < 1000:
        return number(value, UNIT_DECIMALS[unit]), ""
    small = {"m2": "m²", "hours": _("h")}.get(unit, "")
    if abs(value) < BROKEN_BELOW and value != round(value):  # a mean: 5.6 days, 16.4 hours
        return number(value, 1), small
    figure, scale = compact(value, lang, _, limit)
    return figure, scale + small


def value_text(value: float | None, unit: str, lang: str, _: Words) -> str:
    """Write a value on one line; an en dash where there is none."""
    if value is None:
        return "–"
    figure, small = value_parts(value, unit, lang, _)
    return f"{figure} {small}".strip() if small and small.isascii() else f"{figure}{small}"


def emptiness(figure: Figure, indicator: Indicator, _: Words) -> str:
    """Say in words why there is no figure, or "" where there is one; the four kinds are never mixed."""
    if figure.suppressed:
        return _("too few to show")
    if figure.numerator is None:
        return _("not submitted")
    if indicator.is_rate and not figure.denominator:
        return _("nothing to count")
    return ""


def figure_text(figure: Figure, indicator: Indicator, lang: str, _: Words, small_cell: int = 3) -> str:
    """Write a figure on one line: the value, "<3" for a small count of persons, or why there is none."""
    if figure.suppressed and not indicator.is_rate:
        return f"<{small_cell}"
    return emptiness(figure, indicator, _) or value_text(figure.value(indicator), indicator.unit, lang, _)


@dataclass(frozen=True)
class Change:
    """A change against an earlier figure: its text, which way it went, and whether that is good (None = neither)."""

    text: str
    up: bool | None
    good: bool | None


def change(now: float | None, before: float | None, indicator: Indicator, _: Words) -> Change | None:
    """Compare two values: points of a rate, per cent of a larger count; None where one of them is missing."""
    if now is None or before is None:
        return None
    delta = now - before
    if indicator.unit == "share":
        text, size = _("{n} pt").format(n=number(abs(delta) * 100, 1)), round(abs(delta) * 100, 1)
    elif indicator.is_rate:
        text, size = number(abs(delta), 2), round(abs(delta), 2)
    elif abs(before) >= PERCENT_FROM:
        text, size = f"{number(abs(delta) / abs(before) * 100, 1)} %", round(abs(delta) / abs(before) * 100, 1)
    else:
        text, size = number(abs(delta)), abs(delta)
    if size == 0:
        return Change(_("unchanged"), None, None)
    return Change(text, delta > 0, better(now, before, indicator))


def better(now: float, before: float, indicator: Indicator) -> bool | None:
    """Say whether a move is for the better by the indicator's direction or healthy band; None where it has none."""
    if indicator.direction == "up":
        return now > before
    if indicator.direction == "down":
        return now < before
    if indicator.direction == "band":
        distance, was = outside(now, indicator), outside(before, indicator)
        return None if distance == was else distance < was
    return None


def outside(value: float, indicator: Indicator) -> float:
    """Return how far a value lies outside the healthy band; 0 inside."""
    low = indicator.target_low if indicator.target_low is not None else value
    high = indicator.target_high if indicator.target_high is not None else value
    return max(low - value, value - high, 0.0)


def week_label(period_id: str, _: Words) -> str:
    """Write a week short: 第47周 / W47."""
    return _("W{week}").format(week=int(period_id[6:]), year=period_id[:4])


def week_long(period_id: str, _: Words) -> str:
    """Write a week with its year: 2026年第47周 / 2026 W47."""
    return _("{year} W{week}").format(week=int(period_id[6:]), year=period_id[:4])


@lru_cache(maxsize=2048)  # babel takes a millisecond for each
def day(value: date, lang: str, *, year: bool = False) -> str:
    """Write a day: 11月16日 / Nov 16 (with the year: 2026年11月16日 / Nov 16, 2026)."""
    return str(format_skeleton("yMMMd" if year else "MMMd", value, locale=LANGUAGES[lang]))


def month(value: date, lang: str) -> str:
    """Write a month: 2026年11月 / Nov 2026."""
    return str(format_skeleton("yMMM", value, locale=LANGUAGES[lang]))


def week_days(period_id: str, lang: str) -> str:
    """Write a week's days: 11月16日–11月22日 / Nov 16 – Nov 22."""
    return f"{day(periods.start_of(period_id), lang)}–{day(periods.end_of(period_id), lang)}"
