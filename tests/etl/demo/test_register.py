from __future__ import annotations

import polars as pl

from tests.etl.demo.made import Demo


def test_the_city_has_the_size_of_a_city(made: Demo) -> None:
    numbers = dict(made.units.group_by("level").agg(pl.col("id").n_unique()).iter_rows())
    assert numbers["district"] == 9
    assert numbers["street"] == 100
    assert 850 <= numbers["community"] <= 950
    assert 2800 <= numbers["estate"] <= 3200
    assert 420_000 <= made.units["households"].sum() <= 510_000


def test_codes_are_official_looking_and_of_no_real_place(made: Demo) -> None:
    lengths = {"city": 6, "district": 6, "street": 9, "community": 12, "estate": 15}
    codes = made.units.select("level", "code")
    assert codes.filter(pl.col("code").str.len_chars() != pl.col("level").replace_strict(lengths)).is_empty()
    assert codes["code"].str.starts_with("99").all()


def test_names_are_unique_below_their_parent_and_repeat_across_the_city(made: Demo) -> None:
    assert made.units.select("parent_id", "name").is_duplicated().sum() == 0
    communities = made.units.filter(level="community")  # the one that moves stands there with either of its streets
    assert communities["name"].n_unique() < communities.height
    street = communities.select("id", street="parent_id")
    estates = made.units.filter(level="estate").join(street, left_on="parent_id", right_on="id")
    assert estates.select("street", "name").is_duplicated().sum() == 0


def test_one_street_has_two_names_one_after_the_other(made: Demo) -> None:
    twice = made.units.filter(pl.col("id").is_duplicated(), level="street")
    assert twice.height == 2
    assert twice["name"].n_unique() == 2
    assert twice["name_en"].n_unique() == 2
    old, new = twice.sort("valid_to", nulls_last=True).iter_rows(named=True)
    assert old["valid_to"] < new["valid_from"]
    assert new["valid_to"] is None


def test_one_estate_is_split_in_two_that_add_up(made: Demo) -> None:
    changes = pl.read_csv(made.store.org_unit_changes, infer_schema=False).filter(kind="split")
    assert changes.height == 2
    assert changes["from_id"].n_unique() == 1
    old = made.units.filter(id=changes["from_id"][0]).row(0, named=True)
    new = made.units.filter(pl.col("id").is_in(changes["to_id"].to_list()))
    assert new["households"].sum() == old["households"]
    assert new["valid_from"].to_list() == changes["date"].to_list()
    assert old["valid_to"] < changes["date"][0]


def test_one_estate_goes_on_in_its_neighbour(made: Demo) -> None:
    [old, into, date, _] = pl.read_csv(made.store.org_unit_changes, infer_schema=False).filter(kind="merge").row(0)
    gone, there = (made.units.filter(id=unit).row(0, named=True) for unit in (old, into))
    assert gone["parent_id"] == there["parent_id"]
    assert gone["valid_to"] < date
    assert (there["valid_from"], there["valid_to"]) == (None, None)


def test_one_community_moves_to_another_street_of_its_district(made: Demo) -> None:
    old, new = made.units.filter(pl.col("id").is_duplicated(), level="community").iter_rows(named=True)
    assert old["valid_to"] < new["valid_from"]
    assert old["name"] == new["name"]
    streets = made.units.filter(pl.col("id").is_in([old["parent_id"], new["parent_id"]]))
    assert streets.height == 2
    assert streets["parent_id"].n_unique() == 1


def test_the_store_says_that_it_is_made_up(made: Demo) -> None:
    assert made.store.settings.city.made_up
    assert made.store.settings.city.name == made.words["city"]["name"]
    assert made.store.current() is None
