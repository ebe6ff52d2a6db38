"""Tiny stores for the tests: a register of a few lines, submissions of a few rows, the published figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from warehouse import facts, periods, receipts, store
from warehouse.engines import duckdb as engine
from warehouse.store import Store

HEAD = "id,code,name,name_en,level,parent_id,valid_from,valid_to,households,lng,lat\n"

# a city C of districts A and B; A has street A1 with communities A11, A12; B has street B1 with community B11
REGISTER = """C,10,City,,city,,,,,,
A,11,District A,,district,C,,,,,
B,12,District B,,district,C,,,,,
A1,1101,Street A1,,street,A,,,,,
B1,1201,Street B1,,street,B,,,,,
A11,110101,Community A11,,community,A1,,,,,
A12,110102,Community A12,,community,A1,,,,,
B11,120101,Community B11,,community,B1,,,,,
E1,11010101,Estate 1,,estate,A11,,,100,,
E2,11010102,Estate 2,,estate,A11,,,200,,
E3,11010201,Estate 3,,estate,A12,,,300,,
E4,12010101,Estate 4,,estate,B11,,,400,,
"""


def week(number: int) -> str:
    """Return the period of a small number: 1 is 2026-W01."""
    return periods.shift("2026-W01", number - 1)


@dataclass
class Sent:
    """Rows of one submission, gathered by `value` and `ticket`."""

    values: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    tickets: list[dict[str, Any]] = field(default_factory=list)
    coverage: list[dict[str, Any]] = field(default_factory=list)

    def value(self, at: int, unit: str, data_set: str, element: str, said: Any, **more: Any) -> Sent:
        """Add one cell: a number, or a text for choices and names."""
        table = facts.COMPLAINT_COUNTS if data_set == "complaints" else data_set
        rows = self.values.setdefault(table, [])
        text = said if isinstance(said, str) else None
        rows.append(
            {
                "org_unit_id": unit, "period_id": week(at), "data_set_id": data_set, "data_element": element,
                "value": None if text is not None else Decimal(said), "value_text": text,
                "sheet": "S", "row": len(rows) + 2, "cell": f"B{len(rows) + 2}", **more,
            }
        )  # fmt: skip
        return self

    def row(self, at: int, unit: str, data_set: str, **elements: Any) -> Sent:
        """Add several cells of one unit; None is a blank cell, which leaves no fact."""
        for element, said in elements.items():
            if said is not None:
                self.value(at, unit, data_set, element, said)
        return self

    def ticket(self, at: int, unit: str, number: str, **more: Any) -> Sent:
        """Add one ticket received on the Monday of a week; unresolved, unrated, unanswered unless said."""
        state = {"category": "noise", "channel": "hotline", "responded": False, "resolved": False, "rated": False}
        self.tickets.append(
            {
                "ticket_number": number, "org_unit_id": unit, "period_id": week(at),
                "received_at": datetime.combine(periods.start_of(week(at)), time(9)),
                "sheet": "S", "row": len(self.tickets) + 2, "cell": f"A{len(self.tickets) + 2}", **state, **more,
            }
        )  # fmt: skip
        return self

    def cover(self, at: int, unit: str, data_set: str, *, tickets: bool = False, late: bool = False) -> Sent:
        """Say that the submission reports on a sender's unit in a week; on the next Monday, or late a week later."""
        day = periods.end_of(week(at)) + timedelta(days=8 if late else 1)
        self.coverage.append(
            {
                "data_set_id": data_set, "period_id": week(at), "org_unit_id": unit,
                "received_at": datetime.combine(day, time(9)), "tickets": tickets,
            }
        )  # fmt: skip
        return self


def make(root: Path, register: str = REGISTER, changes: str = "", settings: str = "") -> Store:
    """Make a store with a register given as CSV lines."""
    made = store.create(root, settings, (HEAD + register).encode())
    if changes:
        made.org_unit_changes.write_text("from_id,to_id,date,kind\n" + changes, encoding="utf-8")
    return made


def tables(sent: Sent, submission_id: str) -> dict[str, pl.DataFrame]:
    """Return the fact tables of what was sent."""
    found = {
        name: facts.frame(facts.VALUES, [{**row, "submission_id": submission_id} for row in rows])
        for name, rows in sent.values.items()
    }
    if sent.tickets:
        rows = [{**row, "submission_id": submission_id} for row in sent.tickets]
        found[facts.TICKETS] = facts.frame(facts.TICKET, rows)
    return found


def receipt(into: Store, submission_id: str, sent: Sent, written: tuple[receipts.FactFile, ...]) -> receipts.Receipt:
    """Return the receipt of an accepted submission."""
    stamp = datetime.combine(date(2026, 1, 12), time(9)).isoformat()
    return receipts.Receipt(
        submission_id=submission_id, file_name=f"{submission_id}.xlsx", sha256=submission_id, sender_id=None,
        period_id=None, data_sets=tuple(sent.values), received_at=stamp, loaded_at=stamp, loaded_by="tester",
        status=receipts.ACCEPTED, rows=sum(map(len, sent.values.values())) + len(sent.tickets),
        sequence=into.next_sequence(), facts=written,
    )  # fmt: skip


def load(into: Store, submission_id: str, sent: Sent) -> None:
    """Accept a submission; what it says counts at the next publish."""
    coverage = facts.frame(facts.COVERAGE, sent.coverage)
    written = into.write_facts(submission_id, tables(sent, submission_id), coverage, facts.frame(facts.ISSUE))
    into.write_receipt(receipt(into, submission_id, sent, written))


def table(made: Store, name: str, version: str | None = None) -> pl.DataFrame:
    """Return a table of the published file."""
    with engine.connect(made.database(version or made.current() or "")) as con:
        return con.table(name).pl()


def figure(made: Store, indicator: str, unit: str, at: int) -> tuple[Any, ...] | None:
    """Return (numerator, denominator, expected, reported, carried_from) of one figure, None without a row."""
    found = table(made, "fct_indicator").filter(
        (pl.col("indicator_id") == indicator) & (pl.col("org_unit_id") == unit) & (pl.col("period_id") == week(at))
    )
    assert found.height < 2
    columns = ("numerator", "denominator", "expected_units", "reported_units", "carried_from")
    return tuple(_plain(found[name][0]) for name in columns) if found.height else None


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value


def same_rows(left: pl.DataFrame, right: pl.DataFrame, ignore: Iterable[str] = ()) -> bool:
    """Tell whether two tables hold the same rows, each as often."""
    columns = [name for name in left.columns if name not in set(ignore)]
    counted = [
        frame.select(columns).group_by(columns).len().rename({"len": name})
        for frame, name in ((left, "left"), (right, "right"))
    ]
    both = counted[0].join(counted[1], on=columns, how="full", coalesce=True, nulls_equal=True)
    return both.filter(pl.col("left").ne_missing(pl.col("right"))).is_empty()
