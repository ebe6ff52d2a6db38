"""What a file covers, and which units that owe a row it does not name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from etl import words
from etl.issues import Issue, phrase
from etl.places import Places, Snapshot
from etl.placing import PERIOD, UNIT
from etl.values import RECEIVED
from warehouse import facts, periods

if TYPE_CHECKING:
    from etl.reading import Reading

NAMED = 8


def coverage(reading: Reading, places: Places, sender_level: str) -> pl.DataFrame:
    """Return one row for each data set, week and sender-level unit that the file reports on (facts.COVERAGE)."""
    from etl.reading import stated_units

    stated = stated_units(reading)
    weeks = stated[PERIOD].unique().to_list()
    rows = [(week, places.epoch(week)) for week in weeks]
    epochs = pl.DataFrame(rows, schema={PERIOD: pl.String(), "epoch": pl.Int32()}, orient="row")
    stated = stated.join(epochs, on=PERIOD, how="left")
    pairs = stated.select("epoch", PERIOD, UNIT).unique(["epoch", UNIT], maintain_order=True)
    above = [_sender_unit(places.at(period), unit, sender_level) for _, period, unit in pairs.rows()]
    stated = stated.join(
        pairs.drop(PERIOD).with_columns(pl.Series("above", above, dtype=pl.String())), on=["epoch", UNIT], how="left"
    )
    counts = stated.group_by("data_set_id", PERIOD, "above", maintain_order=True).agg(pl.col(RECEIVED).max())
    found = counts.select(
        "data_set_id",
        period_id=pl.col(PERIOD),
        org_unit_id=pl.col("above"),
        received_at=pl.col(RECEIVED),
        tickets=pl.lit(False),
    )
    return pl.concat([facts.conform(found, facts.COVERAGE), _ticket_coverage(reading, places, sender_level)])


def _sender_unit(snapshot: Snapshot, unit: str, level: str) -> str:
    return snapshot.at_level(unit, level) or unit if unit in snapshot.rows else unit


def _ticket_coverage(reading: Reading, places: Places, sender_level: str) -> pl.DataFrame:
    """Cover every sender-level unit below the sender of tickets, in each week: no ticket there is a true 0."""
    if not reading.kept_tickets():
        return facts.frame(facts.COVERAGE)
    said = pl.concat([item.data.select("period_id", "reported_at").drop_nulls() for item in reading.kept_tickets()])
    arrived = dict(said.group_by("period_id").agg(pl.col("reported_at").min()).rows())
    own = reading.received_at.replace(tzinfo=None)
    weeks = sorted(arrived) if reading.period_id is None else [reading.period_id]
    rows: list[dict[str, object]] = [
        {
            "data_set_id": facts.TICKETS,
            "period_id": week,
            "org_unit_id": unit,
            "received_at": arrived.get(week, own) if reading.period_id is None else own,
            "tickets": True,
        }
        for week in (periods.span(weeks[0], weeks[-1]) if weeks else [])
        for unit in _covered(places.at(week), reading.sender, sender_level)
    ]
    return facts.frame(facts.COVERAGE, rows)


def _covered(snapshot: Snapshot, sender: str | None, level: str) -> list[str]:
    units = snapshot.units(level, sender)
    return units or ([snapshot.at_level(sender, level) or sender] if sender in snapshot.rows else [])


def missing(reading: Reading, places: Places) -> list[Issue]:
    """Name the sender's open units that owe a row of a data set and have none at, below or above them."""
    from etl.reading import stated_units

    if reading.period_id is None or reading.sender is None:
        return []
    snapshot = places.at(reading.period_id)
    found = []
    for (data_set,), part in (
        stated_units(reading).partition_by("data_set_id", as_dict=True, maintain_order=True).items()
    ):
        units = part[UNIT].unique().to_list()
        named = {above for unit in units if unit in snapshot.rows for above in (unit, *snapshot.ancestors(unit))}
        stated = set(units)
        lacking = [
            unit
            for unit in snapshot.units(words.data_sets()[str(data_set)]["level"], reading.sender)
            if unit not in named and not stated.intersection(snapshot.ancestors(unit))
        ]
        if lacking:
            found.append(say_units("units-missing", str(data_set), [snapshot.rows[unit].name for unit in lacking]))
    return found


def say_units(code: str, data_set: str, names: list[str]) -> Issue:
    """Make an issue that lists units, the first few by name."""
    table = words.data_sets()[data_set]
    shown = "、".join(names[:NAMED]) + (phrase("and_more_zh") if len(names) > NAMED else "")
    # not through `issue`, which would shorten the list to the length of a cell
    details = {"data_set_zh": table["name_zh"], "data_set_en": table["name_en"], "count": len(names), "units": shown}
    return Issue(code, details=details)
