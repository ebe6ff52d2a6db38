"""Warnings on submitted numbers that stand out against their unit's own history; computed in warehouse.queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import polars as pl

from etl import words
from etl.issues import LISTED, Issue, in_file, issue
from etl.placing import PERIOD, UNIT
from etl.reading import Context, Reading
from etl.values import CATEGORY, CHANNEL, Typed
from warehouse import corrections, facts, periods
from warehouse.connect import reader
from warehouse.queries import outliers
from warehouse.store import Store

COMPARED = ("count", "number", "m2", "hours", "minutes")
CODES = {"outlier": "value-outlier", "jump": "value-jump", "zero": "value-fell-to-zero"}
RECENT = 26  # weeks of a history file of tickets that are looked at


class Unusual:
    """What the published version says of the weeks before; read once a week, however many files speak of it."""

    def __init__(self, store: Store) -> None:
        self.store, self.version = store, store.current()
        self.limits = store.settings.thresholds
        self.level = store.settings.reporting.sender_level
        self.known: dict[int, pl.DataFrame] = {}

    def note(self, reading: Reading, context: Context) -> None:
        """Add to a file's issues what is unusual in it; a file of several weeks is compared by its tickets alone."""
        found = [*self._values(reading, context), *self._tickets(reading, context)]
        reading.issues += in_file(found, reading.name)

    # counts --------------------------------------------------------------------------------------------------------

    def _values(self, reading: Reading, context: Context) -> Iterator[Issue]:
        if self.version is None or reading.period_id is None or not reading.values:
            return
        parts = [part for item in reading.kept_values() for part in _numbers(item, reading.period_id)]
        if not parts:
            return
        submitted = pl.concat(parts).with_row_index("n").with_columns(pl.col("n").cast(pl.Int32()))
        known = self._history(periods.index_of(reading.period_id))
        known = known.join(submitted.select("org_unit_id").unique(), on="org_unit_id", how="semi")
        found = outliers.standing_out(submitted.select(list(outliers.SUBMITTED)), known, self.limits)
        units = context.places.at(reading.period_id).rows
        told: Counter[str] = Counter()
        shown = 0
        for item in found.join(submitted.drop("value"), on="n", maintain_order="left").iter_rows(named=True):
            if item["why"] == "short":
                told[item["sheet"]] += 1
            elif (shown := shown + 1) <= LISTED:
                yield _issue(item, units[item["org_unit_id"]].name if item["org_unit_id"] in units else "")
        if shown > LISTED:
            yield issue("more-of-the-same", sheet=None, count=shown - LISTED, same="value-outlier")
        # in a young city nothing has a history, and to say so on every sheet would help nobody
        if known.filter(pl.col("weeks") >= self.limits.outlier_weeks).is_empty():
            return
        for sheet, count in told.items():
            yield issue("history-insufficient", sheet=sheet, count=count, weeks=self.limits.outlier_weeks)

    def _history(self, week: int) -> pl.DataFrame:
        if week not in self.known:
            names = [element.name for element in words.elements().values() if element.type in COMPARED]
            with reader(self.store, str(self.version)) as con:
                categories = list(words.words()["categories"])
                self.known[week] = outliers.history(con, week, self.limits, names, categories)
        return self.known[week]

    # tickets -------------------------------------------------------------------------------------------------------

    def _tickets(self, reading: Reading, context: Context) -> Iterator[Issue]:
        kept = [item.keep() for item in reading.kept_tickets()]
        weekly = self._weekly(kept, context)
        if not weekly.height:
            return
        asked = self._asked(reading, weekly)
        before = self._published(asked[0]) if reading.period_id is not None else weekly.clear()
        if reading.period_id is not None:  # the older tickets of a weekly file are restated ones, and no week's whole
            weekly = weekly.filter(pl.col("week_index").is_in(asked))
        stacked = pl.concat([before, weekly])
        for item in outliers.unusual_complaints(stacked, asked, self.limits).to_dicts():
            week = periods.from_index(item["week_index"])
            yield _complaints(item, week, context.places.at(week).rows[item["org_unit_id"]].name)

    def _weekly(self, kept: list[pl.DataFrame], context: Context) -> pl.DataFrame:
        """Count the tickets of a file by week, category and the sender-level unit above their place."""
        schema = {"period_id": pl.String(), "org_unit_id": pl.String(), "category": pl.String()}
        data = pl.concat([item.select(list(schema)) for item in kept]) if kept else pl.DataFrame(schema=schema)
        pairs = data.select("period_id", "org_unit_id").drop_nulls().unique()
        above = [context.places.at(week).at_level(unit, self.level) for week, unit in pairs.rows()]
        named = pairs.with_columns(pl.Series("above", above, dtype=pl.String()))
        index = pl.col("period_id").replace_strict(
            {week: periods.index_of(week) for week in named["period_id"].unique()}
        )
        counted = data.join(named, on=["period_id", "org_unit_id"]).filter(pl.col("above").is_not_null())
        counted = counted.with_columns(index.cast(pl.Int32()).alias("week_index")) if counted.height else counted
        if not counted.height:
            return pl.DataFrame(schema=outliers.WEEKLY)
        grouped = counted.group_by("above", "category", "week_index").agg(pl.len().cast(pl.Int64()).alias("received"))
        return grouped.select(pl.col("above").alias("org_unit_id"), "category", "week_index", "received")

    def _asked(self, reading: Reading, weekly: pl.DataFrame) -> list[int]:
        if reading.period_id is not None:
            return [periods.index_of(reading.period_id)]
        return sorted(weekly["week_index"].unique().to_list())[-RECENT:]

    def _published(self, week: int) -> pl.DataFrame:
        if self.version is None:
            return pl.DataFrame(schema=outliers.WEEKLY)
        with reader(self.store, self.version) as con:
            return outliers.weekly_complaints(con, self.level, week - self.limits.outlier_span, week - 1)


def _numbers(typed: Typed, period: str) -> Iterator[pl.DataFrame]:
    """Give the numbers of each column of a table with their units and cells."""
    data = typed.keep().filter((pl.col(PERIOD) == period) & pl.col(UNIT).is_not_null())
    for column in typed.table.elements():
        element = words.elements()[column.field]
        if element.type not in COMPARED:
            continue
        entry = words.data_sets()[element.data_set]
        is_flow = entry["elements"][element.name].get("kind", entry["kind"]) == "flow"
        number = pl.col(f"v_{column.name}")
        yield data.filter(number.is_not_null()).select(
            org_unit_id=pl.col(UNIT),
            data_element=pl.lit(element.name),
            category=pl.lit(column.category, pl.String()) if column.category else pl.col(CATEGORY),
            channel=pl.col(CHANNEL),
            value=number.cast(pl.Float64()),
            is_flow=pl.lit(is_flow),
            sheet=pl.lit(typed.table.name, pl.String()),
            cell=pl.concat_str(pl.lit(column.letters), pl.col("row")),
        )


def _issue(item: dict[str, Any], unit: str) -> Issue:
    return issue(
        CODES[item["why"]], sheet=item["sheet"], cell=item["cell"], field=item["data_element"],
        value=_short(item["value"]), unit=unit, weeks=item["weeks"], middle=_short(item["middle"]),
        previous=_short(item["previous"]),
    )  # fmt: skip


def _complaints(item: dict[str, Any], week: str, unit: str) -> Issue:
    known = corrections.words()["category"].get(item["category"] or "other", [item["category"]] * 2)
    return issue(
        "complaints-unusual", field=facts.TICKETS, value=str(item["received"]), unit=unit, week=week,
        weeks=item["weeks"], middle=_short(item["middle"]), category_zh=known[0], category_en=known[-1],
    )  # fmt: skip


def _short(number: float | None) -> str:
    return "" if number is None else f"{number:.3f}".rstrip("0").rstrip(".")
