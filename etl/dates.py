"""Text -> date, moment, week. Pure functions; the words for year, month and day come from `words.toml`.

A date may leave its year out (`11月16日`): then a hint, mostly the file's own week, decides. A five-digit number is
the workbook program's serial day (46342 = 2026-11-16). `3/4/2026` is not read: nobody knows which is the month.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from etl import clean, words
from warehouse import periods

EPOCH, EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
FIRST_YEAR = 1990  # a time of day alone is a moment of 1900 to a workbook program
FIRST_SERIAL, LAST_SERIAL = 32874, 73050  # 1990-01-01 to 2099-12-31


_FULL = r"(?P<y>(?:19|20)\d\d)(?:{year}|[-./])(?P<m>\d{{1,2}})(?:{month}|[-./])(?P<d>\d{{1,2}})"
_CLOCK = (
    r"(?P<hh>\d{{1,2}})(?::|{hour})(?:(?P<mm>\d{{1,2}})(?:{minute})?)?(?::?(?P<ss>\d{{1,2}})(?:{second})?(?:\.\d+)?)?"
)


@dataclass(frozen=True)
class Found:
    """A week found in a text. kind: week, range, as_of, date, month, filled (a fill-in date).

    exact is False where the dates are not one whole Monday to Sunday.
    """

    period_id: str
    kind: str
    exact: bool
    text: str


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    table = words.words()["around"]
    year, month, week, prefix = (
        re.escape(words.fold(table[key])) for key in ("year", "month", "week", "week_prefix")
    )
    day = "|".join(re.escape(words.fold(word)) for word in table["day"])
    listed = "|".join(re.escape(words.half_width(word)) for word in table["list_joins"])
    months = re.escape(words.fold(table["months"]))
    joins = "|".join(
        re.escape(words.half_width(word)) for word in sorted(table["range_joins"], key=len, reverse=True)
    )
    parts = "|".join(re.escape(words.fold(word)) for word in table["month_parts"])
    hour = "|".join(re.escape(words.fold(word)) for word in table["hour"])
    minute, second = re.escape(words.fold(table["minute"])), re.escape(words.fold(table["second"]))
    noon = "|".join(re.escape(words.fold(word)) for key in ("morning", "afternoon") for word in table[key])
    full = rf"{_FULL.format(year=year, month=month)}(?:{day})?"
    clock = rf"(?P<noon>{noon})? *{_CLOCK.format(hour=hour, minute=minute, second=second)}"
    # `2026-11-110:05` is the 1st at ten or the 11th past midnight: the hour stands apart, or after the day's word
    timed = rf"(?:(?:(?:{day})[t ]*|[t ]+|(?={noon})){clock}|(?:{day})?)"
    dates = rf"(?:(?:19|20)\d\d(?:{year}|[-./]))?\d{{1,2}}(?:{month}|[-./])\d{{1,2}}(?:{day})?"
    end = rf"(?:(?:(?:(?:19|20)\d\d(?:{year}|[-./]))?\d{{1,2}}(?:{month}|[-./]))?\d{{1,2}}(?:{day})?)"
    return {
        "full": re.compile(_FULL.format(year=year, month=month) + timed, re.ASCII),
        "short": re.compile(rf"(?P<m>\d{{1,2}})(?:{month}|\.)(?P<d>\d{{1,2}})" + timed, re.ASCII),
        "compact": re.compile(
            r"(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?:[t ]?(?P<hh>\d\d):?(?P<mm>\d\d):?(?P<ss>\d\d)?)?",
            re.ASCII,
        ),
        "week": re.compile(
            rf"(?<!\d)(?P<y>20\d\d)(?:{year}?-?(?:{prefix}|w)|{year})(?P<w>\d{{1,2}})(?:{week})?(?![\d{words.words()['around']['month']}.]|(?:{joins}|{listed})\d{{1,2}}(?:{month}|{week}))",
            re.ASCII,
        ),
        "bare_week": re.compile(rf"(?<!{month})(?<!{months}){prefix}(?P<w>\d{{1,2}}){week}", re.ASCII),
        "range": re.compile(rf"(?P<from>{dates}) *(?:{joins}) *(?P<to>{end})(?!\d)", re.ASCII),
        "date": re.compile(
            rf"(?<!\d)(?:{full}|(?P<m2>\d{{1,2}}){month}(?P<d2>\d{{1,2}})(?:{day}))(?!\d|{month})", re.ASCII
        ),
        "month": re.compile(
            rf"(?<!\d)(?P<y>20\d\d)(?:{year}|[-./])(?P<m>\d{{1,2}})(?:{month})?(?![\d{words.words()['around']['month']}./-]|{parts}|{joins}|{months[-1]}(?:{parts}|{joins}))",
            re.ASCII,
        ),
    }


def timed_pattern() -> str:
    """Return the pattern of a full date and a time of 24 hours, in the words that every engine of patterns has."""
    table = words.words()["around"]
    signs = {name: re.escape(words.fold(table[name])) for name in ("year", "month", "minute", "second")}
    day, hour = ("|".join(re.escape(words.fold(word)) for word in table[name]) for name in ("day", "hour"))
    date_part, clock = _FULL.format(**signs), _CLOCK.format(hour=hour, **signs)
    return rf"{date_part}(?:(?:(?:{day})[t ]*|[t ]+){clock}|(?:{day})?)"


def moment(text: str | None, hint: date | None = None, epoch: datetime = EPOCH) -> datetime | None:
    """Read a date, with or without a time of day; None where it is none.

    hint: a day near the year left out; epoch: day nought of the workbook's serial days.
    """
    if text is None:
        return None
    plain = _weekdays().sub(" ", words.half_width(text).lower()).strip()
    if re.fullmatch(r"[0-9]{5}(\.[0-9]+)?", plain):
        return _serial(float(plain), epoch)
    folded = _in_digits(words.fold(plain))
    if re.fullmatch(r"\d+", folded) and re.fullmatch(r"\d+", plain) is None:
        return None
    for name in ("full", "short", "compact"):
        match = _patterns()[name].fullmatch(plain) or _patterns()[name].fullmatch(folded)
        if match:
            return _moment(match.groupdict(), hint)
    return None


@cache
def _weekdays() -> re.Pattern[str]:
    listed = "|".join(words.words()["around"]["weekdays"])
    return re.compile(rf" *\(? *(?:{listed}) *\)? *")


def day(text: str | None, hint: date | None = None) -> date | None:
    """Read a date; a time of day is dropped."""
    found = moment(text, hint)
    return None if found is None else found.date()


def _serial(number: float, epoch: datetime) -> datetime | None:
    if not FIRST_SERIAL <= number + (epoch - EPOCH).days <= LAST_SERIAL + 1:
        return None
    # serials are fractions of days: half a second is lost in them, so round to whole seconds
    return epoch + timedelta(seconds=round(number * 86400))


def _moment(parts: dict[str, str | None], hint: date | None) -> datetime | None:
    month, of_month = int(parts["m"] or 0), int(parts["d"] or 0)
    try:
        on = date(int(parts["y"] or 0), month, of_month) if parts.get("y") else _nearest(month, of_month, hint)
        if on is None or on.year < FIRST_YEAR:
            return None
        hours = int(parts.get("hh") or 0)
        if parts.get("noon"):
            hours = _of_24(hours, str(parts["noon"]))
        return datetime.combine(on, time(hours, int(parts.get("mm") or 0), int(parts.get("ss") or 0)))
    except ValueError:
        return None


def _of_24(hours: int, noon: str) -> int:
    """Turn an hour of half a day into one of a day; ValueError where the two contradict or nobody knows.

    Some programs write half past midnight as 上午12:30, and 晚上12点 is midnight, of which day is open.
    """
    if noon in words.folded("around", "afternoon"):
        if hours == 12 and noon in words.folded("around", "night"):
            raise ValueError(noon)
        return hours + 12 if hours < 12 else hours
    if hours >= 12:
        raise ValueError(noon)
    return hours


def _nearest(month: int, of_month: int, hint: date | None) -> date | None:
    if hint is None:
        return None
    years = (hint.year - 1, hint.year, hint.year + 1)
    found = [date(year, month, of_month) for year in years if not (month == 2 and of_month == 29 and year % 4)]
    return min(found, key=lambda candidate: abs((candidate - hint).days), default=None)


def week(text: str | None, hint: date | None = None) -> str | None:
    """Read a cell of a week column: `2026-W47`, `2026年第47周`, `第47周`, a range or any day of the week."""
    if text is None or not words.fold(text):
        return None
    found = weeks_in(text, hint)
    if found:
        return found[0].period_id if len({item.period_id for item in found}) == 1 else None
    on = day(text, hint)
    return None if on is None else periods.period_of(on)


def weeks_in(text: str, hint: date | None = None) -> list[Found]:
    """Find the weeks that a title, a line or a file name speaks of, the strongest kind of statement first.

    `2026年第47周`; `11月16日至22日`; `截至2026年11月22日`; `2026年11月`; after `填报日期` a date is of kind filled.
    """
    plain = _in_digits(words.fold(text))
    filled = _labelled(plain, "fill_labels")
    for named in (_named_weeks, _ranges, _dates, _months):
        found = named(plain, hint)
        if filled is not None:
            found = [
                Found(item.period_id, "filled", item.exact, item.text) if plain.find(item.text) >= filled else item
                for item in found
            ]
        if found:
            return found
    return []


def _in_digits(plain: str) -> str:
    """Write the Chinese numerals before year, month, day and week in digits: 二〇二六年第四十五周 -> 2026年第45周."""
    around, digits = words.words()["around"], words.words()["numbers"]["digits"]
    signs = "".join((*digits, *words.words()["numbers"]["tens"]))
    year, ends = around["year"], "|".join((around["month"], *around["day"], around["week"]))
    years = re.compile(rf"[{''.join(digits)}]{{4}}(?={year})")
    plain = years.sub(lambda found: "".join(str(digits[sign]) for sign in found[0]), plain)

    def number(found: re.Match[str]) -> str:
        value = clean.chinese_numeral(found[0])
        return found[0] if value is None else str(value)

    return re.sub(rf"[{signs}]+(?={ends})", number, plain)


def _labelled(plain: str, labels: str) -> int | None:
    places = [plain.find(words.fold(label)) for label in words.words()["around"][labels]]
    return min((place for place in places if place >= 0), default=None)


def _named_weeks(plain: str, hint: date | None) -> list[Found]:
    found = []
    for match in _patterns()["week"].finditer(plain):
        period = _iso(int(match["y"]), int(match["w"]))
        if period:
            found.append(Found(period, "week", True, match[0]))
    if not found and hint is not None:
        for match in _patterns()["bare_week"].finditer(plain):
            near = [_iso(year, int(match["w"])) for year in (hint.year - 1, hint.year, hint.year + 1)]
            best = min(
                (item for item in near if item),
                key=lambda item: abs((periods.start_of(item) - hint).days),
                default=None,
            )
            if best:
                found.append(Found(best, "week", True, match[0]))
    return found


def _iso(year: int, number: int) -> str | None:
    period = f"{year}-W{number:02d}"
    try:
        periods.start_of(period)
    except ValueError:
        return None
    return period


def _ranges(plain: str, hint: date | None) -> list[Found]:
    found = []
    for match in _patterns()["range"].finditer(plain):
        first = day(match["from"], hint)
        last = _range_end(match["to"], first) if first else None
        if first is None or last is None or last < first:
            continue
        exact = first.isoweekday() == 1 and (last - first).days == 6
        if periods.period_of(first) == periods.period_of(last):
            found.append(Found(periods.period_of(last), "range", exact, match[0]))
        else:
            found.append(Found(periods.period_of(last), "long_range", False, match[0]))
    return found


def _range_end(text: str, first: date) -> date | None:
    bare = re.match(r"(\d{1,2})\D*$", text)
    if bare:
        try:
            return first.replace(day=int(bare[1]))
        except ValueError:
            return None
    return day(text, first)


def _dates(plain: str, hint: date | None) -> list[Found]:
    found = []
    as_of = _labelled(plain, "as_of_labels")
    for match in _patterns()["date"].finditer(plain):
        on = day(match[0], hint)
        if on is not None:
            kind = "as_of" if as_of is not None and match.start() >= as_of else "date"
            exact = kind != "as_of" or on.isoweekday() == 7
            found.append(Found(periods.period_of(on), kind, exact, match[0]))
    compact = re.findall(r"(?<!\d)(20\d\d)-?(\d\d)-?(\d\d)(?!\d)", plain)
    for year, month, of_month in compact:
        on = day(f"{year}-{month}-{of_month}")
        if on is not None and not found:
            found.append(Found(periods.period_of(on), "date", True, plain))
    return found


def _months(plain: str, _hint: date | None) -> list[Found]:
    found = []
    for match in _patterns()["month"].finditer(plain):
        year, month = int(match["y"]), int(match["m"])
        if 1 <= month <= 12:
            last = (date(year + month // 12, month % 12 + 1, 1)) - timedelta(days=1)
            found.append(Found(periods.period_of(last - timedelta(days=6)), "month", False, match[0]))
    return found
