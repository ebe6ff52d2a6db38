"""Phone and identity numbers, found by their form: they never reach the store, whatever column they stand in."""

from __future__ import annotations

import re
from datetime import date

_PHONE = re.compile(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}")
_IDENTITY = re.compile(r"\d{6}(\d{8})\d{3}[\dXx]")
_WITHIN = re.compile(r"(?<!\d)(\d{17}[\dXx]|1[3-9]\d{9}|0\d{2,3}-?\d{7,8})(?!\d)")


def is_phone(text: str) -> bool:
    """Say whether a text is a phone number and nothing else."""
    return _PHONE.fullmatch(text) is not None


def is_identity(text: str) -> bool:
    """Say whether a text is an 18-digit identity number: a day of birth inside, a true last sign (MOD 11-2)."""
    found = _IDENTITY.fullmatch(text)
    if found is None or not _is_day(found[1]):
        return False
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(text[:17]))
    return "10X98765432"[total % 11] == text[17].upper()


def within(text: str) -> bool:
    """Say whether a phone or identity number stands somewhere in a text."""
    return any(is_phone(found[0]) or is_identity(found[0]) for found in _WITHIN.finditer(text))


def _is_day(text: str) -> bool:
    try:
        born = date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return False
    return born.year >= 1900
