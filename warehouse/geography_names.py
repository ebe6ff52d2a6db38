"""How an org unit id is written in file names and style rules."""

from __future__ import annotations

import hashlib
import re


def file_key(unit: str) -> str:
    """Return a unit's id as a part of a file name; an id with other characters than letters and digits is hashed."""
    if re.fullmatch(r"[A-Za-z0-9_]{1,40}", unit):
        return unit
    return "h" + hashlib.sha256(unit.encode("utf-8")).hexdigest()[:16]
