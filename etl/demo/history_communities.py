"""What is the case in the communities, week by week: reporting back, the service network, the three lists.

Hours are kept in halves: 5 means 2.5 hours.
"""

from __future__ import annotations

import numpy as np

from etl.demo import curves
from etl.demo.city import Bools, City, Floats, Ints
from etl.demo.history import Estates, Reports, Table
from warehouse import periods

RESIDENT, REPORTED_SHARE = 61_200, 0.987
TEAMS, VOLUNTEERS, REPRESENTATIVES = 1_600, 210_000, 43_000
WAVES = ((-138.0, 0.25), (-96.0, 0.35), (-44.0, 0.4))  # weeks before the end, share of all who report


def sent_rows(rng: np.random.Generator, city: City, report: Reports) -> Bools:
    """Return which community's row comes in which week: its district sends, and it was not forgotten."""
    sent = report.sent[city.district_of_community]
    return sent & ~curves.chance(rng, sent.shape, 0.004)


def reporting_back(rng: np.random.Generator, city: City, sent: Bools) -> Table:
    """Return in-service members who live there, who reported (in waves), what they did."""
    weeks, number = len(city.weeks), len(city.communities)
    households = _households(city)
    base = curves.apportion(households * rng.lognormal(0, 0.25, number), RESIDENT)
    moment = rng.uniform(0, 13, number)[:, None]  # each community counts its members anew once a quarter
    drift = rng.uniform(0, 0.06, number)[:, None] * (np.floor((curves.back(weeks) + moment) / 13) / 12)
    resident = np.floor(base[:, None] * (1 + drift)).astype(np.int64)
    reported = np.minimum(np.maximum.accumulate(np.floor(resident * _waves(rng, city)), axis=1), resident)
    reported = reported.astype(np.int64)
    first = rng.poisson(reported[:, :1] * 0.01)
    season = _season(city)
    active = np.floor(reported * rng.uniform(0.14, 0.34, reported.shape) * season).astype(np.int64)
    times = np.ceil(active * rng.uniform(1.0, 1.7, active.shape)).astype(np.int64)
    halves = np.ceil(times * rng.uniform(2.0, 5.0, active.shape)).astype(np.int64)
    table = Table()
    table.put("members_resident", resident, sent)
    table.put("members_reported", reported, sent)
    table.put("members_new", np.hstack([first, np.maximum(np.diff(reported, axis=1), 0)]), sent)
    table.put("members_active", active, sent)
    table.put("service_person_times", times, sent)
    table.put("service_hours", halves, sent & ~curves.chance(rng, sent.shape, 0.004))
    table.put("points", halves * 5, sent)
    paired = curves.apportion(rng.lognormal(0, 0.5, number), number * 4)
    table.put(
        "paired_units",
        curves.grow(rng, paired, curves.climb(weeks, 0.35, 1.0, -100.0)),
        sent & ~curves.chance(rng, sent.shape, 0.004),
    )
    return table


def service_network(rng: np.random.Generator, city: City, sent: Bools, estates: Estates) -> Table:
    """Return stations, teams, volunteers, representatives and what they did in the week."""
    weeks, number = len(city.weeks), len(city.communities)
    households = _households(city)
    station = estates.table.values["service_station"] * city.estates.open_in(weeks)
    stations = np.add.reduceat(station, np.searchsorted(city.estates.parent, np.arange(number)), axis=0)
    per_representative = np.clip(rng.lognormal(2.37, 0.28, number), 6, 19)
    finals = {
        "volunteer_teams": (curves.apportion(households**0.5, TEAMS), 0.45),
        "volunteers": (curves.apportion(households * rng.lognormal(0, 0.3, number), VOLUNTEERS), 0.3),
        "resident_representatives": (curves.apportion(households / per_representative, REPRESENTATIVES), 0.32),
        "chat_groups": (np.ceil(households / rng.uniform(60, 140, number)).astype(np.int64), 0.6),
        "reused_space_m2": (np.round(rng.gamma(1.3, 70, number)).astype(np.int64), 0.25),
        "stationed_officials": (rng.integers(1, 5, number), 0.5),
    }
    table = Table()
    table.put("service_stations", stations, sent)
    for element, (final, start) in finals.items():
        middle = rng.uniform(-110, -60, len(city.districts))[city.district_of_community]
        table.put(element, curves.grow(rng, final, curves.climb(weeks, start, 1.0, middle)), sent)
    activities = rng.poisson(1.6 * _season(city) * curves.climb(weeks, 0.5, 1.0), (number, weeks))
    table.put("service_activities", activities, sent)
    table.put("residents_served", np.floor(activities * rng.uniform(12, 45, activities.shape)).astype(np.int64), sent)
    return table


def co_building(rng: np.random.Generator, city: City, sent: Bools) -> Table:
    """Return the three lists; what is matched is part of what is listed, what is done part of what is matched."""
    weeks, number = len(city.weeks), len(city.communities)
    lag = city.district_of_community == city.events.lagging
    table = Table()

    def listed(average: float) -> Ints:
        final = np.maximum(rng.poisson(average * rng.lognormal(0, 0.35, number)), 1)
        return curves.grow(rng, final, curves.climb(weeks, 0.15, 1.0, -80.0))

    def part(of: Ints, start: float, end: float) -> Ints:
        own = np.clip(rng.normal(end, 0.05, number) - 0.2 * lag, 0.1, 1.0)
        return np.floor(of * curves.climb(weeks, start, own, -60.0)).astype(np.int64)

    needs, resources, projects = listed(26), listed(17), listed(8)
    matched = part(needs, 0.3, 0.86)
    for element, values in (
        ("needs_listed", needs), ("needs_matched", matched), ("needs_done", part(matched, 0.4, 0.85)),
        ("resources_listed", resources), ("resources_matched", part(resources, 0.3, 0.8)),
        ("projects_listed", projects), ("projects_done", part(projects, 0.2, 0.78)),
    ):  # fmt: skip
        table.put(element, values, sent)
    return table


def _households(city: City) -> Floats:
    return np.bincount(city.estates.parent, city.households * city.lasting, len(city.communities)).astype(np.float64)


def _season(city: City) -> Floats:
    return curves.holidays(np.array([periods.start_of(week).isocalendar()[1] for week in city.weeks]))


def _waves(rng: np.random.Generator, city: City) -> Floats:
    """Return the share of members (community, week) who have reported: a campaign sets off each wave."""
    lag = city.district_of_community == city.events.lagging
    late = (rng.uniform(-8, 8, len(city.districts))[city.district_of_community] + rng.uniform(-5, 5, len(lag)))[
        :, None
    ]
    end = np.where(lag, 0.87, np.clip(REPORTED_SHARE + rng.normal(0, 0.015, len(lag)), 0.9, 1.0))[:, None]
    share = sum(part / (1 + np.exp(-(curves.back(len(city.weeks)) - at - late) / 4.5)) for at, part in WAVES)
    return np.asarray(0.1 + (end - 0.1) * share)
