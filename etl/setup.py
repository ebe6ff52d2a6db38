"""A new store from a register of units and, where there are any, boundaries."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

from warehouse import corrections, register
from warehouse.settings import City, Map, Reporting, Settings, dump
from warehouse.store import Store, create, write_atomic

SENDER_LEVELS = ("district", "street", "city")


class SetupError(ValueError):
    """A register or boundary file that a store can not be made from."""


def create_store(
    root: Path, city: str, org_units: Path, boundaries: Path | None = None, datum: str = "wgs84"
) -> tuple[Store, dict[str, int]]:
    """Make a store and return it with the number of units of each level, coarse to fine.

    An org_unit_changes.csv beside the register comes along. The senders are the coarsest of district, street and city
    that the register has. SetupError names what is wrong; FileExistsError where there is a store already.
    """
    units = checked_units(org_units)
    levels = Counter(row.level for row in units.newest.values())
    outlines = _boundary_files(boundaries)
    sender = next((level for level in SENDER_LEVELS if levels[level]), "city")
    settings = Settings(city=City(name=city), map=Map(datum=datum), reporting=Reporting(sender_level=sender))
    store = create(root, dump(settings), org_units.read_bytes())
    changes = org_units.with_name(store.org_unit_changes.name)
    if changes.exists():
        shutil.copyfile(changes, store.org_unit_changes)
    for path in outlines:
        shutil.copyfile(path, store.boundaries / path.name)
    write_atomic(store.corrections, corrections.template())
    store.journal("init", city=city, units=len(units.ids))
    return store, {level: levels[level] for level in register.LEVELS if levels[level]}


def checked_units(org_units: Path) -> register.Register:
    """Read a register that a store can be made from: readable, with exactly one top unit, without cycles."""
    try:
        units = register.load(org_units, org_units.with_name("org_unit_changes.csv"))
    except (register.RegisterError, KeyError, UnicodeDecodeError) as error:
        raise SetupError(f"{org_units.name}: {error}") from error
    tops = [unit for unit, row in units.newest.items() if row.parent_id is None]
    if len(tops) != 1:
        raise SetupError(f"{org_units.name}: exactly one unit, the city, may be without a parent; here: {tops[:5]}")
    return units


def _boundary_files(boundaries: Path | None) -> list[Path]:
    if boundaries is None:
        return []
    found = sorted(boundaries.glob("*.geojson")) if boundaries.is_dir() else [boundaries]
    if not found:
        raise SetupError(f"{boundaries} holds no .geojson file")
    return found
