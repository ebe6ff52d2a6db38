"""The words of the briefing in one language, and how numbers, weeks and days are written in it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

from babel.dates import get_month_names

from etl.words import MAPPINGS
from warehouse import periods

LANGUAGES = ("zh", "en")
MINUS, DASH = "\u2212", "\u2013"
_DECIMALS = {"share": 1, "per_1000_households": 2, "households": 1}
_WRITTEN_OUT = 100_000  # from here on a number is written short: 12.3 in ten thousands, 123.4k
_PERCENT_FROM = 100  # a change of a smaller count is given as it is: from 1 to 3 is 2, not 200 %


@cache
def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads((MAPPINGS / "briefing.toml").read_text(encoding="utf-8"))


class Words:
    """One language; a phrase that is missing is a KeyError, so that no deck goes out half translated."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.table = _table()[lang]

    def say(self, phrase: str, /, **values: object) -> str:
        """Return a phrase with its values put in."""
        return str(self.table[phrase]).format(**values)

    def of(self, kind: str, code: str) -> str:
        """Return the word for a code of `units`, `levels` or `categories`; an unknown code as it is."""
        return str(self.table[kind].get(code, code))

    def join(self, texts: Iterable[str]) -> str:
        """Return texts as a list in one line."""
        return str(self.table["joined"]).join(texts)

    # numbers ------------------------------------------------------------------------------------------------

    def number(self, value: float, decimals: int = 0) -> str:
        """Write a number with thousands apart and a true minus sign: 58,214 or 91.2."""
        text = f"{value:,.{decimals}f}"
        return text.replace("-", MINUS) if float(text.replace(",", "")) else text.lstrip("-")

    def parts(self, value: float, unit: str) -> tuple[str, str]:
        """Write a value as figure and small unit behind it: (91.2, %), (58,214, ""), (1.24, "")."""
        if unit == "share":
            return self.number(value * 100, 1), "%"
        if abs(value) >= _WRITTEN_OUT:
            short = value / (10_000 if self.lang == "zh" else 1_000)
            return self.number(short, 1), self.say("ten_thousand")
        return self.number(value, _DECIMALS.get(unit, 0)), ""

    def value(self, value: float | None, unit: str) -> str:
        """Write a value on one line; a dash where there is none."""
        if value is None:
            return DASH
        figure, small = self.parts(value, unit)
        return f"{figure} %" if small == "%" else f"{figure}{small}"

    def edge(self, value: float, unit: str) -> str:
        """Write a class break: 85 %, 0.6, 200."""
        if unit == "share":
            return f"{self.number(value * 100)} %"
        return self.number(value, 0 if value == int(value) and value >= 10 else 1)

    def change(self, now: float, before: float, unit: str, is_rate: bool) -> str:
        """Write the size of a change: points of a share, per cent of a larger count; "" for none."""
        size = abs(now - before)
        if unit == "share":
            return "" if round(size * 100, 1) == 0 else self.say("points", n=self.number(size * 100, 1))
        if is_rate:
            return "" if round(size, 2) == 0 else self.number(size, 2)
        if abs(before) >= _PERCENT_FROM:
            share = round(size / abs(before) * 100, 1)
            return f"{self.number(share, 1)} %" if share else ""
        return self.number(size) if size else ""

    # time ---------------------------------------------------------------------------------------------------

    def week(self, period_id: str) -> str:
        """Write a week short: W47."""
        return self.say("week", week=int(period_id[6:]))

    def week_long(self, period_id: str) -> str:
        """Write a week with its year: 2026 W47."""
        return self.say("week_long", year=period_id[:4], week=int(period_id[6:]))

    def days(self, period_id: str) -> str:
        """Write a week's days: Nov 16 to Nov 22."""
        first, last = periods.start_of(period_id), periods.end_of(period_id)
        months = {"mon1": self._month(first), "mon2": self._month(last)}
        return self.say("days", m1=first.month, d1=first.day, m2=last.month, d2=last.day, **months)

    def day(self, when: date) -> str:
        """Write a day with its year: Nov 22, 2026."""
        return self.say("date", y=when.year, m=when.month, d=when.day, mon=self._month(when))

    def _month(self, day: date) -> str:
        return str(get_month_names("abbreviated", locale="en")[day.month])
