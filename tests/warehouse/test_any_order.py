"""Load, supersede, withdraw, go back, in any order: what is served is a fresh build of its manifest."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.warehouse.small import Sent, figure, load, make, table, week
from tests.warehouse.test_builds import random_submission
from warehouse import build, keep, manifest, rebuild, versions
from warehouse.build import publish
from warehouse.verify import verify

WEEKS = range(1, 13)
COMMUNITIES = ("A11", "A12", "B11")
ROW = st.tuples(st.sampled_from(COMMUNITIES), st.sampled_from(WEEKS), st.integers(0, 9))


class AnyOrder(RuleBasedStateMachine):
    """Acts on one small store, beside a plain reckoning of who newly reported."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.store = make(Path(self.folder.name) / "store", settings="[versions]\nkeep_newest = 2\nkeep_months = 0\n")
        self.count = 0
        self.said: dict[str, dict[tuple[str, int], int]] = {}  # submission -> (community, week) -> newly reported
        self.dirty = True

    def accept(self, sent: Sent, said: dict[tuple[str, int], int]) -> None:
        self.count += 1
        name = f"s{self.count:03d}"
        load(self.store, name, sent)
        self.said[name] = said
        publish(self.store, reason="load")
        self.dirty = True

    @rule(new=st.lists(ROW, min_size=1))
    def newly_reported(self, new: list[tuple[str, int, int]]) -> None:
        said = {(unit, at): value for unit, at, value in new}
        sent = Sent()
        for (unit, at), value in said.items():
            sent.row(at, unit, "reporting_back", members_new=value)
        self.accept(sent, said)

    @rule(seed=st.integers(0, 10_000))
    def anything_else(self, seed: int) -> None:
        sent = random_submission(random.Random(seed))
        sent.values.pop("reporting_back", None)
        if sent.values or sent.tickets:
            self.accept(sent, {})

    @precondition(lambda self: self.store.accepted())
    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from([item.submission_id for item in self.store.accepted()]))
        versions.withdraw(self.store, name)
        self.dirty = True

    @precondition(lambda self: self.store.current())
    @rule(data=st.data())
    def go_back(self, data: st.DataObject) -> None:
        version = data.draw(st.sampled_from([item["version"] for item in versions.versions(self.store)]))
        versions.rollback(self.store, version)
        self.dirty = True

    @invariant()
    def served_is_a_fresh_build_of_its_manifest(self) -> None:
        if self.dirty and self.store.current():
            assert verify(self.store) == []

    @invariant()
    def newly_reported_add_up_as_reckoned_by_hand(self) -> None:
        current = self.store.current()
        if not self.dirty or not current:
            return
        self.dirty = False
        counting = manifest.read(self.store.version_dir(current)).sequences()
        winner: dict[tuple[str, int], int] = {}
        for name in sorted(counting, key=lambda item: counting[item]):
            winner |= self.said[name]
        rows = table(self.store, "fct_indicator").filter(
            (pl.col("indicator_id") == "members_new") & pl.col("numerator").is_not_null()
        )
        served = {(row["org_unit_id"], row["period_id"]): int(row["numerator"]) for row in rows.iter_rows(named=True)}
        reckoned: dict[tuple[str, str], int] = {}
        for (unit, at), value in winner.items():
            for above in (unit, unit[:2], unit[0], "C"):
                reckoned[above, week(at)] = reckoned.get((above, week(at)), 0) + value
        assert served == reckoned

    def teardown(self) -> None:
        self.folder.cleanup()


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(
    max_examples=3, stateful_step_count=7, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip


def loaded(root: Path, count: int, rule_of_keeping: str) -> build.Store:
    """Return a store with that many versions."""
    store = make(root, settings=f"[versions]\n{rule_of_keeping}\n")
    for at in range(1, count + 1):
        load(store, f"s{at}", Sent().row(at, "A11", "reporting_back", members_resident=at))
        publish(store, reason="next")
    return store


def ready(store: build.Store) -> list[str]:
    """Return the versions whose figures lie ready."""
    return [item["version"] for item in versions.versions(store) if item["kept"]]


def test_old_versions_are_thinned_out_by_the_rule(tmp_path: Path) -> None:
    store = loaded(tmp_path, 5, "keep_newest = 2\nkeep_months = 0")
    assert ready(store) == ["v00004", "v00005"]
    assert len(versions.versions(store)) == 5
    assert verify(store, every=True) == []
    monthly = loaded(tmp_path / "monthly", 4, "keep_newest = 1\nkeep_months = 1")
    assert ready(monthly) == ["v00003", "v00004"]  # the parent of the served one stays for "since last time"


def test_a_version_that_a_pack_stands_on_is_never_thinned_out(tmp_path: Path) -> None:
    store = loaded(tmp_path, 2, "keep_newest = 1\nkeep_months = 0")
    store.packs.mkdir()
    (store.packs / "october.json").write_text('{"version": "v00001"}', encoding="utf-8")
    (store.packs / "damaged.json").write_text("{", encoding="utf-8")
    for at in (6, 7, 8):
        load(store, f"late{at}", Sent().row(at, "A12", "reporting_back", members_resident=1))
        publish(store, reason="next")
    assert ready(store) == ["v00001", "v00004", "v00005"]


def test_what_was_thinned_out_comes_back_with_the_same_figures(tmp_path: Path) -> None:
    store = loaded(tmp_path, 4, "keep_newest = 1\nkeep_months = 0")
    assert "v00001" not in ready(store)
    changes = versions.diff(store, "v00001", "v00004")
    assert {row["cause"] for row in changes} == {"new"}
    versions.rollback(store, "v00001")
    assert figure(store, "members_resident", "A11", 1) == (1, None, 1, 1, None)
    assert verify(store, every=True) == []


def test_a_version_of_another_release_is_not_built_as_if_it_were_the_same(tmp_path: Path) -> None:
    store = loaded(tmp_path, 3, "keep_newest = 1\nkeep_months = 0")
    path = store.version_dir("v00001") / "manifest.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"models_sha256": "', '"models_sha256": "0'), "utf-8")
    with pytest.raises(rebuild.CanNotBeRebuilt, match="install release"):
        versions.rollback(store, "v00001")
    assert store.current() == "v00003"


def test_a_version_file_that_was_touched_is_told(tmp_path: Path) -> None:
    store = loaded(tmp_path, 2, "keep_newest = 2")
    with store.database("v00001").open("ab") as stream:
        stream.write(b"x")
    assert verify(store) == ["versions/v00001/linju.duckdb was changed after it was published"]
    store.database("v00001").unlink()
    assert verify(store) == ["versions/v00001/linju.duckdb is missing"]
    assert keep.kept(store) == {"v00001", "v00002"}
