"""A small published store straight from the schema, with plausible rows: for tests of what only reads."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import duckdb
import numpy as np
import polars as pl

import warehouse
from tests.sample import city, figures, sent
from warehouse import catalogue, dimensions, geography, inputs, periods, store
from warehouse.settings import City, Settings, dump

MODELS = Path(warehouse.__file__).parent / "models"
LAST_WEEK = "2026-W46"


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
    units = city.make_units()
    made = store.create(folder / "store", dump(settings), units.select(list(city.SCHEMA)).write_csv().encode())
    city.write_boundaries(made.boundaries)
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
    units = city.make_units() if units is None else units
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


def _tables(
    units: pl.DataFrame, span: list[str], rng: np.random.Generator, made: store.Store, version: str
) -> dict[str, pl.DataFrame]:
    leaves = {"estate": figures.estates(units, span, rng), "community": figures.communities(units, span, rng)}
    described, dims = catalogue.load(), _places(units)
    return {
        "dim_org_unit": dims,
        "dim_org_unit_name": dims.select("org_unit_id", "name", "valid_from", "valid_to"),
        "dim_period": _weeks(span),
        "dim_indicator": catalogue.indicator_rows(described),
        "dim_element": catalogue.element_rows(described),
        "reference_figure": dimensions.reference_figures(inputs.of_store(made)),
        "dim_data_set": catalogue.data_set_rows(described),
        "fct_indicator": figures.indicators(span, leaves),
        "fct_complaint": figures.complaints(leaves["community"], rng),
        "fct_value": sent.values(span, leaves["estate"]),
        **sent.submissions(span),
        **sent.findings(span),
        "version_info": _version_info(made, version),
    }


def _places(units: pl.DataFrame) -> pl.DataFrame:
    """Return the units with the households of the estates below them."""
    homes = pl.concat(
        units.filter(level="estate").group_by(pl.col(f"{at}_id").alias("id")).agg(pl.col("households").sum())
        for at in city.LEVELS
    )
    placed = units.drop("households", "box").join(homes, on="id").rename({"id": "org_unit_id"})
    return placed.with_columns(pl.col("valid_from", "valid_to").replace("", None).cast(pl.Date))


def _weeks(span: list[str]) -> pl.DataFrame:
    starts = [periods.start_of(week) for week in span]
    return pl.DataFrame(
        {
            "period_id": span,
            "start_date": starts,
            "end_date": [day + timedelta(days=6) for day in starts],
            "month": [f"{day:%Y-%m}" for day in starts],
            "quarter": [f"{day.year}-Q{(day.month + 2) // 3}" for day in starts],
            "year": [int(week[:4]) for week in span],
            "week_index": [periods.index_of(week) for week in span],
        }
    )


def _version_info(made: store.Store, version: str) -> pl.DataFrame:
    return pl.DataFrame(
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
    )
