# ruff: noqa: E501  (tables of samples: a sample a line reads better than a broken one)
"""Properties of the cleaner of dates: any accepted form reads back as its moment, and nothing else becomes one."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl import clean, dates, words
from etl.moments import FEW, moments
from tests.etl.test_cleaners import disguised

HINT = date(2026, 11, 20)

_CLOCKS = [
    "",
    " {h}:{m:02}",
    " {h:02}:{m:02}:{s:02}",
    "T{h:02}:{m:02}:{s:02}",
    " {h}时{m}分",
    " {h}点{m:02}分{s:02}秒",
    " {h:02}:{m:02}:{s:02}.000",
]
_DAYS = [
    "{y}-{mo:02}-{d:02}",
    "{y}/{mo}/{d}",
    "{y}.{mo:02}.{d:02}",
    "{y}年{mo}月{d}日",
    "{y}年{mo:02}月{d:02}号",
    "{y}-{mo}-{d}",
]


@st.composite
def written_moments(draw: Any) -> tuple[str, datetime]:
    """Draw (text, what it writes) of a date with a year."""
    at = draw(st.datetimes(datetime(2000, 1, 1), datetime(2035, 1, 1))).replace(microsecond=0)
    clock = draw(st.sampled_from(_CLOCKS))
    at = at if "{s" in clock else at.replace(second=0)
    at = at if clock else at.replace(hour=0, minute=0)
    parts = {"y": at.year, "mo": at.month, "d": at.day, "h": at.hour, "m": at.minute, "s": at.second}
    text = (draw(st.sampled_from(_DAYS)) + clock).format(**parts)
    return disguised(draw, text), at


@given(written_moments())
def test_a_moment_reads_back_in_every_form(sample: tuple[str, datetime]) -> None:
    assert dates.moment(sample[0], HINT) == sample[1], sample[0]


@given(st.datetimes(datetime(2000, 1, 1), datetime(2035, 1, 1)), st.sampled_from([dates.EPOCH, dates.EPOCH_1904]))
def test_serial_days_read_back_in_both_systems(at: datetime, epoch: datetime) -> None:
    at = at.replace(microsecond=0)
    serial = (at - epoch) / timedelta(days=1)
    assert dates.moment(f"{serial:.10f}", HINT, epoch) == at


@given(st.text(alphabet="0123456789-/.:年月日号时点分秒 上下午周一TZz", max_size=14))
def test_a_date_holds_the_digits_it_was_read_from(text: str) -> None:
    found = dates.moment(text, HINT)
    if found is None or re.fullmatch(r"\d{5}(\.\d+)?", words.half_width(text)):
        return
    digits = {int(item) for item in re.findall(r"\d+", text)}
    if not re.search(r"\d{6}", text):
        assert {found.month, found.day} <= digits
        assert found.hour in digits | {0} | {item + 12 for item in digits}
        assert found.minute in digits | {0}


@pytest.mark.parametrize("text", [
    "2026-11-110:05", "2026-11-03T01:05:00Z", "2026-11-03 上午12:30", "2026-11-03 晚上12:00", "2026-11-03 上午13:00", "3/4/2026", "26/11/3",
    "2026-11", "2026年11月", "2026-11-03 9", "2026-11-03 09:60", "2026-11-03 24:00", "2026-11-31", "١١月٣日", "2026-1-2-3", "11-3", "20261332"])  # fmt: skip
def test_what_is_no_certain_moment(text: str) -> None:
    assert dates.moment(text, HINT) is None


_JUNK = st.one_of(
    st.text(alphabet="0123456789-/.:年月日时分 T上午", max_size=16),
    st.sampled_from(
        [
            "",
            "—",
            "无",
            "2026-02-30",
            "26-11-3 9:05",
            "11月3日",
            "46329",
            "46329.5",
            "20261103",
            "2026-11-03 9:5",
            "2026-11-110:05",
            "2026-11-3\n9:05",
            "+2026-11-03 09:05",
        ]
    ),
)


@given(st.lists(st.one_of(written_moments().map(lambda pair: pair[0]), _JUNK), min_size=1, max_size=30))
def test_a_column_of_dates_reads_like_each_of_them(texts: list[str]) -> None:
    many = texts * (FEW // len(texts) + 2)  # so many that no text is read by itself first
    wanted = [None if clean.is_blank(text) else dates.moment(text, HINT) for text in many]
    for column in (many, texts):
        assert moments(pl.Series("at", column, dtype=pl.String()), HINT).to_list() == wanted[: len(column)]
