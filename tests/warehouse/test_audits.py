"""Every audit and every rule fires: figures are broken on purpose, one way each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.warehouse.small import Sent, load, make, table, week
from warehouse import audit, build_plan, build_run, inputs, quality
from warehouse.build import publish
from warehouse.build_plan import Plan
from warehouse.engines import duckdb as engine
from warehouse.store import Store

# audit -> an act that breaks just what it looks after
BREAKS = {
    "blank_is_not_nought": "UPDATE coded_indicator SET numerator = 0, reported_units = 0 WHERE reported_units = 1",
    "both_sides_or_neither": "UPDATE coded_indicator SET numerator = NULL WHERE denominator IS NOT NULL",
    "children_add_up": "UPDATE coded_indicator SET numerator = numerator + 100 WHERE unit_no IN "
    "(SELECT unit_no FROM key_unit WHERE level = 'community')",
    "complaints_agree": "UPDATE fct_complaint SET received = received + 1",
    "expected_rows_exist": "DELETE FROM coded_indicator WHERE unit_no IN "
    "(SELECT unit_no FROM key_unit WHERE level = 'community')",
    "facts_have_a_submission": "UPDATE submission SET status = 'withdrawn'",
    "facts_have_a_unit": "UPDATE coded_value SET unit_no = NULL",
    "keys_unique_complaint": "INSERT INTO fct_complaint SELECT * FROM fct_complaint",
    "keys_unique_indicator": "INSERT INTO coded_indicator SELECT * FROM coded_indicator",
    "keys_unique_report": "INSERT INTO fct_report SELECT * FROM fct_report",
    "reported_at_most_expected": "UPDATE coded_indicator SET reported_units = expected_units + 1",
    "share_at_most_one": "UPDATE coded_indicator SET numerator = denominator + 1 WHERE denominator > 0",
}


def city(root: Path) -> Store:
    """Return a store with two weeks of every kind of figure, not yet published."""
    made = make(root)
    for at in (1, 2):
        sent = Sent().row(at, "A11", "reporting_back", members_resident=8, members_reported=4, members_new=0)
        sent.cover(at, "A", "complaints", tickets=True).ticket(at, "E1", f"T{at}")
        load(made, f"s{at}", sent)
    return made


@pytest.fixture
def built(tmp_path: Path) -> Iterator[engine.Connection]:
    """An open build, as the audits see it."""
    store = city(tmp_path / "store")
    basis = inputs.of_store(store)
    source = build_plan.source_of(store.root, store.submissions_dir, store.receipts(), store.accepted())
    plan = Plan(source.weeks(), source.weeks(), None)
    con = build_run.fill(tmp_path / "built.duckdb", basis, source, plan, None)
    build_run.finish(con, basis, source, plan)
    yield con
    con.close()


def test_a_sound_build_passes_every_audit(built: engine.Connection) -> None:
    assert audit.run(built) == []


@pytest.mark.parametrize("name", sorted(BREAKS))
def test_an_audit_finds_what_it_looks_after(built: engine.Connection, name: str) -> None:
    built.execute(BREAKS[name])
    failures = {item.audit: item for item in audit.run(built)}
    assert name in failures
    assert failures[name].severity == "error" and failures[name].sentence_zh and failures[name].sentence_en


def test_a_ticket_that_lies_twice_in_the_facts_is_found(tmp_path: Path) -> None:
    store = make(tmp_path)
    load(store, "s1", Sent().cover(1, "A", "complaints", tickets=True).ticket(1, "E1", "T1").ticket(1, "E2", "T1"))
    with pytest.raises(audit.AuditFailed, match="tickets_once"):
        publish(store, reason="test")


def test_every_audit_is_broken_by_a_test() -> None:
    assert {path.stem for path in audit.AUDITS.glob("*.sql")} == {*BREAKS, "tickets_once"}


def findings(store: Store) -> set[tuple[str, str, str]]:
    """Return (rule, unit, week) of what the rules find in the published version."""
    return set(table(store, "quality_finding").select("rule_id", "org_unit_id", "period_id").iter_rows())


def test_a_count_that_fell_to_nought_is_found_and_a_blank_is_not(tmp_path: Path) -> None:
    store = make(tmp_path)
    load(store, "s1", Sent().row(1, "A11", "reporting_back", members_resident=8).row(
        1, "A12", "reporting_back", members_resident=8))  # fmt: skip
    load(store, "s2", Sent().row(2, "A11", "reporting_back", members_resident=0).row(
        2, "A12", "reporting_back", members_resident=None, members_new=1))  # fmt: skip
    publish(store, reason="test")
    assert findings(store) == {("fell_to_nought", "A11", week(2))}


def test_a_slipped_digit_is_found_where_as_many_units_report(tmp_path: Path) -> None:
    store = make(tmp_path)
    for at, typed in ((1, 120), (2, 1200)):
        load(store, f"s{at}", Sent().row(at, "A11", "service_network", volunteers=typed))
    publish(store, reason="test")
    found = {(rule, unit) for rule, unit, _ in findings(store)}
    assert found == {("stock_leapt", unit) for unit in ("A1", "A", "C")}


def test_a_figure_outside_its_band_is_found_at_a_street(tmp_path: Path) -> None:
    store = make(tmp_path)
    load(store, "s1", Sent().row(1, "A11", "service_network", resident_representatives=10).row(
        1, "A12", "service_network", resident_representatives=2))  # fmt: skip
    publish(store, reason="test")  # 600 households over 12 representatives: 50 each
    assert {("outside_the_healthy_band", unit, week(1)) for unit in ("A1", "A", "C")} == findings(store)


def test_a_joint_branch_of_one_estate_is_found(tmp_path: Path) -> None:
    store = make(tmp_path)
    kinds = {"E1": ("joint", "J"), "E2": ("joint", "J"), "E4": ("joint", "K")}
    sent = Sent()
    for unit, (kind, name) in kinds.items():
        sent.row(1, unit, "estates", should_have_branch=1, branch_kind=kind, branch_name=name)
    load(store, "s1", sent)
    publish(store, reason="test")
    assert findings(store) == {("joint_branch_of_one_estate", "E4", week(1))}


def test_more_branches_than_estates_are_found(tmp_path: Path) -> None:
    store = make(tmp_path)
    sent = Sent().row(1, "A1", "estates", estates_should_have_branch=4, estates_covered=2, branches=3)
    load(store, "s1", sent)
    publish(store, reason="test")
    assert {("more_branches_than_estates", unit, week(1)) for unit in ("A1", "A", "C")} == findings(store)


def test_complaints_that_name_no_street_are_found(tmp_path: Path) -> None:
    store = make(tmp_path)
    sent = Sent().cover(1, "A", "complaints", tickets=True)
    for number in range(6):
        sent.ticket(1, "A", f"T{number}")
    load(store, "s1", sent.ticket(1, "E1", "T9"))
    publish(store, reason="test")
    assert {("complaints_without_a_place", unit, week(1)) for unit in ("A", "C")} == findings(store)


def test_a_carried_denominator_that_was_outgrown_is_found(tmp_path: Path) -> None:
    store = make(tmp_path)
    load(store, "s1", Sent().row(1, "A11", "reporting_back", members_resident=4, members_reported=3))
    load(store, "s2", Sent().row(2, "A11", "reporting_back", members_reported=5))
    publish(store, reason="test")
    assert ("share_above_one_carried", "A11", week(2)) in findings(store)


def test_every_rule_is_told_to_people_in_both_languages() -> None:
    for rule in quality.rules():
        assert rule.sentence_zh.format(found=1, compared=2) and rule.sentence_en.format(found=1, compared=2)


def test_a_finding_of_the_week_after_is_made_anew_with_the_week_before(tmp_path: Path) -> None:
    store = make(tmp_path)
    for at in range(1, 13):  # long enough that a touched week is not all of it
        load(store, f"s{at}", Sent().value(at, "A", "complaints", "complaints_received", 0 if at == 6 else 25))
    publish(store, reason="first")
    assert ("fell_to_nought", "A", week(6)) in findings(store)
    load(store, "late", Sent().value(5, "A", "complaints", "complaints_received", 3))
    publish(store, reason="a correction of the week before")
    assert ("fell_to_nought", "A", week(6)) not in findings(store)
