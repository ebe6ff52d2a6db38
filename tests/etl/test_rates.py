"""Rates as they are written, and codes beside names: what is drawn at random is read as what it is."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl import issues, names, rates
from etl.places import Places
from etl.reading import Context, read_file
from tests.etl.test_clean import in_words
from tests.fixtures.workbooks.case import RECEIVED
from tests.fixtures.workbooks.write import COLUMNS, FIRST, HERE, SECOND, TITLE, sheet
from warehouse import register
from warehouse.settings import Checks, Settings

SIGNS = "街道社区园里桃源幸福石桥村镇（）·"


@st.composite
def written(draw: Any) -> tuple[str, Decimal, bool]:
    """Draw (text, the fraction that it is, whether the header says percent)."""
    digits = draw(st.integers(0, 3))
    percent = Decimal(draw(st.integers(0, 100 * 10**digits))).scaleb(-digits)
    form = draw(st.sampled_from(["%", "％", "百分之", "fraction", "header", "tenths"]))
    if form in ("%", "％"):
        return f"{percent}{form}", percent / 100, False
    if form == "百分之":
        whole = int(percent)
        return f"百分之{in_words(whole)}", Decimal(whole) / 100, False
    if form == "fraction":
        return str(percent / 100), percent / 100, False
    if form == "header":
        return str(percent), percent / 100, True
    one, two = draw(st.integers(1, 9)), draw(st.integers(1, 9))
    return f"{in_words(one)}成{in_words(two)}", Decimal(one) / 10 + Decimal(two) / 100, False


@given(written())
def test_a_rate_holds_its_fraction_and_none_far_from_it(drawn: tuple[str, Decimal, bool]) -> None:
    text, fraction, percent = drawn
    ranges = rates.fractions(text, percent=percent)
    assert any(low <= fraction <= high for low, high in ranges)
    # 0.72 may be 0.72 % too, as a column without a percent sign leaves open; nothing else is near
    others = [fraction] if percent or not text.replace(".", "").isdigit() else [fraction, fraction / 100]
    for low, high in ranges:
        assert any(abs((low + high) / 2 - item) <= Decimal("0.051") for item in others)
        assert high - low <= Decimal("0.2")


@given(st.text(alphabet="良好优约—/无待定abc ", max_size=6))
def test_words_are_no_rate(text: str) -> None:
    assert rates.fractions(text) == []


@given(
    st.integers(10**5, 10**11),
    st.text(alphabet=SIGNS, min_size=2, max_size=8),
    st.sampled_from(["{0}{1}", "{0} {1}", "{0}-{1}", "{1}({0})", "{1}（{0}）", "{1} {0}", "[{0}]{1}"]),
)
def test_code_and_name_are_parted(code: int, name: str, form: str) -> None:
    plain = f"甲{name}乙"
    assert names.coded(form.format(code, plain)) == (str(code), names.words.half_width(plain))


@given(st.text(alphabet=SIGNS + "0123456789", max_size=12))
def test_names_without_a_long_number_hold_no_code(text: str) -> None:
    code, name = names.coded(text)
    assert code is None or (len(code) >= 4 and code in text and len(name) > 0)
    if code is None:
        assert name == text


@pytest.mark.parametrize(
    ("severity", "code", "units"), [("error", "rate-differs", {"k11"}), ("warning", "rate-otherwise", {"k11", "k12"})]
)
def test_a_city_that_works_a_rate_out_otherwise_is_told_and_not_stopped(
    tmp_path: Path, severity: str, code: str, units: set[str]
) -> None:
    path = sheet([TITLE, [*COLUMNS, "报到率"], [*FIRST, "83.3%"], [*SECOND, "98.9%"]])(tmp_path)
    places = Places(register.load(HERE / "org_units.csv", HERE / "org_unit_changes.csv"))
    context = Context(Settings(checks=Checks(severity)), places, [], None, None)
    reading = read_file(path, RECEIVED, context)
    [found] = [item for item in reading.issues if item.code.startswith("rate")]
    assert (found.cell, found.code, found.severity) == ("E4", code, severity)
    assert "80" in found.message("zh")
    assert issues.field_name("members_reported")[0] in found.message("zh")
    kept = {unit for typed in reading.values for unit in typed.keep()["unit"]}
    assert kept == units
