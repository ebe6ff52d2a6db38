"""Views kept in the store: whose they are, that a later one of the same name replaces it, that a crash loses none."""

from __future__ import annotations

from pathlib import Path

import pytest

from warehouse import saved_views
from warehouse.settings import Settings, dump
from warehouse.store import Store, create


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return create(tmp_path / "store", dump(Settings()), b"id,code,name,level,parent_id\n")


def test_a_view_of_the_same_name_and_owner_is_replaced(store: Store) -> None:
    saved_views.save(store, "Mine", "coverage", {"unit": "a"}, who="Lin", for_all=False)
    saved_views.save(store, " Mine ", "map", {"unit": "b"}, who="Lin", for_all=False)
    saved_views.save(store, "Mine", "", {}, who="Wang", for_all=False)
    assert [(view.page, view.query) for view in saved_views.seen_by(store, "Lin")] == [("map", {"unit": "b"})]
    assert [view.page for view in saved_views.seen_by(store, "Wang")] == [""]
    assert saved_views.seen_by(store, "") == []


def test_what_can_not_be_kept_is_refused(store: Store) -> None:
    for name, who in (("", "Lin"), ("x" * 61, "Lin"), ("Mine", "")):
        with pytest.raises(ValueError):
            saved_views.save(store, name, "", {}, who=who, for_all=False)
    assert not (store.root / saved_views.FILE).exists()


def test_a_view_is_taken_away_once(store: Store) -> None:
    view = saved_views.save(store, "Ours", "", {"week": "2026-W40"}, who="Lin", for_all=True)
    saved_views.remove(store, view, who="Lin")
    assert saved_views.every(store) == []
    with pytest.raises(KeyError):
        saved_views.remove(store, view, who="Lin")
    assert [act["action"] for act in store.acts(2)] == ["remove_view", "save_view"]


def test_a_damaged_file_is_no_view(store: Store) -> None:
    (store.root / saved_views.FILE).write_text("[{", encoding="utf-8")
    assert saved_views.every(store) == []
