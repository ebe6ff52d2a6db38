"""Follow-ups: kept in lines that are only added, read as of any moment, without numbers that point to a person."""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.warehouse.small import REGISTER, make
from warehouse import follow_ups
from warehouse.follow_ups import DONE, OPEN, FollowUpError
from warehouse.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return make(tmp_path / "s", REGISTER)


def add(store: Store, text: str = "Why so few?", **more: object) -> follow_ups.FollowUp:
    said: dict[str, object] = {
        "unit": "A",
        "week": "2026-W03",
        "indicator": "branch_coverage",
        "owner": "Office",
        **more,
    }
    return follow_ups.add(store, text, **said)  # type: ignore[arg-type]


def test_what_was_written_is_read_again_with_its_history(store: Store) -> None:
    made = add(store, due=date(2026, 2, 1), version="v00001")
    follow_ups.change(store, made.follow_up_id, due=date(2026, 3, 1), note="needs longer")
    follow_ups.change(store, made.follow_up_id, state=DONE)
    (item,) = follow_ups.everything(store)
    assert (item.text, item.unit, item.week, item.owner) == ("Why so few?", "A", "2026-W03", "Office")
    assert [step.state for step in item.history] == [OPEN, OPEN, DONE]
    assert item.due == date(2026, 3, 1) and item.history[1].note == "needs longer"
    assert follow_ups.open_ones(store) == []
    assert [act["action"] for act in store.acts(3)] == ["follow_up"] * 3
    assert "Why so few" not in (store.root / "journal.jsonl").read_text(encoding="utf-8")


def test_the_open_ones_of_a_unit_come_in_the_order_in_which_they_are_due(store: Store) -> None:
    add(store, "never")
    add(store, "late", due=date(2026, 5, 1))
    add(store, "soon", due=date(2026, 4, 1))
    add(store, "elsewhere", unit="B")
    assert [item.text for item in follow_ups.open_ones(store, "A")] == ["soon", "late", "never"]
    assert len(follow_ups.open_ones(store)) == 4
    soon = follow_ups.open_ones(store)[0]
    assert soon.overdue(date(2026, 4, 2)) and not soon.overdue(date(2026, 4, 1))


def test_an_earlier_moment_shows_what_was_open_then(store: Store) -> None:
    made = add(store)
    opened = datetime.fromisoformat(made.opened_at)
    line = follow_ups.path_of(store).read_text(encoding="utf-8")
    later = (opened + timedelta(days=7)).isoformat()
    closed = f'{{"id": "{made.follow_up_id}", "action": "change", "at": "{later}", "who": "x", "state": "done", '
    follow_ups.path_of(store).write_text(f'{line}{closed}"due": null, "note": ""}}\n', encoding="utf-8")
    assert follow_ups.open_ones(store) == []
    assert len(follow_ups.open_ones(store, until=opened + timedelta(days=1))) == 1
    assert follow_ups.open_ones(store, until=opened - timedelta(days=1)) == []


@pytest.mark.parametrize("number", ["13912345678", "１３９ 1234 5678", "11010519491231002X", "139\u200b12345678"])
def test_numbers_that_point_to_a_person_never_reach_the_store(store: Store, number: str) -> None:
    made = add(store, f"call {number} about it", owner=f"desk {number}")
    follow_ups.change(store, made.follow_up_id, note=f"rang {number}")
    written = follow_ups.path_of(store).read_text(encoding="utf-8")
    assert number not in written and "12345678" not in written and "11010519491231002" not in written
    assert made.text.startswith("call ####") and made.text.endswith("about it")


def test_texts_are_cut_and_lie_on_one_line(store: Store) -> None:
    made = add(store, "a\nb\t\x07c " + "x" * 500, owner="y" * 100)
    assert made.text.startswith("a b c xxx") and len(made.text) == follow_ups.LONGEST_TEXT
    assert len(made.owner) == follow_ups.LONGEST_OWNER


def test_what_can_not_be_kept_is_refused(store: Store) -> None:
    for wrong in ({"text": "  \n"}, {"week": "last week"}, {"unit": ""}):
        with pytest.raises(FollowUpError):
            add(store, **{"text": "ask", **wrong})  # type: ignore[arg-type]
    with pytest.raises(LookupError):
        follow_ups.change(store, "f99999", state=DONE)
    made = add(store)
    with pytest.raises(FollowUpError):
        follow_ups.change(store, made.follow_up_id, state="forgotten")
    assert len(follow_ups.open_ones(store)) == 1


def test_a_line_cut_off_by_a_crash_spoils_neither_the_one_before_nor_the_next(store: Store) -> None:
    add(store, "first")
    path = follow_ups.path_of(store)
    path.write_bytes(path.read_bytes() + b'{"id": "f00002", "action": "op')
    add(store, "second")
    assert [item.text for item in follow_ups.everything(store)] == ["first", "second"]


def test_two_who_write_at_once_lose_nothing(store: Store) -> None:
    threads = [threading.Thread(target=add, args=(store, f"number {n}")) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = follow_ups.everything(store)
    assert {item.text for item in found} == {f"number {n}" for n in range(8)}
    assert len({item.follow_up_id for item in found}) == 8
