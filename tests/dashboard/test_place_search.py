"""A place is found by what somebody types, the nearest first."""

from __future__ import annotations

import pytest

from dashboard.place_search import find, index

ROWS = [
    {"org_unit_id": "c", "code": "9901", "name": "示例市", "name_en": "Shili", "parent_id": None},
    {"org_unit_id": "d", "code": "990102", "name": "枫林区", "name_en": "Fenglin District", "parent_id": "c"},
    {"org_unit_id": "e", "code": "990103", "name": "临江区", "name_en": None, "parent_id": "c"},
    {"org_unit_id": "s", "code": "990102001", "name": "桃源街道", "name_en": "Taoyuan Subdistrict", "parent_id": "d"},
    {"org_unit_id": "t", "code": "990103001", "name": "桃源街道", "name_en": "Taoyuan Subdistrict", "parent_id": "e"},
]
PARENTS = {row["org_unit_id"]: row["parent_id"] for row in ROWS}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("枫林", ["d"]),
        ("FENGLIN", ["d"]),
        ("tyjd", ["s", "t"]),
        ("taoyuanjie", ["s", "t"]),
        ("tao yuan", ["s", "t"]),
        ("990103001", ["t"]),
        ("9901", ["c", "d", "e", "s", "t"]),
        ("fenglin taoyuan", ["s"]),
        ("临江 桃源", ["t"]),
        ("桃", ["s", "t"]),
        ("xyz", []),
        ("  ", []),
    ],
)
def test_what_is_typed_finds(typed: str, found: list[str]) -> None:
    assert find(index(ROWS), typed, PARENTS) == found


def test_only_so_many_are_listed() -> None:
    assert find(index(ROWS), "99", PARENTS, most=2) == ["c", "d"]
