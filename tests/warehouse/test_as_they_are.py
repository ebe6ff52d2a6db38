"""History of units: as they were, and over the ground that they cover today."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.warehouse.small import REGISTER, Sent, load, make, week
from warehouse import periods
from warehouse.build import publish
from warehouse.queries import as_they_are, base, figures
from warehouse.store import Store


def moving_city(root: Path) -> Store:
    """Return a city where in the third week A12 moves to B1, E4 is merged into E1, and E2 is split into E5 and E6."""
    day, eve = periods.start_of(week(3)).isoformat(), periods.end_of(week(2)).isoformat()
    lines = []
    for line in REGISTER.splitlines():
        cells = line.split(",")
        if cells[0] == "A12":
            lines += [",".join([*cells[:7], eve, *cells[8:]]), ",".join([*cells[:5], "B1", day, *cells[7:]])]
        elif cells[0] in ("E2", "E4"):
            lines.append(",".join([*cells[:7], eve, *cells[8:]]))
        else:
            lines.append(line)
    lines += [f"E5,11010105,Estate 5,,estate,A11,{day},,,,", f"E6,12010106,Estate 6,,estate,B11,{day},,,,"]
    changes = f"E4,E1,{day},merge\nE2,E5,{day},split\nE2,E6,{day},split\n"
    made = make(root, "\n".join(lines) + "\n", changes)
    for at in range(1, 5):
        sent = Sent()
        open_estates = ("E1", "E2", "E3", "E4") if at < 3 else ("E1", "E3", "E5", "E6")
        for number, unit in enumerate(open_estates):
            kind = "independent" if number % 2 == at % 2 else "none"
            sent.row(at, unit, "estates", should_have_branch=1, branch_kind=kind, branch_name=f"N{unit}")
        for unit, new in (("A11", 1), ("A12", 10), ("B11", 100)):
            sent.row(at, unit, "reporting_back", members_new=new * at)
        load(made, f"s{at}", sent)
    publish(made, reason="test")
    return made


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> base.Connection:
    store = moving_city(tmp_path_factory.mktemp("moving"))
    return base.connect(store.database(store.current() or ""))


def values(con: base.Connection, unit: str, indicator: str, *, now: bool) -> dict[int, float | None]:
    """Return week -> numerator."""
    frame = (
        as_they_are.series(con, unit, [indicator], week(1), week(4), 0)
        if now
        else figures.series(con, [unit], [indicator], week(1), week(4), 0)
    )
    return {int(row["period_id"][-2:]): row["numerator"] for row in frame.iter_rows(named=True)}


def test_a_unit_that_moved_brings_its_past_along(con: base.Connection) -> None:
    assert values(con, "A", "members_new", now=False) == {1: 11, 2: 22, 3: 3, 4: 4}
    assert values(con, "A", "members_new", now=True) == {1: 1, 2: 2, 3: 3, 4: 4}
    assert values(con, "B", "members_new", now=False) == {1: 100, 2: 200, 3: 330, 4: 440}
    assert values(con, "B1", "members_new", now=True) == {1: 110, 2: 220, 3: 330, 4: 440}


def test_what_was_merged_counts_where_it_went(con: base.Connection) -> None:
    assert values(con, "E1", "estates", now=False) == {1: 1, 2: 1, 3: 1, 4: 1}
    assert values(con, "E1", "estates", now=True) == {1: 2, 2: 2, 3: 1, 4: 1}
    assert (
        values(con, "A11", "estates", now=True)[1] == 2
    )  # E1 and what is E1 today; E2 is divided between A11 and B11


def test_what_was_split_over_two_places_counts_above_both(con: base.Connection) -> None:
    assert values(con, "C", "estates", now=True) == values(con, "C", "estates", now=False) == {1: 4, 2: 4, 3: 4, 4: 4}


def test_sums_before_and_after_agree_and_nothing_counts_twice(con: base.Connection) -> None:
    for at in (1, 2):
        districts = [values(con, unit, "members_new", now=True)[at] or 0 for unit in ("A", "B")]
        assert sum(districts) == values(con, "C", "members_new", now=True)[at]
        then = [values(con, unit, "members_new", now=False)[at] or 0 for unit in ("A", "B")]
        assert sum(districts) == sum(then)


def test_a_rate_is_summed_on_both_sides(con: base.Connection) -> None:
    frame = as_they_are.series(con, "E1", ["branch_coverage"], week(1), week(1), 0)
    assert frame.select("numerator", "denominator").row(0) == (1.0, 2.0)


def test_a_unit_without_changes_has_one_past(con: base.Connection) -> None:
    assert as_they_are.moved(con, "B11") == ["E4"]
    assert as_they_are.moved(con, "E3") == []
    assert as_they_are.moved(con, "A") == ["A12", "E2", "E4"]
    assert values(con, "E3", "estates", now=True) == values(con, "E3", "estates", now=False)
