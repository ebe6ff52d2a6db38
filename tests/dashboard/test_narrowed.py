"""Complaints of a category or channel: the parts add up to the whole, and what was not submitted has no part."""

from __future__ import annotations

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from dashboard import narrowed
from dashboard.formats import Figure, number
from tests.dashboard.conftest import text_of
from warehouse.queries import base, complaints, figures

Run = Callable[..., AppTest]


def test_the_parts_add_up_to_the_indicator_and_its_rates(con: base.Connection) -> None:
    parts = complaints.pivot(con, "d2", "district", "category", "channel", "2026-W44", "2026-W44")
    keys = {"complaints_received": "received", "response_rate": "responded", "resolution_rate": "resolved"}
    rows = figures.series(con, ["d2"], list(keys), "2026-W44", "2026-W44", 3)
    assert {row["indicator_id"]: row["numerator"] for row in rows.iter_rows(named=True)} == {
        key: parts[column].sum() for key, column in keys.items()
    }
    assert rows.filter(indicator_id="response_rate")["denominator"][0] == parts["responded_of"].sum()


def test_one_category_is_what_sql_counts(app: Run, con: base.Connection) -> None:
    query = "SELECT sum(received) FROM fct_complaint WHERE org_unit_id = 'd2' AND period_id = '2026-W46'"
    counted = con.cursor().execute(query + " AND category = 'parking' AND channel = 'hotline'").fetchone()
    at = app("complaints", lang="en", unit="d2", category="parking", channel="hotline")
    assert counted and f'<div class="lj-figure">{number(counted[0])}<' in text_of(at)
    assert 'class="lj-from"' not in text_of(at)  # the part of a figure has no cells of its own to show


def test_what_was_not_submitted_has_no_part_and_no_row_is_a_nought() -> None:
    assert narrowed.figure(Figure(), "response_rate", None) == Figure()
    received = narrowed.figure(Figure(7.0), "complaints_received", None)
    assert (received.numerator, received.denominator) == (0.0, None)
    rate = narrowed.figure(Figure(7.0), "response_rate", {"responded": 2, "responded_of": 4})
    assert (rate.numerator, rate.denominator) == (2.0, 4.0)
    each = narrowed.figure(Figure(7.0, 3.5), "complaints_per_1000_households", {"received": 2})
    assert (each.numerator, each.denominator) == (2.0, 3.5)
