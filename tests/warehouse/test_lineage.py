"""Exactly the cells in use: finer before coarser, paired sides only, carried and registered values by their name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.warehouse.small import REGISTER, Sent, load, make, week
from warehouse import lineage
from warehouse.build import publish
from warehouse.store import Store


def made_of(store: Store, indicator: str, unit: str, at: int) -> dict[str, Any]:
    """Return the lineage, with the cells as (unit, element, value, part)."""
    found = lineage.explain(store, indicator, unit, week(at))
    assert found["agrees"]
    found["short"] = [(c["org_unit_id"], c["data_element"], c["value"], c["part"]) for c in found["cells"]]
    return found


def published(folder: Path, *sent: Sent, register: str = REGISTER, changes: str = "") -> Store:
    """Make a store of submissions s1, s2, …"""
    store = make(folder, register, changes)
    for number, item in enumerate(sent, 1):
        load(store, f"s{number}", item)
    publish(store, reason="test")
    return store


def test_a_rate_lists_no_cell_whose_other_side_is_missing(tmp_path: Path) -> None:
    sent = Sent().row(1, "A11", "reporting_back", members_resident=8, members_reported=4)
    store = published(tmp_path, sent.row(1, "A12", "reporting_back", members_resident=5))
    found = made_of(store, "report_back_rate", "C", 1)
    assert (found["numerator"], found["denominator"]) == (4, 8)
    assert found["short"] == [
        ("A11", "members_resident", 8, "denominator"),
        ("A11", "members_reported", 4, "numerator"),
    ]


def test_a_coarser_statement_is_listed_only_where_nothing_finer_was_sent(tmp_path: Path) -> None:
    sent = Sent().row(1, "A", "reporting_back", members_resident=100)
    sent.row(1, "B", "reporting_back", members_resident=50).row(1, "A11", "reporting_back", members_resident=30)
    store = published(tmp_path, sent)
    assert made_of(store, "members_resident", "C", 1)["short"] == [
        ("A11", "members_resident", 30, "numerator"), ("B", "members_resident", 50, "numerator"),
    ]  # fmt: skip


def test_a_newer_statement_from_above_replaces_what_lies_below_the_asked_unit(tmp_path: Path) -> None:
    sent = Sent().row(1, "A11", "reporting_back", members_resident=30, members_reported=3)
    sent.row(1, "B11", "reporting_back", members_resident=1).row(2, "A", "reporting_back", members_resident=110)
    store = published(tmp_path, sent)
    assert made_of(store, "members_resident", "A1", 2)["numerator"] is None
    assert made_of(store, "members_resident", "A1", 2)["cells"] == []
    assert made_of(store, "members_resident", "C", 2)["short"] == [
        ("A", "members_resident", 110, "numerator"), ("B11", "members_resident", 1, "numerator"),
    ]  # fmt: skip
    assert made_of(store, "members_resident", "C", 2)["cells"][1]["carried_from"] == week(1)


def test_a_joint_branch_is_listed_with_all_its_estates_and_counted_at_its_seat(tmp_path: Path) -> None:
    one = {"should_have_branch": 1, "branch_kind": "joint", "branch_name": "J"}
    sent = Sent().row(1, "E1", "estates", **one).row(1, "E3", "estates", **one, branch_seat="E3")
    sent.row(1, "E2", "estates", should_have_branch=1, branch_kind="none")
    store = published(tmp_path, sent)
    seat, other = made_of(store, "branches", "A12", 1), made_of(store, "branches", "A11", 1)
    assert (seat["numerator"], other["numerator"]) == (1, 0)
    assert {unit for unit, *_ in seat["short"]} == {"E1", "E3"}  # E1 lies beyond A12
    assert {unit for unit, *_ in other["short"]} == {"E1", "E2", "E3"}
    assert made_of(store, "branches", "C", 1)["numerator"] == 1
    covered = made_of(store, "branch_coverage", "A11", 1)
    assert (covered["numerator"], covered["denominator"]) == (1, 2)
    assert {part for *_, part in covered["short"]} == {"both", "numerator"}


def test_an_estate_told_by_one_element_alone_is_one_cell(tmp_path: Path) -> None:
    store = published(
        tmp_path, Sent().row(1, "E1", "estates", stars=2).row(1, "E2", "estates", households=7, stars=0)
    )
    assert made_of(store, "estates", "C", 1)["short"] == [
        ("E1", "stars", 2, "numerator"), ("E2", "households", 7, "numerator"),
    ]  # fmt: skip


def test_households_come_from_the_form_else_from_a_line_of_the_register(tmp_path: Path) -> None:
    store = published(tmp_path, Sent().row(1, "E1", "estates", households=90).row(9, "E4", "estates", households=1))
    found = made_of(store, "households", "A1", 9)
    assert [(c["org_unit_id"], c["value"], c["file"], c["cell"], c["carried_from"]) for c in found["cells"]] == [
        ("E1", 90, "s1.xlsx", "B2", week(1)),
        ("E2", 200, "org_units.csv", "I11", None),
        ("E3", 300, "org_units.csv", "I12", None),
    ]
    assert found["numerator"] == 590


def test_tickets_are_listed_by_number_where_both_sides_are_known(tmp_path: Path) -> None:
    sent = Sent().cover(2, "A", "complaints", tickets=True).ticket(2, "E1", "100001", resolved=True)
    sent.ticket(2, "A1", "100002", resolved=None).ticket(2, "E4", "100003")
    store = published(tmp_path, sent)
    found = made_of(store, "resolution_rate", "A", 2)
    assert (found["numerator"], found["denominator"]) == (1, 1)
    assert {(c["category"], c["part"]) for c in found["cells"]} == {
        ("100001", "numerator"),
        ("100001", "denominator"),
    }
    assert len(made_of(store, "complaints_received", "A", 2)["cells"]) == 2
    nothing = made_of(store, "complaints_received", "A12", 2)
    assert (nothing["numerator"], nothing["cells"]) == (0, [])


def test_a_ticket_of_a_closed_estate_is_listed_where_it_counts(tmp_path: Path) -> None:
    split = REGISTER.replace("estate,A12,,,300", "estate,A12,,2026-01-07,300")
    sent = Sent().cover(2, "A", "complaints", tickets=True).ticket(2, "E3", "100001")
    store = published(tmp_path, sent, register=split)
    assert made_of(store, "complaints_received", "A12", 2)["short"] == [("E3", "complaints_received", 1, "numerator")]


def test_complaints_that_came_as_counts_list_the_whole_else_the_finest(tmp_path: Path) -> None:
    sent = Sent().value(1, "A11", "complaints", "complaints_received", 3, category="noise")
    sent.value(1, "A11", "complaints", "complaints_received", 4, category="parking")
    sent.value(1, "A12", "complaints", "complaints_received", 9).value(
        1, "A12", "complaints", "complaints_received", 5, category="noise"
    )
    store = published(tmp_path, sent)
    assert [value for _, _, value, _ in made_of(store, "complaints_received", "A1", 1)["short"]] == [3, 4, 9]
    rate = made_of(store, "complaints_per_1000_households", "A", 1)
    assert (rate["numerator"], rate["denominator"]) == (16, 0.6)


def test_counts_give_way_to_tickets(tmp_path: Path) -> None:
    sent = Sent().value(1, "A11", "complaints", "complaints_received", 30)
    tickets = Sent().cover(1, "A", "complaints", tickets=True).ticket(1, "E1", "100001")
    store = published(tmp_path, sent, tickets)
    found = made_of(store, "complaints_received", "C", 1)
    assert [(c["category"], c["submission_id"]) for c in found["cells"]] == [("100001", "s2")]


def test_a_cell_says_who_loaded_it_and_what_does_not_exist_is_refused(tmp_path: Path) -> None:
    store = published(tmp_path, Sent().row(1, "A11", "reporting_back", members_resident=8))
    cell = made_of(store, "members_resident", "C", 1)["cells"][0]
    assert (cell["loaded_by"], cell["loaded_at"], cell["corrected_from"]) == ("tester", "2026-01-12 09:00", None)
    with pytest.raises(LookupError, match="no figure"):
        lineage.explain(store, "members_resident", "nowhere", week(1))
    with pytest.raises(LookupError, match="no indicator"):
        lineage.explain(store, "nothing", "C", week(1))
