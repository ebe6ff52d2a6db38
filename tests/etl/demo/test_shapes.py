from __future__ import annotations

import json
import math
from collections import Counter
from itertools import pairwise
from typing import Any

import numpy as np
import polars as pl
import pytest
import shapely

from etl.demo import shapes
from tests.etl.demo.made import Demo


def _features(made: Demo, level: str) -> dict[str, Any]:
    data = json.loads((made.store.boundaries / f"{level}.geojson").read_text(encoding="utf-8"))
    return {item["properties"]["org_unit_id"]: shapely.geometry.shape(item["geometry"]) for item in data["features"]}


def _borders(polygons: list[Any]) -> Counter[frozenset[tuple[float, ...]]]:
    found: Counter[frozenset[tuple[float, ...]]] = Counter()
    for polygon in polygons:
        found.update(frozenset(pair) for pair in pairwise(polygon.exterior.coords))
    return found


@pytest.mark.parametrize("level", ["district", "street"])
def test_neighbours_share_every_edge_exactly(made: Demo, level: str) -> None:
    polygons = list(_features(made, level).values())
    whole = shapely.union_all(polygons)
    rim = _borders([whole])
    times = _borders(polygons)
    assert whole.geom_type == "Polygon"
    assert len(whole.interiors) == 0
    assert {edge for edge, number in times.items() if number == 1} == set(rim)
    assert max(times.values()) == 2
    assert math.isclose(whole.area, sum(item.area for item in polygons), rel_tol=1e-12)


def test_districts_are_the_unions_of_their_streets(made: Demo) -> None:
    streets, districts = _features(made, "street"), _features(made, "district")
    for unit, shape in districts.items():
        own = made.units.filter(level="street", parent_id=unit)["id"].unique().to_list()
        assert shapely.union_all([streets[street] for street in own]).equals(shape)


def test_estates_communities_and_streets_lie_inside_their_street(made: Demo) -> None:
    streets = _features(made, "street")
    today = made.units.filter(pl.col("valid_to").is_null(), level="community")
    community = today.select(pl.col("id").alias("community"), street="parent_id")
    estates = made.units.filter(level="estate").join(community, left_on="parent_id", right_on="community")
    for (street,), part in estates.partition_by("street", as_dict=True).items():
        assert shapely.contains_xy(streets[str(street)], part["lng"].to_numpy(), part["lat"].to_numpy()).all()


@pytest.mark.parametrize("seed", range(8))
def test_every_seed_gives_a_city_without_islands(seed: int) -> None:
    drawn = shapes.draw(np.random.default_rng(seed), [12, 12, 12, 12, 11, 11, 10, 11, 10])
    assert len(drawn.streets) == 101
    assert all(shape.is_valid and not shape.interiors for shape in drawn.districts)
