"""A city with clusters 片区 between community and estate: its clerks' files are read and its figures add up."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from etl import pipeline
from tests.warehouse.small import figure, make
from warehouse.store import Store

WEEK = "2026-W01"
REGISTER = """C,990100,示例市,,city,,,,,,
A,990102,枫林区,,district,C,,,,,
A1,990102001,桃源街道,,street,A,,,,,
A11,990102001001,幸福社区,,community,A1,,,,,
P1,99010200100101,东片区,,cluster,A11,,,,,
P2,99010200100102,西片区,,cluster,A11,,,,,
E1,990102001001001,锦绣花苑,,estate,P1,,,100,,
E2,990102001001002,阳光家园,,estate,P1,,,200,,
E3,990102001001003,御景湾,,estate,P2,,,300,,
"""
ESTATES = """枫林区小区党建基本情况（2026年第1周）
街道,社区,片区,小区,户数,应建支部,支部形式,支部名称,业委会,组建阶段
桃源街道,幸福社区,东片区,锦绣花苑,101,是,独立,锦绣花苑党支部,已组建,
桃源街道,幸福社区,东片区,阳光家园,202,是,功能型,阳光家园业委会支部,组建中,2
桃源街道,幸福社区,西片区,御景湾,303,是,无,,未组建,
"""
STANDARDS = """枫林区小区组织建设和评定情况表（2026年第1周）
街道,社区,片区党总支,楼栋党小组数,业委会委员数,业委会党员委员,应公开收支小区,本月收支公开小区
桃源街道,幸福社区,2,14,10,7,3,2
"""
PIPELINE = """枫林区问题流转和吹哨报到情况表（2026年第1周）
街道,收集问题（件）,交办问题（件）,响应问题（件）,解决问题（件）,交办用时合计（小时）,街道吹哨（次）,部门报到（次）
桃源街道,10,9,8,6,27,2,1
"""


def _loaded(folder: Path) -> Store:
    store = make(folder / "store", REGISTER, settings='[city]\nname = "示例市"\n')
    files = []
    for name, text in (("小区", ESTATES), ("组织和评定", STANDARDS), ("问题流转", PIPELINE)):
        files.append(folder / f"{name}.csv")
        files[-1].write_text(text, encoding="utf-8-sig")
    result = pipeline.refresh(store, files, sender="A")
    assert [item.to_dict() for item in result.issues if item.severity == "error"] == []
    return store


def test_files_that_name_clusters_are_read_and_add_up_to_the_city(tmp_path: Path) -> None:
    store = _loaded(tmp_path)
    for unit, covered in {"P1": (2, 2), "P2": (0, 1), "A11": (2, 3), "A": (2, 3), "C": (2, 3)}.items():
        assert (figure(store, "branch_coverage", unit, 1) or ())[:2] == covered, unit
    assert figure(store, "households", "P1", 1) == (303, None, 2, 2, None)
    assert figure(store, "functional_branches", "A11", 1) == (1, None, 3, 3, None)
    assert figure(store, "committees_stage_2", "A11", 1) == (1, None, 3, 1, None)


def test_what_a_community_or_street_says_stands_at_its_level(tmp_path: Path) -> None:
    store = _loaded(tmp_path)
    assert figure(store, "cluster_branches", "A", 1) == (2, None, 1, 1, None)
    assert figure(store, "committee_party_share", "C", 1) == (7, 10, 1, 1, None)
    assert figure(store, "accounts_published_rate", "A1", 1) == (2, 3, 1, 1, None)
    assert figure(store, "hours_to_assign", "A1", 1) == (27, 9, 1, 1, None)
    assert figure(store, "problem_resolution_rate", "C", 1) == (6, 10, 1, 1, None)
    assert figure(store, "whistle_answer_rate", "C", 1) == (1, 2, 1, 1, None)
    read = pl.read_parquet(next((store.root / "facts" / "problem_pipeline").rglob("*.parquet")))
    assert set(read["org_unit_id"]) == {"A1"}


def test_a_short_word_of_another_table_is_not_taken_for_a_committee_or_a_problem(tmp_path: Path) -> None:
    """`其中：党员` below 志愿者 are volunteers, `收集` below 需求 are needs: neither is guessed at."""
    store = make(tmp_path / "store", REGISTER, settings='[city]\nname = "示例市"\n')
    file = tmp_path / "服务网络.csv"
    file.write_text(
        "枫林区小区服务网络（2026年第1周）\n街道,社区,志愿者,其中：党员,志愿队,居民代表,收集,居民评分\n"
        "桃源街道,幸福社区,40,12,3,9,5,80\n",
        encoding="utf-8-sig",
    )
    result = pipeline.refresh(store, [file], sender="A")
    assert result.submissions[0].data_sets in (["service_network"], ("service_network",))
    assert {path.name for path in (store.root / "facts").iterdir()} == {"service_network"}
