"""Geometry: outlines matched, moved to WGS-84 and simplified with shared edges; stand-ins for what has none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
import shapely
from shapely.geometry import mapping, shape

from warehouse.boundaries import gaps, overlaps, read_outlines, simplify
from warehouse.datum import from_wgs84
from warehouse.geography import check, prepare
from warehouse.schematic import cells, spread, tile_grid

ROOT = Path(__file__).parent.parent
WEST, SOUTH, SIDE = 113.0, 27.8, 0.1


def rough_square(x: int, y: int) -> shapely.Polygon:
    """One of a row of squares whose common edges are the same wavy line in both."""

    def edge(a: tuple[float, float], b: tuple[float, float]) -> list[tuple[float, float]]:
        steps = np.linspace(0, 1, 600)[:-1]
        wave = 0.002 * np.sin(steps * np.pi * 8)
        (ax, ay), (bx, by) = min(a, b), max(a, b)
        across = (-(by - ay) / SIDE, (bx - ax) / SIDE)
        line = [
            (ax + (bx - ax) * s + across[0] * w, ay + (by - ay) * s + across[1] * w)
            for s, w in zip(steps, wave, strict=True)
        ] + [max(a, b)]
        return (line if a < b else line[::-1])[:-1]

    left, low = WEST + x * SIDE, SOUTH + y * SIDE
    corners = [(left, low), (left + SIDE, low), (left + SIDE, low + SIDE), (left, low + SIDE)]
    ring = [point for a, b in zip(corners, corners[1:] + corners[:1], strict=True) for point in edge(a, b)]
    return shapely.Polygon(ring)


def register(**more: Any) -> pl.DataFrame:
    """A city of four districts; d1 has three streets, its first street two communities, the first three estates."""
    rows = [("city", "city", None)]
    rows += [(f"d{n}", "district", "city") for n in range(1, 5)]
    rows += [(f"s{n}", "street", "d1") for n in range(1, 4)]
    rows += [("c1", "community", "s1"), ("c2", "community", "s1")]
    rows += [(f"e{n}", "estate", "c1") for n in range(1, 4)]
    points = more.get("points", {})
    return pl.DataFrame(
        [
            {
                "org_unit_id": key,
                "code": f"4302{place:03d}",
                "name": f"unit {key}",
                "level": level,
                "parent_id": parent,
                "valid_to": more.get("closed", {}).get(key),
                "lng": points.get(key, (None, None))[0],
                "lat": points.get(key, (None, None))[1],
            }
            for place, (key, level, parent) in enumerate(rows)
        ],
        schema_overrides={"lng": pl.Float64, "lat": pl.Float64, "valid_to": pl.String},
    )


def write(folder: Path, features: dict[str, Any], key: str = "org_unit_id", name: str = "districts") -> None:
    folder.mkdir(exist_ok=True)
    content = [
        {"type": "Feature", "properties": {key: unit}, "geometry": mapping(outline)}
        for unit, outline in features.items()
    ]
    (folder / f"{name}.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": content}))


def districts() -> dict[str, shapely.Polygon]:
    return {f"d{n + 1}": rough_square(n % 2, n // 2) for n in range(4)}


def load(out: Path, name: str) -> Any:
    return json.loads((out / f"{name}.json").read_text(encoding="utf-8"))


def shapes(out: Path, name: str) -> dict[str, Any]:
    return {f["properties"]["id"]: shape(f["geometry"]) for f in load(out, name)["features"]}


def test_shared_edges_stay_shared_and_vertices_go(tmp_path: Path) -> None:
    write(tmp_path / "b", districts())
    prepare(tmp_path / "b", register(), "wgs84", tmp_path / "out")
    drawn = shapes(tmp_path / "out", "areas-city")
    before = sum(shapely.get_num_coordinates(outline) for outline in districts().values())
    assert sum(shapely.get_num_coordinates(outline) for outline in drawn.values()) < before * 0.4
    common = shapely.intersection(drawn["d1"], drawn["d2"])
    assert common.area < 1e-12
    assert common.length == pytest.approx(shapely.intersection(*list(districts().values())[:2]).length, rel=0.02)
    assert shapely.coverage_is_valid(list(drawn.values()))


def test_the_order_of_features_is_that_of_the_view(tmp_path: Path) -> None:
    write(tmp_path / "b", dict(reversed(districts().items())))
    prepare(tmp_path / "b", register(), "wgs84", tmp_path / "out")
    features = load(tmp_path / "out", "areas-city")["features"]
    assert [f["properties"]["id"] for f in features] == ["d1", "d2", "d3", "d4"]
    assert [f["properties"]["i"] for f in features] == [0, 1, 2, 3]
    view = load(tmp_path / "out", "view-city")
    assert [unit["id"] for unit in view["units"]] == ["d1", "d2", "d3", "d4"]
    for unit in view["units"]:
        assert districts()[unit["id"]].contains(shapely.Point(unit["x"], unit["y"]))


@pytest.mark.parametrize("datum", ["gcj02", "bd09", "cgcs2000", "wgs84"])
def test_every_datum_lands_on_the_same_ground(tmp_path: Path, datum: str) -> None:
    def shifted(points: np.ndarray) -> np.ndarray:
        return np.column_stack(from_wgs84(points[:, 0], points[:, 1], datum))

    write(tmp_path / "b", {unit: shapely.transform(outline, shifted) for unit, outline in districts().items()})
    found = read_outlines(tmp_path / "b", {f"d{n}": f"d{n}" for n in range(1, 5)}, datum)
    for unit, outline in districts().items():
        assert shapely.hausdorff_distance(found.by_unit[unit], outline) < 1e-6  # a tenth of a metre


def test_codes_match_and_strangers_are_reported(tmp_path: Path) -> None:
    outlines = districts()
    write(tmp_path / "b", {"4302001": outlines["d1"], "999": outlines["d2"]}, key="code")
    (tmp_path / "b" / "broken.geojson").write_text("{")
    report = prepare(tmp_path / "b", register(), "wgs84", tmp_path / "out")
    assert report.unmatched == ("districts.geojson: 999",)
    assert report.unreadable == ("broken.geojson",)
    assert shapes(tmp_path / "out", "areas-city")["d1"].centroid.distance(outlines["d1"].centroid) < 1e-3


def test_crossing_outlines_are_repaired_and_overlaps_named(tmp_path: Path) -> None:
    bow = shapely.Polygon([(113, 27), (113.1, 27.1), (113.1, 27), (113, 27.1)])
    write(tmp_path / "b", {"d1": bow, "d2": shapely.box(113.0, 27.0, 113.05, 27.2), "d3": rough_square(5, 5)})
    report = prepare(tmp_path / "b", register(), "wgs84", tmp_path / "out")
    assert report.repaired == ("d1",)
    assert report.overlaps == (("d1", "d2"),)
    assert all(outline.is_valid for outline in shapes(tmp_path / "out", "areas-city").values())


def test_gaps_between_outlines_name_the_units_around_them(tmp_path: Path) -> None:
    whole = {f"u{x}{y}": shapely.box(x, y, x + 1, y + 1) for x in range(3) for y in range(3)}
    assert gaps(whole) == []
    bitten = {**whole, "u11": shapely.box(1, 1, 2, 1.98)}
    assert [sorted(around) for around in gaps(bitten)] in ([["u01", "u11", "u12"]], [["u11", "u12", "u21"]])
    assert gaps({**whole, "u11": shapely.box(1, 1, 2, 1.9999)}) == []  # rounding
    without = {unit: outline for unit, outline in whole.items() if unit != "u11"}
    assert gaps(without, missing=1) == []  # the place of a unit that has no outline
    assert len(gaps(without)) == 1

    ring = {f"d{n + 1}": outline for n, outline in enumerate(bands())}
    write(tmp_path / "b", ring)
    report = check(tmp_path / "b", register(), "wgs84")
    assert len(report.gaps) == 1
    assert report.gaps == prepare(tmp_path / "b", register(), "wgs84", tmp_path / "out").gaps
    assert type(report).from_dict(report.to_dict()) == report


def bands() -> list[shapely.Polygon]:
    """Four outlines around a hole that belongs to none of them."""
    return [
        shapely.box(113.0, 27.0, 113.3, 27.1),
        shapely.box(113.0, 27.1, 113.1, 27.3),
        shapely.box(113.2, 27.1, 113.3, 27.3),
        shapely.box(113.1, 27.2, 113.2, 27.3),
    ]


def test_overlaps_need_common_ground() -> None:
    assert overlaps(districts()) == []


def test_simplify_keeps_every_unit() -> None:
    tiny = shapely.box(0, 0, 1e-4, 1e-4)
    kept = simplify({"a": tiny, "b": shapely.box(1e-4, 0, 1, 1)}, 0.01)
    assert all(not outline.is_empty for outline in kept.values())


def test_a_unit_without_outline_gets_a_stand_in(tmp_path: Path) -> None:
    outlines = districts()
    del outlines["d4"]
    write(tmp_path / "b", outlines)
    report = prepare(tmp_path / "b", register(), "wgs84", tmp_path / "out")
    drawn = shapes(tmp_path / "out", "areas-city")
    assert list(drawn) == ["d1", "d2", "d3", "d4"]
    assert drawn["d4"].area > 0
    assert all(shapely.intersection(drawn["d4"], drawn[unit]).area < 1e-9 for unit in ("d1", "d2", "d3"))
    assert "city" in report.schematic
    assert load(tmp_path / "out", "view-city")["schematic"] is True


def test_cells_fill_the_parent_and_hold_their_points(tmp_path: Path) -> None:
    middle = (WEST + 0.05, SOUTH + 0.05)
    points = {"s1": (middle[0] - 0.02, middle[1]), "s2": (middle[0] + 0.02, middle[1]), "e1": middle, "e2": middle}
    write(tmp_path / "b", districts())
    report = prepare(tmp_path / "b", register(points=points), "wgs84", tmp_path / "out")
    streets = shapes(tmp_path / "out", "areas-d1")
    parent = shapes(tmp_path / "out", "areas-city")["d1"]
    assert sum(cell.area for cell in streets.values()) == pytest.approx(parent.area, rel=1e-3)
    assert streets["s1"].contains(shapely.Point(points["s1"]))
    view = load(tmp_path / "out", "view-s1")
    assert [item["id"] for item in view["estates"]] == ["e1", "e2", "e3"]
    assert report.unplaced_points == 1  # e3 has no coordinates and stands somewhere inside c1
    assert view["unplaced"] == 1


def test_a_closed_street_does_not_lie_over_its_successor(tmp_path: Path) -> None:
    prepare(tmp_path / "b", register(closed={"s3": "2025-01-05", "e2": "2025-01-05"}), "wgs84", tmp_path / "out")
    assert list(shapes(tmp_path / "out", "areas-d1")) == ["s1", "s2"]
    assert "e2" in [item["id"] for item in load(tmp_path / "out", "view-s1")["estates"]]


def test_a_city_without_any_position_is_a_tile_map(tmp_path: Path) -> None:
    raw = pl.read_csv(ROOT / "fixtures" / "real" / "zhuzhou_org_units.csv", infer_schema_length=0)
    units = raw.select(
        pl.col("id").alias("org_unit_id"),
        "code",
        "name",
        "level",
        "parent_id",
        pl.lit(None, pl.String).alias("valid_to"),
        pl.lit(None, pl.Float64).alias("lng"),
        pl.lit(None, pl.Float64).alias("lat"),
    )
    report = prepare(tmp_path / "none", units, "wgs84", tmp_path / "out")
    drawn: set[str] = set()
    for path in (tmp_path / "out").glob("areas-*.json"):
        tiles = shapes(tmp_path / "out", path.stem)
        drawn |= set(tiles)
        assert all(tile.area > 0 for tile in tiles.values())
        assert shapely.union_all(list(tiles.values())).area == pytest.approx(sum(t.area for t in tiles.values()))
    assert drawn == set(units["org_unit_id"])  # the city itself is drawn as its own level
    assert report.outlined == 0


def test_the_same_input_gives_the_same_bytes_and_is_taken_over(tmp_path: Path) -> None:
    write(tmp_path / "b", districts())
    first = prepare(tmp_path / "b", register(), "wgs84", tmp_path / "versions" / "v00001" / "geometry")
    alone = prepare(tmp_path / "b", register(), "wgs84", tmp_path / "alone" / "x" / "geometry")
    kept = tmp_path / "versions" / "v00001" / "geometry"
    (kept / "view-city.json").write_text('{"mark": 1}')  # to see that it is the copy
    again = prepare(tmp_path / "b", register(), "wgs84", tmp_path / "versions" / ".building-1" / "geometry")
    assert first == alone == again
    assert load(tmp_path / "versions" / ".building-1" / "geometry", "view-city") == {"mark": 1}
    write(tmp_path / "b", {"d1": districts()["d1"]})
    prepare(tmp_path / "b", register(), "wgs84", tmp_path / "versions" / ".building-2" / "geometry")
    assert "mark" not in load(tmp_path / "versions" / ".building-2" / "geometry", "view-city")


def test_spread_keeps_away_from_what_is_there() -> None:
    parent = shapely.Point(0, 0).buffer(1.0)
    found = spread(parent, [(0.0, 0.0)], 4)
    assert len(found) == 4
    assert all(parent.contains(shapely.Point(point)) for point in found)
    assert min(shapely.Point(point).distance(shapely.Point(0, 0)) for point in found) > 0.3


def test_points_on_one_another_get_cells_of_their_own() -> None:
    parent = shapely.Point(0, 0).buffer(1.0)
    found = cells(parent, [(0.1, 0.1), (0.1, 0.1), None, (9.0, 9.0)])
    assert len(found) == 4
    assert all(cell.area > 0.01 for cell in found)


def test_tiles_do_not_touch() -> None:
    tiles = tile_grid((0, 0, 3, 2), 7)
    assert len(tiles) == 7
    assert all(not a.intersects(b) for a in tiles for b in tiles if a is not b)
