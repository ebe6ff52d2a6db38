"""One week of a published version, computed again from its own submitted cells by the models that built it.

Lineage looks into the steps between cell and figure (which count was used, what was paired), which a version does not
keep. They are laid down as temporary tables of a reader's connection; the published file is not touched.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import polars as pl

from warehouse import build_plan, catalogue, hierarchy, inputs, manifest, periods
from warehouse.catalogue import Catalogue, Component
from warehouse.engines import duckdb as engine
from warehouse.inputs import MODELS, Inputs
from warehouse.queries import base
from warehouse.queries import lineage as queries
from warehouse.store import Store

# rows of complaint counts name one of these; any other name in `category` is a ticket's number
CATEGORIES = (
    "environment", "parking", "surveillance", "property_fee", "property_service", "noise", "facilities",
    "illegal_building", "utilities", "self_government", "other",
)  # fmt: skip
_AFTER_PAIRING = ("int_hit", "int_share", "int_below", "int_sum", "int_owed")


@dataclass(frozen=True)
class Question:
    """What is asked of one indicator: its component(s), and which of their elements make which part of the figure."""

    components: tuple[Component, ...]
    parts: tuple[tuple[int, int, str], ...]  # component, element, numerator or denominator
    scale: int


@lru_cache(maxsize=4)
def version_inputs(folder: Path) -> Inputs:
    """Return the register, settings and catalogue that a version keeps; they never change, so they are read once."""
    return inputs.of_version(folder)


def question(known: Catalogue, indicator: str) -> Question:
    """Return the parts of an indicator; LookupError where the catalogue has none of that name."""
    entry = next((item for item in known.indicators if item.indicator_id == indicator), None)
    if entry is None:
        raise LookupError(f"there is no indicator {indicator!r}")
    number = {(item.data_set_id, item.element_id): item.number for item in known.elements}
    top = known.components[entry.numerator_of]
    found = [(top.number, number[top.data_set_id, name], "numerator") for name, *_ in top.numerator]
    if entry.denominator_of is None:
        found += [(top.number, number[top.data_set_id, name], "denominator") for name, *_ in top.denominator]
        return Question((top,), tuple(found), entry.scale)
    bottom = known.components[entry.denominator_of]
    found += [(bottom.number, number[bottom.data_set_id, name], "denominator") for name, *_ in bottom.numerator]
    return Question((top, bottom), tuple(found), entry.scale)


def lay_down(con: engine.Connection, store: Store, version: str, asked: Question, week: str) -> None:
    """Make the tables of the models for one week, of the data sets that the question is about."""
    basis = version_inputs(store.version_dir(version))
    for name, frame in _reference(basis, asked, week).items():
        engine.table_of_frame(con, name, frame)
    for name in queries.STAGED:
        engine.create_temporary(con, name.removeprefix("lineage_"), base.text(name).rstrip().rstrip(";"))
    engine.table_of_frame(con, "src_coverage", _coverage(con, store, version))
    for model in tomllib.loads((MODELS / "order.toml").read_text(encoding="utf-8"))["model"]:
        if model["layer"] == "intermediate" and "into" not in model and model["name"] not in _AFTER_PAIRING:
            text = engine.sql_file(MODELS / model["layer"] / f"{model['name']}.sql")
            engine.create_temporary(con, model["name"], text)


def _reference(basis: Inputs, asked: Question, week: str) -> dict[str, pl.DataFrame]:
    register, known, index = basis.register, basis.catalogue, periods.index_of(week)
    numbers = [item.number for item in asked.components]
    frames = catalogue.tables(known, basis.settings.reporting.carry_weeks)
    for name in ("ref_component", "ref_term"):
        frames[name] = frames[name].filter(pl.col("component_no").is_in(numbers))
    longest = max(build_plan.carries(known, basis.settings.reporting.carry_weeks).values(), default=1)
    frames["ref_number"] = pl.DataFrame({"n": range(1, longest + 1)}, schema={"n": pl.Int32()})
    frames["ref_unit"] = pl.DataFrame(
        {"unit_no": range(len(register.ids)), "org_unit_id": register.ids},
        schema={"unit_no": pl.Int32(), "org_unit_id": pl.String()},
    )
    frames["target_week"] = pl.DataFrame(
        {"week_index": [index], "period_id": [week], "epoch": [register.epoch(index)]},
        schema={"week_index": pl.Int32(), "period_id": pl.String(), "epoch": pl.Int32()},
    )
    frames["asked_element"] = _elements(known, asked)
    frames["asked_part"] = pl.DataFrame(
        list(asked.parts),
        schema={"component_no": pl.Int32(), "element_no": pl.Int32(), "part": pl.String()},
        orient="row",
    )
    frames["made_of"] = _made_of(known)
    frames["complaint_category"] = pl.DataFrame({"category": CATEGORIES})
    return frames | hierarchy.tables(register, [index], known.levels())


def _elements(known: Catalogue, asked: Question) -> pl.DataFrame:
    """Return the elements to read: whole data sets, since a list of estates is told by any of its elements.

    Households alone need none: they hold for ever, and the version keeps a table of where they were stated.
    """
    homes = {
        item.data_set_id
        for item in asked.components
        if {name for name, *_ in (*item.numerator, *item.denominator)} != {"households"}
    }
    found = [item.number for item in known.elements if item.data_set_id in homes]
    return pl.DataFrame({"element_no": found}, schema={"element_no": pl.Int32()})


def _made_of(known: Catalogue) -> pl.DataFrame:
    """Return (element_no, raw_no): the row elements that a count element is counted from."""
    number = {(item.data_set_id, item.element_id): item.number for item in known.elements}
    rows = [
        (number[home, name], number[home, raw])
        for home, entry in known.data_sets.items()
        for name, element in entry["elements"].items()
        for raw in catalogue.sources(name, element)
        if raw != name
    ]
    return pl.DataFrame(rows, schema={"element_no": pl.Int32(), "raw_no": pl.Int32()}, orient="row")


def _coverage(con: engine.Connection, store: Store, version: str) -> pl.DataFrame:
    """Return who was covered by tickets. It matters only to complaints that came as counts: else nothing is read."""
    wanted = bool(con.sql(base.text(queries.COUNTS_OF_COMPLAINTS)).pl().item())
    kept = {item.submission_id for item in manifest.read(store.version_dir(version)).accepted} if wanted else set()
    accepted = [item for item in store.receipts() if item.submission_id in kept] if wanted else []
    return build_plan.source_of(store.root, store.submissions_dir, [], accepted).coverage
