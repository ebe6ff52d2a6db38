"""What the check of boundary files found, in words: for the commands and, by kind, for the pages."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from etl.says import say
from warehouse import geography, register
from warehouse.geography import GeometryReport
from warehouse.register import Register
from warehouse.store import Store

SHOWN = 5


def check(boundaries: Path, units: Register, datum: str) -> GeometryReport:
    """Look at the boundary files of a new store against its register."""
    rows = [
        {
            "org_unit_id": unit,
            "code": row.code or None,
            "name": row.name,
            "level": row.level,
            "parent_id": row.parent_id,
            "valid_to": row.valid_to,
            "lng": row.lng,
            "lat": row.lat,
        }
        for unit, row in units.newest.items()
    ]
    kinds = {"valid_to": pl.Date, "lng": pl.Float64, "lat": pl.Float64}
    return geography.check(boundaries, pl.DataFrame(rows, schema_overrides=kinds, infer_schema_length=None), datum)


def names(store: Store) -> dict[str, str]:
    """Return unit id -> name of a store's register."""
    units = register.load(store.org_units, store.org_unit_changes)
    return {unit: row.name for unit, row in units.newest.items()}


def published_lines(store: Store, lang: str) -> list[str]:
    """Return what is wrong with the boundary files that the published version stands on."""
    version = store.current()
    path = store.version_dir(version) / "geometry" / "report.json" if version else None
    if path is None or not path.exists():
        return []
    report = GeometryReport.from_dict(json.loads(path.read_text(encoding="utf-8")))
    return lines(report, names(store), lang) if any(_faults(report)) else []


def _faults(report: GeometryReport) -> tuple[tuple[object, ...], ...]:
    return (report.unreadable, report.unmatched, report.repaired, report.overlaps, report.gaps)


def lines(report: GeometryReport, names: Mapping[str, str], lang: str) -> list[str]:
    """Return a line for each kind of fault that was found; none where the files are in order.

    names: unit id -> name, in the language.
    """

    def named(units: Sequence[str]) -> str:
        return say(lang, "join_names").join(names.get(unit, unit) for unit in units)

    found = {
        "boundary_unreadable": list(report.unreadable),
        "boundary_unmatched": list(report.unmatched),
        "boundary_repaired": [names.get(unit, unit) for unit in report.repaired],
        "boundary_overlaps": [named(pair) for pair in report.overlaps],
        "boundary_gaps": [named(around) for around in report.gaps],
    }
    return [_line(kind, items, lang) for kind, items in found.items() if items]


def _line(kind: str, items: Sequence[str], lang: str) -> str:
    shown = say(lang, "join_faults").join(items[:SHOWN])
    rest = say(lang, "more_faults", n=len(items) - SHOWN) if len(items) > SHOWN else ""
    return say(lang, kind, n=len(items), items=shown + rest)
