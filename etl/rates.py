"""Columns of rates: never stored, since rates are worked out from counts, but held against the counts of their row.

`72%`, `72`, `0.72` and `七成二` are one rate; how many digits are written says how exact it is.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import Any

import polars as pl

from etl import clean, issues, units, words
from etl.headers import Column
from etl.issues import issue
from etl.report import plain_number
from etl.values import Typed

FINEST = Decimal("0.0001")  # the least by which a fraction may be off
WHOLE = Decimal("0.005")
PERCENT = 100
DIFFERS = {issues.ERROR: "rate-differs", issues.WARNING: "rate-otherwise"}
_NUMBER = re.compile(r"\d+(\.\d+)?")

Range = tuple[Decimal, Decimal]


@cache
def _pairs() -> list[tuple[frozenset[str], str, str]]:
    """Return (headers, part, whole) of each rate that is known."""
    found = []
    for form in words.forms().values():
        for rate in form.get("rates", []):
            found.append(
                (frozenset(words.fold_header(text) for text in rate["headers"]), rate["part"], rate["whole"])
            )
    return found


def check(typed: Typed, severity: str) -> None:
    """Hold each rate against the counts of its row; note the columns that nothing can be held against.

    severity: of a rate that differs (error, warning), since a city may work a rate out otherwise.
    """
    unchecked = []
    for column in typed.table.rates:
        sides = _sides(typed, column)
        if sides is None:
            unchecked += [column] if units.is_rate(column.header) or column.is_element else []
        else:
            _compare(typed, column, *sides, DIFFERS[severity])
    if unchecked:
        shown = ", ".join(f"{column.letters} {column.header}" for column in unchecked[:10])
        typed.report.add(issue("rates-left-out", sheet=typed.table.name, columns=shown))


def _sides(typed: Typed, column: Column) -> tuple[Column, Column] | None:
    """Return the columns of part and whole of a rate where the table has both."""
    fields = {item.field: item for item in typed.table.elements() if item.category == column.category}
    plain = words.fold_header(words.without_number(column.header))
    names = {plain, words.without_brackets(plain)[0]}
    for headers, part, whole in _pairs():
        meant = names & headers or column.field == part
        if meant and part in fields and whole in fields:
            return fields[part], fields[whole]
    return None


def _compare(typed: Typed, column: Column, part: Column, whole: Column, code: str) -> None:
    percent = units.is_share((column.header,))
    small, large = pl.col(f"v_{part.name}"), pl.col(f"v_{whole.name}")
    exact = pl.col(f"q_{part.name}").is_null() & pl.col(f"q_{whole.name}").is_null()
    rows = typed.data.filter(pl.col(column.name).is_not_null() & small.is_not_null() & (large > 0) & exact)
    rows = rows.select("row", value=pl.col(column.name), part=small, whole=large)
    known = {text: fractions(text, percent=percent) for text in rows["value"].unique().to_list()}
    shares = [(known[text], part_ / whole_, row) for row, text, part_, whole_ in rows.rows()]
    wrong = [row for ranges, share, row in shares if not _agrees(ranges, share)]
    names = {name: issues.field_name(side.field) for name, side in (("part", part), ("whole", whole))}

    def details(item: dict[str, Any]) -> dict[str, Any]:
        shown = {name: plain_number(item[name]) for name in names}
        said = {f"{name}_{lang}": texts[lang == "en"] for name, texts in names.items() for lang in ("zh", "en")}
        share = plain_number(round(item["part"] / item["whole"] * PERCENT, 2))
        return {**shown, **said, "share": share, "header": column.header}

    at_fault = rows.filter(pl.col("row").is_in(wrong))
    typed.report.rows(code, at_fault, column, details)


def _agrees(ranges: list[Range], share: Decimal) -> bool:
    """Say whether a share lies in one of the ranges; what is no rate at all says nothing."""
    return not ranges or any(low <= share <= high for low, high in ranges)


def fractions(text: str, *, percent: bool = False) -> list[Range]:
    """Return the ranges of fractions that a text may mean: `72%` 0.71 to 0.73, `0.72` that or a hundredth of it.

    percent: the header says that it is percent. Empty for what is no rate, an estimate or blank.
    """
    plain = words.fold(text)
    signs = words.words()["rates"]
    for sign in signs["percent"]:
        if plain.endswith(sign) or (plain.startswith(sign) and not sign.isascii()):
            return _range(_decimal(plain.removesuffix(sign).removeprefix(sign)), percent=True)
    tenths = _tenths(plain, signs["tenths"], signs["half"])
    if tenths is not None:
        return [tenths]
    found = _range(_decimal(plain), percent=True)
    return found if percent else [*_range(_decimal(plain), percent=False), *found]


def _decimal(text: str) -> str | None:
    """Return a number as it is written in digits: a Chinese numeral too, `七十二`."""
    if _NUMBER.fullmatch(text):
        return text
    numeral = clean.chinese_numeral(text)
    return None if numeral is None else str(numeral)


def _range(text: str | None, *, percent: bool) -> list[Range]:
    if text is None:
        return []
    digits = len(text.partition(".")[2])
    step = Decimal(1).scaleb(-digits)  # some round, some cut off
    if percent:
        step = max(step / PERCENT, FINEST)
        return [(Decimal(text) / PERCENT - step, Decimal(text) / PERCENT + step)]
    step = max(step, FINEST) if digits else WHOLE
    return [(Decimal(text) - step, Decimal(text) + step)]


def _tenths(plain: str, sign: str, half: str) -> Range | None:
    """Read `七成`, `七成二`, `7成5`, `七成半`."""
    before, found, after = plain.partition(sign)
    one = _decimal(before)
    two = "5" if after == half else _decimal(after) if after else "0"
    if not found or one is None or two is None or len(two) > 1:
        return None
    value = Decimal(one) / 10 + Decimal(two) / 100
    step = Decimal("0.01") if after else Decimal("0.1")
    return value - step, value + step


def report_shares(typed: Typed) -> None:
    """Hold back every figure of a column of counts in which most are shares: the 1 below 0.72 is 100 %, no count."""
    for column in typed.table.elements():
        element = words.elements()[column.field]
        if element.type != "count" or f"v_{column.name}" not in typed.data.columns:
            continue
        value = pl.col(f"v_{column.name}")
        unread = typed.data.filter(value.is_null() & pl.col(column.name).is_not_null())[column.name].to_list()
        shares = sum(_is_share(text) for text in unread)
        read = typed.data.filter(value.is_not_null())
        if shares * 2 >= len(unread) + read.height > 0:
            typed.report.rows("share-as-count", read.select("row", pl.col(column.name).alias("value")), column)


def _is_share(text: str) -> bool:
    plain = words.fold(text)
    if any(plain.endswith(sign) for sign in words.words()["rates"]["percent"]):
        return True
    return _NUMBER.fullmatch(plain) is not None and 0 < Decimal(plain) < 1
