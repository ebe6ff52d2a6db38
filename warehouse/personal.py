"""Phone and identity numbers, found by their form: they never reach the store, wherever they are written."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

MOBILE = r"(?:\+?86[- ]?)?1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}"
_LAND = r"0[0-9]{2,3}-?[0-9]{7,8}"
_PHONE = re.compile(rf"{MOBILE}|{_LAND}")
_IDENTITY = re.compile(r"[0-9]{6}([0-9]{8})[0-9]{3}[0-9Xx]")
_WITHIN = re.compile(rf"(?<![0-9])([0-9]{{17}}[0-9Xx]|{MOBILE}|{_LAND})(?![0-9])")
_UNSEEN = str.maketrans("", "", "\u200b\ufeff")  # zero-width signs, which would part a number


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
    """Return a text (a file's or sheet's name, a note) with a sign for each digit of a phone or identity number."""
    plain = text.strip() if text.isascii() else unicodedata.normalize("NFKC", text).translate(_UNSEEN).strip()
    return _WITHIN.sub(lambda found: "#" * len(found[0]), plain) if _WITHIN.search(plain) else text


def _is_day(text: str, today: date | None) -> bool:
    try:
        born = date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return False
    return born.year >= 1900 and (today is None or born.year < today.year - 1)
