"""The figures of tiny cities, computed by hand."""

from __future__ import annotations

from pathlib import Path

from tests.warehouse.small import Sent, figure, load, make, table, week
from warehouse.build import publish


def test_a_parent_is_the_sum_of_its_children_and_a_missing_one_shows(tmp_path: Path) -> None:
    made = make(tmp_path)
    load(made, "s1", Sent().row(1, "A11", "reporting_back", members_resident=50, members_reported=40, members_new=3)
         .row(1, "A12", "reporting_back", members_resident=10, members_reported=9))  # fmt: skip
    publish(made, reason="test")
    assert figure(made, "report_back_rate", "A1", 1) == (49, 60, 2, 2, None)
    assert figure(made, "report_back_rate", "C", 1) == (49, 60, 3, 2, None)
    assert figure(made, "members_new", "A", 1) == (3, None, 2, 1, None)
    assert figure(made, "members_resident", "B11", 1) == (None, None, 1, 0, None)
    assert figure(made, "members_resident", "E1", 1) is None


def test_estates_become_counts_and_a_blank_leaves_the_rate(tmp_path: Path) -> None:
    made = make(tmp_path)
    yes = {"should_have_branch": 1, "service_station": 1, "six_haves": 6, "station_area_m2": 30, "stars": 2}
    load(made, "s1", Sent().row(1, "E1", "estates", **yes, branch_kind="joint", branch_name="J", households=90)
         .row(1, "E2", "estates", should_have_branch=1, branch_kind="joint", branch_name="J", stars=0)
         .row(1, "E3", "estates", should_have_branch=1, owners_committee="formed"))  # fmt: skip
    publish(made, reason="test")
    assert figure(made, "branch_coverage", "A11", 1) == (2, 2, 2, 2, None)
    assert figure(made, "branch_coverage", "A", 1) == (2, 2, 3, 2, None), "a blank kind of branch is on neither side"
    assert figure(made, "branches", "A", 1) == (1, None, 3, 2, None)
    assert figure(made, "branches", "E1", 1) == (1, None, 1, 1, None)
    assert figure(made, "branches", "E2", 1) == (0, None, 1, 1, None)
    assert figure(made, "joint_branches", "C", 1) == (1, None, 4, 2, None)
    assert figure(made, "six_haves_rate", "A", 1) == (1, 1, 3, 1, None)
    assert figure(made, "star_estates", "A", 1) == (1, None, 3, 2, None)
    assert figure(made, "owners_committee_rate", "A", 1) == (1, 1, 3, 1, None)
    assert figure(made, "estates", "C", 1) == (3, None, 4, 3, None)
    assert figure(made, "households", "C", 1) == (90 + 200 + 300 + 400, None, 4, 1, None)


def test_tickets_make_a_true_nought_where_they_cover(tmp_path: Path) -> None:
    made = make(tmp_path)
    sent = Sent().cover(1, "A", "complaints", tickets=True)
    sent.ticket(1, "E1", "T1", responded=True, resolved=True, resolved_in_estate=True, rated=True, satisfied=False)
    sent.ticket(1, "A1", "T2", responded=True).ticket(1, "E1", "T3", resolved=True, channel="street")
    load(made, "s1", sent)
    publish(made, reason="test")
    assert figure(made, "complaints_received", "A", 1) == (3, None, 2, 2, None)
    assert figure(made, "complaints_received", "A11", 1) == (2, None, 1, 1, None)
    assert figure(made, "complaints_received", "A12", 1) == (0, None, 1, 1, None)
    assert figure(made, "complaints_received", "B11", 1) == (None, None, 1, 0, None)
    assert figure(made, "complaints_received", "E1", 1) == (2, None, 0, 0, None)
    assert figure(made, "response_rate", "A1", 1) == (2, 3, 2, 2, None)
    assert figure(made, "response_rate", "A12", 1) == (0, 0, 1, 1, None)
    assert figure(made, "in_estate_resolution_rate", "A", 1) == (1, 1, 2, 2, None), "where it was settled: not said"
    assert figure(made, "satisfaction_rate", "A", 1) == (0, 1, 2, 2, None)
    assert figure(made, "complaints_per_1000_households", "A", 1) == (3, 0.6, 2, 2, None)
    assert figure(made, "complaints_per_1000_households", "B", 1) == (None, None, 1, 0, None)
    cells = table(made, "fct_complaint").filter(org_unit_id="A").sort("channel")
    assert cells.select("category", "channel", "received").rows() == [("noise", "hotline", 2), ("noise", "street", 1)]
    report = table(made, "fct_report").filter(org_unit_id="A", data_set_id="complaints", period_id=week(1))
    assert report.select("expected", "received", "on_time", "submission_id").rows() == [(True, True, True, "s1")]


def test_a_register_without_estates_takes_counts_of_a_city_or_one_district(tmp_path: Path) -> None:
    register = "C,10,City,,city,,,,,,\nA,11,A,,district,C,,,,,\nB,12,B,,district,C,,,,,\n"
    register += "A1,1101,A1,,street,A,,,,,\nA11,110101,A11,,community,A1,,,,,\nA12,110102,A12,,community,A1,,,,,\n"
    made = make(tmp_path, register)
    load(made, "s1", Sent().row(1, "A", "estates", estates_should_have_branch=339, estates_covered=244, branches=117)
         .row(9, "C", "estates", branches=1067).row(9, "C", "reporting_back", members_reported=58000))  # fmt: skip
    publish(made, reason="test")
    assert figure(made, "branch_coverage", "A", 1) == (244, 339, 2, 2, None)
    assert figure(made, "branch_coverage", "C", 1) == (244, 339, 3, 2, None)
    assert figure(made, "branches", "C", 5) == (117, None, 3, 2, week(1))
    assert figure(made, "branches", "C", 7) == (None, None, 3, 0, None)
    assert figure(made, "branches", "C", 9) == (1067, None, 3, 3, None)
    assert figure(made, "members_reported", "A11", 9) == (None, None, 1, 1, None)


def test_complaint_counts_with_and_without_categories(tmp_path: Path) -> None:
    made = make(tmp_path)
    sent = Sent()
    for category, count in ((None, 10), ("noise", 4), ("parking", 5)):
        sent.value(1, "A11", "complaints", "complaints_received", count, category=category)
    load(made, "s1", sent.value(1, "B", "complaints", "complaints_received", 3))
    publish(made, reason="test")
    assert figure(made, "complaints_received", "C", 1) == (13, None, 3, 2, None)
    cells = table(made, "fct_complaint").filter(org_unit_id="C").sort("received")
    assert dict(cells.select("category", "received").rows()) == {"noise": 4, "parking": 5, None: 4}
    assert cells["received"].sum() == 13
