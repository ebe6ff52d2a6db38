"""What the commands say to people: phrases of `words.toml` in either language, numbers and weeks written out."""

from __future__ import annotations

from etl import words


def say(lang: str, phrase: str, /, **values: object) -> str:
    """Return a phrase in zh or en with its values put in."""
    return str(words.words()["says"][lang][phrase]).format(**values)


def decimal(number: float, places: int = 0) -> str:
    """Write a number with thousands apart: 58,214 or 91.2."""
    return f"{number:,.{places}f}"


def week_name(period_id: str, lang: str) -> str:
    """Write a week with its year: 2026年第47周 / 2026 W47."""
    return say(lang, "week_name", year=period_id[:4], week=int(period_id[6:]))
