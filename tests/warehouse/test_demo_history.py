"""The made-up city's split, merge, move and rename: sums before and after agree, nothing is counted twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import polars as pl
import pytest

from warehouse import connect
from warehouse.queries import as_they_are, base, figures
from warehouse.store import Store

KEYS = ["indicator_id", "period_id"]


class Demo(NamedTuple):
    """A version's connection, its weeks and its indicators, and the week (0 = first) from which each change holds."""

    con: base.Connection
    weeks: list[str]
    indicators: list[str]
    changes: dict[str, tuple[list[str], list[str], int]]

    def was(self, *units: str) -> pl.DataFrame:
        frame = figures.series(self.con, list(units), self.indicators, self.weeks[0], self.weeks[-1], 0)
        return summed(frame)

    def now(self, *units: str) -> pl.DataFrame:
        first, last = self.weeks[0], self.weeks[-1]
        return summed(
            pl.concat([as_they_are.series(self.con, unit, self.indicators, first, last, 0) for unit in units])
        )

    def parts(self, parent: str) -> list[str]:
        return self.ids(f"SELECT org_unit_id FROM dim_org_unit WHERE parent_id = '{parent}'")

    def parent(self, unit: str) -> str:
        return self.ids(f"SELECT parent_id FROM dim_org_unit WHERE org_unit_id = '{unit}'")[0]

    def streets_by_moves(self, community: str, new: str) -> list[str]:
        """Return the streets, other than the new one, whose ground has changed by the community."""
        streets = self.parts(self.parent(new))
        return [unit for unit in streets if unit != new and as_they_are.moved(self.con, unit) == [community]]

    def ids(self, text: str) -> list[str]:
        return [str(row[0]) for row in self.con.sql(text).fetchall()]


def summed(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the sums of both sides by indicator and week; null where nobody said anything."""
    sides = [
        pl.when(pl.col(side).is_not_null().any()).then(pl.col(side).sum().round(3)).alias(side)
        for side in ("numerator", "denominator", "expected_units", "reported_units")
    ]
    return frame.group_by(KEYS).agg(sides).drop_nulls("numerator").sort(KEYS)


@pytest.fixture(scope="module")
def demo(demo_store: Store) -> Iterator[Demo]:
    with connect.reader(demo_store, str(demo_store.current())) as con:
        weeks = [str(row[0]) for row in con.sql("SELECT period_id FROM dim_period ORDER BY start_date").fetchall()]
        days = con.sql("SELECT start_date FROM dim_period ORDER BY start_date").fetchall()
        indicators = [str(row[0]) for row in con.sql("SELECT indicator_id FROM dim_indicator").fetchall()]
        rows = con.sql("SELECT from_id, to_id, date, kind FROM org_unit_change ORDER BY to_id").fetchall()
        changes = {}
        for kind in ("split", "merge", "move"):
            of_kind = [row for row in rows if row[3] == kind]
            at = days.index((of_kind[0][2],))
            changes[kind] = (sorted({row[0] for row in of_kind}), [row[1] for row in of_kind], at)
        yield Demo(con, weeks, indicators, changes)


def of(frame: pl.DataFrame, indicator: str, week: str) -> float:
    return float(frame.filter(indicator_id=indicator, period_id=week)["numerator"].item())


def test_each_kind_of_change_is_there_once(demo: Demo) -> None:
    assert {kind: (len(old), len(new)) for kind, (old, new, _) in demo.changes.items()} == {
        "split": (1, 2), "merge": (1, 1), "move": (1, 1),
    }  # fmt: skip
    renamed = demo.ids("SELECT org_unit_id FROM dim_org_unit_name GROUP BY ALL HAVING COUNT(DISTINCT name) > 1")
    assert len(renamed) == 1
    assert demo.now(*renamed).equals(demo.was(*renamed))


def test_the_city_and_every_district_are_what_they_were(demo: Demo) -> None:
    city = demo.ids("SELECT org_unit_id FROM dim_org_unit WHERE level = 'city'")[0]
    assert demo.now(city).equals(demo.was(city))
    for district in demo.parts(city):
        assert demo.now(district).equals(demo.was(district)), district


def test_a_community_that_moved_takes_its_past_from_one_street_to_the_other(demo: Demo) -> None:
    [community], _, at = demo.changes["move"]
    new = demo.parent(community)
    [old] = demo.streets_by_moves(community, new)
    assert demo.now(old, new).equals(demo.was(old, new))
    steady = [unit for unit in demo.parts(demo.parent(new)) if unit not in (old, new)]
    assert all(as_they_are.moved(demo.con, unit) == [] for unit in steady)
    own, gone, come = demo.was(community), demo.was(old), demo.was(new)
    before, after = demo.weeks[at - 1], demo.weeks[at]
    for indicator in ("estates", "households", "volunteers", "members_resident", "branches"):
        here = of(own, indicator, before)
        assert here > 0
        assert of(demo.now(old), indicator, before) == of(gone, indicator, before) - here
        assert of(demo.now(new), indicator, before) == of(come, indicator, before) + here
    for unit in (old, new):
        late = pl.col("period_id") >= after
        assert demo.now(unit).filter(late).equals(demo.was(unit).filter(late))


def test_an_estate_that_went_on_in_another_is_counted_there(demo: Demo) -> None:
    [old], [into], at = demo.changes["merge"]
    community = demo.parent(into)
    assert demo.now(community).equals(demo.was(community))
    early = pl.col("period_id") < demo.weeks[at]
    assert demo.now(into).filter(early).equals(demo.was(old, into).filter(early))
    assert demo.was(old).filter(~early).is_empty()
    before, after = demo.weeks[at - 1], demo.weeks[at]
    households = demo.was(community)
    assert of(households, "households", before) == of(households, "households", after)
    assert of(households, "estates", before) == of(households, "estates", after) + 1
    assert of(demo.was(into), "households", after) == of(demo.now(into), "households", before)


def test_an_estate_that_was_split_goes_on_in_two(demo: Demo) -> None:
    [old], new, at = demo.changes["split"]
    before, after = demo.weeks[at - 1], demo.weeks[at]
    assert of(demo.was(old), "households", before) == of(demo.was(*new), "households", after)
    assert demo.was(old).filter(pl.col("period_id") >= after).is_empty()
    assert demo.was(*new).filter(pl.col("period_id") < after).is_empty()
    community = demo.parent(new[0])
    assert demo.now(community).equals(demo.was(community))
