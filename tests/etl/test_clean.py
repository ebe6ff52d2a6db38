"""The cleaners: every accepted form reads back as the same value, nothing else becomes one."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl import clean, dates, issues
from warehouse import periods

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
NUMERALS = "零一二三四五六七八九"
WHOLE = st.integers(0, 99_999_999)
HINT = date(2026, 11, 20)


def in_words(number: int) -> str:
    """Write a number below 10000 in Chinese numerals."""
    if number < 10:
        return NUMERALS[number]
    text, gap = "", False
    for worth, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // worth % 10
        if digit:
            text += ("零" if gap and text else "") + NUMERALS[digit] + word
        gap = not digit
    return text


@given(WHOLE)
def test_a_whole_number_reads_back_in_every_form(number: int) -> None:
    forms = [
        str(number),
        f"{number:,}",
        str(number).translate(FULL_WIDTH),
        f" {number} ",
        f"{number}户",
        f"{number}人次",
    ]
    for form in forms:
        assert clean.number(form) == clean.Cleaned(number=Decimal(number)), form


@given(WHOLE, st.sampled_from([("约{}", "about"), ("{}余", "at_least"), ("{}余户", "at_least"), ("{}左右", "about")]))
def test_an_estimate_keeps_its_number_and_its_word(number: int, form: tuple[str, str]) -> None:
    found = clean.number(form[0].format(number))
    assert (found.number, found.qualifier) == (Decimal(number), form[1])


@given(st.integers(1, 9_999))
def test_chinese_numerals_read_back(number: int) -> None:
    assert clean.number(in_words(number)).number == number


@given(st.integers(1, 9_999), st.integers(0, 9))
def test_tens_of_thousands_read_back(whole: int, tenth: int) -> None:
    assert clean.number(f"{whole}.{tenth}万").number == whole * 10_000 + tenth * 1_000


@given(st.text(alphabet="ABCxyz甲乙丙#%~/-—…:：无约余万.", min_size=1, max_size=8))
def test_nothing_without_a_digit_becomes_a_number_but_none(text: str) -> None:
    found = clean.number(text).number
    assert found is None or found == 0


@given(st.integers(1, 999), st.sampled_from(["{}-15", "{}%", "{}e3", "1{}O", "{} 12", "{}/4", "{}成", "{}²", "≈{}?"]))
def test_what_is_no_number_is_a_problem(number: int, form: str) -> None:
    found = clean.number(form.format(number))
    assert found.number is None
    assert found.problem == "number-unreadable"


@pytest.mark.parametrize("text", ["", " ", "—", "——", "/", "…", "……", "-", "NA", "　", None])
def test_a_blank_is_not_submitted(text: str | None) -> None:
    assert clean.number(text) == clean.NOTHING
    assert clean.yes_no(text) == clean.NOTHING


@pytest.mark.parametrize("text", ["无", "0", "０", "零"])
def test_none_is_zero(text: str) -> None:
    assert clean.number(text).number == 0


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("1 234", "count", 1234),
        ("5.8万余", "count", 58000),
        ("45㎡", "m2", 45),
        ("2.5小时", "hours", Decimal("2.5")),
        ("12.0", "count", 12),
        ("两百", "count", 200),
        ("-5", "count", -5),
        ("21万人", "count", 210000),
    ],
)
def test_numbers(text: str, kind: str, number: Decimal) -> None:
    assert clean.number(text, kind).number == number


@pytest.mark.parametrize(
    ("text", "problem"), [("12.5", "number-not-whole"), ("#REF!", "cell-error"), ("待核实", "number-unreadable")]
)
def test_problems(text: str, problem: str) -> None:
    assert clean.number(text).problem == problem


@pytest.mark.parametrize(("text", "yes"), [("是", 1), ("√", 1), ("有", 1), ("Ｙ", 1), ("否", 0), ("×", 0), ("无", 0)])
def test_yes_and_no(text: str, yes: int) -> None:
    assert clean.yes_no(text).number == yes


def test_a_choice_is_read_by_its_own_table() -> None:
    assert clean.choice("联合党支部", "branch_kind").text == "joint"
    assert clean.choice("組建中（第2阶段）", "owners_committee").text == "forming"
    assert clean.choice("也许", "branch_kind").problem == "choice-unknown"


# dates and weeks ----------------------------------------------------------------------------------------------------


@given(st.dates(date(2015, 1, 1), date(2035, 12, 31)))
def test_a_date_reads_back_in_every_form(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    forms = [
        day.isoformat(),
        f"{day:%Y.%m.%d}",
        f"{day:%Y/%m/%d}",
        f"{day:%Y%m%d}",
        str(serial),
        f"{serial}.0",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}年{day.month}月{day.day}日".translate(FULL_WIDTH),
    ]
    for form in forms:
        assert dates.day(form) == day, form


@given(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)))
def test_a_moment_reads_back_to_the_minute(moment: datetime) -> None:
    moment = moment.replace(second=0, microsecond=0)
    forms = [
        f"{moment:%Y-%m-%d %H:%M}",
        f"{moment:%Y/%m/%d %H:%M:%S}",
        f"{moment:%Y-%m-%dT%H:%M:%S}",
        f"{moment.year}年{moment.month}月{moment.day}日 {moment.hour}时{moment.minute}分",
    ]
    for form in forms:
        assert dates.moment(form) == moment, form


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(-150, 150))
def test_a_year_left_out_is_the_one_near_the_hint(day: date, away: int) -> None:
    from datetime import timedelta

    assert dates.day(f"{day.month}月{day.day}日", day + timedelta(days=away)) == day


@pytest.mark.parametrize("text", ["3/4/2026", "2026-02-30", "2026-13-01", "26.11.16", "12", "昨天", "", "2026"])
def test_what_is_no_certain_date_is_none(text: str) -> None:
    assert dates.moment(text, HINT) is None


@given(st.integers(2500, 3100))
def test_a_week_reads_back_in_every_form(index: int) -> None:
    week = periods.from_index(index)
    year, number = week.split("-W")
    first, last = periods.start_of(week), periods.end_of(week)
    forms = [
        week,
        f"{year}年第{int(number)}周",
        f"{year}年第{number}周",
        f"{year}W{number}",
        f"{first}至{last}",
        f"{first:%Y.%m.%d}-{last:%Y.%m.%d}",
        f"{first:%Y}年{first.month}月{first.day}日—{last.month}月{last.day}日",
    ]
    for form in forms:
        assert dates.week(form, first) == week, form


@pytest.mark.parametrize(
    ("text", "week", "kind"),
    [
        ("枫林区周报（2026年第47周）", "2026-W47", "week"),
        ("统计时间：11月16日至22日", "2026-W47", "range"),
        ("（截至2026年11月22日）", "2026-W47", "as_of"),
        ("填报日期：2026年11月23日", "2026-W48", "filled"),
        ("株洲市 2023年7月", "2023-W30", "month"),
        ("报表2026-11-22", "2026-W47", "date"),
        ("2026年11月1日至11月30日", "2026-W49", "long_range"),
    ],
)
def test_weeks_in_titles(text: str, week: str, kind: str) -> None:
    assert [(item.period_id, item.kind) for item in dates.weeks_in(text, HINT)] == [(week, kind)]


def test_values_in_issues_are_short_and_masked() -> None:
    assert "13912345678" not in issues.mask("电话13912345678")
    assert "11010519491231002X" not in issues.mask("11010519491231002X")
    assert len(issues.mask("长" * 100)) == 40


def test_every_entry_of_the_catalogue_is_whole() -> None:
    for entry in issues.catalogue():
        assert entry.severity in ("error", "warning", "note")
        assert all(
            [entry.title_zh, entry.title_en, entry.template_zh, entry.template_en, entry.todo_zh, entry.todo_en]
        )
        for lang in ("zh", "en"):
            message = issues.issue(entry.code, sheet="表一", cell="C5", field="members_reported", value="x").message(
                lang
            )
            assert "{" not in message
