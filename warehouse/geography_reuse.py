"""Taking over the geometry of the version before: most weeks change figures and neither register nor boundaries."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import polars as pl

_SOURCES = ("datum", "boundaries", "schematic", "geography", "geography_tree", "geography_files", "geography_names")


def fingerprint(boundaries: Path, units: pl.DataFrame, datum: str) -> str:
    """Return a hash of all that the geometry follows from: boundary files, units, datum, and the code itself."""
    seen = hashlib.sha256(datum.encode())
    sources = [Path(__file__).with_name(f"{name}.py") for name in _SOURCES]
    for path in [*sources, *sorted(boundaries.glob("*.geojson"))]:
        seen.update(path.name.encode() + b"\0" + path.read_bytes())
    seen.update(units.write_csv().encode())
    return seen.hexdigest()


def take_over(out: Path, mark: str) -> dict[str, Any] | None:
    """Copy the geometry of an earlier version with this fingerprint to `out`; return its report, None where none has.

    out: versions/<anything>/geometry; the earlier versions lie beside it as versions/v…/geometry.
    """
    for earlier in sorted(out.parent.parent.glob("v*/geometry"), reverse=True)[:3]:
        try:
            report: dict[str, Any] = json.loads((earlier / "report.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        whole = report.get("files") == sum(1 for _ in earlier.glob("*.json"))
        if report.get("fingerprint") == mark and whole and earlier != out:
            shutil.copytree(earlier, out, dirs_exist_ok=True)
            return report
    return None
