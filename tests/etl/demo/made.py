"""The small made-up city that the demo's tests look at."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from etl.demo.texts import Texts
from warehouse.store import Store


@dataclass(frozen=True)
class Demo:
    store: Store
    words: Texts
    units: pl.DataFrame
    truth: pl.DataFrame
    weeks: list[str]

    def figure(self, unit: str, week: str, indicator: str) -> tuple[float | None, float | None]:
        row = self.truth.filter(org_unit_id=unit, period_id=week, indicator_id=indicator)
        return row["numerator"].item(), row["denominator"].item()

    def district(self, name: str) -> str:
        return str(self.units.filter(level="district", name=name)["id"].item())


WEEK = 9  # of the twelve: a workbook week in which nothing was sent twice
