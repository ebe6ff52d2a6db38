"""The catalogue: whole, and enough by itself to make an indicator."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path

import polars as pl
import pytest

from tests.warehouse.small import Sent, figure, load, make, same_rows, table, week
from warehouse import catalogue
from warehouse.build import publish

HOWTO = Path(__file__).parents[2] / "docs" / "indicators-howto.md"
UNITS = {"count", "share", "per_1000_households", "households", "minutes", "hours", "points", "m2"}
FIVE_LEVELS = (
    "C,10,City,,city,,,,,,\nA,11,A,,district,C,,,,,\nA1,1101,A1,,street,A,,,,,\nA11,110101,A11,,community,A1,,,,,\n"
    "P1,11010101,P1,,cluster,A11,,,,,\nP2,11010102,P2,,cluster,A11,,,,,\n"
    "E1,1101010101,E1,,estate,P1,,,100,,\nE2,1101010102,E2,,estate,P1,,,200,,\nE3,1101010201,E3,,estate,P2,,,300,,\n"
    "E4,1101010301,E4,,estate,A11,,,400,,\n"
)
# measures of published figures that no indicator of a week has
WITHOUT_INDICATOR = {
    "property_complaint_rate_change", "in_estate_resolution_change", "resident_population", "service_centre_min_m2",
}  # fmt: skip


def described() -> dict[str, dict[str, object]]:
    return tomllib.loads((catalogue.REFERENCE / "indicators.toml").read_text(encoding="utf-8"))


def test_every_indicator_says_what_a_reader_needs() -> None:
    reports = set(pl.read_csv(catalogue.REFERENCE / "reference_figures.csv")["source"])
    for name, entry in described().items():
        for key in ("name_zh", "name_en", "note_zh", "note_en", "numerator", "data_set_id"):
            assert entry.get(key), (name, key)
        assert ("caveat_zh" in entry) == ("caveat_en" in entry), name
        assert entry["unit"] in UNITS, name
        assert entry["measure"] in ("stock", "flow"), name
        assert entry["direction"] in ("up", "down", "none", "band"), name
        assert entry["direction"] != "band" or {"target_low", "target_high"} <= set(entry), name
        sources = entry["sources"]
        assert isinstance(sources, list) and set(sources) <= reports and sources, name
    assert {entry["section"] for entry in described().values()} == set(range(1, 11))


def test_every_published_figure_stands_beside_an_indicator_where_one_matches() -> None:
    linked = [item for entry in described().values() for key in ("references", "references_apart")
              for item in entry.get(key, [])]  # type: ignore[attr-defined]  # fmt: skip
    measures = set(pl.read_csv(catalogue.REFERENCE / "reference_figures.csv")["measure"])
    assert len(linked) == len(set(linked))
    assert measures - set(linked) == WITHOUT_INDICATOR
    assert set(linked) <= measures


def test_the_published_file_has_the_catalogue_and_the_figures_beside_it(tmp_path: Path) -> None:
    made = make(tmp_path)
    load(made, "s1", Sent().row(1, "A11", "reporting_back", members_resident=5))
    publish(made, reason="test")
    told = table(made, "dim_indicator").row(
        by_predicate=pl.col("indicator_id") == "committee_party_share", named=True
    )
    assert (told["section"], told["section_en"]) == (4, "The three rates of property governance")
    assert (told["level"], told["optional"], told["sources"]) == ("community", True, "leling-2021,committees-2023")
    assert told["caveat_en"] and told["caveat"]
    names = table(made, "dim_element").filter(data_element="committee_members_party")
    assert names["name_en"].to_list() == ["Party members on committees"]
    figures = table(made, "reference_figure").filter(pl.col("indicator_id").is_not_null())
    beside = dict(
        figures.filter(pl.col("place") == "天元区", "comparable").select("indicator_id", "indicator_value").rows()
    )
    assert beside == {
        "branches": 117, "estates_covered": 244, "branch_coverage": 0.72, "demonstration_branches": 7,
        "chat_groups": 300, "members_reported": 1200, "property_firms": 57,
    }  # fmt: skip
    yearly = figures.filter(pl.col("indicator_id") == "service_activities")
    assert yearly.select("value", "comparable").rows() == [(1600, False)]


def test_the_how_to_is_all_that_a_new_indicator_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its example is taken from the page itself: its lines go into a copy of the catalogue, nothing else."""
    lines = re.findall(r"(?m)^    (.*)$", HOWTO.read_text(encoding="utf-8"))
    element = next(line for line in lines if line.startswith("three_star_estates ="))
    begin = next(i for i, line in enumerate(lines) if line == "[three_star_estates]")
    entries = "\n".join(lines[begin:])
    copy = shutil.copytree(catalogue.REFERENCE, tmp_path / "reference")
    sets = (copy / "data_sets.toml").read_text(encoding="utf-8")
    (copy / "data_sets.toml").write_text(
        sets.replace("\n[reporting_back]\n", f"{element}\n\n[reporting_back]\n"), encoding="utf-8"
    )
    with (copy / "indicators.toml").open("a", encoding="utf-8") as stream:
        stream.write("\n" + entries)
    monkeypatch.setattr(catalogue, "REFERENCE", copy)
    made = make(tmp_path / "store")
    load(made, "s1", Sent().row(1, "E1", "estates", should_have_branch=1, stars=5)
         .row(1, "E2", "estates", should_have_branch=1, stars=2)
         .row(1, "E3", "estates", should_have_branch=1))  # fmt: skip
    publish(made, reason="test")
    assert figure(made, "three_star_estates", "A", 1) == (1, None, 3, 2, None)
    assert figure(made, "three_star_estates", "E2", 1) == (0, None, 1, 1, None)
    assert figure(made, "three_star_estates", "E3", 1) == (None, None, 1, 0, None)
    assert figure(made, "three_star_share", "A", 1) == (1, 2, 3, 2, None)
    assert "three_star_share" in table(made, "dim_indicator")["indicator_id"].to_list()


def test_rows_of_yes_or_no_have_a_denominator_and_minutes_a_mean(tmp_path: Path) -> None:
    made = make(tmp_path)
    sent = Sent().row(1, "A1", "street_conditions", street_empowered=1, duty_days=33, duty_officials=6)
    sent.row(1, "B1", "street_conditions", street_empowered=0).cover(1, "A", "complaints", tickets=True)
    sent.ticket(1, "E1", "T1", responded=True, response_minutes=30).ticket(1, "A1", "T2", response_minutes=90)
    sent.ticket(1, "E1", "T3")
    load(made, "s1", sent)
    publish(made, reason="test")
    assert figure(made, "streets_empowered_rate", "C", 1) == (1, 2, 2, 2, None)
    assert figure(made, "streets_empowered_rate", "B", 1) == (0, 1, 1, 1, None)
    assert figure(made, "duty_days_per_official", "C", 1) == (33, 6, 2, 1, None)
    assert figure(made, "mean_response_minutes", "A", 1) == (120, 2, 2, 2, None)
    assert figure(made, "mean_response_minutes", "A11", 1) == (30, 1, 1, 1, None)
    assert figure(made, "mean_resolution_minutes", "A", 1) == (0, 0, 2, 2, None), "nothing to count yet"
    assert figure(made, "mean_response_minutes", "B", 1) == (None, None, 1, 0, None)


def test_an_optional_indicator_has_rows_only_in_weeks_for_which_it_was_reported(tmp_path: Path) -> None:
    made = make(tmp_path)
    load(made, "s1", Sent().row(1, "A11", "reporting_back", members_resident=5)
         .row(3, "A11", "reporting_back", members_resident=5, members_mobile=2)
         .row(9, "A11", "reporting_back", members_new=0)
         .row(3, "A1", "problem_pipeline", problems_collected=4, problems_assigned=3, assign_hours=12))  # fmt: skip
    publish(made, reason="test")
    assert figure(made, "members_mobile", "A", 1) is None
    assert figure(made, "members_mobile", "A", 3) == (2, None, 2, 1, None)
    assert figure(made, "members_mobile", "B11", 3) == (None, None, 1, 0, None), "others owe it in that week"
    assert figure(made, "members_mobile", "A", 7) == (2, None, 2, 1, week(3))
    assert figure(made, "members_mobile", "A", 8) is None
    assert figure(made, "members_resident", "B11", 9) == (None, None, 1, 0, None), "the others have rows in each week"
    assert figure(made, "hours_to_assign", "C", 3) == (12, 3, 2, 1, None)
    assert figure(made, "problems_collected", "C", 4) is None, "a flow is not carried"
    assert "star_branches" not in table(made, "fct_indicator")["indicator_id"].to_list()


def test_committees_by_stage_are_counted_for_communities_and_not_estate_by_estate(tmp_path: Path) -> None:
    made = make(tmp_path)
    sent = Sent().row(1, "E1", "estates", owners_committee="forming", owners_committee_stage=2)
    sent.row(1, "E2", "estates", owners_committee="forming").row(1, "E3", "estates", owners_committee="none")
    load(made, "s1", sent)
    publish(made, reason="test")
    assert figure(made, "committees_forming", "A", 1) == (2, None, 3, 3, None)
    assert figure(made, "committees_forming", "E1", 1) is None
    assert figure(made, "committees_not_started", "A", 1) == (1, None, 3, 3, None)
    assert figure(made, "owners_committees", "A", 1) == (0, None, 3, 3, None)
    assert figure(made, "committees_stage_2", "A", 1) == (1, None, 3, 1, None)
    assert figure(made, "committees_stage_1", "A", 1) == (0, None, 3, 1, None)


def test_a_functional_branch_is_a_branch_and_a_joint_one_is_not_functional(tmp_path: Path) -> None:
    made = make(tmp_path)
    load(made, "s1", Sent().row(1, "E1", "estates", should_have_branch=1, branch_kind="functional", branch_name="F")
         .row(1, "E2", "estates", should_have_branch=1, branch_kind="joint", branch_name="J")
         .row(1, "E3", "estates", should_have_branch=1, branch_kind="functional", branch_name="J"))  # fmt: skip
    publish(made, reason="test")
    assert figure(made, "branches", "A", 1) == (2, None, 3, 3, None)
    assert figure(made, "joint_branches", "A", 1) == (1, None, 3, 3, None)
    assert figure(made, "functional_branches", "A", 1) == (1, None, 3, 3, None)
    assert figure(made, "estates_covered", "A", 1) == (3, None, 3, 3, None)


def test_a_city_of_five_levels_adds_up_through_its_clusters(tmp_path: Path) -> None:
    made = make(tmp_path, FIVE_LEVELS)
    yes = {"should_have_branch": 1, "branch_kind": "independent"}
    sent = Sent()
    for unit in ("E1", "E2", "E3", "E4"):
        sent.row(1, unit, "estates", **yes, branch_name=unit)
    load(made, "s1", sent.row(1, "A11", "standards", cluster_branches=2, building_groups=14)
         .row(1, "A11", "reporting_back", members_resident=9, members_reported=8))  # fmt: skip
    publish(made, reason="test")
    for unit, branches in {"P1": 2, "P2": 1, "A11": 4, "A1": 4, "A": 4, "C": 4}.items():
        assert (figure(made, "branches", unit, 1) or [None])[0] == branches, unit
    assert figure(made, "branch_coverage", "P1", 1) == (2, 2, 2, 2, None)
    assert figure(made, "households", "P2", 1) == (300, None, 1, 0, None)
    assert figure(made, "cluster_branches", "C", 1) == (2, None, 1, 1, None)
    assert figure(made, "building_groups", "A", 1) == (14, None, 1, 1, None)
    assert figure(made, "report_back_rate", "A11", 1) == (8, 9, 1, 1, None)
    levels = dict(table(made, "fct_indicator").select("org_unit_id", "level").unique().iter_rows())
    assert levels["P1"] == "cluster"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('{ owners_committee = "forming" }', '{ owners_committee = "maybe" }', "estates_committee_forming"),
        ('{ owners_committee = "none" }', '{ no_such = "none" }', "no_such"),
    ],
)
def test_a_rule_that_can_not_be_asked_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    copy = shutil.copytree(catalogue.REFERENCE, tmp_path / "reference")
    text = (copy / "data_sets.toml").read_text(encoding="utf-8")
    assert old in text
    (copy / "data_sets.toml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(catalogue.CatalogueError, match=said):
        catalogue.tables(catalogue.load(copy), 4)


def test_a_level_that_there_is_not_is_named(tmp_path: Path) -> None:
    copy = shutil.copytree(catalogue.REFERENCE, tmp_path / "reference")
    text = (copy / "indicators.toml").read_text(encoding="utf-8")
    (copy / "indicators.toml").write_text(
        text.replace('finest = "community"', 'finest = "block"', 1), encoding="utf-8"
    )
    with pytest.raises(catalogue.CatalogueError, match="block"):
        catalogue.load(copy)


def test_a_late_file_brings_an_optional_indicator_into_its_weeks_as_a_fresh_build_would(tmp_path: Path) -> None:
    first = Sent()
    for at in range(1, 21):
        first.row(at, "A11", "reporting_back", members_resident=5).row(
            at, "B11", "reporting_back", members_resident=7
        )
    later = Sent().row(3, "A12", "reporting_back", members_mobile=2).row(4, "B1", "problem_pipeline", whistles=3)
    stepwise, fresh = make(tmp_path / "a"), make(tmp_path / "b")
    load(stepwise, "s1", first)
    publish(stepwise, reason="test")
    for made in (stepwise, fresh):
        if made is fresh:
            load(made, "s1", first)
        load(made, "s2", later)
        publish(made, reason="test")
    assert same_rows(table(stepwise, "fct_indicator"), table(fresh, "fct_indicator"))
    assert figure(stepwise, "members_mobile", "C", 7) == (2, None, 3, 1, week(3))
    assert figure(stepwise, "members_mobile", "C", 8) is None
    assert figure(stepwise, "whistles", "C", 4) == (3, None, 2, 1, None)
