"""Any figure, drawn at random, is traced to cells of the clerks' own files, and those cells give the figure again."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from tests.originals import Originals, Recomputed, Rules
from warehouse import connect, lineage
from warehouse.store import Store

DRAWN = 100
OVERVIEW = (
    "branch_coverage", "members_reported", "complaints_received", "resolution_rate", "report_back_rate",
    "complaints_per_1000_households", "satisfaction_rate", "in_estate_resolution_rate", "owners_committee_rate",
    "service_stations",
)  # fmt: skip
LEVELS = ("city", "district", "street", "community", "estate")


@pytest.fixture(scope="module")
def figures(demo_store: Store) -> pl.DataFrame:
    with connect.reader(demo_store, str(demo_store.current())) as con:
        return con.table("fct_indicator").pl().filter(pl.col("numerator").is_not_null())


@pytest.fixture(scope="module")
def originals(demo_store: Store) -> Originals:
    return Originals(demo_store)


@pytest.fixture(scope="module")
def rules(demo_store: Store) -> Rules:
    return Rules(demo_store.version_dir(str(demo_store.current())) / "inputs" / "reference")


def drawn(figures: pl.DataFrame, seed: int, count: int) -> list[dict[str, Any]]:
    """Draw level first, then indicator, then the figure: else nearly all would be estates' and complaints'."""
    chance, found = random.Random(seed), []
    parts = figures.partition_by("level", "indicator_id", as_dict=True, maintain_order=True)
    names: dict[str, list[str]] = {}
    for level, indicator in parts:
        names.setdefault(str(level), []).append(str(indicator))
    for _ in range(count):
        level = chance.choice(LEVELS)
        part = parts[level, chance.choice(sorted(names[level]))]
        found.append(part.sort("period_id", "org_unit_id").row(chance.randrange(part.height), named=True))
    return found


def check(store: Store, originals: Originals, rules: Rules, figure: dict[str, Any]) -> dict[str, Any]:
    """Trace a figure, read its cells and compare what they give."""
    name = (figure["indicator_id"], figure["org_unit_id"], figure["period_id"])
    explained = lineage.explain(store, *name)
    assert explained["agrees"], name
    again = Recomputed(originals, rules, explained)
    assert again.part("numerator") == figure["numerator"], name
    if figure["denominator"] is None:
        assert not rules.indicators[name[0]]["denominator"], name
    else:
        assert again.part("denominator").quantize(Decimal("0.001")) == figure["denominator"], name
    return explained


def test_a_hundred_figures_drawn_at_random_are_recomputed_from_the_original_files(
    demo_store: Store, figures: pl.DataFrame, originals: Originals, rules: Rules
) -> None:
    chosen = drawn(figures, 20261122, DRAWN)
    cells = [len(check(demo_store, originals, rules, figure)["cells"]) for figure in chosen]
    assert sum(cells) > 1000 and sum(count > 0 for count in cells) > DRAWN * 0.6
    assert len({figure["indicator_id"] for figure in chosen}) > 25


def test_every_figure_of_the_overview_is_recomputed_from_the_original_files(
    demo_store: Store, figures: pl.DataFrame, originals: Originals, rules: Rules
) -> None:
    newest = str(figures["period_id"].max())
    shown = figures.filter(
        pl.col("indicator_id").is_in(OVERVIEW) & (pl.col("period_id") == newest) & pl.col("level").is_in(["city"])
    )
    found = [check(demo_store, originals, rules, figure) for figure in shown.iter_rows(named=True)]
    assert len(found) == len(OVERVIEW)
    assert all(cell["loaded_by"] and cell["received_at"] for item in found for cell in item["cells"] if cell["sheet"])


def test_a_wrong_cell_is_noticed(
    demo_store: Store, figures: pl.DataFrame, originals: Originals, rules: Rules
) -> None:
    city = figures.filter(pl.col("level") == "city", pl.col("indicator_id") == "volunteers").row(-1, named=True)
    explained = lineage.explain(demo_store, "volunteers", city["org_unit_id"], city["period_id"])
    explained["cells"] = explained["cells"][1:]
    assert Recomputed(originals, rules, explained).part("numerator") < city["numerator"]
