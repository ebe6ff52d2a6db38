"""Units in headers and above tables: （万人）, `单位：万元`, a row of （个） （人）."""

from __future__ import annotations

import re

from etl import words

_ONLY_BRACKETS = re.compile(r"(\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】)+")


def is_unit(text: str) -> bool:
    """Say whether a text of a header row is nothing but a unit."""
    plain = words.fold(text)
    return _worth(plain) is not None or _ONLY_BRACKETS.fullmatch(plain) is not None or plain == "%"


def is_share(pieces: tuple[str, ...]) -> bool:
    """Say whether a header's unit is percent: 已报到（%）."""
    insides = [words.without_brackets(words.fold(piece)) for piece in pieces]
    return any("%" in (inside or plain) for plain, inside in insides)


def is_rate(header: str) -> bool:
    """Say whether a header ends as those of rates do: `街道覆盖率（%）`."""
    plain = words.without_brackets(words.fold_header(header))[0]
    return plain.endswith(tuple(words.folded("rates", "ends")))


def factor(pieces: tuple[str, ...]) -> int | None:
    """Return what a header's unit multiplies by: 10000 for （万人）, 1 for （人）, None where it has no unit."""
    for piece in reversed(pieces):
        plain, inside = words.without_brackets(words.fold(piece))
        found = _worth(inside or plain)
        if found is not None:
            return found
    return None


def foreign(pieces: tuple[str, ...], kind: str) -> str | None:
    """Return the unit of a header that is another than that of its element's kind: 服务时长（分钟）; else None."""
    own = words.words()["numbers"]["units"]
    if kind not in ("hours", "m2"):
        return None
    inside = words.without_brackets(words.fold(pieces[-1]))[1] if pieces else ""
    known = {words.fold(word) for word in own[kind]["words"]}
    return inside if inside in words.unit_words() and inside not in known else None


def _worth(unit: str) -> int | None:
    for word, worth in words.words()["numbers"]["scales"].items():
        if unit.startswith(word) and (unit == word or unit[len(word) :] in words.unit_words()):
            return int(worth)
    return 1 if unit in words.unit_words() else None


def line_factors(lines: list[str]) -> set[int]:
    """Return what the unit lines above a table multiply by: {10000} for `单位：万人`, {1} for `单位：个、人`."""
    labels = "|".join(re.escape(words.fold(label)) for label in words.words()["around"]["unit_labels"])
    found: set[int] = set()
    for line in lines:
        for match in re.finditer(rf"(?:^|[^\w]) *(?:{labels}) *: *([^)\]]+)", words.half_width(line)):
            for unit in re.split(r"[、,/;\s]+", match[1]):
                worth = _worth(words.fold(unit))
                found |= {worth} if worth is not None else set()
    return found
