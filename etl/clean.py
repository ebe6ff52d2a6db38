"""Text -> number, yes or no, choice. Pure functions: they know no file, no store and no clock.

Blank is not zero: `—`, `/`, `…` and an empty cell mean "not submitted", `无` means 0. What can not be read with
certainty is a problem, never a guess: `12-15`, `1O` and `八成` are no counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache

from etl import personal, words

LARGEST = Decimal(10) ** 14
_PLAIN = re.compile(r"[+-]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?")
# `12 34` and `120⏎300` are two numbers or a slip, `1 234` is thousands
_APART = re.compile(r"[0-9]\s+[0-9]")
_THOUSANDS = re.compile(r"[^0-9]*[0-9]{1,3}( [0-9]{3})+(?![0-9])(\.[0-9]+)?[^0-9]*")
# `10②` (a footnote), `①②` and `10²` would fold to 102, 12 and 102; the square of `25m²` is a unit
_CIRCLED = re.compile(r"[①-⓿㉑-㊿❶-➓]")
_RAISED = re.compile(r"(?<![mMｍＭ])[⁰¹²³⁴-⁹₀-₉]|[mMｍＭ][²³].*[⁰¹²³⁴-⁹]")
_SIGNS = str.maketrans({"−": "-", "﹣": "-", "—": "-", "–": "-"})


@dataclass(frozen=True)
class Cleaned:
    """What a text means. All three None: not submitted. problem: the code of an issue."""

    number: Decimal | None = None
    text: str | None = None
    qualifier: str | None = None
    problem: str | None = None


NOTHING = Cleaned()


def is_blank(text: str | None) -> bool:
    """Say whether a text means "not submitted"."""
    return text is None or text == "" or words.fold(text) in words.folded("cells", "blank")


def number(text: str | None, kind: str = "count", scale: int = 1) -> Cleaned:
    """Read a number of a kind (count, number, m2, hours, minutes); counts must be whole. scale: of the column's unit.

    `１,234` -> 1234; `约300` -> 300, about; `5.8万余` -> 58000, at_least; `无` -> 0; `二十三` -> 23; `8户` -> 8.
    """
    if text is not None and text.isascii() and text.isdigit() and len(text) < 15:  # most cells
        return Cleaned(number=Decimal(text) * scale)
    if is_blank(text):
        return NOTHING
    if _is_torn(str(text)):
        return Cleaned(problem="number-unreadable")
    plain = words.fold(str(text))
    if set(plain) <= _tally_signs():  # ★★★☆☆; ☆☆☆☆☆ may be five or none
        told = plain.count(words.words()["numbers"]["tally"][0])
        return Cleaned(number=Decimal(told) * scale) if told else Cleaned(problem="number-unreadable")
    if plain.startswith("+"):  # in a count of what there is: five more than before
        return Cleaned(problem="number-unreadable")
    if plain in words.folded("cells", "errors"):
        return Cleaned(problem="cell-error")
    if plain in words.folded("cells", "zero"):
        return Cleaned(number=Decimal(0))
    qualifier, plain = _qualifier(plain)
    plain, factor = _without_unit(plain, kind)
    after, plain = _qualifier(plain)
    after = qualifier or after
    value = _decimal(plain)
    if value is None:
        return Cleaned(problem="number-unreadable")
    value *= factor * scale
    if abs(value) >= LARGEST:
        return Cleaned(problem="number-unreadable")
    rounded = value.quantize(Decimal("0.001"))
    if kind == "count" and rounded != rounded.to_integral_value():
        return Cleaned(problem="number-not-whole")
    return Cleaned(number=rounded, qualifier=after)


def _is_torn(text: str) -> bool:
    """Say whether digits stand in a text that folding would push together to one number."""
    circled = _CIRCLED.findall(text)
    plain = words.half_width(_CIRCLED.sub("", text))
    if len(circled) > 1 or (circled and re.search(r"\d", plain)) or _RAISED.search(text):
        return True
    return _APART.search(plain) is not None and _THOUSANDS.fullmatch(plain) is None


def yes_no(text: str | None) -> Cleaned:
    """Read yes (1) or no (0)."""
    if is_blank(text):
        return NOTHING
    code = words.lookup("yes_no").get(words.fold(str(text)))
    return Cleaned(problem="choice-unknown") if code is None else Cleaned(number=Decimal(code == "yes"))


def choice(text: str | None, element: str) -> Cleaned:
    """Read one of an element's choices as its code."""
    if is_blank(text):
        return NOTHING
    table = words.lookup("choices", element)
    plain = words.fold(str(text))
    short, inside = words.without_brackets(plain)
    code = table.get(plain) or table.get(short)
    # 无（筹备中）, 独立（待批复）: is it or not?
    doubted = any(word in inside for word in words.folded("cells", "doubts")) or table.get(inside, code) != code
    if plain not in table and doubted:
        return Cleaned(problem="choice-unknown")
    return Cleaned(problem="choice-unknown") if code is None else Cleaned(text=code)


def name(text: str | None) -> Cleaned:
    """Read the name of a thing, such as a branch: half-width, no spaces; one with a phone number is a problem."""
    if is_blank(text) or words.fold(str(text)) in words.folded("cells", "zero"):
        return NOTHING
    plain = words.fold(str(text))
    return Cleaned(problem="personal-number") if personal.within(plain) else Cleaned(text=plain)


@lru_cache(maxsize=100_000)  # the nine files of a week say the same few thousand things
def element(text: str | None, kind: str, element_name: str, scale: int = 1) -> Cleaned:
    """Read a cell of a data element of a type of the catalogue."""
    if kind == "yesno":
        return yes_no(text)
    if kind == "choice":
        return choice(text, element_name)
    if kind in ("text", "unit"):
        return name(text)
    return number(text, kind, scale)


@cache
def _qualifiers() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    sides = []
    for side in ("before", "after"):
        found = words.lookup("numbers", side)
        sides.append(sorted(found.items(), key=lambda item: -len(item[0])))
    return sides[0], sides[1]


def _qualifier(text: str) -> tuple[str | None, str]:
    before, after = _qualifiers()
    for word, code in before:
        if text.startswith(word) and len(text) > len(word):
            return code, text[len(word) :]
    for word, code in after:
        if text.endswith(word) and len(text) > len(word):
            return code, text[: -len(word)]
    # `300余户`, `5.8万多`: the word stands between the number and its unit or scale
    for word, code in after:
        head, found, tail = text.partition(word)
        if found and head and (tail in words.unit_words() or tail in _scales()):
            return code, head + tail
    return None, text


def _without_unit(text: str, kind: str) -> tuple[str, int]:
    table = words.words()["numbers"]["units"].get(kind if kind in ("m2", "hours") else "count")
    listed = sorted((words.fold(word) for word in table["words"]), key=len, reverse=True) if table else []
    for unit in listed:
        if text.endswith(unit) and len(text) > len(unit):
            text = text[: -len(unit)]
            break
    for scale, factor in _scales().items():
        if text.endswith(scale) and len(text) > len(scale) and _PLAIN.fullmatch(text[: -len(scale)]):
            return text[: -len(scale)], factor
    return text, 1


@cache
def _tally_signs() -> set[str]:
    return set(words.words()["numbers"]["tally"])


@cache
def _scales() -> dict[str, int]:
    return dict(words.words()["numbers"]["scales"])


def _decimal(text: str) -> Decimal | None:
    text = text.translate(_SIGNS)
    if _PLAIN.fullmatch(text):
        try:
            return Decimal(text.replace(",", ""))
        except InvalidOperation:
            return None
    numeral = chinese_numeral(text)
    return None if numeral is None else Decimal(numeral)


def chinese_numeral(text: str) -> int | None:
    """Read a whole number written in Chinese numerals (`二十三`, `一百零五`, `三千二百`); None for anything else.

    `三百二` is 320 in speech and 302 to who takes it sign by sign: no number.
    """
    table = words.words()["numbers"]
    digits, tens = table["digits"], table["tens"] | table["scales"]
    if not text or any(sign not in digits and sign not in tens for sign in text):
        return None
    total = section = 0
    digit: int | None = None
    last = large = LARGEST
    skipped = False  # a 零 stood before the digit
    for sign in text:
        if sign in digits:
            if digit:  # `二三`: digits beside each other are no number
                return None
            skipped, digit = digit == 0 or skipped, digits[sign]
            continue
        worth = tens[sign]
        if worth >= 10_000:
            if (digit is None and not section) or worth >= large:  # `万` alone, `一万二万`
                return None
            total += (section + (digit or 0)) * worth
            section, last = 0, Decimal(worth)
            large = last
        else:
            if worth >= last:  # `十百`
                return None
            if digit is None and worth != 10:
                return None
            section += (1 if digit is None else digit) * worth
            last = Decimal(worth)
        digit, skipped = None, False
    if digit and not skipped and (total or section) and last > 10:
        return None
    return total + section + (digit or 0)
