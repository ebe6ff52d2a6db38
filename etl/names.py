"""When two names of places are one: `泰山路街道办事处`, `泰山路街办` and `泰山路`, but not `幸福小区` and `幸福花园`.

Suffixes come in classes (`words.toml`): within a class they are the same word, a name without a suffix fits any
class, names of two classes are two places.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from etl import words

Key = tuple[str, int | None]  # the stem, and the class of its suffix (None: no suffix)
LONGEST = 100  # of a cell that is a name
_CODE = r"(?P<code>[A-Za-z]{0,4}[0-9]{4,19})"
_CODE_FIRST = re.compile(rf"[(\[【]?\s*{_CODE}\s*[)\]】]?[\s\-_:.、/|]*(?P<name>[^\s0-9A-Za-z)\]】].*)")
_CODE_LAST = re.compile(rf"(?P<name>.*[^\s0-9A-Za-z(\[【\-_:.、/|])[\s\-_:.、/|]*[(\[【]?\s*{_CODE}\s*[)\]】]?")
_BRACKET_SIGNS = re.compile(r"[()\[\]【】〔〕<>《》·\-_.,、]")


@lru_cache(maxsize=100_000)
def plain(name: str) -> str:
    """Return a name folded and without the signs of brackets: 幸福里（一期） -> 幸福里一期."""
    return _BRACKET_SIGNS.sub("", words.fold(name))


@lru_cache(maxsize=100_000)
def coded(text: str) -> tuple[str | None, str]:
    """Part a cell that holds a code and a name: `430211001 泰山路街道`, `泰山路街道（430211001）` -> code, name.

    None and the text where it holds no code beside a name: `1号院`, `幸福社区`.
    """
    if len(text) > LONGEST:
        return None, text
    written = words.half_width(text)
    for pattern in (_CODE_FIRST, _CODE_LAST):
        found = pattern.fullmatch(written)
        if found is not None:
            return found["code"], found["name"]
    return None, text


@cache
def _suffixes(level: str) -> list[tuple[str, int]]:
    classes = words.words()["places"].get(level, {}).get("classes", [])
    found = [(words.fold(word), number) for number, listed in enumerate(classes) for word in listed]
    return sorted(found, key=lambda item: -len(item[0]))


@lru_cache(maxsize=100_000)
def keys(level: str, name: str) -> tuple[Key, ...]:
    """Return a name's keys: as it stands, and without what may follow it (`泉塘镇人民政府` -> 泉塘镇, 泉塘)."""
    text = plain(name)
    found: list[Key] = [(text, None)]
    if _without_suffix(level, text) is None:
        for tail in words.folded("places", "tails"):
            if text.endswith(tail) and len(text) > len(tail) + 1:
                text = text[: -len(tail)]
                found.append((text, None))
                break
    bare = _without_suffix(level, text)
    return (*found, bare) if bare else tuple(found)


def _without_suffix(level: str, text: str) -> Key | None:
    for suffix, number in _suffixes(level):
        if text.endswith(suffix) and len(text) > len(suffix):
            return text[: -len(suffix)], number
    return None


@lru_cache(maxsize=100_000)
def synonyms(level: str, name: str) -> tuple[str, ...]:
    """Return a whole name with each word of its suffix's class: 石桥村 -> 石桥村, 石桥村委会, 石桥村民委员会, ..."""
    text = plain(name)
    bare = _without_suffix(level, text)
    if bare is None or level == "estate":
        return (text,)
    return tuple(dict.fromkeys((text, *(bare[0] + suffix for suffix, kind in _suffixes(level) if kind == bare[1]))))


@lru_cache(maxsize=100_000)
def weak_keys(level: str, name: str) -> tuple[Key, ...]:
    """Return the keys without a word that speech leaves out: 泰山路街道 -> 泰山."""
    found = []
    for stem, number in keys(level, name):
        for word in words.words()["places"].get(level, {}).get("weak", []):
            if stem.endswith(word) and len(stem) > len(word) + 1:
                found.append((stem[: -len(word)], number))
    return tuple(found)


def agree(one: int | None, other: int | None) -> bool:
    """Say whether two suffix classes may be one place."""
    return one is None or other is None or one == other
