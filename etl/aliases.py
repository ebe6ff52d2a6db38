"""Confirmed spellings: `aliases.csv` of the store, appended to and never rewritten."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict, dataclass

from etl import names
from etl.places import Places
from warehouse import register
from warehouse.store import Store


class AliasError(ValueError):
    """A spelling that can not be confirmed: a unit is not in the register, or it means another unit already."""


@dataclass(frozen=True)
class Alias:
    """One spelling of a unit. parent_id: the unit below which it counts, empty for everywhere."""

    written: str
    parent_id: str
    org_unit_id: str
    confirmed_by: str = ""
    confirmed_at: str = ""


def load(store: Store) -> list[Alias]:
    """Read aliases.csv; a missing file has none."""
    if not store.aliases.exists():
        return []
    with store.aliases.open(encoding="utf-8-sig", newline="") as stream:
        return [
            Alias(row["written"], row["parent_id"], row["org_unit_id"], row["confirmed_by"], row["confirmed_at"])
            for row in csv.DictReader(stream)
            if row.get("written")
        ]


def confirm(store: Store, written: str, unit: str, parent: str | None = None) -> dict[str, str]:
    """Remember that `written` means a unit (its id, code or unique name); AliasError where that is not certain."""
    places = Places(register.load(store.org_units, store.org_unit_changes))
    unit_id, parent_id = _unit(places, unit), _unit(places, parent) if parent else ""
    known = [item for item in load(store) if names.plain(item.written) == names.plain(written)]
    for item in known:
        if item.parent_id == parent_id and item.org_unit_id != unit_id:
            raise AliasError(f"{written!r} means {item.org_unit_id} already, confirmed by {item.confirmed_by}")
        if item.parent_id == parent_id:
            return asdict(item)
    alias = Alias(written.strip(), parent_id, unit_id, store.who, store.now().isoformat(timespec="seconds"))
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(asdict(alias).values())
    with store.aliases.open("a", encoding="utf-8", newline="") as stream:
        stream.write(line.getvalue())
    store.journal("confirm", **asdict(alias))
    return asdict(alias)


def _unit(places: Places, wanted: str) -> str:
    found = [
        unit
        for unit, row in places.register.newest.items()
        if wanted in (unit, row.code) or names.plain(wanted) == names.plain(row.name)
    ]
    certain = [unit for unit in found if wanted in (unit, places.register.newest[unit].code)] or found
    if len(certain) != 1:
        what = "is not in the register" if not certain else f"may be {', '.join(sorted(certain))}: give the code"
        raise AliasError(f"{wanted!r} {what}")
    return certain[0]
