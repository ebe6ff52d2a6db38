from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from etl import demo
from etl.demo import texts
from tests.etl.demo.made import Demo
from warehouse import periods

WEEKS = 12
LAST = "2026-W46"
TEXT = {"id": pl.String, "code": pl.String, "parent_id": pl.String, "households": pl.Int64}


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    store = demo.make(tmp_path_factory.mktemp("demo") / "store", weeks=WEEKS, seed=3, last_week=LAST)
    units = pl.read_csv(store.org_units, schema_overrides=TEXT)
    truth = pl.read_csv(store.root / "demo" / "truth.csv", infer_schema=False)
    truth = truth.with_columns(pl.col("numerator", "denominator").cast(pl.Float64))
    return Demo(store, texts.load(), units, truth, periods.span(periods.shift(LAST, 1 - WEEKS), LAST))


@pytest.fixture(scope="session")
def history(made: Demo) -> dict[str, pl.DataFrame]:
    """Return the bulk files by data set, every column as text."""
    folder: Path = made.store.inbox
    return {
        name: pl.read_csv(folder / file, infer_schema=False) for name, file in made.words["bulk"]["files"].items()
    }
