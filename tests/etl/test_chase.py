"""linju chase: a message for each sender that owes something, in words and as data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from etl.cli import main
from tests.warehouse.small import REGISTER, Sent, load, make, week
from warehouse.build import publish
from warehouse.store import Store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """District A sends week 1, and one of its two communities for week 2; B sends week 1 only."""
    settings = '[reporting]\nexpected = ["reporting_back"]\n'
    made = make(tmp_path_factory.mktemp("chase") / "s", REGISTER, settings=settings)
    first = Sent().row(1, "A11", "reporting_back", members_resident=8)
    first.row(1, "A12", "reporting_back", members_resident=1).row(1, "B", "reporting_back", members_resident=3)
    load(made, "s1", first.cover(1, "A", "reporting_back").cover(1, "B", "reporting_back"))
    second = Sent().row(2, "A11", "reporting_back", members_resident=9).cover(2, "A", "reporting_back")
    load(made, "s2", second)
    publish(made, reason="test")
    return made


def run(store: Store | Path, *words: str) -> Result:
    root = store.root if isinstance(store, Store) else store
    return CliRunner().invoke(main, ["--store", str(root), "chase", *words], catch_exceptions=False)


def test_prints_a_message_for_each_sender_that_owes_something(store: Store) -> None:
    found = run(store)
    assert found.exit_code == 0
    b, a = found.stdout.strip().split("\n\n")
    assert b.startswith("致District B：")
    assert "最近：第1周" in b
    assert a.startswith("致District A：")
    assert "缺：Community A12" in a
    assert run(store, "--lang", "en").stdout.startswith("To District B:")


def test_gives_the_same_as_data(store: Store) -> None:
    found = json.loads(run(store, "--week", week(2), "--lang", "en", "--json").stdout)
    assert (found["week"], found["version"], found["is_due"]) == (week(2), store.current(), True)
    assert [(one["sender"], one["name"]) for one in found["senders"]] == [("B", "District B"), ("A", "District A")]
    assert found["senders"][0]["missing"] == [{"data_set": "reporting_back", "last": week(1), "weeks": 1}]
    assert found["senders"][1]["incomplete"][0]["units"] == ["A12"]
    assert "Community A12" in found["senders"][1]["message"]


def test_where_nobody_owes_anything_it_says_so(store: Store) -> None:
    assert run(store, "--week", week(1), "--lang", "en").stdout.strip() == "Nobody owes anything for 2026 W1."


def test_what_is_not_due_yet_is_not_missing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    early = store.now().replace(year=2026, month=1, day=12)
    monkeypatch.setattr(Store, "now", lambda self: early)
    found = run(store, "--lang", "en").stdout
    assert "District B" not in found
    assert "Community A12" in found
    assert "is not due before Jan 13 12:00" in found


def test_a_week_without_anything_is_wrong_usage(store: Store) -> None:
    found = run(store, "--week", "2001-W01")
    assert found.exit_code == 2
    assert "2001-W01" in found.output
