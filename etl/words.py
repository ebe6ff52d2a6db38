"""The words of clerks: every table below `etl/mappings/`, read once, and how a written text is folded to compare it.

A text is folded before it is looked up: full-width to half-width, traditional to simplified, no spaces, lower case.
So `１２３４５ 热線` and `12345热线` are one word.
"""

from __future__ import annotations

import csv
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import opencc

MAPPINGS = Path(__file__).parent / "mappings"
REFERENCE = Path(__file__).parent.parent / "warehouse" / "reference"

_SPACES = re.compile(r"[\s\u200b-\u200d\ufeff\u3000\u00a0]+")
_HEADER_NOISE = re.compile(r"[\"'“”‘’「」『』《》、,，。.:;·*#_]+")
_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|【([^【】]*)】")
FOOTNOTES = "".join(chr(code) for code in range(0x2460, 0x2474)) + "*\u00b9\u00b2\u00b3\u2070\uff0a\u203b"
_TO_SIMPLIFIED = opencc.OpenCC("t2s")


def half_width(text: str) -> str:
    """Return the text in half-width characters, without control and zero-width ones, trimmed."""
    if text.isascii():
        return text.strip()
    return unicodedata.normalize("NFKC", text).replace("\u200b", "").replace("\ufeff", "").strip()


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """Return the form in which two spellings of one word are equal."""
    plain = _SPACES.sub("", half_width(text)).lower()
    return plain if plain.isascii() or _traditional().isdisjoint(plain) else str(_TO_SIMPLIFIED.convert(plain))


@cache
def _traditional() -> frozenset[str]:
    """Return the signs that conversion changes: most texts have none, and converting takes 60 microseconds."""
    signs = [chr(code) for code in range(0x3400, 0xA000)]
    converted = str(_TO_SIMPLIFIED.convert("\n".join(signs))).split("\n")
    return frozenset(sign for sign, other in zip(signs, converted, strict=True) if sign != other)


@lru_cache(maxsize=20_000)
def fold_header(text: str) -> str:
    """Return a header without spaces, quotes and punctuation; brackets are kept."""
    return _HEADER_NOISE.sub("", fold(text))


@cache
def _number_before() -> re.Pattern[str]:
    numbers = words()["numbers"]
    signs = "".join((*numbers["digits"], *numbers["tens"]))
    listed = rf"\(?(?:\d{{1,2}}|[{signs}]{{1,3}})(?:\)|[.\u3001\uff0e](?!\d))"
    return re.compile(rf"^\s*(?:{listed}|[\u2460-\u2473])\s*(?=\S)")


def without_number(text: str) -> str:
    """Return a heading without its number in a list, or that of a footnote: `1.应报到`, `（一）应报到`, `应报到①`."""
    plain = _number_before().sub("", text.replace("\uff08", "(").replace("\uff09", ")"), count=1)
    return plain.rstrip(FOOTNOTES)


def without_brackets(text: str) -> tuple[str, str]:
    """Return a folded text without its bracketed parts, and what stood in the last bracket: a unit, mostly."""
    plain, inside = in_brackets(text)
    return plain, inside[-1] if inside else ""


def in_brackets(text: str) -> tuple[str, list[str]]:
    """Return a folded text without its bracketed parts, and all that stood in brackets."""
    inside = [next((part for part in found if part), "") for found in _BRACKETS.findall(text)]
    return _BRACKETS.sub("", text), inside


@cache
def words() -> dict[str, Any]:
    """Return `words.toml`."""
    return tomllib.loads((MAPPINGS / "words.toml").read_text(encoding="utf-8"))


@cache
def forms() -> dict[str, Any]:
    """Return `forms.toml`: what makes a table of each data set and what is checked in it."""
    return tomllib.loads((MAPPINGS / "forms.toml").read_text(encoding="utf-8"))


@cache
def data_sets() -> dict[str, Any]:
    """Return the catalogue of data sets and their elements."""
    return tomllib.loads((REFERENCE / "data_sets.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Element:
    """One data element as its catalogue has it. form: row, count or ticket; type: count, number, yesno, ..."""

    name: str
    data_set: str
    form: str
    type: str
    name_zh: str
    name_en: str


@cache
def elements() -> dict[str, Element]:
    """Return every data element by its name (a name belongs to one data set)."""
    return {
        name: Element(name, data_set, item["form"], item["type"], item["name_zh"], item["name_en"])
        for data_set, table in data_sets().items()
        for name, item in table["elements"].items()
    }


@cache
def is_flow(element: str) -> bool:
    """Say whether an element sums over time, as activities do, unlike the members who live somewhere."""
    item = elements().get(element)
    table = data_sets()[item.data_set] if item else {}
    return bool(table) and table["elements"][element].get("kind", table["kind"]) == "flow"


@cache
def headers() -> dict[str, tuple[tuple[str, str], ...]]:
    """Return what each folded header may mean: (data set or *, field) pairs, from `headers.csv` and the catalogue."""
    found: dict[str, list[tuple[str, str]]] = {}
    with (MAPPINGS / "headers.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            meaning = (row["data_set"], row["field"])
            texts = [
                text for name in row if name not in ("data_set", "field") for text in (row[name] or "").split("|")
            ]
            for text in texts:
                key = fold_header(text)
                if key and meaning not in found.setdefault(key, []):
                    found[key].append(meaning)
    for element in elements().values():
        for text in (element.name_zh, element.name_en, element.name):
            meaning = (element.data_set, element.name)
            if element.form != "ticket" and meaning not in found.setdefault(fold_header(text), []):
                found[fold_header(text)].append(meaning)
    return {key: tuple(meanings) for key, meanings in found.items()}


@cache
def lookup(*path: str) -> dict[str, str]:
    """Return folded word -> code of one table of words.toml, e.g. lookup("choices", "branch_kind")."""
    table: Any = words()
    for name in path:
        table = table[name]
    return {fold(word): code for code, listed in table.items() for word in listed}


@cache
def folded(*path: str) -> frozenset[str]:
    """Return one list of words.toml, folded."""
    table: Any = words()
    for name in path:
        table = table[name]
    return frozenset(fold(word) for word in table)


@cache
def unit_words() -> frozenset[str]:
    """Return every unit that may follow a number or stand below a header."""
    return frozenset(fold(word) for table in words()["numbers"]["units"].values() for word in table["words"])
