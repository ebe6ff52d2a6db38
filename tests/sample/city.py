"""The units of the sample: a city of 9 districts, 40 streets, 120 communities and 300 estates, and its outlines."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl

LEVELS = ("city", "district", "street", "community", "estate")
DISTRICTS = ("枫林区", "桃源区", "临江区", "望湖区", "松岗区", "云溪区", "石桥区", "南塘县", "北苑市")
STREETS = ("泰山路", "建设", "和平", "新华", "朝阳", "文昌", "桂花", "白鹭", "长宁", "清水")
ESTATES = ("幸福里", "翠湖苑", "锦绣家园", "阳光花园", "金桂小区", "学府佳苑", "紫荆公寓", "滨江名都")
SCHEMA = {
    "id": pl.String,
    "code": pl.String,
    "name": pl.String,
    "name_en": pl.String,
    "level": pl.String,
    "parent_id": pl.String,
    "valid_from": pl.String,
    "valid_to": pl.String,
    "households": pl.Int64,
    "lng": pl.Float64,
    "lat": pl.Float64,
}
Box = tuple[float, float, float, float]


def make_units() -> pl.DataFrame:
    """Return the register, a row a unit, with its box on the map and the units above it."""
    rows = [_unit("city", "示例市", "city", None, (113.0, 27.0, 113.6, 27.45))]
    for number, name in enumerate(DISTRICTS):
        left, low = 113.0 + number % 3 * 0.2, 27.0 + number // 3 * 0.15
        box = (left, low, left + 0.2, low + 0.15)
        rows += [_unit(f"d{number + 1}", name, "district", "city", box), *_streets(number, box)]
    estates = [row for row in rows if row["level"] == "estate"]
    for number, row in enumerate(estates, 1):
        row |= {"id": f"e{number:03d}", "code": f"e{number:03d}", "name": f"{ESTATES[number % 8]}{number}号院"}
        row |= {"name_en": f"Estate e{number:03d}", "households": 200 + number * 37 % 900}
    frame = pl.DataFrame(rows, infer_schema_length=None).with_columns(pl.col("households").cast(pl.Int64))
    return _with_ancestors(frame)


def _streets(number: int, box: Box) -> list[dict[str, object]]:
    """Return the streets of a district side by side, with their communities one above the other and their estates."""
    rows, count = [], 5 if number < 4 else 4
    width = 0.2 / count
    for s in range(count):
        street, left = f"d{number + 1}s{s + 1}", box[0] + s * width
        name = STREETS[(number * 3 + s) % 10] + ("街道" if s else "镇")
        rows.append(_unit(street, name, "street", f"d{number + 1}", (left, box[1], left + width, box[3])))
        for c in range(3):
            community, floor = f"{street}c{c + 1}", box[1] + c * 0.05
            area = (left, floor, left + width, floor + 0.05)
            rows.append(_unit(community, STREETS[(s + c + number) % 10] + "社区", "community", street, area))
            for e in range(2 + (s + c) % 2):
                lng, lat = left + width * (e + 1) / 4, floor + 0.02
                rows.append(_unit("", "", "estate", community, (lng, lat, lng, lat)))
    return rows


def _unit(key: str, name: str, level: str, parent: str | None, box: Box) -> dict[str, object]:
    return {
        "id": key,
        "code": key.replace("d", "4399").replace("s", "0").replace("c", "0"),
        "name": name,
        "name_en": f"{level.title()} {key}",
        "level": level,
        "parent_id": parent,
        "valid_from": "",
        "valid_to": "",
        "households": None,
        "lng": (box[0] + box[2]) / 2,
        "lat": (box[1] + box[3]) / 2,
        "box": list(box),
    }


def _with_ancestors(units: pl.DataFrame) -> pl.DataFrame:
    parent = dict(zip(units["id"], units["parent_id"], strict=True))
    level = dict(zip(units["id"], units["level"], strict=True))
    chains: dict[str, list[str | None]] = {f"{name}_id": [] for name in LEVELS}
    for key in units["id"]:
        own: dict[str, str] = {}
        step: str | None = key
        while step:
            own[level[step]], step = step, parent[step]
        for name in LEVELS:
            chains[f"{name}_id"].append(own.get(name))
    return units.with_columns([pl.Series(name, values, dtype=pl.String) for name, values in chains.items()])


def write_boundaries(folder: Path) -> None:
    """Write the boxes of districts, streets and communities as outlines."""
    for level in ("district", "street", "community"):
        features = []
        for key, (a, b, c, d) in make_units().filter(level=level).select("id", "box").iter_rows():
            ring = [[a, b], [c, b], [c, d], [a, d], [a, b]]
            features.append(
                {
                    "type": "Feature",
                    "properties": {"org_unit_id": key},
                    "geometry": {"type": "Polygon", "coordinates": [ring]},
                }
            )
        text = json.dumps({"type": "FeatureCollection", "features": features})
        (folder / f"{level}s.geojson").write_text(text, encoding="utf-8")
