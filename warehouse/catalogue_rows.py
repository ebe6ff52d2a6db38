"""The catalogue as tables of a version: what a reader is told of indicators, data sets and elements."""

from __future__ import annotations

from typing import Any

import polars as pl

Entries = dict[str, dict[str, Any]]

INDICATOR = {
    "indicator_id": pl.String(), "name_zh": pl.String(), "name_en": pl.String(), "unit": pl.String(),
    "measure": pl.String(), "direction": pl.String(), "target_low": pl.Float64(), "target_high": pl.Float64(),
    "numerator": pl.String(), "denominator": pl.String(), "data_set_id": pl.String(), "note": pl.String(),
    "note_en": pl.String(), "breaks": pl.List(pl.Float64()), "position": pl.Int32(), "section": pl.Int32(),
    "section_zh": pl.String(), "section_en": pl.String(), "level": pl.String(), "finest": pl.String(),
    "optional": pl.Boolean(), "sources": pl.String(), "sources_zh": pl.String(), "sources_en": pl.String(),
    "caveat": pl.String(), "caveat_en": pl.String(),
}  # fmt: skip
ELEMENT = dict.fromkeys(("data_set_id", "data_element", "name_zh", "name_en", "type", "kind"), pl.String())


def indicators(described: Entries, data_sets: Entries, names: Entries) -> pl.DataFrame:
    """Return the rows of dim_indicator, in the catalogue's order. names: of sections and sources, if known."""
    rows = [
        {
            **_indicator(entry), "indicator_id": name, "position": position,
            "level": data_sets[entry["data_set_id"]]["level"], **_section(entry, names), **_sources(entry, names),
        }
        for position, (name, entry) in enumerate(described.items())
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=INDICATOR)


def _indicator(entry: dict[str, Any]) -> dict[str, object]:
    denominator = _side(entry["denominator"])
    scale = int(entry.get("denominator_scale", 1))
    same = ("name_zh", "name_en", "unit", "measure", "direction", "data_set_id", "note_en", "finest", "caveat_en")
    return {
        **{name: entry.get(name) for name in same},
        "target_low": _float(entry.get("target_low")),
        "target_high": _float(entry.get("target_high")),
        "numerator": _side(entry["numerator"]),
        "denominator": f"{denominator} / {scale}" if denominator and scale != 1 else denominator,
        "note": entry.get("note_zh"),
        "breaks": [float(item) for item in entry["breaks"]] if "breaks" in entry else None,
        "optional": bool(entry.get("optional", False)),
        "caveat": entry.get("caveat_zh"),
    }


def _section(entry: dict[str, Any], names: Entries) -> dict[str, object]:
    said = names.get("sections", {}).get(str(entry.get("section")), {})
    return {
        "section": entry.get("section"), "section_zh": said.get("name_zh"), "section_en": said.get("name_en"),
    }  # fmt: skip


def _sources(entry: dict[str, Any], names: Entries) -> dict[str, object]:
    known, listed = names.get("sources", {}), entry.get("sources", [])

    def joined(lang: str, between: str) -> str | None:
        return between.join(known.get(item, {}).get(f"name_{lang}", item) for item in listed) or None

    return {"sources": ",".join(listed) or None, "sources_zh": joined("zh", "\n"), "sources_en": joined("en", "\n")}


def _side(written: list[str]) -> str | None:
    return " + ".join(written).replace("+ -", "- ") or None


def _float(value: float | int | None) -> float | None:
    return None if value is None else float(value)


def data_sets(entries: Entries) -> pl.DataFrame:
    """Return the rows of dim_data_set."""
    return pl.DataFrame(
        [
            {"data_set_id": name, **{key: str(entry[key]) for key in ("name_zh", "name_en", "kind", "level")}}
            for name, entry in entries.items()
        ]
    )


def elements(entries: Entries) -> pl.DataFrame:
    """Return the rows of dim_element."""
    return pl.DataFrame(
        [
            {
                "data_set_id": name, "data_element": key, "kind": item.get("kind", entry["kind"]),
                **{part: item[part] for part in ("name_zh", "name_en", "type")},
            }
            for name, entry in entries.items()
            for key, item in entry["elements"].items()
        ],
        schema=ELEMENT,
    )  # fmt: skip
