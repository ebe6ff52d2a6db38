"""Phone and identity numbers in what is received: they never reach the store, whatever column they stand in."""

from __future__ import annotations

import re
from datetime import date

from etl import words
from warehouse.personal import MOBILE, is_identity, is_phone, masked, within

__all__ = ["APART", "MOBILE", "apart", "is_identity", "is_phone", "masked", "within"]

_DAY = r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
# in a ticket's number: not GD13912345678 or 0012345678, which are serials; polars' engine has no look-around
APART = (
    rf"(?:^|[^0-9A-Za-z])(?:{MOBILE}|0[1-9][0-9]{{1,2}}-[0-9]{{7,8}}|[1-9][0-9]{{5}}{_DAY}[0-9]{{3}}[0-9Xx])"
    r"(?:$|[^0-9A-Za-z])"
)


def apart(text: str, today: date) -> bool:
    """Say whether a phone or identity number stands in a ticket's number, apart from letters and other digits."""
    plain = words.half_width(text)
    return re.search(APART, plain) is not None and any(
        is_phone(part) or is_identity(part, today) for part in _parts(plain)
    )


def _parts(text: str) -> list[str]:
    numbers = rf"{MOBILE}|[0-9-]{{10,14}}|[0-9]{{17}}[0-9Xx]"
    return [text, *re.findall(rf"(?<![0-9A-Za-z])(?:{numbers})(?![0-9A-Za-z])", text)]
