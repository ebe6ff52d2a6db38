"""The chase list: who owes what since when, what is incomplete, and the message in both languages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import polars as pl
import pytest

from tests.warehouse.small import REGISTER, Sent, load, make, week
from warehouse.build import publish
from warehouse.chasing import Chased, Incomplete, Missing, Reminder, chase_list, words
from warehouse.queries import base, catalogue, reports
from warehouse.store import Store

DUE = datetime(2026, 1, 20, 12)
NAMES = {"reporting_back": "Members", "estates": "Estates"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """District A sends week 1 whole, week 2 with one of its two communities; B sends week 1 only, a whole count."""
    made = make(
        tmp_path_factory.mktemp("chase") / "s", REGISTER, settings='[reporting]\nexpected = ["reporting_back"]\n'
    )
    first = (
        Sent().row(1, "A11", "reporting_back", members_resident=8).row(1, "A12", "reporting_back", members_resident=1)
    )
    first.row(1, "B", "reporting_back", members_resident=3)
    first.cover(1, "A", "reporting_back").cover(1, "B", "reporting_back", late=True)
    load(made, "s1", first)
    second = Sent().row(2, "A11", "reporting_back", members_resident=9).cover(2, "A", "reporting_back")
    load(made, "s2", second)
    publish(made, reason="test")
    return made


def reminder(store: Store, lang: str) -> Reminder:
    with base.connect(store.database(str(store.current()))) as con:
        names = dict(catalogue.units(con).select("org_unit_id", "name").iter_rows())
    return Reminder(lang, week(2), DUE, NAMES, names.__getitem__)


def asked(store: Store, at: int) -> list[Chased]:
    with base.connect(store.database(str(store.current()))) as con:
        came = reports.week(con, "C", ["C"], week(at))
        return chase_list(week(at), came, reports.units(con, "C", ["C"], week(at)))


def test_a_whole_count_is_complete_and_a_missing_community_is_named(store: Store) -> None:
    assert asked(store, 1) == []
    assert asked(store, 2) == [
        Chased("B", (Missing("reporting_back", week(1), 1),), ()),
        Chased("A", (), (Incomplete("reporting_back", 1, 2, ("A12",)),)),
    ]


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("zh", ["致District B：", "2026年第2周", "1月20日 12:00", "Members", "最近：第1周", "请尽快补报。"]),
        ("en", ["To District B:", "2026 W2", "Jan 20 12:00", "Members (last: W1)", "Please send"]),
    ],
)
def test_the_message_says_what_is_missing_and_since_when(store: Store, lang: str, expected: list[str]) -> None:
    text = reminder(store, lang).message(asked(store, 2)[0])
    assert [word for word in expected if word not in text] == []


def test_the_message_names_the_units_that_are_missing(store: Store) -> None:
    text = reminder(store, "en").message(asked(store, 2)[1])
    assert "1 of 2 units, missing: Community A12" in text
    assert "has not come" not in text


def test_the_longest_silent_comes_first(store: Store) -> None:
    rows: list[dict[str, Any]] = [
        {"org_unit_id": unit, "data_set_id": "estates", "expected": True, "received": False, "last_received": last}
        for unit, last in (("A", week(1)), ("B", None))
    ]
    none = pl.DataFrame(
        schema={
            "org_unit_id": pl.String(), "data_set_id": pl.String(), "expected_units": pl.Int64(),
            "reported_units": pl.Int64(), "missing": pl.List(pl.String()),
        }
    )  # fmt: skip
    found = chase_list(week(4), pl.DataFrame(rows), none)
    assert [item.sender for item in found] == ["B", "A"]
    said = reminder(store, "en")
    assert [said.since(item.missing[0]) for item in found] == ["never yet", "3 weeks running, last: W1"]


def test_both_languages_have_every_phrase() -> None:
    assert set(words()["zh"]) == set(words()["en"])
