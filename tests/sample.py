"""A small published store straight from the schema, with plausible rows: for tests of what only reads."""

from __future__ import annotations

import atexit
import json
import shutil
import tempfile
import tomllib
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import duckdb
import numpy as np
import polars as pl

import warehouse
from warehouse import catalogue, dimensions, geography, inputs, periods, store
from warehouse.settings import City, Settings, dump

MODELS = Path(warehouse.__file__).parent / "models"
REFERENCE = Path(warehouse.__file__).parent / "reference"
LAST_WEEK = "2026-W46"
LEVELS = ("city", "district", "street", "community", "estate")
DISTRICTS = ("枫林区", "桃源区", "临江区", "望湖区", "松岗区", "云溪区", "石桥区", "南塘县", "北苑市")
STREETS = ("泰山路", "建设", "和平", "新华", "朝阳", "文昌", "桂花", "白鹭", "长宁", "清水")
ESTATES = ("幸福里", "翠湖苑", "锦绣家园", "阳光花园", "金桂小区", "学府佳苑", "紫荆公寓", "滨江名都")
ABSENT, SILENT, LATE = "d9", "d8", "d7"  # not sent this week; silent for seven weeks; sends late
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


def make_published(root: Path, *, weeks: int = 60, seed: int = 1, last_week: str = LAST_WEEK) -> store.Store:
    """Make a store with one published version v00001: 9 districts, 40 streets, 120 communities, 300 estates.

    d9 did not send the last week (its stocks are carried), d8 was silent for seven weeks (nothing is left to carry),
    d7 sends late, the first community of d1 has no member resident (nothing to count) and its second no complaint.
    """
    shutil.copytree(_made_once(weeks, seed, last_week), root)
    return store.Store(root)


@cache
def _made_once(weeks: int, seed: int, last_week: str) -> Path:
    """Make such a store in a folder of this process: fifty tests of one page begin with the same one."""
    folder = Path(tempfile.mkdtemp(prefix="linju-sample-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    settings = replace(Settings(), city=City(name="示例市", made_up=True))
    units = _units()
    made = store.create(folder / "store", dump(settings), units.select(list(SCHEMA)).write_csv().encode())
    _boundaries(made.boundaries)
    publish(made, "v00001", units, weeks=weeks, seed=seed, last_week=last_week)
    return made.root


def publish(
    made: store.Store,
    version: str,
    units: pl.DataFrame | None = None,
    *,
    weeks: int = 60,
    seed: int = 1,
    last_week: str = LAST_WEEK,
) -> None:
    """Write a version and point CURRENT to it; a later last_week makes the next one."""
    units = _units() if units is None else units
    path = made.database(version)
    path.parent.mkdir(parents=True, exist_ok=True)
    span = periods.span(periods.shift(last_week, 1 - weeks), last_week)
    rng = np.random.default_rng(seed)
    with duckdb.connect(str(path)) as con:
        con.execute((MODELS / "schema.sql").read_text(encoding="utf-8"))
        _tables_for_views(con)
        for table, frame in _tables(units, span, rng, made, version).items():
            con.register("incoming", frame)
            con.execute(
                f"INSERT INTO {table} ({', '.join(chr(34) + c + chr(34) for c in frame.columns)}) FROM incoming"
            )
            con.unregister("incoming")
    names = ["org_unit_id", "code", "name", "level", "parent_id", "valid_to", "lng", "lat"]
    places = units.rename({"id": "org_unit_id"}).select(names).with_columns(pl.lit(None, pl.Date).alias("valid_to"))
    geography.prepare(made.boundaries, places, "wgs84", path.parent / "geometry")
    made.point_to(version)


def _tables_for_views(con: duckdb.DuckDBPyConnection) -> None:
    """Put plain tables in the place of the views, so that rows can be written by their words."""
    for view in ("fct_indicator", "fct_value"):
        con.execute(f"CREATE TABLE plain AS SELECT * FROM {view}")
        con.execute(f"DROP VIEW {view}")
        con.execute(f"ALTER TABLE plain RENAME TO {view}")


def _units() -> pl.DataFrame:
    rows: list[dict[str, object]] = []

    def add(
        key: str, name: str, level: str, parent: str | None, box: tuple[float, float, float, float], **more: object
    ) -> None:
        rows.append(
            {
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
                **more,
            }
        )

    add("city", "示例市", "city", None, (113.0, 27.0, 113.6, 27.45))
    count = 0
    for d in range(9):
        left, low = 113.0 + d % 3 * 0.2, 27.0 + d // 3 * 0.15
        add(f"d{d + 1}", DISTRICTS[d], "district", "city", (left, low, left + 0.2, low + 0.15))
        streets = 5 if d < 4 else 4
        for s in range(streets):
            sid, width = f"d{d + 1}s{s + 1}", 0.2 / streets
            box = (left + s * width, low, left + (s + 1) * width, low + 0.15)
            add(sid, STREETS[(d * 3 + s) % 10] + ("街道" if s else "镇"), "street", f"d{d + 1}", box)
            for c in range(3):
                cid, floor = f"{sid}c{c + 1}", low + c * 0.05
                add(cid, STREETS[(s + c + d) % 10] + "社区", "community", sid, (box[0], floor, box[2], floor + 0.05))
                for e in range(2 + (s + c) % 2):
                    count += 1
                    lng, lat = box[0] + width * (e + 1) / 4, floor + 0.02
                    add(
                        f"e{count:03d}",
                        f"{ESTATES[count % 8]}{count}号院",
                        "estate",
                        cid,
                        (lng, lat, lng, lat),
                        households=200 + count * 37 % 900,
                    )
    frame = pl.DataFrame(rows, infer_schema_length=None).with_columns(pl.col("households").cast(pl.Int64))
    return _with_ancestors(frame)


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


def _boundaries(folder: Path) -> None:
    for level in ("district", "street", "community"):
        features = []
        for key, (a, b, c, d) in _units().filter(level=level).select("id", "box").iter_rows():
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


def _leaves(units: pl.DataFrame, level: str, span: list[str]) -> pl.DataFrame:
    keep = [f"{name}_id" for name in LEVELS[: LEVELS.index(level) + 1]]
    weeks = pl.DataFrame({"period_id": span, "t": np.linspace(0, 1, len(span)), "i": range(len(span))})
    return (
        units.filter(level=level).with_row_index("n").select("id", "n", "households", *keep).join(weeks, how="cross")
    )


def _estates(units: pl.DataFrame, span: list[str], rng: np.random.Generator) -> pl.DataFrame:
    data = _leaves(units, "estate", span)
    size = units.filter(level="estate").height
    draw = {
        name: pl.Series(rng.random(size))[data["n"]] for name in ("cover", "kind", "owner", "property", "six", "star")
    }
    data = data.with_columns(**draw)
    covered = (pl.col("cover") < 0.7 + 0.27 * pl.col("t")) & (pl.col("n") % 12 != 5)
    joint = covered & (pl.col("kind") > 0.6)
    yes = {
        "estates": pl.lit(1),
        "estates_should_have_branch": pl.col("n") % 12 != 5,
        "estates_covered": covered,
        "joint_branches": joint & (pl.col("n") % 2 == 0),
        "branches": covered & (~joint | (pl.col("n") % 2 == 0)),
        "estates_with_owners_committee": pl.col("owner") < 0.4 + 0.3 * pl.col("t"),
        "estates_with_property_service": pl.col("property") < 0.8 + 0.1 * pl.col("t"),
        "estates_with_station": pl.col("six") < 0.7,
        "star_estates": pl.col("star") < 0.2 + 0.1 * pl.col("t"),
        "stations_six_haves": pl.col("six") < 0.3 + 0.3 * pl.col("t"),
        "households": pl.col("households"),
    }
    return data.with_columns([value.cast(pl.Int64).alias(name) for name, value in yes.items()])


def _communities(units: pl.DataFrame, span: list[str], rng: np.random.Generator) -> pl.DataFrame:
    data = _leaves(units, "community", span)
    n, t, i = (data[name].to_numpy() for name in ("n", "t", "i"))
    resident = np.where(n == 0, 0, 30 + n * 17 % 90)
    reported = np.floor(resident * (0.55 + 0.4 * t * (0.5 + n % 5 / 8)))
    received = np.where(n == 1, 0, rng.poisson(3.2 - 1.0 * t + 0.8 * np.sin(i / 8)))
    responded = rng.binomial(received, 0.94)
    resolved = rng.binomial(responded, 0.75 + 0.12 * t)
    rated = rng.binomial(resolved, 0.7)
    made = {
        "members_resident": resident,
        "members_reported": reported,
        "members_new": rng.poisson(0.6, n.size),
        "members_active": rng.binomial(reported.astype(int), 0.2),
        "service_person_times": rng.poisson(20, n.size),
        "service_hours": rng.poisson(30, n.size),
        "points": rng.poisson(60, n.size),
        "paired_units": 1 + n % 3,
        "complaints_received": received,
        "complaints_responded": responded,
        "complaints_resolved": resolved,
        "complaints_resolved_in_estate": rng.binomial(resolved, 0.4 + 0.2 * t),
        "complaints_rated": rated,
        "complaints_satisfied": rng.binomial(rated, 0.85),
        "service_stations": 1 + n % 2,
        "volunteer_teams": 1 + n % 4,
        "volunteers": 100 + n * 7 + np.floor(80 * t),
        "resident_representatives": 40 + n % 60,
        "chat_groups": 5 + n % 9,
        "service_activities": rng.poisson(2, n.size),
        "residents_served": rng.poisson(50, n.size),
        "reused_space_m2": 30 + n % 200,
        "stationed_officials": n % 4,
        "needs_listed": 10 + n % 12,
        "needs_matched": np.floor((10 + n % 12) * (0.3 + 0.5 * t)),
        "projects_done": np.floor(8 * t * (1 + n % 3) / 3),
    }
    homes = units.filter(level="estate").group_by("community_id").agg(pl.col("households").sum())
    return (
        data.drop("households")
        .join(homes, on="community_id", how="left")
        .with_columns([pl.Series(name, values).cast(pl.Int64) for name, values in made.items()])
    )


def _sent(flow: bool, last: int) -> tuple[pl.Expr, pl.Expr]:
    """Return whether a leaf row has a value, and the index of the week its value is carried from (else null)."""
    silent_since = last - 6
    index = pl.col("i")
    absent = (pl.col("district_id") == ABSENT) & (index == last)
    silent = (pl.col("district_id") == SILENT) & (index >= silent_since)
    if flow:
        return ~(absent | silent), pl.lit(None, pl.Int64)
    gone = silent & (index >= silent_since + 4)
    source = pl.when(absent).then(last - 1).when(silent & ~gone).then(silent_since - 1)
    return ~gone, source.cast(pl.Int64)


def _indicators(units: pl.DataFrame, span: list[str], leaves: dict[str, pl.DataFrame]) -> pl.DataFrame:
    described = tomllib.loads((REFERENCE / "indicators.toml").read_text(encoding="utf-8"))
    parts = []
    for indicator, item in described.items():
        level = "estate" if item["data_set_id"] == "estates" else "community"
        named = {name.lstrip("-") for name in (*item["numerator"], *(item["denominator"] or ()))}
        if not named <= set(leaves[level].columns):
            continue  # the sample has plausible rows of the commonest elements only
        present, source = _sent(item["measure"] == "flow", len(span) - 1)

        def total(names: list[str]) -> pl.Expr:
            return pl.sum_horizontal([-pl.col(n[1:]) if n[0] == "-" else pl.col(n) for n in names])

        own = leaves[level].with_columns(
            numerator=pl.when(present).then(total(item["numerator"])),
            denominator=pl.when(present).then(total(item["denominator"]))
            if item["denominator"]
            else pl.lit(None, pl.Int64),
            source=source,
        )
        for at in LEVELS[: LEVELS.index(level) + 1]:
            rolled = own.group_by(pl.col(f"{at}_id").alias("org_unit_id"), "period_id").agg(
                pl.when(pl.col("numerator").count() > 0).then(pl.col("numerator").sum()).alias("numerator"),
                pl.when(pl.col("denominator").count() > 0).then(pl.col("denominator").sum()).alias("denominator"),
                pl.len().cast(pl.Int32).alias("expected_units"),
                pl.col("numerator").count().cast(pl.Int32).alias("reported_units"),
                pl.col("source").min(),
            )
            scale = item.get("denominator_scale", 1)
            parts.append(
                rolled.with_columns(
                    pl.col("numerator").cast(pl.Float64),
                    pl.col("denominator").cast(pl.Float64) / scale,
                    pl.lit(indicator).alias("indicator_id"),
                    pl.lit(at).alias("level"),
                )
            )
    names = pl.DataFrame({"source": range(len(span)), "carried_from": span}).with_columns(
        pl.col("source").cast(pl.Int64)
    )
    return (
        pl.concat(parts)
        .join(names, on="source", how="left")
        .drop("source")
        .sort("indicator_id", "period_id", "org_unit_id")
    )


def _complaints(leaf: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Spread each community's week over categories and channels; the parts add up to fct_indicator's totals."""
    categories = (
        "environment",
        "parking",
        "property_fee",
        "property_service",
        "noise",
        "facilities",
        "utilities",
        "other",
    )
    channels = ("hotline", "hotline", "station", "online")
    present, _ = _sent(True, leaf["i"].max())  # type: ignore[arg-type]
    rows = []
    names = ["received", "responded", "resolved", "resolved_in_estate", "rated", "satisfied"]
    for row in leaf.filter(present & (pl.col("complaints_received") > 0)).iter_rows(named=True):
        counts = [row[f"complaints_{name}"] for name in names]
        for n in range(counts[0]):
            hot = row["district_id"] == "d2" and row["t"] > 0.95 and rng.random() < 0.6
            category = "parking" if hot else categories[int(rng.integers(len(categories)))]
            rows.append(
                (
                    row["community_id"],
                    row["street_id"],
                    row["district_id"],
                    row["city_id"],
                    row["period_id"],
                    category,
                    channels[int(rng.integers(4))],
                    *(int(n < c) for c in counts),
                )
            )
    keys = ["community_id", "street_id", "district_id", "city_id", "period_id", "category", "channel"]
    data = pl.DataFrame(rows, schema=[*keys, *names], orient="row")
    parts = [
        data.group_by(pl.col(f"{at}_id").alias("org_unit_id"), "period_id", "category", "channel")
        .agg(
            pl.col(names).sum(),
            pl.lit(95.0).alias("median_response_minutes"),
            pl.lit(2880.0).alias("median_resolution_minutes"),
        )
        .with_columns(pl.lit(at).alias("level"))
        for at in LEVELS[:4]
    ]
    return pl.concat(parts)


def _reports(span: list[str]) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    expected = Settings().reporting.expected
    reports: list[dict[str, object]] = []
    files: list[dict[str, object]] = []
    issues: list[dict[str, object]] = []
    for i, week in enumerate(span):
        due = datetime.combine(periods.end_of(week) + timedelta(days=2), datetime.min.time()) + timedelta(hours=12)
        for d in range(1, 10):
            unit, sub = f"d{d}", f"{d:02d}{i:014x}"
            got = not ((unit == ABSENT and i == len(span) - 1) or (unit == SILENT and i >= len(span) - 7))
            at = due + timedelta(hours=20 if unit == LATE else -d)
            reports += [
                {
                    "org_unit_id": unit,
                    "data_set_id": s,
                    "period_id": week,
                    "expected": True,
                    "received": got,
                    "on_time": got and unit != LATE,
                    "submission_id": sub if got else None,
                    "received_at": at if got else None,
                }
                for s in expected
            ]
            if got:
                files.append(
                    {
                        "submission_id": sub,
                        "sender_id": unit,
                        "file_name": f"{unit}_{week}.xlsx",
                        "sha256": sub * 4,
                        "period_id": week,
                        "received_at": at,
                        "loaded_at": at + timedelta(hours=2),
                        "loaded_by": "admin",
                        "status": "accepted",
                        "rows": 120,
                        "data_sets": ",".join(expected),
                    }
                )
                issues.append(
                    {
                        "submission_id": sub,
                        "code": "outlier",
                        "severity": "warning",
                        "sheet": "双报到",
                        "cell": "D7",
                        "field": "members_new",
                        "value": "58",
                        "details": "{}",
                    }
                )
    return pl.DataFrame(reports, infer_schema_length=None), pl.DataFrame(files), pl.DataFrame(issues)


def _values(units: pl.DataFrame, span: list[str], estates: pl.DataFrame) -> pl.DataFrame:
    """The list of estates of the last week, as submitted."""
    last = estates.filter(pl.col("period_id") == span[-1])
    rows: list[dict[str, object]] = []
    for n, row in enumerate(last.iter_rows(named=True)):
        kind = (
            "none"
            if not row["estates_covered"]
            else "joint"
            if row["kind"] > 0.6
            else "functional"
            if row["kind"] < 0.1
            else "independent"
        )
        sub = f"{int(row['district_id'][1:]):02d}{len(span) - 1:014x}"
        for element, value, text, cell in (
            ("should_have_branch", row["estates_should_have_branch"], None, "D"),
            ("branch_kind", None, kind, "E"),
        ):
            rows.append(
                {
                    "org_unit_id": row["id"],
                    "period_id": span[-1],
                    "data_set_id": "estates",
                    "data_element": element,
                    "value": value,
                    "value_text": text,
                    "submission_id": sub,
                    "sheet": "小区",
                    "row": n + 5,
                    "cell": f"{cell}{n + 5}",
                }
            )
    return pl.DataFrame(rows, infer_schema_length=None)


def _findings(span: list[str]) -> dict[str, pl.DataFrame]:
    """Three findings of the last week (a band, two counts of a community, one of them small) and one of before."""
    rules = [
        {
            "rule_id": name,
            "severity": "warning",
            "sentence_zh": f"{name}：{{found}}，界限 {{compared}}。",
            "sentence_en": f"{name}: {{found}} against {{compared}}.",
        }
        for name in ("outside_the_healthy_band", "fell_to_nought")
    ]
    found = [
        ("outside_the_healthy_band", "d1s1", span[-1], "households_per_representative", 21.5, 15),
        ("fell_to_nought", "d1s1c1", span[-1], "branches", 0, 7),
        ("fell_to_nought", "d1s1c1", span[-1], "members_reported", 0, 2),
        ("fell_to_nought", "d2s1", span[-2], "branches", 0, 9),
    ]
    columns = ["rule_id", "org_unit_id", "period_id", "indicator_id", "found", "compared"]
    return {
        "quality_rule": pl.DataFrame(rules),
        "quality_finding": pl.DataFrame(found, schema=columns, orient="row"),
    }


def _tables(
    units: pl.DataFrame, span: list[str], rng: np.random.Generator, made: store.Store, version: str
) -> dict[str, pl.DataFrame]:
    leaves = {"estate": _estates(units, span, rng), "community": _communities(units, span, rng)}
    reports, files, issues = _reports(span)
    homes = pl.concat(
        [
            units.filter(level="estate").group_by(pl.col(f"{at}_id").alias("id")).agg(pl.col("households").sum())
            for at in LEVELS
        ]
    )
    dims = (
        units.drop("households", "box")
        .join(homes, on="id")
        .rename({"id": "org_unit_id"})
        .with_columns(pl.col("valid_from", "valid_to").replace("", None).cast(pl.Date))
    )
    starts = [periods.start_of(week) for week in span]
    return {
        "dim_org_unit": dims,
        "dim_org_unit_name": dims.select("org_unit_id", "name", "valid_from", "valid_to"),
        "dim_period": pl.DataFrame(
            {
                "period_id": span,
                "start_date": starts,
                "end_date": [d + timedelta(days=6) for d in starts],
                "month": [f"{d:%Y-%m}" for d in starts],
                "quarter": [f"{d.year}-Q{(d.month + 2) // 3}" for d in starts],
                "year": [int(w[:4]) for w in span],
                "week_index": [periods.index_of(w) for w in span],
            }
        ),
        "dim_indicator": _dim_indicator(),
        "dim_element": catalogue.element_rows(catalogue.load()),
        "reference_figure": dimensions.reference_figures(inputs.of_store(made)),
        "dim_data_set": _dim_data_set(),
        "fct_indicator": _indicators(units, span, leaves),
        "fct_complaint": _complaints(leaves["community"], rng),
        "fct_report": reports,
        "fct_value": _values(units, span, leaves["estate"]),
        "submission": files,
        "issue": issues,
        **_findings(span),
        "version_info": pl.DataFrame(
            {
                "version": [version],
                "parent_version": [None],
                "published_at": [datetime(2026, 11, 18, 9, 30)],
                "software_version": ["0.1.0"],
                "manifest_sha256": ["0" * 64],
                "city_name": [made.settings.city.name],
                "made_up": [made.settings.city.made_up],
            },
            schema_overrides={"parent_version": pl.String},
        ),
    }


def _dim_indicator() -> pl.DataFrame:
    return catalogue.indicator_rows(catalogue.load())


def _dim_data_set() -> pl.DataFrame:
    return catalogue.data_set_rows(catalogue.load())
