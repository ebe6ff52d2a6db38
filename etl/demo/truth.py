"""What the published figures must be, from the generator's own state and by its own arithmetic, without the ETL.

Numbers are kept as whole thousandths, so that they are exact. One array is (unit, week).
"""

from __future__ import annotations

import numpy as np
import polars as pl

from etl.demo import truth_more
from etl.demo.bulk import HALVES
from etl.demo.city import Bools, City, Ints, Strings
from etl.demo.history import FUNCTIONAL, INDEPENDENT, JOINT, RECENT, Estates, Table
from etl.demo.known import Groups, Known, Pairs, Sum
from etl.demo.tickets import COMMUNITY, DISTRICT, STREET, Tickets, export_time

CARRY = 4
CARRY_OF = {"standards": 5, "street_conditions": 13, "problem_pipeline": 0}  # the others: CARRY
FLOWS = ("members_new", "members_active", "service_person_times", "service_hours", "points", "service_activities",
         "residents_served")  # fmt: skip
AREA_30_M2 = 60  # in halves
NO_SEAT = np.iinfo(np.int64).max


def used(values: Ints, sent: Bools, limit: int) -> Known:
    """Return the newest sent number of each week, at most so many weeks old, in thousandths."""
    week = np.arange(values.shape[1])
    source = np.maximum.accumulate(np.where(sent, week, -1), axis=1)
    known = (source >= 0) & (week - source <= limit)
    return Known(np.take_along_axis(values, np.maximum(source, 0), axis=1) * 1000, known)


def frame(city: City, estates: Estates, tables: dict[str, Table], tickets: Tickets) -> pl.DataFrame:
    """Return truth.csv: city, districts and streets in every week, communities in the last four; what is collected
    since the new forms only from then on.

    Columns org_unit_id, period_id, indicator_id, numerator, denominator; exact decimals, null = not submitted.
    """
    rows = _estate_rows(city, estates)
    numbers = {name: _number(name, table, CARRY_OF.get(key, CARRY)) for key, table in tables.items()
               for name in table.values}  # fmt: skip
    parts = []
    for level, (ids, of_estate, of_community, of_street) in _chain(city).items():
        pairs = _from_estates(rows, of_estate.total)
        household = pairs["households"][0]
        pairs |= _from_communities(numbers, household, of_community.total)
        pairs |= _from_tickets(city, tickets, of_estate, len(ids), level, household)
        began = len(city.weeks) - RECENT
        first = began if level == COMMUNITY else 0
        parts += [_rows(city, ids, name, sides, first) for name, sides in pairs.items()]
        since = truth_more.of_communities(numbers, of_community.total) | truth_more.stages(rows, of_estate.total)
        if of_street is not None:
            since |= truth_more.of_streets(numbers, of_street.total)
        parts += [_rows(city, ids, name, sides, began) for name, sides in since.items()]
    return _without_weeks_of_nobody(pl.concat(parts), city)


def _chain(city: City) -> dict[int, tuple[Strings, Groups, Groups, Groups | None]]:
    """Return of each level the ids, and which of its units the rows of estates, communities and streets add to."""
    week = city.events.move_week
    estate, community, street = (np.arange(len(level)) for level in (city.estates, city.communities, city.streets))
    before, after = (city.street_of_communities(community, at) for at in (week - 1, week))
    parent, districts = city.estates.parent, city.streets.parent

    def still(group: Ints) -> Groups:
        return Groups(group, group, week)

    return {
        COMMUNITY: (city.communities.ids, still(parent), still(community), None),
        STREET: (city.streets.ids, Groups(before[parent], after[parent], week), Groups(before, after, week),
                 still(street)),
        DISTRICT: (city.districts.ids, still(districts[before[parent]]), still(districts[before]), still(districts)),
        DISTRICT + 1: (np.array([city.id], dtype=object), still(estate * 0), still(community * 0), still(street * 0)),
    }  # fmt: skip


def _without_weeks_of_nobody(rows: pl.DataFrame, city: City) -> pl.DataFrame:
    """Leave out the weeks of an indicator of the new forms for which nobody in the city said anything."""
    told = (
        rows.filter(pl.col("org_unit_id") == city.id, pl.col("numerator").is_not_null())
        .select("indicator_id", "period_id")
        .with_columns(told=True)
    )
    joined = rows.join(told, on=["indicator_id", "period_id"], how="left", maintain_order="left")
    new = pl.col("indicator_id").is_in(list(truth_more.SINCE_THE_NEW_FORMS))
    return joined.filter(~new | pl.col("told").is_not_null()).drop("told")


def _number(name: str, table: Table, carry: int) -> Known:
    found = used(table.values[name], table.sent[name], 0 if name in FLOWS else carry)
    return Known(found.value // 2, found.known) if name in HALVES else found


def _estate_rows(city: City, estates: Estates) -> dict[str, Known]:
    """Return the counts that one estate's row gives (0 or 1 each, households a number)."""
    table, there = estates.table, city.estates.open_in(len(city.weeks))

    def raw(name: str, limit: int = CARRY) -> Known:
        found = used(table.values[name], table.sent[name], limit)
        return Known(found.value // 1000, found.known & there)

    def flag(what: Bools, known: Bools) -> Known:
        return Known(what.astype(np.int64) * 1000, known)

    should, kind, station = raw("should_have_branch"), raw("branch_kind"), raw("service_station")
    six, area, committee = raw("six_haves"), raw("station_area_m2"), raw("owners_committee")
    service, stars = raw("property_service"), raw("stars")
    has_station = station.value == 1
    households = raw("households", len(city.weeks))
    branches, joint, functional = _branches(city, estates, kind, raw("branch_name"), raw("branch_seat"))
    stage = raw("owners_committee_stage")
    return {
        "estates": flag(should.known, should.known),
        "should": flag(should.value == 1, should.known),
        "covered": flag((should.value == 1) & (kind.value > 0), should.known & kind.known),
        "branches": branches, "joint": joint, "functional": functional,
        "committee": flag(committee.value == 2, committee.known),
        "forming": flag(committee.value == 1, committee.known),
        "not_started": flag(committee.value == 0, committee.known),
        **{f"stage_{k}": flag(stage.value == k, stage.known) for k in (1, 2, 3)},
        "service": flag(service.value == 1, service.known),
        "station": flag(has_station, station.known),
        "six": flag(has_station & (six.value == 6) & (area.value >= AREA_30_M2),
                    station.known & (~has_station | (six.known & area.known))),
        "stars": flag(stars.value >= 1, stars.known),
        "five_stars": flag(stars.value >= 5, stars.known),
        "households": Known(np.where(households.known, households.value, city.households[:, None]) * 1000, there),
    }  # fmt: skip


def _branches(city: City, estates: Estates, kind: Known, name: Known, seat: Known) -> list[Known]:
    """Count each branch once, at the seat that one of its estates names, else at the first of its estates."""
    weeks = len(city.weeks)
    serving = kind.known & np.isin(kind.value, (INDEPENDENT, JOINT, FUNCTIONAL)) & name.known & (name.value >= 0)
    order = np.argsort(estates.group, kind="stable")
    order = order[estates.group[order] >= 0]
    starts = np.searchsorted(estates.group[order], np.arange(len(estates.seat)))
    first = np.where(serving, np.arange(len(serving))[:, None], NO_SEAT)[order]
    first = np.minimum.reduceat(first, starts, axis=0)
    said = np.where(serving & seat.known & (seat.value >= 0), seat.value, NO_SEAT)[order]
    said = np.minimum.reduceat(said, starts, axis=0)
    at = np.where(said < NO_SEAT, said, first)
    there = first < NO_SEAT
    found = []
    for kinds in ((INDEPENDENT, JOINT, FUNCTIONAL), (JOINT,), (FUNCTIONAL,)):
        chosen = there & np.isin(estates.kind_of_group, kinds)[:, None]
        group, week = np.nonzero(chosen)
        counts = np.bincount(at[group, week] * weeks + week, minlength=serving.size).reshape(serving.shape)
        found.append(Known(counts * 1000, kind.known))
    return found


def _from_estates(rows: dict[str, Known], total: Sum) -> Pairs:
    def rate(part: str, whole: str) -> tuple[Known, Known]:
        return total(rows[part].where(rows[whole])), total(rows[whole].where(rows[part]))

    return {
        "branch_coverage": rate("covered", "should"),
        "branches": (total(rows["branches"]), None),
        "joint_branches": (total(rows["joint"]), None),
        "functional_branches": (total(rows["functional"]), None),
        "estates_covered": (total(rows["covered"]), None),
        "owners_committees": (total(rows["committee"]), None),
        "committees_forming": (total(rows["forming"]), None),
        "committees_not_started": (total(rows["not_started"]), None),
        "estates": (total(rows["estates"]), None),
        "estates_without_branch": (total(rows["should"].minus(rows["covered"])), None),
        "owners_committee_rate": rate("committee", "estates"),
        "property_service_rate": rate("service", "estates"),
        "six_haves_rate": rate("six", "station"),
        "star_estates": (total(rows["stars"]), None),
        "five_star_estates": (total(rows["five_stars"]), None),
        "households": (total(rows["households"]), None),
    }


def _from_communities(numbers: dict[str, Known], households: Known, total: Sum) -> Pairs:
    """Return the counts that communities report; the two rates pair where the row has both sides."""
    plain = [
        "members_resident", "members_reported", "members_new", "members_active", "service_person_times",
        "service_hours", "points", "paired_units", "service_stations", "volunteer_teams", "volunteers",
        "resident_representatives", "service_activities", "residents_served", "chat_groups", "reused_space_m2",
        "stationed_officials", "needs_listed", "needs_matched", "projects_done",
    ]  # fmt: skip
    found: Pairs = {name: (total(numbers[name]), None) for name in plain}
    for name, part, whole in (
        ("report_back_rate", "members_reported", "members_resident"),
        ("needs_matched_rate", "needs_matched", "needs_listed"),
    ):
        a, b = numbers[part], numbers[whole]
        found[name] = (total(a.where(b)), total(b.where(a)))
    representatives = found["resident_representatives"][0]
    found["households_per_representative"] = (households.where(representatives), representatives.where(households))
    return found


def _from_tickets(
    city: City, tickets: Tickets, of_estate: Groups, units: int, level: int, households: Known
) -> Pairs:
    """Count tickets at their unit and above, as they stand in the last export; none is a true zero."""
    weeks, now = len(city.weeks), export_time(len(city.weeks) - 1)
    placed = tickets.place <= level
    cell = of_estate.of(tickets.estate, tickets.week) * weeks + tickets.week

    def count(which: Bools) -> Known:
        numbers = np.bincount(cell[placed & which], minlength=units * weeks).reshape(units, weeks)
        return Known(numbers * 1000, np.ones((units, weeks), dtype=bool))

    received = count(np.ones(len(tickets), dtype=bool))

    def minutes(which: Bools, moment: Ints) -> Known:
        taken = np.where(placed & which, moment - tickets.received, 0)
        numbers = np.bincount(cell, taken, minlength=units * weeks).reshape(units, weeks).astype(np.int64)
        return Known(numbers * 1000, np.ones((units, weeks), dtype=bool))

    responded, resolved, rated = tickets.responded <= now, tickets.resolved <= now, tickets.rated <= now
    return {
        "complaints_received": (received, None),
        "complaints_per_1000_households": (received.where(households),
                                           Known(households.value // 1000, households.known)),
        "mean_response_minutes": (minutes(responded, tickets.responded), count(responded)),
        "mean_resolution_minutes": (minutes(resolved, tickets.resolved), count(resolved)),
        "response_rate": (count(responded), received),
        "resolution_rate": (count(resolved), received),
        "satisfaction_rate": (count(rated & tickets.satisfied), count(rated)),
        "in_estate_resolution_rate": (count(resolved & tickets.in_estate), count(resolved)),
    }  # fmt: skip


def _rows(
    city: City, ids: np.typing.NDArray[np.object_], name: str, sides: tuple[Known, Known | None], first: int
) -> pl.DataFrame:
    weeks = len(city.weeks) - first
    unit, week = np.repeat(np.arange(len(ids)), weeks), np.tile(np.arange(first, len(city.weeks)), len(ids))

    def text(side: Known | None) -> pl.Series:
        if side is None:
            return pl.Series([None], dtype=pl.String).gather(np.zeros(len(unit), dtype=np.int64))
        return _decimal(pl.Series(side.value[unit, week])).set(pl.Series(~side.known[unit, week]), None)

    return pl.DataFrame(
        {
            "org_unit_id": pl.Series(ids.tolist()).gather(unit),
            "period_id": pl.Series(list(city.weeks)).gather(week),
            "indicator_id": pl.Series([name]).gather(np.zeros(len(unit), dtype=np.int64)),
            "numerator": text(sides[0]), "denominator": text(sides[1]),
        }
    )  # fmt: skip


def _decimal(thousandths: pl.Series) -> pl.Series:
    """Return 2500 as "2.5", 3000 as "3"."""
    number = pl.col("n")
    rest = (number % 1000).cast(pl.String).str.zfill(3).str.strip_chars_end("0")
    whole = (number // 1000).cast(pl.String)
    return pl.DataFrame({"n": thousandths}).select(
        pl.when(number % 1000 == 0).then(whole).otherwise(whole + "." + rest)
    ).to_series()  # fmt: skip
