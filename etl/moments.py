"""A whole column of dates at once: a million texts in the usual forms cost a tenth of a second, not ten seconds.

Whatever is read here, `etl.dates.moment` reads alike (a test compares them); what is not, is left to it.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import cache

import polars as pl

from etl import clean, dates

FORMS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y/%m/%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M",
    "%Y-%m-%dT%H:%M:%S",
    "%Y.%m.%d %H:%M",
    "%Y-%m-%d",
    "%Y/%m/%d",
)
FIRST, LAST = datetime(dates.FIRST_YEAR, 1, 1), datetime(2099, 12, 31, 23, 59, 59)
SAMPLE, FEW = 100, 1000
SHORTEST_DAY = len("2026-1-1")
SERIAL = r"^[0-9]{5}(\.[0-9]+)?$"
_TYPE = pl.Datetime("us")


def moments(text: pl.Series, hint: date, epoch: datetime = dates.EPOCH) -> pl.Series:
    """Return the moments that texts write, null where one writes none.

    hint: a day near a year left out; epoch: day nought of the workbook's serial days.
    """
    found = _usual(text, pl.Series(text.name, [], dtype=_TYPE).extend_constant(None, text.len()))
    if _left(text, found).len() > FEW:
        text = text.str.strip_chars()
        found = _wider(text, _usual(text, found), epoch)
    rest = [item for item in _left(text, found).unique().to_list() if not clean.is_blank(item)]
    if not rest:
        return found
    read = pl.Series([dates.moment(item, hint, epoch) for item in rest], dtype=_TYPE)
    return found.fill_null(text.replace_strict(rest, read, default=None, return_dtype=_TYPE))


def _left(text: pl.Series, found: pl.Series) -> pl.Series:
    if found.null_count() == text.null_count():
        return text.clear()
    return text.filter(found.is_null() & text.is_not_null())


def _usual(text: pl.Series, found: pl.Series) -> pl.Series:
    """Read the forms of which a sample has any, the commonest first."""
    left = _left(text, found)
    sample = left.gather_every(max(left.len() // SAMPLE, 1))
    hits = {form: int(sample.str.to_datetime(form, strict=False).is_not_null().sum()) for form in FORMS}
    for form in sorted((form for form in FORMS if hits[form]), key=lambda form: -hits[form]):
        if found.null_count() == text.null_count():
            break
        stamps = text.str.to_datetime(form, strict=False, time_unit="us")
        # `26-11-3` would be a day of the year 26; and a year may have a sign there
        known = stamps.is_between(FIRST, LAST) & ~text.str.starts_with("+")
        if " " in form:  # a space of the form matches none too: `2026-11-110:05` would be the 11th
            known &= (text.str.find(" ", literal=True) >= SHORTEST_DAY).fill_null(False)
        if known.sum() < stamps.len() - stamps.null_count():
            stamps = pl.select(pl.when(known).then(stamps)).to_series()
        found = stamps if found.null_count() == found.len() else found.fill_null(stamps)
    return found


def _wider(text: pl.Series, found: pl.Series, epoch: datetime) -> pl.Series:
    """Read full dates with the words of clerks, and the workbook program's serial days."""
    frame = pl.DataFrame({"text": text, "found": found})
    parts = pl.col("text").str.extract_groups(_full())
    year, month, day = (parts.struct.field(name) for name in ("y", "m", "d"))
    clock = {name: parts.struct.field(name).cast(pl.Int32).fill_null(0) for name in ("hh", "mm", "ss")}
    days = pl.concat_str(year, month, day, separator="-").str.to_date("%Y-%m-%d", strict=False)
    fits = (clock["hh"] < 24) & (clock["mm"] < 60) & (clock["ss"] < 60)
    seconds = clock["hh"] * 3600 + clock["mm"] * 60 + clock["ss"]
    fits = fits & (days.dt.year() >= dates.FIRST_YEAR)
    written = pl.when(fits).then(days.cast(_TYPE) + pl.duration(seconds=seconds))
    serial = pl.when(pl.col("text").str.contains(SERIAL)).then(pl.col("text")).cast(pl.Float64)
    inside = (serial + (epoch - dates.EPOCH).days).is_between(dates.FIRST_SERIAL, dates.LAST_SERIAL + 1)
    since = pl.duration(seconds=(serial * 86400).round(mode="half_to_even").cast(pl.Int64))
    counted = pl.when(inside).then(pl.lit(epoch).cast(_TYPE) + since)
    return frame.select(pl.coalesce("found", written, counted).alias(text.name)).to_series()


@cache
def _full() -> str:
    """Return the pattern of a date with its year, as polars' engine has it: without full-width digits."""
    return rf"^(?i:{dates.timed_pattern().replace(chr(92) + 'd', '[0-9]')})$"
