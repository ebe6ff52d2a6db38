"""The terms of the glossary, made from a version's catalogue: what is searched, and what is shown of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from dashboard.formats import number, value_text
from dashboard.i18n import Words, mark
from dashboard.labels import LEVELS, label

ROWS = "rows:"
MEASURES = {"stock": mark("stock: holds until stated anew"), "flow": mark("flow: of the week")}
DIRECTIONS = {"up": mark("more is better"), "down": mark("less is better"), "band": mark("a band is healthy")}
UNITS = {
    "share": mark("per cent"),
    "per_1000_households": mark("per 1,000 households"),
    "households": mark("households"),
    "minutes": mark("minutes"),
    "hours": mark("hours"),
    "points": mark("points"),
    "m2": mark("square metres"),
    "count": mark("a number"),
}
QUALIFIERS = {"at_least": mark("at least {value}"), "approx": mark("about {value}"), "exact": "{value}"}


@dataclass(frozen=True)
class Published:
    """One published figure: where, when, how much. apart: of another span or level, not to be set beside."""

    place: str
    as_of: str
    text: str
    apart: bool
    note: str


@dataclass(frozen=True)
class Term:
    """One indicator as the glossary shows it. unit, measure, better, goal: in words; formula: its two sides."""

    key: str
    section: int
    section_name: str
    name: str
    other_name: str
    definition: str
    numerator: str
    denominator: str
    unit: str
    measure: str
    better: str
    goal: str
    reported: str
    sources: tuple[str, ...]
    caveat: str
    published: tuple[Published, ...]

    def holds(self, wanted: str) -> bool:
        """Say whether every word of a search stands in its names, id, definition, formula or caveat."""
        everything = (self.key, self.name, self.other_name, self.definition, self.numerator, self.denominator,
                      self.caveat, self.section_name)  # fmt: skip
        text = " ".join(everything).casefold()
        return all(word in text for word in wanted.casefold().split())


def terms(
    indicators: pl.DataFrame, elements: pl.DataFrame, figures: pl.DataFrame, data_sets: dict[str, str],
    lang: str, _: Words,
) -> list[Term]:  # fmt: skip
    """Return the terms in the catalogue's order, in a language. data_sets: their names."""
    names = {row["data_element"]: row[f"name_{lang}"] for row in elements.iter_rows(named=True)}
    published: dict[str, list[dict[str, Any]]] = {}
    for row in figures.iter_rows(named=True):
        published.setdefault(row["indicator_id"], []).append(row)
    return [
        _term(row, names, published.get(row["indicator_id"], []), data_sets, lang, _)
        for row in indicators.iter_rows(named=True)
    ]


def _term(
    row: dict[str, Any], names: dict[str, str], published: list[dict[str, Any]], data_sets: dict[str, str],
    lang: str, _: Words,
) -> Term:  # fmt: skip
    other = "en" if lang == "zh" else "zh"
    note, caveat = ("note", "caveat") if lang == "zh" else ("note_en", "caveat_en")
    level = label(LEVELS, row["level"], _) if row["level"] else ""
    home = data_sets.get(row["data_set_id"], row["data_set_id"])
    return Term(
        key=row["indicator_id"],
        section=row["section"] or 0,
        section_name=row[f"section_{lang}"] or "",
        name=row[f"name_{lang}"],
        other_name=row[f"name_{other}"],
        definition=row[note] or "",
        numerator=side(row["numerator"], names, _),
        denominator=side(row["denominator"] or "", names, _),
        unit=label(UNITS, row["unit"], _),
        measure=label(MEASURES, row["measure"], _),
        better=label(DIRECTIONS, row["direction"], _) if row["direction"] in DIRECTIONS else "",
        goal=goal(row, lang, _),
        reported=" · ".join(part for part in (home, level, _("optional") if row["optional"] else "") if part),
        sources=tuple((row[f"sources_{lang}"] or "").splitlines()),
        caveat=row[caveat] or "",
        published=tuple(_published(item, row["unit"], lang, _) for item in published),
    )


def side(written: str, names: dict[str, str], _: Words) -> str:
    """Write one side of a formula in words: elements by their names, a divisor behind a division sign."""
    summed, slash, divisor = written.partition(" / ")
    parts = []
    for word in summed.split():
        sign = "−" if word == "-" or (word.startswith("-") and len(word) > 1) else "+"
        if word in ("+", "-"):
            parts.append(sign)
            continue
        key = word.lstrip("-")
        name = names.get(key.removeprefix(ROWS), key.removeprefix(ROWS))
        name = _("number of rows that state “{name}”").format(name=name) if key.startswith(ROWS) else name
        parts.append(f"− {name}" if word.startswith("-") else name)
    return " ".join(parts) + (f" ÷ {number(float(divisor))}" if slash else "")


def goal(row: dict[str, Any], lang: str, _: Words) -> str:
    """Write a target or healthy band in words, "" where there is none."""
    low, high = (
        None if row[name] is None else value_text(row[name], row["unit"], lang, _)
        for name in ("target_low", "target_high")
    )
    if low and high:
        return _("healthy from {low} to {high}").format(low=low, high=high)
    if low:
        return _("target: at least {value}").format(value=low)
    return _("target: at most {value}").format(value=high) if high else ""


def _published(row: dict[str, Any], unit: str, lang: str, _: Words) -> Published:
    value = value_text(row["indicator_value"], unit, lang, _)
    pattern = QUALIFIERS.get(row["qualifier"], "{value}")
    said = pattern if pattern == "{value}" else _(pattern)
    return Published(row["place"], row["as_of"], said.format(value=value), not row["comparable"], row["note"] or "")
