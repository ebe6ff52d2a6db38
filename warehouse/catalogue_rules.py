"""Rules: how the warehouse counts estates (or whatever has rows of its own) by what their row says.

`where = { service_station = "yes", six_haves = { least = 6 } }` counts an estate 1 where all conditions hold, 0 where
one does not; where a blank leaves that open, the estate is not counted at all.
"""

from __future__ import annotations

from typing import Any

import polars as pl

YES_NO = {"yes": 1, "no": 0}
ENDLESS = 10**14
RULE = {
    "element_no": pl.Int32(), "of_no": pl.Int32(), "conditions": pl.Int32(), "choices": pl.List(pl.String()),
    "least": pl.Decimal(18, 3), "most": pl.Decimal(18, 3),
}  # fmt: skip


class CatalogueError(ValueError):
    """The catalogue can not be used; the message names the entry."""


def table(data_sets: dict[str, dict[str, Any]], number: dict[tuple[str, str], int]) -> pl.DataFrame:
    """Return ref_rule: a row for each condition, of which row element, which choices or what range.

    number: of each (data set, element). CatalogueError names a condition that can not be asked.
    """
    found: list[dict[str, object]] = []
    for data_set_id, entry in data_sets.items():
        for element_id, element in entry["elements"].items():
            where = element.get("where", {})
            name = f"data_sets.toml: [{data_set_id}] {element_id}"
            for of, wanted in where.items():
                if (data_set_id, of) not in number:
                    raise CatalogueError(f"{name} is counted from {of!r}, which there is not")
                found.append(
                    {
                        "element_no": number[data_set_id, element_id], "of_no": number[data_set_id, of],
                        "conditions": len(where), **_condition(name, entry["elements"][of], wanted),
                    }
                )  # fmt: skip
    return pl.DataFrame(found, schema=RULE)


def _condition(name: str, of: dict[str, Any], wanted: str | list[str] | dict[str, int]) -> dict[str, object]:
    if isinstance(wanted, dict):
        return {"choices": None, "least": wanted.get("least", -ENDLESS), "most": wanted.get("most", ENDLESS)}
    listed = [wanted] if isinstance(wanted, str) else wanted
    known = of.get("choices", list(YES_NO) if of["type"] == "yesno" else [])
    if not listed or not set(listed) <= set(known):
        raise CatalogueError(f"{name} asks for {wanted!r}, which is none of {known}")
    if of["type"] == "choice":
        return {"choices": listed, "least": None, "most": None}
    numbers = [YES_NO[item] for item in listed]
    return {"choices": None, "least": min(numbers), "most": max(numbers)}
