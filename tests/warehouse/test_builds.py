"""A build of some weeks gives the rows of a build of all; what is loaded can be taken back and explained."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from tests.warehouse.small import REGISTER, Sent, figure, load, make, receipt, same_rows, table, tables, week
from warehouse import build, build_plan, facts, lineage, receipts, versions
from warehouse.build import AuditFailed, TrialSubmission, publish, trial
from warehouse.store import Store
from warehouse.verify import verify

COMPARED = (
    "fct_indicator", "fct_complaint", "fct_report", "fct_value", "household_statement", "submission", "branch_size",
    "quality_finding",
)  # fmt: skip


def random_submission(rng: random.Random) -> Sent:
    """Return a few rows of any kind, over a few weeks."""
    sent = Sent()
    for at in rng.sample(range(1, 13), rng.choice([1, 1, 2])):
        kind = rng.choice(["estates", "reporting_back", "counts", "tickets", "whole"])
        if kind == "estates":
            for unit in rng.sample(["E1", "E2", "E3", "E4"], 2):
                kind_of_branch, name = rng.choice([None, "joint", "none"]), rng.choice([None, "J"])
                sent.row(at, unit, "estates", households=rng.choice([None, 50, 70]), should_have_branch=1)
                sent.row(at, unit, "estates", branch_kind=kind_of_branch, branch_name=name)
        elif kind == "reporting_back":
            for unit in rng.sample(["A11", "A12", "B11", "A1"], 2):
                sent.row(at, unit, "reporting_back", members_resident=rng.randint(5, 9),
                         members_reported=rng.choice([None, 4]), members_new=rng.randint(0, 3))  # fmt: skip
        elif kind == "counts":
            sent.value(at, rng.choice(["A11", "B"]), "complaints", "complaints_received", rng.randint(0, 4))
        elif kind == "whole":
            sent.row(at, rng.choice(["A", "C"]), "estates", estates_should_have_branch=9, estates_covered=5)
        else:
            sent.cover(at, rng.choice("AB"), "complaints", tickets=True)
            taken = {row["ticket_number"] for row in sent.tickets}
            for number in set(rng.sample(["T0", "T1", "T2", "T3", "T4"], 3)) - taken:
                sent.ticket(at, rng.choice(["E1", "A1", "B11"]), number, resolved=rng.random() < 0.5)
    return sent


def test_building_in_portions_gives_the_rows_of_building_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # E1 opens and E5 closes on the way: each portion joins the tree of its own weeks
    register = REGISTER.replace("E1,11010101,Estate 1,,estate,A11,,", "E1,11010101,Estate 1,,estate,A11,2026-02-02,")
    made = make(tmp_path / "s", register + "E5,11010202,Estate 5,,estate,A12,,2026-02-15,50,,\n")
    rng = random.Random(9)
    for number in range(8):
        load(made, f"s{number}", random_submission(rng))
    publish(made, reason="at once")
    monkeypatch.setattr(build_plan, "CHUNK_WEEKS", 1)
    assert verify(made) == []


@pytest.mark.parametrize("seed", range(4))
def test_building_week_by_week_gives_the_rows_of_building_all(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    first = Sent()
    for at in (1, 6, 24):  # a long city, so that a few touched weeks are not half of it
        first.row(at, "A11", "reporting_back", members_resident=4, members_reported=2)
    made, partly = make(tmp_path / "s"), 0
    load(made, "s0", first)
    publish(made, reason="first")
    for number in range(1, 5):
        load(made, f"s{number}", random_submission(rng))
        if number > 2 and rng.random() < 0.4:
            made.write_receipt(rng.choice(made.accepted()[1:-1]).with_status(receipts.WITHDRAWN))
        publish(made, reason="next")
        partly += (build.current_manifest(made) or pytest.fail()).changes > 0
    assert partly, "no build of only some weeks was tried"
    shutil.copytree(made.root, tmp_path / "t", ignore=shutil.ignore_patterns("versions", "CURRENT"))
    (tmp_path / "t" / "versions").mkdir()
    whole = Store(tmp_path / "t")
    publish(whole, reason="all at once")
    for name in COMPARED:
        assert same_rows(table(made, name), table(whole, name)), name


def test_a_stock_is_carried_four_weeks_and_a_flow_never(tmp_path: Path) -> None:
    made = make(tmp_path)
    load(made, "s1", Sent().row(1, "A11", "reporting_back", members_resident=8, members_new=2))
    load(made, "s2", Sent().row(7, "A12", "reporting_back", members_resident=1))
    publish(made, reason="test")
    assert figure(made, "members_resident", "A11", 5) == (8, None, 1, 1, week(1))
    assert figure(made, "members_resident", "A11", 6) == (None, None, 1, 0, None)
    assert figure(made, "members_new", "A11", 2) == (None, None, 1, 0, None)


def test_a_whole_count_gives_way_to_parts_unless_it_is_newer(tmp_path: Path) -> None:
    made = make(tmp_path)
    load(made, "s1", Sent().row(1, "A", "reporting_back", members_resident=100)
         .row(1, "A11", "reporting_back", members_resident=30)
         .row(2, "A", "reporting_back", members_resident=110))  # fmt: skip
    publish(made, reason="test")
    assert figure(made, "members_resident", "A", 1) == (30, None, 2, 1, None)
    assert figure(made, "members_resident", "A", 2) == (110, None, 2, 2, None)
    assert figure(made, "members_resident", "A11", 2) == (None, None, 1, 1, None)


def test_a_unit_closed_by_a_split_is_gone_the_week_after(tmp_path: Path) -> None:
    split = REGISTER.replace("estate,A12,,,300", "estate,A12,,2026-01-07,300")
    split += "E3A,1101020101,Estate 3a,,estate,A12,2026-01-08,,120,,\n"
    made = make(tmp_path, split, "E3,E3A,2026-01-08,split\n")
    sent = Sent().row(1, "E3", "estates", should_have_branch=1).row(3, "E3A", "estates", should_have_branch=1)
    load(made, "s1", sent.ticket(2, "E3", "T1").cover(2, "A", "complaints", tickets=True))
    publish(made, reason="test")
    assert figure(made, "estates", "A12", 1) == (1, None, 1, 1, None)
    assert figure(made, "estates", "A12", 2) == (None, None, 1, 0, None)
    assert figure(made, "estates", "E3", 2) is None
    assert figure(made, "complaints_received", "A12", 2) == (1, None, 1, 1, None)
    assert figure(made, "households", "A12", 3) == (120, None, 1, 0, None)


def test_the_newest_submission_wins_and_the_replaced_one_is_superseded_until_withdrawal(tmp_path: Path) -> None:
    made = make(tmp_path)
    load(made, "s1", Sent().row(1, "A11", "reporting_back", members_resident=8))
    publish(made, reason="one")
    load(made, "s2", Sent().row(1, "A11", "reporting_back", members_resident=9))
    found = publish(made, reason="two")
    moved = {(row["indicator_id"], row["org_unit_id"]): (row["before"], row["after"]) for row in found.effect}
    assert moved == {("members_resident", "A"): (8, 9), ("members_resident", "C"): (8, 9)}
    statuses = dict(table(made, "submission").select("submission_id", "status").rows())
    assert statuses == {"s1": "superseded", "s2": "accepted"}
    cells = lineage.explain(made, "members_resident", "C", week(1))
    assert (cells["value"], [cell["submission_id"] for cell in cells["cells"]]) == (9, ["s2"])
    assert verify(made) == []
    assert [row["cause"] for row in versions.diff(made, "v00001", "v00002")] == ["restated"] * 4
    versions.withdraw(made, "s2")
    assert figure(made, "members_resident", "A11", 1) == (8, None, 1, 1, None)
    versions.rollback(made, "v00002")
    assert figure(made, "members_resident", "A11", 1) == (9, None, 1, 1, None)
    assert publish(Store(made.root), reason="nothing new").version == "v00004"


def test_a_broken_rule_keeps_the_old_version_served(tmp_path: Path) -> None:
    made = make(tmp_path)
    load(made, "s1", Sent().row(1, "A11", "reporting_back", members_resident=8, members_reported=4))
    publish(made, reason="one")
    load(made, "s2", Sent().row(1, "A11", "reporting_back", members_resident=8, members_reported=9))
    with pytest.raises(AuditFailed, match="share_at_most_one"):
        publish(made, reason="two")
    assert made.current() == "v00001" and not list(made.versions.glob(".building-*"))


def test_a_trial_tells_the_effect_and_keeps_nothing(tmp_path: Path) -> None:
    made = make(tmp_path)
    load(made, "s1", Sent().row(1, "A11", "reporting_back", members_resident=8))
    publish(made, reason="one")
    sent = Sent().row(1, "A12", "reporting_back", members_resident=2).cover(1, "A", "reporting_back")
    coverage = facts.frame(facts.COVERAGE, sent.coverage)
    effect, failures = trial(made, [TrialSubmission(receipt(made, "x", sent, ()), tables(sent, "x"), coverage)])
    assert [(row["org_unit_id"], row["before"], row["after"]) for row in effect] == [("A", 8, 10), ("C", 8, 10)]
    assert not failures and [item.submission_id for item in made.receipts()] == ["s1"]


def test_a_damaged_fact_file_is_found(tmp_path: Path) -> None:
    made = make(tmp_path)
    load(made, "s1", Sent().row(1, "A11", "reporting_back", members_resident=8))
    publish(made, reason="one")
    path = next((made.root / "facts").rglob("*.parquet"))
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert verify(made) == [f"{path.relative_to(made.root).as_posix()} was changed after it was loaded"]
