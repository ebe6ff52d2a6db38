"""What is the case in the made-up city, week by week, and what its districts send of it.

A table holds, for each data element, the number (unit, week) that is the case and whether it is sent. Choices are
numbers here: branch kind 0 none, 1 independent, 2 joint, 3 functional; owners' committee 0 none, 1 forming, 2 formed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np

from etl.demo import curves
from etl.demo.city import Bools, City, Floats, Ints
from warehouse import periods

NONE, INDEPENDENT, JOINT, FUNCTIONAL = range(4)
RECENT = 4  # the last weeks, which come as workbooks
LAST_SURE = 8  # in the last so many weeks no district misses a week by chance


@dataclass
class Table:
    """One data set: values and sent by data element, each (unit, week)."""

    values: dict[str, Ints] = field(default_factory=dict)
    sent: dict[str, Bools] = field(default_factory=dict)

    def put(self, element: str, values: Ints, sent: Bools) -> None:
        """Add a data element."""
        self.values[element] = values
        self.sent[element] = sent


@dataclass(frozen=True)
class Reports:
    """sent: (district, week), whether anything came; arrival: when it came, in the city's own time."""

    sent: Bools
    arrival: list[list[datetime]]


@dataclass(frozen=True)
class Estates:
    """The estates' table, and which branch (group) serves each estate. seat: of each group its estate, else -1."""

    table: Table
    group: Ints
    seat: Ints
    kind_of_group: Ints


def reports(rng: np.random.Generator, city: City) -> Reports:
    """Return which weekly reports come, and when: one district mostly late, one no longer."""
    number, weeks = len(city.districts), len(city.weeks)
    sent = ~curves.chance(rng, (number, weeks), 0.012)
    sent[:, 0] = True
    sent[:, max(0, weeks - LAST_SURE) :] = True
    sent[city.events.stopped, city.events.stop_week :] = False
    late = curves.chance(rng, (number, weeks), 0.03)
    late[:, -RECENT:] = False
    late[city.events.late] = rng.random(weeks) < 0.85
    late[city.events.late, -RECENT:] = True
    # hours since Monday 00:00: on time = Monday 9 to 18 or Tuesday 9 to 11, late = Wednesday or Thursday 9 to 17
    day = rng.random((number, weeks))
    on_time = np.where(day < 0.6, 9 + day * 15, 33 + (day - 0.6) * 5)
    hours = np.where(late, 57 + 8 * day + 24 * rng.integers(0, 2, (number, weeks)), on_time)
    arrival = []
    for row in hours:
        mondays = [
            datetime.combine(periods.start_of(week), datetime.min.time()) + timedelta(days=7) for week in city.weeks
        ]
        arrival.append([day + timedelta(minutes=int(h * 60)) for day, h in zip(mondays, row, strict=True)])
    return Reports(sent, arrival)


def estates(rng: np.random.Generator, city: City, report: Reports) -> Estates:
    """Return the history of the estates: households, branches, committees, property service, stations, stars."""
    weeks, number = len(city.weeks), len(city.estates)
    district = city.district_of_estate
    lag = np.arange(len(city.districts)) == city.events.lagging
    should = curves.ranks(rng, number) < 0.9
    group, kind_of_group, seat = _branches(rng, city, should)
    should |= group >= 0
    start = np.where(lag, 0.28, rng.uniform(0.38, 0.62, len(lag)))
    cover = curves.climb(
        weeks,
        start,
        np.where(lag, 0.80, rng.uniform(0.985, 1.0, len(lag))),
        np.where(lag, -45.0, rng.uniform(-125, -75, len(lag))),
    )
    rank = curves.ranks(rng, len(seat))
    event = city.events
    group, kind_of_group, seat, rank = _own_branches_of_the_moved(city, group, kind_of_group, seat, rank)
    rank[group[[event.split_estate, event.split_into[0]]]] = 0.0
    covered = (group >= 0)[:, None] & (rank[group][:, None] < cover[district])
    kind = np.where(covered, kind_of_group[group][:, None], NONE)
    sent = report.sent[district] & city.estates.open_in(weeks)
    table = Table()
    table.put("households", _households(rng, city), sent & ~curves.chance(rng, sent.shape, 0.0006))
    table.put("should_have_branch", np.repeat(should[:, None], weeks, axis=1).astype(np.int64), sent)
    table.put("branch_kind", kind, sent)
    table.put("branch_name", np.where(covered, group[:, None], -1), sent & covered)
    table.put(
        "branch_seat", np.where(covered, seat[group][:, None], -1), sent & covered & (seat[group] >= 0)[:, None]
    )
    _governance(rng, city, table, sent)
    _stations(rng, city, table, sent)
    return Estates(table, group, seat, kind_of_group)


def _households(rng: np.random.Generator, city: City) -> Ints:
    """Some estates grow once (a further phase is handed over)."""
    weeks = len(city.weeks)
    moment = np.where(rng.random(len(city.estates)) < 0.04, rng.integers(1, weeks, len(city.estates)), weeks)
    grown = np.arange(weeks) >= moment[:, None]
    found = np.where(grown, np.ceil(city.households * 1.06).astype(np.int64)[:, None], city.households[:, None])
    event = city.events
    found[event.merged_into, event.merge_week :] += found[event.merged_estate, event.merge_week :]
    return found


def _branches(rng: np.random.Generator, city: City, should: Bools) -> tuple[Ints, Ints, Ints]:
    """Share the estates out to branches: neighbours within a street, so some branches reach across communities.

    Returns the group of each estate (-1 none), and of each group its kind and its seat (-1: not said).
    """
    event = city.events
    group = np.full(len(city.estates), -1, dtype=np.int64)
    kinds: list[int] = []
    seats: list[int] = []
    special = {event.split_estate, *event.split_into}
    streets = city.street_of_estate
    steady = (city.estates.opens == 0) & (city.estates.closes == len(city.weeks))
    for street in range(len(city.streets)):
        members = [i for i in np.flatnonzero((streets == street) & should).tolist() if i not in special]
        while members:
            kind = int(rng.choice([INDEPENDENT, JOINT, FUNCTIONAL], p=[0.43, 0.52, 0.05]))
            size = int(rng.integers(2, 7)) if kind == JOINT and len(members) > 1 else 1
            kind = kind if size > 1 or kind == FUNCTIONAL else INDEPENDENT
            taken, members = members[:size], members[size:]
            group[taken] = len(kinds)
            seat = int(rng.choice(taken))
            seats.append(seat if size > 1 and len(taken) > 1 and rng.random() < 0.6 and steady[seat] else -1)
            kinds.append(kind if len(taken) > 1 or kind == FUNCTIONAL else INDEPENDENT)
    group[event.split_estate] = len(kinds)
    group[list(event.split_into)] = len(kinds) + 1
    return group, np.array([*kinds, INDEPENDENT, JOINT]), np.array([*seats, -1, -1])


def _own_branches_of_the_moved(
    city: City, group: Ints, kind_of_group: Ints, seat: Ints, rank: Floats
) -> tuple[Ints, Ints, Ints, Floats]:
    """Part the branches that serve estates of the community that moves and others: no branch is in two streets.

    The new branches come last and begin when the old ones do, so that nothing else changes.
    """
    here, kinds = city.estates.parent == city.events.moved_community, kind_of_group
    for both in np.intersect1d(group[here & (group >= 0)], group[~here]).tolist():
        group = np.where(here & (group == both), len(seat), group)
        kinds = np.append(kinds, kinds[both])
        for part in (both, len(seat)):
            if kinds[part] == JOINT and (group == part).sum() == 1:
                kinds[part] = INDEPENDENT
        seat, rank = np.append(np.where(np.arange(len(seat)) == both, -1, seat), -1), np.append(rank, rank[both])
    return group, kinds, seat, rank


def _governance(rng: np.random.Generator, city: City, table: Table, sent: Bools) -> None:
    """Owners' committees in three stages, property service, stars."""
    weeks, number, district = len(city.weeks), len(city.estates), city.district_of_estate
    lag = np.arange(len(city.districts)) == city.events.lagging
    spread = rng.uniform(-0.06, 0.06, len(lag))
    formed = curves.climb(weeks, 0.28 + spread, np.where(lag, 0.55, 0.81 + spread / 2), -70.0)[district]
    rank = curves.ranks(rng, number)[:, None]
    ahead = np.maximum(rank - formed, 0)
    committee = np.where(rank < formed, 2, np.where(ahead < 0.12, 1, 0))
    table.put("owners_committee", committee, sent & ~curves.chance(rng, sent.shape, 0.001))
    stage = np.where(committee == 1, 3 - np.minimum(ahead // 0.04, 2).astype(np.int64), 0)
    table.put("owners_committee_stage", stage, sent & (committee == 1))
    service = curves.climb(weeks, 0.66 + spread, np.where(lag, 0.82, 0.93 + spread / 2), -80.0)[district]
    table.put(
        "property_service",
        (curves.ranks(rng, number)[:, None] < service).astype(np.int64),
        sent & ~curves.chance(rng, sent.shape, 0.001),
    )
    starred = curves.climb(weeks, 0.07, np.where(lag, 0.2, 0.38 + spread), -60.0)[district]
    rank = curves.ranks(rng, number)[:, None]
    table.put("stars", np.where(rank < starred, 1 + rng.integers(0, 5, number)[:, None], 0), sent)


def _stations(rng: np.random.Generator, city: City, table: Table, sent: Bools) -> None:
    """Service stations, about 870 at the end, and how many of the six they have."""
    weeks, number, district = len(city.weeks), len(city.estates), city.district_of_estate
    lag = np.arange(len(city.districts)) == city.events.lagging
    share = 870 / number
    built = curves.climb(weeks, share * 0.4, np.where(lag, share * 0.8, share * 1.025), -85.0)[district]
    station = curves.ranks(rng, number)[:, None] < built
    full = curves.climb(weeks, 0.22, np.where(lag, 0.6, 0.88), -70.0)[district]
    six = np.where(curves.ranks(rng, number)[:, None] < full, 6, rng.integers(2, 6, number)[:, None])
    area = np.where(curves.ranks(rng, number) < 0.94, rng.integers(60, 260, number), rng.integers(30, 60, number))
    table.put("service_station", station.astype(np.int64), sent)
    table.put("six_haves", six, sent & station)
    table.put("station_area_m2", np.repeat(area[:, None], weeks, axis=1), sent & station)  # in halves of a m2
