"""Comments: kept in lines that are only added, taken back by another one, never with a number of a person."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from tests.warehouse.small import REGISTER, make
from warehouse import comments
from warehouse.comments import EMPTY, LONGEST, PERSONAL, PLACE, TOO_LONG, CommentRefused
from warehouse.store import Store

ABOUT = {"unit": "A", "indicator": "branch_coverage", "week": "2026-W03"}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = make(tmp_path / "s", REGISTER)
    return Store(made.root, who="office")


def test_what_was_written_is_read_again_with_who_and_when(store: Store) -> None:
    made = comments.add(store, " Two estates\nmerged.\x00 ", **ABOUT, version="v00001")
    (item,) = comments.read(comments.path_of(store))
    assert item == made
    assert (item.text, item.who, item.place) == (
        "Two estates merged.",
        "office",
        ("A", "branch_coverage", "2026-W03"),
    )
    assert item.at.startswith("20") and item.version == "v00001"
    assert store.acts(1)[0]["action"] == "comment"
    assert "merged" not in (store.root / "journal.jsonl").read_text(encoding="utf-8")


def test_a_comment_is_taken_back_by_another_line(store: Store) -> None:
    first, second = comments.add(store, "one", **ABOUT), comments.add(store, "two", **ABOUT)
    before = comments.path_of(store).read_bytes()
    comments.withdraw(store, first.comment_id)
    assert comments.path_of(store).read_bytes().startswith(before)
    assert comments.read(comments.path_of(store)) == [second]
    with pytest.raises(LookupError):
        comments.withdraw(store, first.comment_id)
    assert comments.add(store, "three", **ABOUT).comment_id == "c00003"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (" \n ", EMPTY),
        ("字" * (LONGEST + 1), TOO_LONG),
        ("请联系13912345678", PERSONAL),
        ("请联系１３９１２３４５６７８", PERSONAL),
        ("身份证11010519491231002X", PERSONAL),
    ],
)
def test_what_must_not_be_kept_is_refused(store: Store, text: str, why: str) -> None:
    with pytest.raises(CommentRefused, match=why):
        comments.add(store, text, **ABOUT)
    assert not comments.path_of(store).exists()


def test_a_name_or_a_place_can_be_refused_too(store: Store) -> None:
    with pytest.raises(CommentRefused, match=PERSONAL):
        comments.add(Store(store.root, who="13912345678"), "x", **ABOUT)
    with pytest.raises(CommentRefused, match=PLACE):
        comments.add(store, "x", unit="A", indicator="branch_coverage", week="2026-W99")


def test_a_damaged_line_costs_nothing_but_itself(store: Store) -> None:
    comments.add(store, "one", **ABOUT)
    with comments.path_of(store).open("ab") as stream:
        stream.write(b'{"id": "c00002", "action": "comm')
    comments.add(store, "two", **ABOUT)
    assert [item.text for item in comments.read(comments.path_of(store))] == ["one", "two"]


def test_several_write_at_once_and_none_is_lost(store: Store) -> None:
    threads = [threading.Thread(target=comments.add, args=(store, f"n{n}"), kwargs=ABOUT) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = comments.read(comments.path_of(store))
    assert len({item.comment_id for item in found}) == len(found) == 8
