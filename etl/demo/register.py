"""The made-up city's register, changes and boundaries as a store wants them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import polars as pl

from etl.demo import shapes
from etl.demo.city import City, Level
from etl.demo.texts import Texts
from warehouse import periods
from warehouse.settings import City as CitySettings
from warehouse.settings import Map, Settings, dump
from warehouse.store import Store, create, write_atomic

COLUMNS = (
    "id",
    "code",
    "name",
    "name_en",
    "level",
    "parent_id",
    "valid_from",
    "valid_to",
    "households",
    "lng",
    "lat",
)


def init(root: Path, city: City, words: Texts) -> Store:
    """Make the store with settings, register, changes and boundaries; FileExistsError where there is one."""
    settings = Settings(city=CitySettings(name=city.name, made_up=True), map=Map(datum="wgs84"))
    store = create(root, dump(settings), org_units(city, words).write_csv().encode("utf-8"))
    write_atomic(store.org_unit_changes, changes(city).write_csv())
    for level, shape, units in (
        ("district", city.outlines.districts, city.districts),
        ("street", city.outlines.streets, city.streets),
    ):
        write_atomic(store.boundaries / f"{level}.geojson", shapes.geojson(shape, list(units.ids)))
    return store


def org_units(city: City, words: Texts) -> pl.DataFrame:
    """Return org_units.csv: a row a unit, two for the street that was renamed."""
    middle = shapes.CENTRE
    top = pl.DataFrame([[city.id, city.id, city.name, city.name_en, "city", None, None, None, None, *middle]],
                       schema=list(COLUMNS), orient="row")  # fmt: skip
    levels = [
        _rows(city, city.districts, "district", [city.id] * len(city.districts)),
        _renamed(city, words, _rows(city, city.streets, "street", city.districts.ids[city.streets.parent].tolist())),
        _rows(city, city.communities, "community", city.streets.ids[city.communities.parent].tolist()),
        _rows(city, city.estates, "estate", city.communities.ids[city.estates.parent].tolist()).with_columns(
            households=pl.Series(city.households)
        ),
    ]
    text = [name for name in COLUMNS if name not in ("households", "lng", "lat")]
    return pl.concat(
        [
            part.with_columns(pl.col(text).cast(pl.String), pl.col("households").cast(pl.Int64))
            for part in (top, *levels)
        ]
    )


def changes(city: City) -> pl.DataFrame:
    """Return org_unit_changes.csv: the estate that was split in two."""
    event = city.events
    day = periods.start_of(city.weeks[event.split_week]).isoformat()
    old = city.estates.ids[event.split_estate]
    return pl.DataFrame(
        [[old, city.estates.ids[new], day, "split"] for new in event.split_into],
        schema=["from_id", "to_id", "date", "kind"], orient="row",
    )  # fmt: skip


def _rows(city: City, units: Level, level: str, parents: list[str]) -> pl.DataFrame:
    first, last = 0, len(city.weeks)
    valid_from = [periods.start_of(city.weeks[t]).isoformat() if t > first else None for t in units.opens.tolist()]
    valid_to = [
        (periods.start_of(city.weeks[t]) - timedelta(days=1)).isoformat() if t < last else None
        for t in units.closes.tolist()
    ]
    number = len(units)
    return pl.DataFrame(
        {
            "id": units.ids.tolist(), "code": units.ids.tolist(), "name": units.names.tolist(),
            "name_en": units.names_en.tolist(), "level": [level] * number, "parent_id": parents,
            "valid_from": valid_from, "valid_to": valid_to, "households": [None] * number,
            "lng": units.lnglat[:, 0], "lat": units.lnglat[:, 1],
        },
        schema_overrides={"valid_from": pl.String, "valid_to": pl.String},
    )  # fmt: skip


def _renamed(city: City, words: Texts, rows: pl.DataFrame) -> pl.DataFrame:
    """Give the renamed street its two rows: the old name up to a Sunday, the new one from Monday on."""
    event = city.events
    monday = periods.start_of(city.weeks[event.rename_week])
    here = pl.col("id") == city.streets.ids[event.renamed_street]
    _, new_name, new_name_en = words["city"]["renamed_street"]
    old = rows.filter(here).with_columns(
        name=pl.lit(event.old_street_name),
        name_en=pl.lit(event.old_street_name_en),
        valid_to=pl.lit((monday - timedelta(days=1)).isoformat()),
    )
    new = rows.filter(here).with_columns(
        name=pl.lit(new_name), name_en=pl.lit(new_name_en), valid_from=pl.lit(monday.isoformat())
    )
    return pl.concat([rows.filter(~here), old, new])
