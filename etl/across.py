"""What a heading of a table may say besides a data element: a week, a place, last week's figure, nothing."""

from __future__ import annotations

import re
from datetime import date
from functools import cache, lru_cache

from etl import dates, headers, labels, words
from etl.header_words import ANY, meanings
from warehouse.register import RANK

PLACE, WEEK, WORDS, VALUE, SKIP, UNKNOWN = "place:", "week", "words", "value", "skip", "unknown"
UNIT = "place:unit"
LONGEST_NAME = 20
_NEAR = date(2024, 1, 1)  # any day: whether a text is a date does not hang on its year
_REST = re.compile(r"[\s()\[\]【】:,.;、-]+")
_CORNER = re.compile(r"[\\/|,\r\n]+|\s+(?=\S{2})")


@lru_cache(maxsize=20_000)
def is_week(text: str) -> bool:
    """Say whether a text is a week, a range of days, a day or a month and nothing else: `第46周(11.16-11.22)`."""
    plain = words.fold(text)
    if not plain or plain.isdigit() or len(plain) > 40:
        return False
    for part in dict.fromkeys((plain, words.without_brackets(plain)[0])):
        found = dates.weeks_in(part, _NEAR)
        if any(not _REST.sub("", part.replace(item.text, "", 1)) for item in found):
            return True
    return not re.fullmatch(r"[\d.]+", plain) and (dates.day(text, _NEAR) is not None or _is_month(plain))


def _is_month(plain: str) -> bool:
    return re.fullmatch(rf"\d{{1,2}}{words.words()['around']['month']}.?", plain) is not None


@cache
def _suffixes() -> list[tuple[str, str]]:
    found = [
        (words.fold(suffix), level)
        for level in RANK
        for listed in words.words()["places"].get(level, {}).get("classes", [])
        for suffix in listed
    ]
    return sorted(found, key=lambda item: -len(item[0]))


@lru_cache(maxsize=20_000)
def level_of(text: str) -> str | None:
    """Return the level that a place's name has by its suffix: 桃源街道 -> street; None for any other text."""
    plain = words.fold(text)
    if len(plain) > LONGEST_NAME or set(plain) & set(":;,。") or meanings((text,)) or labels.kind_of(text):
        return None
    return next((level for word, level in _suffixes() if plain.endswith(word) and len(plain) > len(word)), None)


@lru_cache(maxsize=20_000)
def is_element(text: str) -> bool:
    """Say whether a heading means a data element, or one category of complaints."""
    return any(owner != ANY and ":" not in field for owner, field in meanings((text,)))


def is_listed(text: str | None, name: str) -> bool:
    """Say whether a text is one of a list of `[layout]` in words.toml."""
    return text is not None and words.fold_header(text) in words.folded("layout", name)


@lru_cache(maxsize=20_000)
def is_skipped(text: str) -> bool:
    """Say whether a column so headed is left out among weeks or places: a rate, a remark, a phone, last week."""
    passed = {field for owner, field in meanings((text,)) if owner == ANY}
    passing = passed & {"derived", "ignored", "free_text", "personal"}
    return bool(passing) or is_listed(text, "before")


def is_total(text: str) -> bool:
    """Say whether a heading names a total."""
    return labels.kind_of(text) in (labels.TOTAL, labels.SUBTOTAL)


def role_of_label(label: str | None) -> str | None:
    """Return the role that a line's own label gives it: 街道 -> place:street, `指标\\社区` -> place:community."""
    if label is None:
        return None
    for text in (label, *_CORNER.split(words.half_width(label))):
        for owner, field in meanings((text,)):
            if owner == ANY and field != "place:address" and field.startswith((PLACE, "code:", WEEK)):
                return field
    return None


def role_of_line(label: str | None, texts: list[str]) -> str | None:
    """Return what a row of headings names: week, place:<level>, value (a column of figures), or None: nothing known.

    label: what stands before them; texts: those that are written, from the first column of figures on.
    """
    told = [text for text in texts if not is_skipped(text) and not is_total(text)]
    role = role_of_label(label)
    if (
        not told
        or any(headers.is_figure(text) for text in told)
        or any(":" in words.half_width(text) and not is_week(text) for text in told)
    ):
        return None
    if all(is_week(text) or is_listed(text, "now") for text in told):
        return WEEK
    if all(is_listed(text, "values") for text in told):
        return VALUE if len(told) == 1 else None
    if any(is_element(text) for text in told):
        return None
    if role is not None and role != WEEK:
        return role if role != UNIT else _level_of_all(told)
    if all(level_of(text) for text in told):
        return _level_of_all(told)
    return UNIT if is_listed(label, "corners") and len(set(told)) > 1 else None


def _level_of_all(texts: list[str]) -> str:
    levels = {level_of(text) for text in texts}
    level = levels.pop() if len(levels) == 1 else None
    return f"{PLACE}{level}" if level else UNIT


@cache
def _titled() -> tuple[list[str], list[str]]:
    keys = [key for key, found in words.headers().items() if any(_is_count(*item) for item in found)]
    ends = [words.fold_header(word) for word in words.words()["layout"]["title_ends"]]
    return sorted(keys, key=len, reverse=True), sorted(ends, key=len, reverse=True)


def _is_count(owner: str, field: str) -> bool:
    element = words.elements().get(field)
    return owner != ANY and element is not None and element.form == "count"


def element_of_title(lines: list[str]) -> str | None:
    """Return the heading of the one data element that the lines above a table end with: `枫林区已报到人数统计表`.

    None where none or several are named: 双报到统计表 tells of many.
    """
    keys, ends = _titled()
    found: dict[str, str] = {}
    for line in lines:
        plain = words.fold_header(words.without_brackets(words.fold(line))[0])
        for item in dates.weeks_in(plain, _NEAR):
            plain = plain.replace(item.text, "")
        shorter = True
        while shorter:
            key = next((key for key in keys if plain.endswith(key) and len(key) > 1), None)
            if key is not None:
                found.setdefault(str(words.headers()[key]), key)
                break
            shorter = next((bool(end) for end in ends if plain.endswith(end)), False)
            plain = next((plain[: -len(end)] for end in ends if plain.endswith(end)), plain)
    return next(iter(found.values())) if len(found) == 1 else None
