"""From the clerks' files to the published figures: equal to what the city's maker knows, row by row."""

from __future__ import annotations

import polars as pl

from warehouse import catalogue, connect
from warehouse.store import Store

KEYS = ["org_unit_id", "period_id", "indicator_id"]
MUST_BE_CARRIED = {
    "branch_coverage", "branches", "joint_branches", "members_resident", "members_reported", "report_back_rate",
    "members_new", "members_active", "service_person_times", "complaints_received", "complaints_per_1000_households",
    "response_rate", "resolution_rate", "satisfaction_rate", "in_estate_resolution_rate", "owners_committee_rate",
    "property_service_rate", "service_stations", "volunteer_teams", "volunteers", "resident_representatives",
    "households_per_representative", "paired_units", "needs_listed", "needs_matched", "projects_done",
    "six_haves_rate", "star_estates",
}  # fmt: skip


def truth(store: Store) -> pl.DataFrame:
    texts = pl.read_csv(store.root / "demo" / "truth.csv", infer_schema=False)
    return texts.with_columns(pl.col("numerator", "denominator").cast(pl.Decimal(18, 3)))


def published(store: Store) -> pl.DataFrame:
    with connect.reader(store, str(store.current())) as connection:
        return connection.sql("SELECT * FROM fct_indicator").pl()


def test_every_figure_equals_the_truth(demo_store: Store) -> None:
    known, found = truth(demo_store), published(demo_store)
    both = known.join(found, on=KEYS, how="left", suffix="_found", maintain_order="left")
    differ = both.filter(
        pl.col("expected_units").is_null()
        | pl.col("numerator").ne_missing(pl.col("numerator_found"))
        | pl.col("denominator").ne_missing(pl.col("denominator_found"))
    )
    assert differ.is_empty(), differ.head(20)
    assert known.height > 100_000
    assert set(known["indicator_id"]) >= MUST_BE_CARRIED
    assert set(known["indicator_id"]) == set(catalogue.load().described)


def test_every_indicator_of_the_catalogue_has_a_figure_of_the_city_in_the_last_week(demo_store: Store) -> None:
    found = published(demo_store)
    last = found.filter(pl.col("level") == "city", pl.col("period_id") == found["period_id"].max())
    assert set(last.drop_nulls("numerator")["indicator_id"]) == set(catalogue.load().described)
    districts = found.filter(pl.col("level") == "district", pl.col("period_id") == found["period_id"].max())
    told = districts.drop_nulls("numerator").group_by("indicator_id").len()
    assert told.filter(pl.col("len") < 2).is_empty(), "one district alone would be no comparison"


def test_every_city_and_district_row_is_in_the_truth(demo_store: Store) -> None:
    found = published(demo_store).filter(pl.col("level").is_in(["city", "district", "street"]))
    unknown = found.join(truth(demo_store), on=KEYS, how="anti")
    assert unknown.filter(pl.col("numerator").is_not_null()).is_empty()


def test_the_truth_has_gaps_carried_stocks_and_true_zeros(demo_store: Store) -> None:
    found = published(demo_store).filter(pl.col("level") == "district")
    assert found.filter(pl.col("numerator").is_null()).height > 0
    assert found.filter(pl.col("carried_from").is_not_null()).height > 0
    streets = published(demo_store).filter(
        (pl.col("level") == "street") & (pl.col("indicator_id") == "complaints_received")
    )
    assert streets.filter(pl.col("numerator") == 0).height > 0
