"""What loading moves, in a leader's terms: "coverage of the city 91.2 % → 90.6 %, because of 14 estates fewer here".

A rate's move is split among the districts so that the shares add up to it: with R the old rate of the city and D its
new denominator, a district adds (change of its numerator - R × change of its denominator) / D.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from etl import words
from etl.results import CheckResult
from etl.says import decimal, say, week_name
from warehouse import facts, inputs, periods, register
from warehouse.catalogue import element_of
from warehouse.queries import base, effects
from warehouse.store import Store

SHOWN = 5
CAUSES = 2
WORTH_NAMING = 0.15  # of all that moved the same way
SHARE_WEIGHT = 10.0  # one point of a share is as much as ten per cent of a count

Parts = tuple[float | None, float | None]  # numerator, denominator
NONE: Parts = (None, None)


@dataclass(frozen=True)
class Move:
    """One indicator of the city between two states, and of each district.

    missing: districts that had a figure before and have none now; the city is then compared without them.
    """

    indicator: str
    week: str
    before: Parts
    after: Parts
    districts: dict[str, tuple[Parts, Parts]]
    missing: int = 0

    @property
    def weight(self) -> float:
        """Return how much of a move it is, to put the largest first."""
        old, new = value(self.before), value(self.after)
        if old is None or new is None:
            return float("inf")
        if self.before[1] is not None and 0 <= old <= 1 and 0 <= new <= 1:
            return abs(new - old) * SHARE_WEIGHT
        return abs(new - old) / max(abs(old), 1.0)


def value(parts: Parts) -> float | None:
    """Return numerator / denominator, the numerator of a count, None where there is none."""
    top, bottom = parts
    if top is None or bottom == 0:
        return None
    return top if bottom is None else top / bottom


def lines(store: Store, result: CheckResult, lang: str) -> list[str]:
    """Return a few sentences on what a check or refresh moves: the largest moves of the city's main indicators."""
    return list(_Teller(store, lang).tell(result.effect)) if result.effect else []


class _Teller:
    """Says moves in one language."""

    def __init__(self, store: Store, lang: str) -> None:
        self.store, self.lang = store, lang
        self.catalogue = inputs.of_store(store).catalogue
        self.units = register.load(store.org_units, store.org_unit_changes).newest
        self.city = next((unit for unit, row in self.units.items() if row.parent_id not in self.units), "")
        self.main = [name for name in words.words()["effect"]["main"] if name in self.catalogue.described]

    def tell(self, effect: list[dict[str, Any]]) -> Iterator[str]:
        """Give the sentences: of the newest week against the one before, then of figures that stood already."""
        fresh = [row for row in effect if row["before"] is None]
        restated = [row for row in effect if row["before"] is not None]
        newest = max((row["period_id"] for row in fresh), default=None)
        if newest is not None:
            yield from self._week(newest, fresh, effect)
        weeks = sorted({row["period_id"] for row in restated}, reverse=True)
        for week in weeks[:1]:
            rows = [row for row in restated if row["period_id"] == week]
            parts = {_key(row): (_parts(row, "before"), _parts(row, "after")) for row in rows}
            yield from self._said("restated", week, self._moves(week, parts))

    def _week(self, week: str, fresh: list[dict[str, Any]], effect: list[dict[str, Any]]) -> Iterator[str]:
        """Compare a week that has figures only now with the week before it."""
        earlier = self._week_before(periods.shift(week, -1), effect)
        now = [row for row in fresh if row["period_id"] == week]
        parts = {_key(row): (earlier.get(_key(row), NONE), _parts(row, "after")) for row in now}
        gone = {key: (was, NONE) for key, was in earlier.items() if key not in parts and key[1] != self.city}
        yield from self._said("new_week" if earlier else "first", week, self._moves(week, parts | gone))

    def _week_before(self, week: str, effect: list[dict[str, Any]]) -> dict[tuple[str, str], Parts]:
        found: dict[tuple[str, str], Parts] = {}
        version = self.store.current()
        if version is not None:
            con = base.connect(self.store.database(version))
            try:
                rows = effects.week_figures(con, week).with_columns(
                    pl.col("numerator", "denominator").cast(pl.Float64)
                )
            finally:
                con.close()
            found = {(row[0], row[1]): (row[2], row[3]) for row in rows.rows()}
        for row in effect:
            if row["period_id"] == week:
                # a new week's complaints are hardly resolved yet: they are compared with last week's as these stood
                ripens = self.catalogue.described.get(row["indicator_id"], {}).get("data_set_id") == facts.TICKETS
                found[_key(row)] = _parts(row, "before" if row["before"] is not None and ripens else "after")
        return found

    def _moves(self, week: str, parts: dict[tuple[str, str], tuple[Parts, Parts]]) -> list[Move]:
        moves = []
        for name in self.main:
            if (name, self.city) not in parts:
                continue
            before, after = parts[name, self.city]
            districts = {unit: both for (indicator, unit), both in parts.items() if indicator == name}
            districts.pop(self.city)
            lost = [unit for unit, (was, now) in districts.items() if was[0] is not None and now[0] is None]
            if lost and after[0] is not None:
                districts = {unit: both for unit, both in districts.items() if unit not in lost}
                before, after = (_sum([both[at] for both in districts.values()]) for at in (0, 1))
            if value(before) != value(after):
                moves.append(Move(name, week, before, after, districts, len(lost)))
        return sorted(moves, key=lambda move: -move.weight)

    def _said(self, head: str, week: str, moves: list[Move]) -> Iterator[str]:
        shown = [text for move in moves if (text := self._sentence(move))]
        if shown:
            yield say(self.lang, head, week=week_name(week, self.lang))
            yield from (f"  {text}" for text in shown[:SHOWN])
        if len(shown) > SHOWN:
            yield f"  {say(self.lang, 'and_more', n=len(shown) - SHOWN)}"

    # one sentence ---------------------------------------------------------------------------------------------------

    def _sentence(self, move: Move) -> str | None:
        entry = self.catalogue.described[move.indicator]
        unit, old, new = str(entry["unit"]), value(move.before), value(move.after)
        texts = (self._number(old, unit), self._number(new, unit))
        if texts[0] == texts[1]:
            return None  # 91.21 % and 91.24 % are the same to a reader
        change, causes = "", ""
        if old is not None and new is not None:
            size = self._number(abs(new - old), unit)
            if unit == "share":  # as a reader takes the one from the other: 98.5 % and 97.7 % are 0.8 points apart
                size = say(self.lang, "points", n=decimal(abs(round(new * 100, 1) - round(old * 100, 1)), 1))
            change = say(self.lang, "change", sign="+" if new > old else "−", size=size)
            found = say(self.lang, "join_causes").join(self._causes(move, new - old))
            causes = say(self.lang, "because", causes=found) if found else ""
            causes += say(self.lang, "like_for_like", n=move.missing) if move.missing else ""
        return say(
            self.lang, "moved", city=self._words("city"), name=str(entry[f"name_{self.lang}"]), before=texts[0],
            after=texts[1], change=change, because=causes,
        )  # fmt: skip

    def _words(self, name: str) -> str:
        return say(self.lang, name)

    def _number(self, number: float | None, unit: str) -> str:
        if number is None:
            return self._words("none")
        if unit == "share":
            return f"{decimal(number * 100, 1)}%"
        return decimal(number, 2 if unit == "per_1000_households" else 1 if unit == "households" else 0)

    def _causes(self, move: Move, change: float) -> Iterator[str]:
        """Name the districts that moved the figure its way, the strongest first, with what changed there."""
        shares = {unit: _share(move, *both) for unit, both in move.districts.items()}
        same = {unit: share for unit, share in shares.items() if share * change > 0}
        whole = sum(abs(share) for share in same.values())
        for unit in sorted(same, key=lambda unit: -abs(same[unit]))[:CAUSES]:
            if abs(same[unit]) >= WORTH_NAMING * whole:
                yield say(self.lang, "cause", unit=self._unit(unit), changes=self._changes(move, unit))

    def _unit(self, unit: str) -> str:
        row = self.units.get(unit)
        if row is None:
            return unit
        return row.name_en if self.lang == "en" and row.name_en else row.name

    def _changes(self, move: Move, unit: str) -> str:
        before, after = move.districts[unit]
        if after[0] is None or before[0] is None:
            return self._words("not_submitted" if after[0] is None else "newly_submitted")
        entry = self.catalogue.described[move.indicator]
        said = []
        for at, part in enumerate(("numerator", "denominator")):
            delta = (after[at] or 0) - (before[at] or 0)
            if delta:
                scale = entry.get("denominator_scale", 1) if at else 1
                size = decimal(abs(delta) * scale, 0 if delta * scale == int(delta * scale) else 1)
                said.append(say(self.lang, "more" if delta > 0 else "less", name=self._side(entry, part), n=size))
        return say(self.lang, "join_changes").join(said)

    def _side(self, entry: dict[str, Any], part: str) -> str:
        terms = entry[part]
        if len(terms) != 1 or element_of(terms[0]) not in words.elements():
            return str(entry[f"name_{self.lang}"]) if not entry["denominator"] else self._words(part)
        element = words.elements()[element_of(terms[0])]
        return element.name_en if self.lang == "en" else element.name_zh


def _key(row: dict[str, Any]) -> tuple[str, str]:
    return row["indicator_id"], row["org_unit_id"]


def _parts(row: dict[str, Any], side: str) -> Parts:
    return row[f"numerator_{side}"], row[f"denominator_{side}"]


def _sum(parts: list[Parts]) -> Parts:
    tops, bottoms = ([item[at] for item in parts if item[at] is not None] for at in (0, 1))
    return (sum(tops) if tops else None, sum(bottoms) if bottoms else None)  # type: ignore[arg-type]


def _share(move: Move, before: Parts, after: Parts) -> float:
    """Return what a district adds to the move of the city's figure."""
    top = (after[0] or 0) - (before[0] or 0)
    if move.after[1] is None:
        return top
    old = value(move.before) or 0
    return (top - old * ((after[1] or 0) - (before[1] or 0))) / move.after[1] if move.after[1] else 0.0
