"""Meeting packs: they keep their version, come back the same, and are found again as "the last meeting"."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.warehouse.small import REGISTER, Sent, load, make, same_rows, table
from warehouse import keep, packs, rebuild, versions
from warehouse.build import publish
from warehouse.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = make(tmp_path / "s", REGISTER, settings="[versions]\nkeep_newest = 1\nkeep_months = 0\n")
    load(made, "s1", Sent().row(1, "A11", "reporting_back", members_resident=8))
    publish(made, reason="test")
    return made


def save(store: Store, name: str = "Monday", **more: object) -> packs.Pack:
    said: dict[str, object] = {
        "version": "v00001", "week": "2026-W01", "unit": "C", "indicator": "branches", "scenes": ("map",), **more,
    }  # fmt: skip
    return packs.save(store, name, **said)  # type: ignore[arg-type]


def test_a_pack_comes_back_as_it_was_saved_and_keeps_its_version(store: Store) -> None:
    made = save(store, "周一 例会\n", seconds=20)
    assert packs.saved(store) == [made] == [packs.find(store, made.pack_id)]
    assert (made.name, made.seconds, made.scenes) == ("周一 例会", 20, ("map",))
    assert keep.pinned(store) == {"v00001"}
    load(store, "s2", Sent().row(2, "A11", "reporting_back", members_resident=9))
    publish(store, reason="test")
    load(store, "s3", Sent().row(3, "A11", "reporting_back", members_resident=9))
    publish(store, reason="test")
    keep.thin(store)
    assert store.database("v00001").exists()


def test_the_last_meeting_is_the_newest_pack_that_shows_something_else(store: Store) -> None:
    first = save(store, "first", week="2026-W01")
    save(store, "other place", unit="A")
    second = save(store, "second", week="2026-W02")
    here = {"unit": "C", "version": "v00001"}
    assert packs.before(store, **here, week="2026-W03") == second
    assert packs.before(store, **here, week="2026-W02") == first
    assert packs.before(store, **here, week="2026-W03", than=second) == first, "saved within one second"
    assert packs.before(store, **here, week="2026-W01") is None
    assert packs.before(store, unit="C", version="v00002", week="2026-W01") == first


def test_what_can_not_be_kept_is_refused_and_damage_is_left_out(store: Store) -> None:
    with pytest.raises(ValueError, match="name"):
        save(store, " \n ")
    with pytest.raises(LookupError):
        save(store, version="v00009")
    made = save(store, "call 13912345678")
    assert made.name == "call ###########"
    (store.packs / "p00009.json").write_text('{"version": "v00001"}', encoding="utf-8")
    (store.packs / "p00010.json").write_text("{", encoding="utf-8")
    assert packs.saved(store) == [made]
    assert save(store, "next").pack_id == "p00011"


def test_years_later_a_pack_shows_the_same_figures_though_its_file_is_gone(store: Store) -> None:
    made = save(store)
    shown = table(store, "fct_indicator", made.version)
    load(store, "s2", Sent().row(1, "A11", "reporting_back", members_resident=99))
    publish(store, reason="test")
    store.database(made.version).unlink()
    rebuild.ensure(store, versions.manifest_of(store, made.version))
    assert same_rows(table(store, "fct_indicator", made.version), shown)
    assert not same_rows(table(store, "fct_indicator"), shown)
    (changed,) = {row["cause"] for row in versions.diff(store, made.version, str(store.current()), "2026-W01")}
    assert changed == "restated"
    assert versions.diff(store, made.version, str(store.current()), "2025-W50") == []
