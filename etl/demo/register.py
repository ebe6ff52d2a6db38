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
    """Return org_units.csv: a row a unit, two for the street that was renamed and the community that moved."""
    middle = shapes.CENTRE
    top = pl.DataFrame([[city.id, city.id, city.name, city.name_en, "city", None, None, None, None, *middle]],
                       schema=list(COLUMNS), orient="row")  # fmt: skip
    levels = [
        _rows(city, city.districts, "district", [city.id] * len(city.districts)),
        _renamed(city, words, _rows(city, city.streets, "street", city.districts.ids[city.streets.parent].tolist())),
        _moved(city, _rows(city, city.communities, "community", city.streets.ids[city.communities.parent].tolist())),
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
    """Return org_unit_changes.csv: the estate that was split in two, and the one that went on in another."""
    event, ids = city.events, city.estates.ids
    split, merge = (periods.start_of(city.weeks[week]).isoformat() for week in (event.split_week, event.merge_week))
    rows = [[ids[event.split_estate], ids[new], split, "split"] for new in event.split_into]
    rows.append([ids[event.merged_estate], ids[event.merged_into], merge, "merge"])
    return pl.DataFrame(rows, schema=["from_id", "to_id", "date", "kind"], orient="row")


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
    _, new_name, new_name_en = words["city"]["renamed_street"]
    old = {"name": event.old_street_name, "name_en": event.old_street_name_en}
    new = {"name": new_name, "name_en": new_name_en}
    return _changed(rows, city.streets.ids[event.renamed_street], city.weeks[event.rename_week], old, new)


def _moved(city: City, rows: pl.DataFrame) -> pl.DataFrame:
    """Give the community that moves its two rows: below the old street up to a Sunday, the new one from Monday on."""
    event = city.events
    new = {"parent_id": city.streets.ids[event.moved_to_street]}
    return _changed(rows, city.communities.ids[event.moved_community], city.weeks[event.move_week], {}, new)


def _changed(rows: pl.DataFrame, unit: str, week: str, old: dict[str, str], new: dict[str, str]) -> pl.DataFrame:
    monday, here = periods.start_of(week), pl.col("id") == unit
    old = old | {"valid_to": (monday - timedelta(days=1)).isoformat()}
    new = new | {"valid_from": monday.isoformat()}
    before, after = (
        rows.filter(here).with_columns(**{name: pl.lit(text) for name, text in texts.items()}) for texts in (old, new)
    )
    return pl.concat([rows.filter(~here), before, after])
