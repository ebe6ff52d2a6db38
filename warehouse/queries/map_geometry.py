"""What a version's geometry folder says about a unit: its parts, where their labels go, and their outlines."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from warehouse.geography_names import file_key


@lru_cache(maxsize=64)
def _read(path: str) -> Any:
    """Return a geometry file's content; kept, since a published version's files never change."""
    return json.loads(Path(path).read_text(encoding="utf-8"))


def index(folder: Path) -> dict[str, Any]:
    """Return {"views": {unit id: view name}, "levels": {level: view name}}; empty where nothing was prepared."""
    path = folder / "index.json"
    empty: dict[str, Any] = {"views": {}, "levels": {}}
    return _read(str(path)) if path.exists() else empty


def view_of(folder: Path, unit: str) -> dict[str, Any] | None:
    """Return what to draw for a unit (see warehouse.geography); None where it has no parts to draw."""
    name = index(folder)["views"].get(unit)
    return _read(str(folder / f"{name}.json")) if name else None


def view_of_level(folder: Path, level: str) -> dict[str, Any] | None:
    """Return what to draw for a whole level of the city; None where it has none or too many units."""
    name = index(folder)["levels"].get(level)
    return _read(str(folder / f"{name}.json")) if name else None


def outlines(folder: Path, name: str) -> list[dict[str, Any]]:
    """Return the features of an `areas` file in their order."""
    features: list[dict[str, Any]] = _read(str(folder / f"{name}.json"))["features"]
    return features


def report(folder: Path) -> dict[str, Any]:
    """Return what is wrong with the boundary files (see warehouse.geography.GeometryReport); {} without one."""
    path = folder / "report.json"
    return dict(_read(str(path))) if path.exists() else {}


def css_name(unit: str) -> str:
    """Return a unit's id as the features' property `c` has it."""
    return file_key(unit)
