"""Places: what is certain, what is not, and what a changing register makes of a name week by week."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl import names
from etl.aliases import AliasError, confirm, load
from etl.places import Places
from etl.resolve import Place, Resolver
from tests.etl.books import RECEIVED, UNITS, errors, facts, places, read
from warehouse import register
from warehouse.store import create

ZHUZHOU = Path(__file__).parents[1] / "fixtures" / "real" / "zhuzhou_org_units.csv"
WEEK = "2026-W47"


@pytest.fixture(scope="module")
def real() -> Places:
    return Places(register.load(ZHUZHOU, ZHUZHOU.with_name("none.csv")))


def all_units() -> list[tuple[str, str, str]]:
    frame = pl.read_csv(ZHUZHOU, infer_schema=False).filter(pl.col("level").is_in(["street", "community"]))
    return frame.select("id", "level", "name").rows()


def test_every_unit_of_a_real_city_is_found_by_its_own_name_below_its_parent(real: Places) -> None:
    snapshot = real.at(WEEK)
    resolver = Resolver(real, [], "430200")
    wrong = []
    for unit, level, name in all_units():
        above = [(snapshot.rows[item].level, snapshot.rows[item].name) for item in reversed(snapshot.ancestors(unit))]
        found = resolver.resolve(snapshot, Place((*above[1:], (level, name))))
        if found.unit != unit or found.assumed:
            wrong.append((unit, name, found))
    assert wrong == []


def test_a_name_that_repeats_is_ambiguous_without_its_parent(real: Places) -> None:
    frame = pl.read_csv(ZHUZHOU, infer_schema=False).filter(pl.col("level") == "community")
    twice = frame.filter(pl.col("name").is_duplicated())["name"].unique().to_list()
    assert twice
    resolver = Resolver(real, [], "430200")
    for name in twice:
        assert resolver.resolve(real.at(WEEK), Place((("community", name),))).code == "place-ambiguous"


@given(st.sampled_from(all_units()), st.integers(0, 8), st.sampled_from("甲乙丙丁天地人和"))
def test_a_misspelt_name_is_never_guessed(real: Places, unit: tuple[str, str, str], at: int, sign: str) -> None:
    ident, level, name = unit
    stem = names.keys(level, name)[-1][0]
    place = min(at, len(stem) - 1)
    misspelt = name[:place] + sign + name[place + 1 :]
    snapshot = real.at(WEEK)
    found = Resolver(real, [], snapshot.rows[ident].parent_id).resolve(snapshot, Place(((level, misspelt),)))
    if found.unit is not None:  # another unit may really be called so
        assert names.keys(level, snapshot.rows[found.unit].name)[-1][0] == names.keys(level, misspelt)[-1][0]


@pytest.mark.parametrize(
    ("level", "one", "other", "same"),
    [
        ("street", "泰山路街道办事处", "泰山路街道", True),
        ("street", "泰山路街办", "泰山路", True),
        ("street", "白关镇", "白关街道", False),
        ("community", "幸福社区居民委员会", "幸福社区", True),
        ("community", "石桥村村民委员会", "石桥村", True),
        ("community", "石桥村", "石桥社区", False),
        ("estate", "幸福里（一期）", "幸福里一期", True),
        ("estate", "明珠小区", "明珠花园", False),
        ("estate", "幸福裡", "幸福里", True),
    ],
)
def test_names_that_are_one(level: str, one: str, other: str, same: bool) -> None:
    pairs = [(a, b) for a in names.keys(level, one) for b in names.keys(level, other)]
    assert any(a[0] == b[0] and names.agree(a[1], b[1]) for a, b in pairs) is same


def test_a_history_sees_each_week_with_its_own_names(tmp_path: Path) -> None:
    lines = ["周次,街道,社区,应报到,已报到,报送时间"]
    for week, street in (("2026-W45", "旧城街道"), ("2026-W46", "旧城街道"), ("2026-W47", "新城街道")):
        lines += [f"{week},{street},城门社区,10,8,2026-11-1{week[-1]} 09:00", f"{week},桃源街道,幸福社区,20,16,"]
    path = tmp_path / "枫林区历史.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    found = read(path, tmp_path)
    assert errors(found) == []
    assert found.period_id is None
    rows = facts(found).filter(pl.col("data_element") == "members_resident").sort("period_id", "org_unit_id")
    assert rows.select("period_id", "org_unit_id").rows() == [
        (week, unit) for week in ("2026-W45", "2026-W46", "2026-W47") for unit in ("k1", "k6")
    ]
    assert str(rows.filter(org_unit_id="k6")["received_at"][0]) == "2026-11-15 09:00:00"
    assert rows.filter(org_unit_id="k1")["received_at"][0] == RECEIVED.replace(tzinfo=None)


def test_the_wrong_name_of_a_week_is_an_error_in_that_week_only(tmp_path: Path) -> None:
    lines = ["周次,街道,社区,应报到,已报到", "2026-W46,旧城街道,城门社区,10,8", "2026-W47,旧城街道,城门社区,10,8"]
    path = tmp_path / "枫林区历史.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    found = read(path, tmp_path)
    assert errors(found) == [("B3", "place-unknown")]
    assert facts(found)["period_id"].unique().to_list() == ["2026-W46"]


def test_a_spelling_is_confirmed_once(tmp_path: Path) -> None:
    store = create(tmp_path / "store", '[city]\nname = "示例市"\n', UNITS.encode())
    assert confirm(store, "福社", "k1", "桃源街道")["org_unit_id"] == "k1"
    assert confirm(store, "福社", "101001001", "s1") == confirm(store, "福社", "k1", "s1")
    assert [(item.written, item.parent_id, item.org_unit_id) for item in load(store)] == [("福社", "s1", "k1")]
    with pytest.raises(AliasError, match="already"):
        confirm(store, "福社", "k2", "s1")
    with pytest.raises(AliasError, match="give the code"):
        confirm(store, "福", "幸福社区")
    with pytest.raises(AliasError, match="not in the register"):
        confirm(store, "福", "没有")


def test_runs_of_epochs_do_not_hide_a_change(tmp_path: Path) -> None:
    known = places(tmp_path)
    resolver = Resolver(known, [], "d1")
    before, after = known.epoch("2026-W46"), known.epoch("2026-W47")
    assert before != after
    breaks = resolver.breaks(Place((("street", "旧城街道"), ("community", "城门社区"))))
    assert any(before < item <= after for item in breaks)
    assert resolver.breaks(Place((("street", "桃源街道"), ("community", "幸福社区")))) == []
