"""Each query file is asked by one function and answers from the marts alone."""

from __future__ import annotations

import re

from warehouse.queries import base, complaints, coverage, figures, reports


def test_every_query_file_has_a_function_that_runs_it() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in base.FOLDER.glob("*.py"))
    for path in base.FOLDER.glob("*.sql"):
        assert f'"{path.stem}"' in code, path.name


def test_parameters_are_bound(con: base.Connection) -> None:
    odd = "city' OR 'a' = 'a"
    assert figures.series(con, [odd], ["branch_coverage"], "2026-W46", "2026-W46", 3).is_empty()


def test_children_add_up_to_their_parent(con: base.Connection) -> None:
    parts = figures.below(con, "city", "district", ["complaints_received"], "2026-W40", "2026-W40", 3)
    whole = figures.series(con, ["city"], ["complaints_received"], "2026-W40", "2026-W40", 3)
    assert parts["numerator"].sum() == whole["numerator"][0]


def test_categories_add_up_to_the_complaints_received(con: base.Connection) -> None:
    parts = complaints.parts(con, "d2", "2026-W44", "2026-W44")
    whole = figures.series(con, ["d2"], ["complaints_received"], "2026-W44", "2026-W44", 3)
    assert parts["received"].sum() == whole["numerator"][0]


def test_two_spans_are_kept_apart(con: base.Connection) -> None:
    both = complaints.below(con, "city", "street", "2026-W43", "2026-W46", "2026-W39", "2026-W42")
    late = complaints.below(con, "city", "street", "2026-W43", "2026-W46", "2026-W43", "2026-W42")
    assert both["received"].sum() == late["received"].sum()
    assert both["before"].sum() > 0
    assert late["before"].sum() == 0


def test_uncovered_estates_are_those_that_coverage_misses(con: base.Connection) -> None:
    rate = figures.series(con, ["d6"], ["branch_coverage"], "2026-W46", "2026-W46", 3).row(0, named=True)
    assert coverage.uncovered(con, "d6", "2026-W46").height == rate["denominator"] - rate["numerator"]


def test_reports_tell_on_time_late_and_missing(con: base.Connection) -> None:
    week = {row["org_unit_id"]: row for row in reports.week(con, "city", ["city"], "2026-W46").iter_rows(named=True)}
    assert week["d1"]["on_time"]
    assert week["d7"]["received"] and not week["d7"]["on_time"]
    assert not week["d9"]["received"]
    assert week["d9"]["last_received"] == "2026-W45"
    rates = reports.rates(con, "city", "2026-W46", "2026-W46").row(0, named=True)
    assert (rates["expected"], rates["received"], rates["on_time"]) == (45, 35, 30)


def test_a_street_sees_its_districts_report(con: base.Connection) -> None:
    assert set(reports.week(con, "d1s1", ["city", "d1", "d1s1"], "2026-W46")["org_unit_id"]) == {"d1"}


def test_no_query_text_names_more_than_marts_and_dimensions() -> None:
    for path in base.FOLDER.glob("*.sql"):
        assert not re.search(r"read_parquet|read_csv", path.read_text(encoding="utf-8")), path.name
