"""Properties of reading addresses: a whole path is found however it is dressed, and nothing that is not written."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl import names, words
from etl.addresses import LEVELS, SHORTEST, AddressBook
from etl.places import Places
from tests.fixtures.workbooks.write import HERE
from warehouse import register

DAY = date(2026, 11, 8)
REGISTERS = {
    "made-up": (HERE / "org_units.csv", HERE / "org_unit_changes.csv"),
    "zhuzhou": (HERE.parent / "real" / "zhuzhou_org_units.csv", Path("none.csv")),
}
TAILS = ["", "3栋", "12栋2单元501室", "（北门）", "3号楼旁", " 附近"]
ROADS = ["长青路12号", "文化西路88号", "临江大道旁"]
SCRAPS = [
    "路",
    "街",
    "12号",
    "旁",
    "附近",
    "小区",
    "二期",
    "一期",
    "3栋",
    "社区",
    "街道",
    " ",
    "，",
    "的",
    "对面",
    "广场",
]


@cache
def book(city: str) -> AddressBook:
    return AddressBook(Places(register.load(*REGISTERS[city])).on(DAY))


@cache
def below_city(city: str) -> list[str]:
    rows = book(city).snapshot.rows
    listed = [unit for unit, row in rows.items() if row.level in LEVELS[1:]]
    return [unit for unit in listed if rows[unit].level != "estate" or len(names.plain(rows[unit].name)) >= SHORTEST]


def chain(city: str, unit: str) -> list[str]:
    """The units from the district down to a unit."""
    snapshot = book(city).snapshot
    found = [item for item in reversed((unit, *snapshot.ancestors(unit))) if snapshot.rows[item].level in LEVELS]
    return [item for item in found if snapshot.rows[item].level != "city"]


def said(draw: Any, city: str, unit: str) -> str:
    row = book(city).snapshot.rows[unit]
    return str(draw(st.sampled_from([row.name, *names.synonyms(row.level, row.name)])))


def disguised(draw: Any, text: str) -> str:
    if draw(st.booleans()):
        text = "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)
    return str(draw(st.sampled_from(["", " ", "\u3000"]))) + text + str(draw(st.sampled_from(["", "\u00a0", "\n"])))


@st.composite
def whole_paths(draw: Any, city: str) -> tuple[str, str | None, str]:
    """Draw (address, parent, unit): the path from below the parent down to the unit, and what follows it."""
    unit = draw(st.sampled_from(below_city(city)))
    path = chain(city, unit)
    begin = draw(st.integers(0, len(path) - 1))
    parent = path[begin - 1] if begin else draw(st.sampled_from([None, "c" if city == "made-up" else None]))
    text = "".join(said(draw, city, item) for item in path[begin:])
    return disguised(draw, text + draw(st.sampled_from(TAILS))), parent, unit


@pytest.mark.parametrize("city", list(REGISTERS))
@given(data=st.data())
@settings(max_examples=200, deadline=None)
def test_a_whole_path_is_found(city: str, data: Any) -> None:
    text, parent, unit = data.draw(whole_paths(city))
    assert book(city).find(text, parent).unit == unit


@given(data=st.data())
@settings(max_examples=200, deadline=None)
def test_an_estate_is_found_after_a_road_and_a_number(data: Any) -> None:
    rows = book("made-up").snapshot.rows
    estates = [unit for unit in below_city("made-up") if rows[unit].level == "estate"]
    unit = data.draw(st.sampled_from(estates))
    street = next(item for item in chain("made-up", unit) if rows[item].level == "street")
    text = data.draw(st.sampled_from(ROADS)) + rows[unit].name + data.draw(st.sampled_from(["3栋", "12号楼", ""]))
    found = book("made-up").find(text, street)
    assert found.unit == unit


@pytest.mark.parametrize("city", list(REGISTERS))
@given(data=st.data())
@settings(max_examples=300, deadline=None)
def test_nothing_is_found_that_is_not_written(city: str, data: Any) -> None:
    """Whatever is written: the unit lies below the parent, and its name stands in the text."""
    whole = below_city(city)
    pieces = st.one_of(
        st.sampled_from(SCRAPS), st.sampled_from(whole).map(lambda unit: said_of(city, unit)), st.text(max_size=4)
    )
    text = "".join(data.draw(st.lists(pieces, max_size=6)))
    parent = data.draw(st.sampled_from([None, *whole]))
    found = book(city).find(text, parent)
    assert found.unit is None or book(city).snapshot.below(found.unit, parent)
    if found.unit not in (None, parent):
        row = book(city).snapshot.rows[str(found.unit)]
        assert any(name in names.plain(text) for name in names.synonyms(row.level, row.name))


def said_of(city: str, unit: str) -> str:
    return book(city).snapshot.rows[unit].name


@given(data=st.data())
@settings(max_examples=200, deadline=None)
def test_a_name_that_goes_on_is_another_estate(data: Any) -> None:
    """锦绣花园二期 is not 锦绣花园, 阳光城市广场 is not 阳光城."""
    rows = book("made-up").snapshot.rows
    known = set(book("made-up").units)
    estates = [unit for unit in below_city("made-up") if rows[unit].level == "estate"]
    unit, more = (
        data.draw(st.sampled_from(estates)),
        data.draw(st.sampled_from(["二期", "市广场", "国际", "3期", "公馆"])),
    )
    written = rows[unit].name + more
    parent = chain("made-up", unit)[-2]
    if not any(
        names.plain(written).startswith(name) and len(name) > len(names.plain(rows[unit].name)) for name in known
    ):
        assert book("made-up").find(written, parent).unit == parent


def test_words_after_an_estate_are_data() -> None:
    assert words.words()["places"]["after_estate"]
