# ruff: noqa: E501  (tables of samples: a sample a line reads better than a broken one)
"""Properties of every cleaner: any accepted form reads back as its value, and nothing else becomes one."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl import clean, personal, units, words
from tests.etl.test_clean import FULL_WIDTH, in_words

HINT = date(2026, 11, 20)
SPACES = ["", " ", "\u3000", "\u00a0", "\t", "\u200b", "\n"]
KINDS = ["count", "number", "m2", "hours", "minutes"]


def disguised(draw: Any, text: str) -> str:
    """Write a text as clerks may: in full width, in capitals, with spaces of every kind around and between words."""
    if draw(st.booleans()):
        text = "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)
    if draw(st.booleans()):
        text = text.upper()
    return draw(st.sampled_from(SPACES)) + text + draw(st.sampled_from(SPACES))


# numbers ------------------------------------------------------------------------------------------------------------


@st.composite
def written_numbers(draw: Any) -> tuple[str, str, Decimal, str | None]:
    """Draw (text, kind, its number, its qualifier)."""
    kind = draw(st.sampled_from(KINDS))
    places = 0 if kind == "count" else draw(st.integers(0, 3))
    number = Decimal(draw(st.integers(0, 10**5))).scaleb(-places)
    text = draw(st.sampled_from(["{}", "{:,}"])).format(number)
    table = words.words()["numbers"]
    scale = draw(st.sampled_from(["", *table["scales"]]))
    if scale and kind == "count":
        number = number.to_integral_value()
        text = str(number)
    listed = table["units"].get(kind if kind in ("m2", "hours") else "count")["words"]
    unit = draw(st.sampled_from(["", *listed]))
    sides = [("before", code, word) for code, found in table["before"].items() for word in found]
    sides += [("after", code, word) for code, found in table["after"].items() for word in found]
    side, code, word = draw(st.sampled_from([("", None, ""), *sides]))
    space = draw(st.sampled_from(["", " ", "\u3000"]))
    if side == "before":
        text = word + space + text + scale + unit
    elif draw(st.booleans()) and word != "+":
        text = text + scale + word + unit
    else:
        text = text + scale + unit + word
    return disguised(draw, text), kind, number * table["scales"].get(scale, 1), code


@given(written_numbers())
def test_a_number_reads_back_with_every_unit_scale_and_estimate(sample: tuple[str, str, Decimal, str | None]) -> None:
    text, kind, number, qualifier = sample
    found = clean.number(text, kind)
    assert (found.number, found.qualifier, found.problem) == (number, qualifier, None), text


@given(st.integers(0, 99_999_999), st.sampled_from([1, 100, 10_000]))
def test_a_unit_in_the_header_multiplies(number: int, scale: int) -> None:
    assert clean.number(str(number), "count", scale).number == number * scale


@given(st.integers(0, 10**8 - 1))
def test_chinese_numerals_with_ten_thousands_read_back(number: int) -> None:
    high, low = divmod(number, 10_000)
    gap = "零" if high and 0 < low < 1000 else ""
    text = (in_words(high) + "万" if high else "") + gap + (in_words(low) if low or not high else "")
    assert clean.number(text).number == number, text


@given(st.integers(2, 9), st.sampled_from("百千万"), st.integers(1, 9))
def test_a_numeral_cut_short_in_speech_is_no_number(digit: int, worth: str, last: int) -> None:
    assert clean.number(in_words(digit) + worth + in_words(last)).number is None


@given(st.integers(1, 20))
def test_a_circled_digit_alone_is_its_number_and_two_are_none(number: int) -> None:
    sign = chr(0x2460 + number - 1)
    assert clean.number(sign).number == clean.number(f" {sign}个").number == number
    for text in (sign + sign, f"12{sign}", f"{sign}12", f"12 {sign}"):
        assert clean.number(text).problem == "number-unreadable", text


_ALLOWED = re.compile(
    "[" + re.escape("".join({
        sign for part in ("before", "after", "scales", "digits", "tens") for key, value in
        words.words()["numbers"][part].items() for word in (value if isinstance(value, list) else [key])
        for sign in words.fold(word)} | {sign for unit in words.unit_words() for sign in unit})) + r"0-9.,+\-−﹣—–]*"
)  # fmt: skip
_ZERO = words.folded("cells", "zero")
_TALLY = set(words.words()["numbers"]["tally"])


@given(
    st.one_of(
        st.text(max_size=12),
        st.text(alphabet="0123456789０１二十百千万亿约余多户%.,，-—/:成楼年月热线eE①²½¾ ", max_size=8),
    )
)
def test_nothing_that_is_no_number_becomes_one(text: str) -> None:
    for kind in KINDS:
        found = clean.number(text, kind)
        if found.number is None:
            assert found.problem or clean.is_blank(text)
            continue
        plain = words.fold(text)
        assert found.problem is None
        assert plain in _ZERO or set(plain) <= _TALLY or _ALLOWED.fullmatch(plain), text
        assert re.search(r"[0-9〇零一二两三四五六七八九十★☆]", plain) or plain in _ZERO, text
        assert len(re.findall(r"[0-9]+(?:[,.][0-9]+)*", plain)) <= 1, text


@pytest.mark.parametrize("text", [
    "3楼", "1-2", "2026年", "12345热线", "1e5", "1E+15", "1,23", "١٢", "๓", "½", "1½", "₁₂", "²", "①②", "Ⅻ", "120\n300", "1234 567",
    "12 34", "三百二", "一万二", "一万二万", "七成", "七成二", "72%", "1/2", "3:4", "第3", "3号", "3、4", "12.", ".5", "--5", "+-5", "1..2",
    "0x10", "1_000", "nan", "inf", "１２．３．４", "5日6日", "百分之五", "几十", "十几", "多", "约", "万", "百", "1万2千", "十二三", "5%"])  # fmt: skip
def test_what_looks_like_a_number_and_is_none(text: str) -> None:
    for kind in KINDS:
        assert clean.number(text, kind) == clean.Cleaned(problem="number-unreadable"), (text, kind)


# yes and no, choices, names -----------------------------------------------------------------------------------------

_CHOICES = [
    (element, word, code)
    for element, table in words.words()["choices"].items()
    for code, listed in table.items()
    for word in listed
    if not clean.is_blank(word)
]
_YES = [(word, Decimal(code == "yes")) for code, listed in words.words()["yes_no"].items() for word in listed]


@given(st.data(), st.sampled_from(_CHOICES))
def test_a_choice_reads_back_in_every_disguise(data: st.DataObject, sample: tuple[str, str, str]) -> None:
    element, word, code = sample
    assert clean.choice(data.draw(st.composite(disguised)(word)), element).text == code


@given(st.data(), st.sampled_from(_YES))
def test_yes_and_no_read_back_in_every_disguise(data: st.DataObject, sample: tuple[str, Decimal]) -> None:
    word, number = sample
    assert clean.yes_no(data.draw(st.composite(disguised)(word))).number == number


@given(st.text(max_size=6), st.sampled_from(sorted(words.words()["choices"])))
def test_no_other_text_is_a_choice(text: str, element: str) -> None:
    known = words.lookup("choices", element)
    plain = words.fold(text)
    code = clean.choice(text, element).text
    assert code is None or code == known.get(plain) or code == known.get(words.without_brackets(plain)[0])
    assert (clean.yes_no(text).number is None) or plain in words.lookup("yes_no")


def test_a_choice_whose_bracket_says_another_is_none() -> None:
    assert clean.choice("未组建（筹备中）", "owners_committee").problem == "choice-unknown"
    assert clean.choice("已组建（2026年）", "owners_committee").text == "formed"


@given(
    st.text(alphabet="幸福里独立abc（）：", max_size=8),
    st.sampled_from(["13912345678", "139-1234-5678", "+86 139 1234 5678", "0731-28881234"]),
)
def test_no_name_with_a_phone_number_in_it_is_kept(text: str, phone: str) -> None:
    written = text + phone.translate(FULL_WIDTH) + "支部"
    assert clean.name(written).text is None


@given(st.data(), st.sampled_from(sorted(words.words()["numbers"]["scales"].items())))
def test_units_of_headers(data: st.DataObject, scale: tuple[str, int]) -> None:
    unit = data.draw(st.sampled_from(sorted(words.unit_words())))
    for text in (f"（{scale[0]}{unit}）", f"志愿者({scale[0]}{unit})", f"{scale[0]}{unit}"):
        assert units.factor((text,)) == scale[1], text
    assert units.factor((f"（{unit}）",)) == 1
    assert units.line_factors([f"单位：{scale[0]}{unit}"]) == {scale[1]}


# personal numbers ---------------------------------------------------------------------------------------------------


@st.composite
def identities(draw: Any) -> str:
    born = draw(st.dates(date(1930, 1, 1), date(2020, 1, 1)))
    first = f"{draw(st.integers(110000, 659999))}{born:%Y%m%d}{draw(st.integers(0, 999)):03d}"
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    total = sum(int(digit) * weight for digit, weight in zip(first, weights, strict=True))
    return first + "10X98765432"[total % 11]


@given(identities(), st.text(alphabet="张三 ：,（）abc", max_size=5))
def test_an_identity_number_is_found_by_its_check_digit(number: str, before: str) -> None:
    assert personal.is_identity(number) and personal.is_identity(number.lower())
    assert personal.within(before + number + "号") and personal.apart(f"：{number}", HINT)
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10 if number[-1] != "X" else 0)
    assert not personal.is_identity(wrong)


@given(st.integers(3, 9), st.integers(0, 10**9 - 1))
def test_a_mobile_number_is_found_in_every_form(second: int, rest: int) -> None:
    digits = f"1{second}{rest:09d}"
    for text in (
        digits,
        f"{digits[:3]}-{digits[3:7]}-{digits[7:]}",
        f"{digits[:3]} {digits[3:7]} {digits[7:]}",
        f"+86{digits}",
        f"86-{digits}",
    ):
        assert personal.is_phone(text) and personal.within(f"张三{text}，急") and personal.apart(f"张三{text}", HINT)


@pytest.mark.parametrize("number", [
    "GD13912345678", "202611030012", "430200202611030015", "0012345678", "WX-20261103-0001", "2026110300012345", "YX000000000001"])  # fmt: skip
def test_a_serial_number_is_nobodys(number: str) -> None:
    assert not personal.apart(number, HINT)
