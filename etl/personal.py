"""Phone and identity numbers, found by their form: they never reach the store, whatever column they stand in."""

from __future__ import annotations

import re
from datetime import date

from etl import words

MOBILE = r"(?:\+?86[- ]?)?1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}"
_LAND = r"0[0-9]{2,3}-?[0-9]{7,8}"
_PHONE = re.compile(rf"{MOBILE}|{_LAND}")
_IDENTITY = re.compile(r"[0-9]{6}([0-9]{8})[0-9]{3}[0-9Xx]")
_WITHIN = re.compile(rf"(?<![0-9])([0-9]{{17}}[0-9Xx]|{MOBILE}|{_LAND})(?![0-9])")
_DAY = r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
# in a ticket's number: not GD13912345678 or 0012345678, which are serials; polars' engine has no look-around
APART = (
    rf"(?:^|[^0-9A-Za-z])(?:{MOBILE}|0[1-9][0-9]{{1,2}}-[0-9]{{7,8}}|[1-9][0-9]{{5}}{_DAY}[0-9]{{3}}[0-9Xx])"
    r"(?:$|[^0-9A-Za-z])"
)


def is_phone(text: str) -> bool:
    """Say whether a text is a phone number and nothing else."""
    return _PHONE.fullmatch(text) is not None


def is_identity(text: str, today: date | None = None) -> bool:
    """Say whether a text is an 18-digit identity number: a day of birth inside, a true last sign (MOD 11-2).

    today: nobody born in the year before complains; a day of this week in a ticket's number is when it was received.
    """
    found = _IDENTITY.fullmatch(text)
    if found is None or not _is_day(found[1], today):
        return False
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(text[:17]))
    return "10X98765432"[total % 11] == text[17].upper()


def within(text: str) -> bool:
    """Say whether a phone or identity number stands somewhere in a text."""
    return any(is_phone(found[0]) or is_identity(found[0]) for found in _WITHIN.finditer(text))


def masked(text: str) -> str:
    """Return the name of a file or sheet with a sign for each digit of a phone or identity number in it."""
    plain = words.half_width(text)
    return _WITHIN.sub(lambda found: "#" * len(found[0]), plain) if _WITHIN.search(plain) else text


def apart(text: str, today: date) -> bool:
    """Say whether a phone or identity number stands in a ticket's number, apart from letters and other digits."""
    plain = words.half_width(text)
    return re.search(APART, plain) is not None and any(
        is_phone(part) or is_identity(part, today) for part in _parts(plain)
    )


def _parts(text: str) -> list[str]:
    numbers = rf"{MOBILE}|[0-9-]{{10,14}}|[0-9]{{17}}[0-9Xx]"
    return [text, *re.findall(rf"(?<![0-9A-Za-z])(?:{numbers})(?![0-9A-Za-z])", text)]


def _is_day(text: str, today: date | None) -> bool:
    try:
        born = date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return False
    return born.year >= 1900 and (today is None or born.year < today.year - 1)
