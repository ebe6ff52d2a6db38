"""The figures of the sample: what estates and communities count, and the indicators and complaints made of it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import polars as pl

import warehouse
from tests.sample.city import LEVELS

REFERENCE = Path(warehouse.__file__).parent / "reference"
ABSENT, SILENT, LATE = "d9", "d8", "d7"  # not sent this week; silent for seven weeks; sends late
CATEGORIES = (
    "environment", "parking", "property_fee", "property_service", "noise", "facilities", "utilities", "other",
)  # fmt: skip
CHANNELS = ("hotline", "hotline", "station", "online")
COUNTS = ("received", "responded", "resolved", "resolved_in_estate", "rated", "satisfied")


def _leaves(units: pl.DataFrame, level: str, span: list[str]) -> pl.DataFrame:
    keep = [f"{name}_id" for name in LEVELS[: LEVELS.index(level) + 1]]
    weeks = pl.DataFrame({"period_id": span, "t": np.linspace(0, 1, len(span)), "i": range(len(span))})
    return (
        units.filter(level=level).with_row_index("n").select("id", "n", "households", *keep).join(weeks, how="cross")
    )


def estates(units: pl.DataFrame, span: list[str], rng: np.random.Generator) -> pl.DataFrame:
    """Return what each estate counts in each week."""
    data = _leaves(units, "estate", span)
    size = units.filter(level="estate").height
    draw = {
        name: pl.Series(rng.random(size))[data["n"]] for name in ("cover", "kind", "owner", "property", "six", "star")
    }
    data = data.with_columns(**draw)
    covered = (pl.col("cover") < 0.7 + 0.27 * pl.col("t")) & (pl.col("n") % 12 != 5)
    joint = covered & (pl.col("kind") > 0.6)
    yes = {
        "estates": pl.lit(1),
        "estates_should_have_branch": pl.col("n") % 12 != 5,
        "estates_covered": covered,
        "joint_branches": joint & (pl.col("n") % 2 == 0),
        "branches": covered & (~joint | (pl.col("n") % 2 == 0)),
        "estates_with_owners_committee": pl.col("owner") < 0.4 + 0.3 * pl.col("t"),
        "estates_with_property_service": pl.col("property") < 0.8 + 0.1 * pl.col("t"),
        "estates_with_station": pl.col("six") < 0.7,
        "star_estates": pl.col("star") < 0.2 + 0.1 * pl.col("t"),
        "stations_six_haves": pl.col("six") < 0.3 + 0.3 * pl.col("t"),
        "households": pl.col("households"),
    }
    return data.with_columns([value.cast(pl.Int64).alias(name) for name, value in yes.items()])


def communities(units: pl.DataFrame, span: list[str], rng: np.random.Generator) -> pl.DataFrame:
    """Return what each community counts in each week."""
    data = _leaves(units, "community", span)
    n, t, i = (data[name].to_numpy() for name in ("n", "t", "i"))
    resident = np.where(n == 0, 0, 30 + n * 17 % 90)
    reported = np.floor(resident * (0.55 + 0.4 * t * (0.5 + n % 5 / 8)))
    received = np.where(n == 1, 0, rng.poisson(3.2 - 1.0 * t + 0.8 * np.sin(i / 8)))
    responded = rng.binomial(received, 0.94)
    resolved = rng.binomial(responded, 0.75 + 0.12 * t)
    rated = rng.binomial(resolved, 0.7)
    made = {
        "members_resident": resident,
        "members_reported": reported,
        "members_new": rng.poisson(0.6, n.size),
        "members_active": rng.binomial(reported.astype(int), 0.2),
        "service_person_times": rng.poisson(20, n.size),
        "service_hours": rng.poisson(30, n.size),
        "points": rng.poisson(60, n.size),
        "paired_units": 1 + n % 3,
        "complaints_received": received,
        "complaints_responded": responded,
        "complaints_resolved": resolved,
        "complaints_resolved_in_estate": rng.binomial(resolved, 0.4 + 0.2 * t),
        "complaints_rated": rated,
        "complaints_satisfied": rng.binomial(rated, 0.85),
        "service_stations": 1 + n % 2,
        "volunteer_teams": 1 + n % 4,
        "volunteers": 100 + n * 7 + np.floor(80 * t),
        "resident_representatives": 40 + n % 60,
        "chat_groups": 5 + n % 9,
        "service_activities": rng.poisson(2, n.size),
        "residents_served": rng.poisson(50, n.size),
        "reused_space_m2": 30 + n % 200,
        "stationed_officials": n % 4,
        "needs_listed": 10 + n % 12,
        "needs_matched": np.floor((10 + n % 12) * (0.3 + 0.5 * t)),
        "projects_done": np.floor(8 * t * (1 + n % 3) / 3),
    }
    homes = units.filter(level="estate").group_by("community_id").agg(pl.col("households").sum())
    return (
        data.drop("households")
        .join(homes, on="community_id", how="left")
        .with_columns([pl.Series(name, values).cast(pl.Int64) for name, values in made.items()])
    )


def _sent(flow: bool, last: int) -> tuple[pl.Expr, pl.Expr]:
    """Return whether a leaf row has a value, and the index of the week its value is carried from (else null)."""
    silent_since = last - 6
    index = pl.col("i")
    absent = (pl.col("district_id") == ABSENT) & (index == last)
    silent = (pl.col("district_id") == SILENT) & (index >= silent_since)
    if flow:
        return ~(absent | silent), pl.lit(None, pl.Int64)
    gone = silent & (index >= silent_since + 4)
    source = pl.when(absent).then(last - 1).when(silent & ~gone).then(silent_since - 1)
    return ~gone, source.cast(pl.Int64)


def indicators(span: list[str], leaves: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """Return the rows of fct_indicator: of each indicator whose elements the sample has, at every level."""
    described = tomllib.loads((REFERENCE / "indicators.toml").read_text(encoding="utf-8"))
    parts = []
    for indicator, item in described.items():
        level = "estate" if item["data_set_id"] == "estates" else "community"
        named = {name.lstrip("-") for name in (*item["numerator"], *(item["denominator"] or ()))}
        if not named <= set(leaves[level].columns):
            continue  # the sample has plausible rows of the commonest elements only
        present, source = _sent(item["measure"] == "flow", len(span) - 1)
        below = _total(item["denominator"]) if item["denominator"] else pl.lit(None, pl.Int64)
        own = leaves[level].with_columns(
            numerator=pl.when(present).then(_total(item["numerator"])),
            denominator=pl.when(present).then(below),
            source=source,
        )
        for at in LEVELS[: LEVELS.index(level) + 1]:
            parts.append(_rolled_up(own, at, indicator, item.get("denominator_scale", 1)))
    names = pl.DataFrame({"source": range(len(span)), "carried_from": span}).with_columns(
        pl.col("source").cast(pl.Int64)
    )
    found = pl.concat(parts).join(names, on="source", how="left").drop("source")
    return found.sort("indicator_id", "period_id", "org_unit_id")


def _total(names: list[str]) -> pl.Expr:
    return pl.sum_horizontal([-pl.col(n[1:]) if n[0] == "-" else pl.col(n) for n in names])


def _rolled_up(own: pl.DataFrame, level: str, indicator: str, scale: float) -> pl.DataFrame:
    return (
        own.group_by(pl.col(f"{level}_id").alias("org_unit_id"), "period_id")
        .agg(
            pl.when(pl.col("numerator").count() > 0).then(pl.col("numerator").sum()).alias("numerator"),
            pl.when(pl.col("denominator").count() > 0).then(pl.col("denominator").sum()).alias("denominator"),
            pl.len().cast(pl.Int32).alias("expected_units"),
            pl.col("numerator").count().cast(pl.Int32).alias("reported_units"),
            pl.col("source").min(),
        )
        .with_columns(
            pl.col("numerator").cast(pl.Float64),
            pl.col("denominator").cast(pl.Float64) / scale,
            pl.lit(indicator).alias("indicator_id"),
            pl.lit(level).alias("level"),
        )
    )


def complaints(leaf: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Spread each community's week over categories and channels; the parts add up to fct_indicator's totals."""
    present, _ = _sent(True, leaf["i"].max())  # type: ignore[arg-type]
    keys = ["community_id", "street_id", "district_id", "city_id", "period_id"]
    rows = []
    for row in leaf.filter(present & (pl.col("complaints_received") > 0)).iter_rows(named=True):
        counts = [row[f"complaints_{name}"] for name in COUNTS]
        for n in range(counts[0]):
            hot = row["district_id"] == "d2" and row["t"] > 0.95 and rng.random() < 0.6
            category = "parking" if hot else CATEGORIES[int(rng.integers(len(CATEGORIES)))]
            channel = CHANNELS[int(rng.integers(4))]
            rows.append((*(row[key] for key in keys), category, channel, *(int(n < c) for c in counts)))
    data = pl.DataFrame(rows, schema=[*keys, "category", "channel", *COUNTS], orient="row")
    parts = [
        data.group_by(pl.col(f"{at}_id").alias("org_unit_id"), "period_id", "category", "channel")
        .agg(
            pl.col(COUNTS).sum(),
            pl.lit(95.0).alias("median_response_minutes"),
            pl.lit(2880.0).alias("median_resolution_minutes"),
        )
        .with_columns(pl.lit(at).alias("level"))
        for at in LEVELS[:4]
    ]
    return pl.concat(parts)
