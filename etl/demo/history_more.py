"""What the city collects besides, since its new forms: other members, standards, the problem pipeline, the streets.

It all comes in the last weeks' workbooks only; the older history has none of it. Hours are whole here.
"""

from __future__ import annotations

import numpy as np

from etl.demo import curves
from etl.demo.city import Bools, City, Floats, Ints
from etl.demo.history import RECENT, Reports, Table

CLASSES = {"members_direct": 0.55, "members_retired": 0.7, "members_mobile": 0.18, "couriers_reported": 0.05}
YES = {
    "street_empowered": 0.87, "street_freed_of_investment_tasks": 0.8, "street_funded": 0.98,
    "joint_meeting_held": 0.9,
}  # fmt: skip
STEPS = 16  # in which a committee is formed
FULL = 100  # points of a firm that could not be better


def recent(sent: Bools, back: int = RECENT, until: int = 1) -> Bools:
    """Return what is sent in the last weeks only: from so many before the end until so many (1 = the very last)."""
    weeks = np.arange(sent.shape[1])
    last = sent.shape[1]
    return sent & ((weeks >= last - back) & (weeks <= last - until))[None, :]


def members(rng: np.random.Generator, table: Table, sent: Bools) -> None:
    """Add the classes of members beside those in service to the table of reporting back."""
    resident = table.values["members_resident"][:, :1].astype(np.float64)
    weeks = sent.shape[1]
    for element, share in CLASSES.items():
        final = rng.poisson(resident * share * rng.lognormal(0, 0.2, resident.shape))
        table.put(element, np.repeat(final, weeks, axis=1), recent(sent))


def standards(rng: np.random.Generator, city: City, sent: Bools) -> Table:
    """Return organisation and ratings of the communities, sent once, in the third last week."""
    weeks, number = len(city.weeks), len(city.communities)
    estates = np.bincount(city.estates.parent, minlength=number)
    committee = rng.binomial(estates, 0.75) * rng.integers(5, 10, number)
    firms = np.minimum(estates, rng.poisson(2.1, number))
    rated = rng.binomial(firms, 0.8)
    accounts = rng.binomial(estates, 0.9)
    values: dict[str, Ints] = {
        "cluster_branches": np.where(estates > 3, estates // 3, 0),
        "building_groups": rng.poisson(estates * 2.4),
        "star_branches": rng.binomial(estates, 0.2),
        "demonstration_branches": rng.binomial(estates, 0.03),
        "committee_members": committee,
        "committee_members_party": rng.binomial(committee, 0.62),
        "committee_members_public": rng.binomial(committee, 0.3),
        "estates_with_accounts": accounts,
        "accounts_published": rng.binomial(accounts, 0.84),
        "property_firms": firms,
        "property_firms_rated": rated,
    }
    for who, good in (("residents", 0.78), ("community", 0.84), ("departments", 0.88)):
        values[f"property_rating_{who}"] = rng.binomial(rated * FULL, good)
    table, once = Table(), recent(sent, back=3, until=3)
    for element, item in values.items():
        table.put(element, np.repeat(item[:, None], weeks, axis=1), once)
    return table


def problem_pipeline(rng: np.random.Generator, city: City, report: Reports) -> Table:
    """Return what each street collected in a week and how far it got, with the hours that each step took."""
    shape = (len(city.streets), len(city.weeks))
    lag = (city.streets.parent == city.events.lagging)[:, None] * 0.12
    sent = recent(report.sent[city.streets.parent])
    collected = rng.poisson(7.0, shape)
    assigned = rng.binomial(collected, 0.97 - lag)
    responded = rng.binomial(assigned, 0.95 - lag)
    resolved = rng.binomial(responded, 0.86 - lag)
    table = Table()
    for name, item in (("collected", collected), ("assigned", assigned), ("responded", responded),
                       ("resolved", resolved)):  # fmt: skip
        table.put(f"problems_{name}", item, sent)
    for name, cases, mean in (("assign", assigned, 5.0), ("respond", responded, 16.0), ("resolve", resolved, 60.0)):
        table.put(f"{name}_hours", _hours(rng, cases, mean), sent)
    whistles = rng.poisson(1.3, shape)
    table.put("whistles", whistles, sent)
    table.put("whistles_answered", rng.binomial(whistles, 0.93 - lag), sent)
    return table


def _hours(rng: np.random.Generator, cases: Ints, mean: float) -> Ints:
    long: Floats = rng.gamma(np.maximum(cases, 1) * 1.5, mean / 1.5)
    return np.where(cases > 0, np.ceil(long), 0).astype(np.int64)


def further(rng: np.random.Generator, tables: dict[str, Table], standards: Table, sent: Bools) -> None:
    """Add what came to the forms last: resources used, projects taken on, and the steps of forming committees."""
    lists = tables["co_building"]
    for element, whole, share in (
        ("resources_done", "resources_matched", 0.7), ("projects_matched", "projects_listed", 0.85),
    ):  # fmt: skip
        first = lists.values[whole][:, -RECENT, None]  # a list only grows
        lists.put(element, np.repeat(rng.binomial(first, share), sent.shape[1], axis=1), recent(sent))
    once = recent(sent, back=3, until=3)
    forming = rng.poisson(0.5, (len(sent), 1))
    steps = rng.binomial(forming * STEPS, 0.55)
    for element, item in (("committees_in_steps", forming), ("committee_steps_done", steps)):
        standards.put(element, np.repeat(item, sent.shape[1], axis=1), once)


def street_conditions(rng: np.random.Generator, city: City, report: Reports) -> Table:
    """Return the conditions of the streets, sent once, in the fourth last week."""
    weeks, number = len(city.weeks), len(city.streets)
    streets = city.street_of_communities(np.arange(len(city.communities)), weeks - RECENT)
    communities = np.bincount(streets, minlength=number)
    officials = rng.integers(4, 16, number)
    values: dict[str, Ints] = {
        name: (curves.ranks(rng, number) < share).astype(np.int64) for name, share in YES.items()
    }
    values |= {
        "communities": communities,
        "communities_budgeted": np.maximum(communities - rng.binomial(1, 0.04, number), 0),
        "communities_with_service_fund": np.maximum(communities - rng.binomial(2, 0.06, number), 0),
        "duty_officials": officials,
        "duty_days": np.ceil(officials * rng.normal(5.6, 0.8, number)).astype(np.int64),
    }
    table, once = Table(), recent(report.sent[city.streets.parent], until=RECENT)
    for element, item in values.items():
        table.put(element, np.repeat(item[:, None], weeks, axis=1), once)
    return table
