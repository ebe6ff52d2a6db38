"""The complaints of the made-up city: about 400 a week, their rate falling by a third over three years.

Times are whole minutes since Monday 00:00 of the first week. -1 = never.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from etl.demo import curves
from etl.demo.city import Bools, City, Floats, Ints
from warehouse import periods

WEEK = 7 * 24 * 60
EXPORT = 8 * 60  # the hotline exports a week on the following Monday at 08:00
A_WEEK = 480.0  # received in a week three years ago
CATEGORIES = (
    "environment",
    "parking",
    "surveillance",
    "property_fee",
    "property_service",
    "noise",
    "facilities",
    "illegal_building",
    "utilities",
    "self_government",
    "other",
)
CHANNELS = ("hotline", "station", "street", "online", "letter", "other")
SHARES = np.array([0.15, 0.14, 0.04, 0.09, 0.15, 0.11, 0.12, 0.05, 0.07, 0.04, 0.04])
CHANNEL_SHARES = np.array([0.56, 0.18, 0.09, 0.13, 0.02, 0.02])
PARKING = 1
ESTATE, COMMUNITY, STREET, DISTRICT = range(4)  # how finely a ticket names its place
NEVER = np.iinfo(np.int64).max // 2


@dataclass(frozen=True)
class Tickets:
    """All tickets in the order of receipt; every attribute has one entry a ticket.

    place: ESTATE, COMMUNITY, ... ; estate: where it truly is; rated_at, ...: NEVER where it never happens.
    """

    week: Ints
    received: Ints
    estate: Ints
    place: Ints
    category: Ints
    channel: Ints
    responded: Ints
    resolved: Ints
    rated: Ints
    in_estate: Bools
    satisfied: Bools
    very: Bools

    def __len__(self) -> int:
        return len(self.week)


def export_time(week: int) -> int:
    """Return when the hotline exports a week."""
    return (week + 1) * WEEK + EXPORT


def tickets(rng: np.random.Generator, city: City) -> Tickets:
    """Return all tickets of all weeks."""
    weeks, event = len(city.weeks), city.events
    rates = _rates(rng, city)
    numbers = rng.poisson(rates)
    extra = np.zeros_like(numbers)
    extra[event.burst, list(event.burst_weeks)] = rng.poisson(65, len(event.burst_weeks))
    totals = numbers + extra
    week = np.repeat(np.arange(weeks), totals.sum(axis=0))
    district = np.concatenate([np.repeat(np.arange(len(totals)), totals[:, t]) for t in range(weeks)])
    burst = np.concatenate([_last_of(numbers[:, t], extra[:, t]) for t in range(weeks)])
    estate = _estates(rng, city, week, district, burst)
    category = np.where(burst, PARKING, _draw(rng, _categories(city), week))
    received = week * WEEK + _moments(rng, len(week))
    order = np.argsort(received, kind="stable")
    progress = curves.climb(weeks, 0.0, 1.0, -85.0)[0]
    return _course(rng, city, week[order], received[order], estate[order], category[order], progress)


def _last_of(numbers: Ints, extra: Ints) -> Bools:
    return np.concatenate([np.arange(n + more) >= n for n, more in zip(numbers, extra, strict=True)])


def _rates(rng: np.random.Generator, city: City) -> Floats:
    """Expected tickets (district, week): by households, falling by about a third, the lagging district less so."""
    weeks, number = len(city.weeks), len(city.districts)
    households = np.bincount(city.district_of_estate, city.households, number)
    level = households / households.sum() * rng.lognormal(0, 0.22, number)
    end = np.where(np.arange(number) == city.events.lagging, 0.98, rng.uniform(0.55, 0.68, number))
    fall = curves.climb(weeks, 1.0, end, -80.0)
    season = np.array([1 + 0.06 * np.cos(2 * np.pi * (w - 30) / 52) for w in _week_numbers(city)])
    return np.asarray(A_WEEK * (level / level.sum())[:, None] * fall * season)


def _week_numbers(city: City) -> list[int]:
    return [periods.start_of(week).isocalendar()[1] for week in city.weeks]


def _categories(city: City) -> Floats:
    """Return the shares (week, category): lifts and noise in summer, heating in winter."""
    at = np.array(_week_numbers(city), dtype=np.float64)
    summer, winter = np.cos(2 * np.pi * (at - 30) / 52), np.cos(2 * np.pi * (at - 2) / 52)
    share = np.repeat(SHARES[None], len(at), axis=0)
    share[:, CATEGORIES.index("facilities")] *= 1 + 0.55 * summer
    share[:, CATEGORIES.index("noise")] *= 1 + 0.35 * summer
    share[:, CATEGORIES.index("utilities")] *= 1 + 0.85 * winter
    share[:, PARKING] *= 1 + 0.5 * np.exp(-(((at - 5) / 2) ** 2))
    return np.asarray(share / share.sum(axis=1, keepdims=True))


def _draw(rng: np.random.Generator, shares: Floats, row: Ints) -> Ints:
    """Draw a column for each row number by that row's shares."""
    limits = np.cumsum(shares, axis=1)[row]
    return np.minimum((rng.random(len(row))[:, None] > limits).sum(axis=1), shares.shape[1] - 1)


def _estates(rng: np.random.Generator, city: City, week: Ints, district: Ints, burst: Bools) -> Ints:
    """Draw the estate of each ticket among those open in its week; the burst stays in two streets."""
    event = city.events
    weight = city.households * rng.lognormal(0, 0.6, len(city.estates))
    weight[[event.split_estate, *event.split_into]] *= 3
    found = np.empty(len(week), dtype=np.int64)
    first_streets = np.flatnonzero(city.streets.parent == event.burst)[:2]
    for d in range(len(city.districts)):
        for crowd in (False, True):
            wanted = (district == d) & (burst == crowd)
            if not wanted.any():
                continue
            among = city.district_of_estate == d
            if crowd:
                among &= np.isin(city.street_of_estate, first_streets)
            # only what is open throughout, so that no ticket names a place that is not there yet or no more
            choice = np.flatnonzero(among & (city.estates.opens == 0) & city.lasting)
            share = weight[choice] / weight[choice].sum()
            found[wanted] = rng.choice(choice, int(wanted.sum()), p=share)
    return _as_they_open(rng, city, week, found)


def _as_they_open(rng: np.random.Generator, city: City, week: Ints, estate: Ints) -> Ints:
    """Give some tickets of the split estate's neighbours to it, to the old one before and to the new ones after.

    What would fall to an estate that was merged into another falls to that one.
    """
    event = city.events
    neighbours = city.estates.parent == city.estates.parent[event.split_estate]
    moved = neighbours[estate] & (rng.random(len(estate)) < 0.6)
    new = np.where(rng.random(len(estate)) < 0.55, *event.split_into)
    open_weeks = np.where(
        week < event.split_week - 5, event.split_estate, np.where(week < event.split_week, estate, new)
    )
    found = np.where(moved, open_weeks, estate)
    return np.where((found == event.merged_estate) & (week >= event.merge_week), event.merged_into, found)


def _moments(rng: np.random.Generator, number: int) -> Ints:
    """Minutes within a week: more on working days, most of them by day."""
    day = rng.choice(7, number, p=[0.18, 0.17, 0.16, 0.15, 0.15, 0.10, 0.09])
    hour = np.clip(rng.normal(13.5, 4.2, number), 0, 23.95)
    return np.asarray(day * 1440 + np.floor(hour * 60), dtype=np.int64)


def _course(
    rng: np.random.Generator, city: City, week: Ints, received: Ints, estate: Ints, category: Ints, progress: Floats
) -> Tickets:
    """Say when each ticket is answered, resolved and rated, better from year to year."""
    number, at = len(week), progress[week]
    worse = (city.district_of_estate[estate] == city.events.lagging) * 0.12
    answered = rng.random(number) < 0.90 + 0.09 * at - worse
    responded = received + np.ceil(rng.lognormal(np.log(420 - 240 * at), 0.9, number)).astype(np.int64)
    solved = answered & (rng.random(number) < 0.72 + 0.23 * at - worse)
    days = rng.lognormal(np.log(5.0 - 2.2 * at), 0.7, number)
    resolved = responded + np.ceil(days * 1440).astype(np.int64)
    rating = solved & (rng.random(number) < 0.62)
    rated = resolved + rng.integers(60, 3 * 1440, number)
    return Tickets(
        week, received, estate, rng.choice(4, number, p=[0.80, 0.11, 0.08, 0.01]), category,
        rng.choice(len(CHANNELS), number, p=CHANNEL_SHARES),
        np.where(answered, responded, NEVER), np.where(solved, resolved, NEVER), np.where(rating, rated, NEVER),
        rng.random(number) < 0.44 + 0.24 * at - worse, rng.random(number) < 0.76 + 0.17 * at - worse,
        rng.random(number) < 0.3,
    )  # fmt: skip
