"""The small tables of a version, made anew at every build: units, periods, indicators, submissions, issues."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

import polars as pl

from warehouse import datum, facts, periods
from warehouse.hierarchy import ANCESTOR_LEVELS, Tree, tree_on
from warehouse.inputs import Inputs
from warehouse.receipts import Receipt
from warehouse.register import Register, UnitRow

UNIT = {
    "org_unit_id": pl.String(), "code": pl.String(), "name": pl.String(), "name_en": pl.String(),
    "level": pl.String(), "parent_id": pl.String(), "city_id": pl.String(), "district_id": pl.String(),
    "street_id": pl.String(), "community_id": pl.String(), "estate_id": pl.String(), "valid_from": pl.Date(),
    "valid_to": pl.Date(), "households": pl.Int64(), "lng": pl.Float64(), "lat": pl.Float64(),
}  # fmt: skip
NAME = {"org_unit_id": pl.String(), "name": pl.String(), "valid_from": pl.Date(), "valid_to": pl.Date()}
CHANGE = {"from_id": pl.String(), "to_id": pl.String(), "date": pl.Date(), "kind": pl.String()}
PERIOD = {
    "period_id": pl.String(), "start_date": pl.Date(), "end_date": pl.Date(), "month": pl.String(),
    "quarter": pl.String(), "year": pl.Int32(), "week_index": pl.Int32(),
}  # fmt: skip
SUBMISSION = {
    "submission_id": pl.String(), "sender_id": pl.String(), "file_name": pl.String(), "sha256": pl.String(),
    "period_id": pl.String(), "received_at": pl.Datetime("us"), "loaded_at": pl.Datetime("us"),
    "loaded_by": pl.String(), "status": pl.String(), "rows": pl.Int64(), "data_sets": pl.String(),
}  # fmt: skip


def units(inputs: Inputs) -> pl.DataFrame:
    """Return dim_org_unit: each unit by its newest row, its ancestors by their newest rows, points in WGS-84."""
    register = inputs.register
    rows = []
    for unit in register.ids:
        row = register.newest[unit]
        above = _ancestors(register, unit)
        rows.append(
            {
                **{name: getattr(row, name) for name in ("code", "name", "level", "parent_id", "lng", "lat")},
                "org_unit_id": unit,
                "name_en": row.name_en or None,
                **{f"{level}_id": above.get(level) for level in ANCESTOR_LEVELS},
                "valid_from": register.by_unit[unit][0].valid_from,
                "valid_to": row.valid_to,
                "households": row.households,
            }
        )
    frame = pl.DataFrame(rows, schema=UNIT)
    lng, lat = datum.to_wgs84(frame["lng"].to_numpy(), frame["lat"].to_numpy(), inputs.settings.map.datum)
    return frame.with_columns(pl.Series("lng", lng).fill_nan(None), pl.Series("lat", lat).fill_nan(None))


def _ancestors(register: Register, unit: str) -> dict[str, str]:
    found: dict[str, str] = {}
    at: str | None = unit
    while at is not None:
        row = register.newest[at]
        if row.level in found:
            break
        found[row.level] = at
        at = row.parent_id
    return found


def unit_keys(register: Register) -> pl.DataFrame:
    """Return key_unit: each unit's number in this file."""
    rows = [(register.number[unit], unit, register.newest[unit].level) for unit in register.ids]
    return pl.DataFrame(rows, schema=["unit_no", "org_unit_id", "level"], orient="row")


def submission_keys(accepted: Iterable[Receipt]) -> pl.DataFrame:
    """Return key_submission: each accepted submission's number, its place in the order of acceptance."""
    rows = [(item.sequence, item.submission_id) for item in accepted]
    return pl.DataFrame(rows, schema={"submission_no": pl.Int32(), "submission_id": pl.String()}, orient="row")


def names(register: Register) -> pl.DataFrame:
    """Return dim_org_unit_name: one row for each span of days with one name."""
    rows: list[dict[str, object]] = []
    for unit, spans in register.by_unit.items():
        for row in spans:
            if rows and rows[-1]["org_unit_id"] == unit and rows[-1]["name"] == row.name:
                rows[-1]["valid_to"] = row.valid_to
                continue
            rows.append(
                {"org_unit_id": unit, "name": row.name, "valid_from": row.valid_from, "valid_to": row.valid_to}
            )
    return pl.DataFrame(rows, schema=NAME)


def changes(register: Register) -> pl.DataFrame:
    """Return org_unit_change: splits and merges as given, and a move (same id) where a unit's parent changes."""
    rows: list[dict[str, object]] = [
        {"from_id": item.from_id, "to_id": item.to_id, "date": item.date, "kind": item.kind}
        for item in register.changes
    ]
    for unit, spans in register.by_unit.items():
        for before, after in pairwise(spans):
            if before.parent_id != after.parent_id and after.valid_from:
                rows.append({"from_id": unit, "to_id": unit, "date": after.valid_from, "kind": "move"})
    return pl.DataFrame(rows, schema=CHANGE)


def period_rows(weeks: Iterable[int]) -> pl.DataFrame:
    """Return dim_period of weeks by their index. A week belongs to the month, quarter and year of its Thursday."""
    rows = []
    for week in weeks:
        period = periods.from_index(week)
        start = periods.start_of(period)
        middle = date.fromordinal(start.toordinal() + 3)
        rows.append(
            {
                "period_id": period,
                "start_date": start,
                "end_date": periods.end_of(period),
                "month": f"{middle:%Y-%m}",
                "quarter": f"{middle.year}-Q{(middle.month + 2) // 3}",
                "year": middle.year,
                "week_index": week,
            }
        )
    return pl.DataFrame(rows, schema=PERIOD)


def local(text: str | None) -> datetime | None:
    """Return a receipt's time as the city's own, without its offset."""
    return datetime.fromisoformat(text).replace(tzinfo=None) if text else None


def submissions(receipts: list[Receipt]) -> pl.DataFrame:
    """Return the table submission."""
    plain = ("submission_id", "sender_id", "file_name", "sha256", "period_id", "loaded_by", "status", "rows")
    return pl.DataFrame(
        [
            {
                **{name: getattr(item, name) for name in plain},
                "received_at": local(item.received_at),
                "loaded_at": local(item.loaded_at),
                "data_sets": ",".join(item.data_sets),
            }
            for item in receipts
        ],
        schema=SUBMISSION,
    )


def reference_figures(inputs: Inputs) -> pl.DataFrame:
    """Return the table reference_figure, each with the indicator that it stands beside.

    The file may lack columns, which are then NULL.
    """
    columns = {
        "figure_id": pl.String(), "source": pl.String(), "published": pl.String(), "place": pl.String(),
        "level": pl.String(), "as_of": pl.String(), "measure": pl.String(), "value": pl.Float64(),
        "qualifier": pl.String(), "unit": pl.String(), "note": pl.String(),
    }  # fmt: skip
    path = inputs.reference / "reference_figures.csv"
    written = pl.read_csv(path, infer_schema_length=0) if path.exists() else pl.DataFrame(schema=columns)
    found = facts.conform(written, columns)
    linked = pl.DataFrame(
        [
            (measure, indicator, key == "references")
            for indicator, entry in inputs.catalogue.described.items()
            for key in ("references", "references_apart")
            for measure in entry.get(key, [])
        ],
        schema={"measure": pl.String(), "indicator_id": pl.String(), "comparable": pl.Boolean()}, orient="row",
    )  # fmt: skip
    in_its_unit = pl.when(pl.col("unit") == "percent").then(pl.col("value") / 100).otherwise(pl.col("value"))
    return found.join(linked, on="measure", how="left", maintain_order="left").select(
        *columns,
        "indicator_id",
        pl.when(pl.col("indicator_id").is_not_null()).then(in_its_unit).alias("indicator_value"),
        pl.col("comparable").fill_null(False),
    )


@dataclass
class _Place:
    """A unit's row and the units above it (itself first), unchanged from one week to another; both included."""

    row: UnitRow
    chain: list[str]
    levels: list[str]
    first: int
    last: int

    def above(self) -> dict[str, str]:
        return dict(zip(self.levels, self.chain, strict=True))


def register_spans(register: Register, weeks: list[int]) -> pl.DataFrame:
    """Return org_unit_span: a unit's place in the tree over the span of weeks in which that place stayed the same."""
    found = _places(register, weeks)
    above = [item.above() for item in found]
    columns = {
        "org_unit_id": [item.row.org_unit_id for item in found],
        "first_week": [item.first for item in found],
        "last_week": [item.last for item in found],
        "parent_id": [item.chain[1] if len(item.chain) > 1 else None for item in found],
        "name": [item.row.name for item in found],
        "level": [item.row.level for item in found],
        **{f"{level}_id": [item.get(level) for item in above] for level in ANCESTOR_LEVELS},
    }
    return _joined_spans(pl.DataFrame(columns, schema=SPAN))


def _places(register: Register, weeks: list[int]) -> list[_Place]:
    """Go through the epochs of the weeks; most of the units stay where they are from one to the next."""
    epochs: dict[int, list[int]] = {}
    for week in weeks:
        epochs.setdefault(register.epoch(week), []).append(week)
    rising = {unit for unit, rows in register.by_unit.items() if len({row.level for row in rows}) > 1}
    found: list[_Place] = []
    standing: dict[str, _Place] = {}
    for of_epoch in epochs.values():
        tree, before = tree_on(register, periods.end_of(periods.from_index(of_epoch[0]))), standing
        standing = {}
        for unit, row in tree.rows.items():
            chain, place = tree.ancestors[unit], before.get(unit)
            if place is None or place.row is not row or place.chain != chain or not rising.isdisjoint(chain):
                levels = [tree.rows[item].level for item in chain]
                place = _Place(row, chain, levels, of_epoch[0], of_epoch[-1])
                found.append(place)
            place.last = of_epoch[-1]
            standing[unit] = place
    return found


def _joined_spans(spans: pl.DataFrame) -> pl.DataFrame:
    """Join a unit's spans that follow each other and say the same; something else in the tree changed between."""
    ordered = spans.sort("org_unit_id", "first_week")
    place = [name for name in SPAN if name not in ("first_week", "last_week")]
    begins = pl.any_horizontal(pl.col(name).ne_missing(pl.col(name).shift()) for name in place)
    begins |= pl.col("first_week").ne_missing(pl.col("last_week").shift() + 1)
    numbered = ordered.with_columns(begins.cum_sum().alias("span"))
    weeks = [pl.col("first_week").min(), pl.col("last_week").max()]
    joined = numbered.group_by("span", maintain_order=True).agg(*[pl.col(name).first() for name in place], *weeks)
    return joined.select(list(SPAN))


SPAN = {
    "org_unit_id": pl.String(), "first_week": pl.Int32(), "last_week": pl.Int32(), "parent_id": pl.String(),
    "name": pl.String(), "level": pl.String(), "city_id": pl.String(), "district_id": pl.String(),
    "street_id": pl.String(), "community_id": pl.String(), "estate_id": pl.String(),
}  # fmt: skip
_TEXTS = {name: kind for name, kind in SPAN.items() if kind == pl.String}


def units_now(register: Register, weeks: list[int]) -> pl.DataFrame:
    """Return org_unit_now: for each unit that ever was, itself and everything that stands above it in the last week.

    A unit that is closed lies where the unit lies that it became; one that was split, at the nearest place above all
    its parts; one that was closed without a successor, at the nearest open unit that stood above it.
    """
    if not weeks:
        return pl.DataFrame(schema=_NOW)
    tree = tree_on(register, periods.end_of(periods.from_index(weeks[-1])))
    after: dict[str, list[str]] = {}
    for change in register.changes:
        if change.date <= tree.day and change.from_id != change.to_id:
            after.setdefault(change.from_id, []).append(change.to_id)
    rows = [
        (unit, above)
        for unit in register.ids
        for above in dict.fromkeys([unit, *_path_now(unit, tree, after, frozenset())])
    ]
    return pl.DataFrame(rows, schema=_NOW, orient="row")


def _path_now(unit: str, tree: Tree, after: dict[str, list[str]], seen: frozenset[str]) -> list[str]:
    """Return the units from a unit's place in the tree up to the top."""
    if unit in tree.rows:
        return tree.ancestors[unit]
    parts = [to for to in after.get(unit, []) if to not in seen]
    if not parts:
        at = tree.placed.get(unit)
        return tree.ancestors[at] if at else []
    paths = [_path_now(part, tree, after, seen | {unit}) for part in parts]
    return [above for above in paths[0] if all(above in path for path in paths[1:])]


_NOW = {"org_unit_id": pl.String(), "above_id": pl.String()}
