"""The words of the demo (clerks.toml, names.csv) and the ways in which its clerks write a week."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from warehouse import periods

HERE = Path(__file__).parent
Texts = dict[str, Any]


@dataclass(frozen=True)
class Name:
    """One made-up name or part of a name; parent is its district (streets) or its style (parts of estate names)."""

    parent: str
    name: str
    name_en: str


def load() -> Texts:
    """Return clerks.toml: city, branches, bulk, tickets, clerks."""
    return tomllib.loads((HERE / "clerks.toml").read_text(encoding="utf-8"))


def names() -> dict[str, list[Name]]:
    """Return the names of names.csv by kind: district, street, community, estate_prefix, estate_suffix."""
    found: dict[str, list[Name]] = {}
    with (HERE / "names.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            found.setdefault(row["kind"], []).append(Name(row["parent"], row["name"], row["name_en"]))
    return found


def week_words(words: Texts, period: str, number: int) -> dict[str, Any]:
    """Return what a clerk may write of a week: y, w, n, monday, sunday, fill, range, dots, ymd1, m2, d2, ...

    words: the table [dates] of clerks.toml, the patterns of a date. fill is the Monday after the week.
    """
    monday, sunday = periods.start_of(period), periods.end_of(period)
    fill = sunday + timedelta(days=1)
    year, week, _ = monday.isocalendar()
    same_year = monday.year == sunday.year
    full = {
        name: words["full"].format(y=day.year, m=day.month, d=day.day)
        for name, day in (("monday", monday), ("sunday", sunday), ("fill", fill))
    }
    short = words["short"].format(m=sunday.month, d=sunday.day)
    return {
        "y": year, "w": week, "n": number, **full,
        "range": full["monday"] + words["to"] + (short if same_year else full["sunday"]),
        "range_short": words["short"].format(m=monday.month, d=monday.day) + words["to_short"] + short,
        "dots": f"{monday:%Y.%m.%d}-{sunday:%Y.%m.%d}",
        "ymd1": f"{monday:%Y%m%d}", "ymd2": f"{sunday:%Y%m%d}",
        "y2": sunday.year, "m2": sunday.month, "d2": sunday.day,
    }  # fmt: skip
