"""Corrections: a reviewed table changes what a cell says, or nothing is published."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.warehouse.small import Sent, figure, load, make, same_rows, table, week
from warehouse import build, corrections, lineage, versions
from warehouse.build import CorrectionFailed, publish
from warehouse.store import Store
from warehouse.verify import verify

HEAD = ",".join(corrections.COLUMNS) + "\n"


def correct(made: Store, *lines: str, encoding: str = "utf-8-sig") -> None:
    """Write corrections.csv: submission,sheet,cell,field,old,new; reason, who and date are filled in."""
    text = HEAD + "".join(f"{line},by phone,Li,2026-02-01\n" for line in lines)
    made.corrections.write_bytes(text.encode(encoding))


def sent(at: int, resident: int, reported: int) -> Sent:
    return Sent().row(at, "A11", "reporting_back", members_resident=resident, members_reported=reported)


def city(tmp_path: Path) -> Store:
    made = make(tmp_path / "s")
    load(made, "s1", sent(1, 8, 4))
    for at in range(2, 30):
        load(made, f"s{at}", sent(at, 8, 4))
    publish(made, reason="first")
    return made


def test_a_corrected_number_counts_says_so_and_touches_its_weeks_only(tmp_path: Path) -> None:
    made = city(tmp_path)
    correct(made, "s7,S,B3,,4,5")
    found = publish(made, reason="corrected")
    assert figure(made, "members_reported", "C", 7) == (5, None, 3, 1, None)
    assert figure(made, "members_reported", "C", 8) == (4, None, 3, 1, None)
    moved = [row for row in found.effect if (row["indicator_id"], row["org_unit_id"]) == ("members_reported", "C")]
    assert [(row["period_id"], row["before"], row["after"]) for row in moved] == [(week(7), 4, 5)]
    cells = table(made, "fct_value").filter(pl.col("corrected_from").is_not_null())
    assert cells.select("period_id", "data_element", "corrected_from").rows() == [(week(7), "members_reported", "4")]
    assert float(cells["value"][0]) == 5
    manifest = build.current_manifest(made)
    assert manifest is not None and manifest.changes == 1, "all weeks were built anew"
    assert verify(made) == []
    cells = lineage.explain(made, "members_reported", "C", week(7))["cells"]
    assert [(cell["value"], cell["corrected_from"], cell["corrected_by"], cell["reason"]) for cell in cells] == [
        (5, "4", "Li", "by phone")
    ]
    causes = {row["cause"] for row in versions.diff(made, "v00001", "v00002")}
    assert causes == {"corrected"}


def test_a_correction_taken_back_gives_the_old_rows(tmp_path: Path) -> None:
    made = city(tmp_path)
    correct(made, "s7,S,B3,,4,5")
    publish(made, reason="corrected")
    correct(made)
    publish(made, reason="taken back")
    with_it = table(made, "fct_indicator", "v00001"), table(made, "fct_value", "v00001")
    assert same_rows(with_it[0], table(made, "fct_indicator")) and same_rows(with_it[1], table(made, "fct_value"))
    assert publish(made, reason="again").version == "v00003"


def test_lines_hold_one_after_the_other(tmp_path: Path) -> None:
    made = city(tmp_path)
    correct(made, "s7,S,B3,,4,5", "s7,S,B3,,5,6")
    publish(made, reason="corrected")
    assert figure(made, "members_reported", "C", 7) == (6, None, 3, 1, None)
    assert table(made, "correction").select("old", "new").rows() == [("4", "6")]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("s7,S,B3,,3,5", "correction-old"),
        ("s7,S,B3,,,5", "correction-old"),
        ("s7,S,B9,,4,5", "correction-cell"),
        ("s7,T,B3,,4,5", "correction-cell"),
        ("s7,S,B3,members_new,4,5", "correction-cell"),
        ("s7,S,B3,,4,five", "correction-new"),
        ("s7,S,B3,,4,4.5", "correction-new"),
        ("s7,S,B3,,4,-1", "correction-new"),
        ("s99,S,B3,,4,5", "correction-submission"),
        ("s7,S,,,4,5", "correction-incomplete"),
    ],
)
def test_a_line_that_does_not_hold_keeps_the_old_version_served(tmp_path: Path, line: str, code: str) -> None:
    made = city(tmp_path)
    correct(made, line)
    with pytest.raises(CorrectionFailed) as failed:
        publish(made, reason="corrected")
    assert [(fault.code, fault.line.number) for fault in failed.value.faults] == [(code, 2)]
    assert made.current() == "v00001" and not list(made.versions.glob(".building-*"))


def test_a_line_rests_while_its_submission_is_withdrawn(tmp_path: Path) -> None:
    made = city(tmp_path)
    correct(made, "s7,S,B3,,4,5")
    publish(made, reason="corrected")
    versions.withdraw(made, "s7")
    assert table(made, "correction").is_empty()
    load(made, "s7-2", sent(7, 8, 4))  # the same bytes again
    publish(made, reason="loaded again")
    assert figure(made, "members_reported", "C", 7) == (5, None, 3, 1, None)


def test_choices_are_corrected_in_words_and_a_value_may_be_taken_out(tmp_path: Path) -> None:
    made = make(tmp_path)
    load(made, "s1", Sent().row(1, "E1", "estates", should_have_branch=1, branch_kind="none", households=90)
         .row(1, "E2", "estates", should_have_branch=1, branch_kind="none"))  # fmt: skip
    correct(made, "s1,S,B3,,无,联合", "s1,S,B4,,90,—", "s1,S,B5,,是,否", encoding="gb18030")
    publish(made, reason="corrected")
    assert figure(made, "branch_coverage", "A", 1) == (1, 1, 3, 2, None)
    assert figure(made, "households", "E1", 1) == (100, None, 1, 0, None)
    assert sorted(table(made, "correction").select("cell", "old", "new").rows()) == [
        ("B3", "无", "联合"),
        ("B4", "90", ""),
        ("B5", "是", "否"),
    ]


def test_households_corrected_hold_until_stated_anew(tmp_path: Path) -> None:
    made = make(tmp_path)
    load(made, "s1", Sent().row(1, "E1", "estates", households=90))
    load(made, "s2", Sent().row(1, "A11", "reporting_back", members_resident=1))
    load(made, "s3", Sent().row(40, "A11", "reporting_back", members_resident=1))
    publish(made, reason="first")
    correct(made, "s1,S,B2,,90,95")
    publish(made, reason="corrected")
    assert figure(made, "households", "E1", 40) == (95, None, 1, 1, week(1))
    assert verify(made) == []
    assert {row["cause"] for row in versions.diff(made, "v00001", "v00002")} == {"corrected"}


def test_a_ticket_is_corrected_by_its_row(tmp_path: Path) -> None:
    made = make(tmp_path)
    sent = Sent().cover(1, "A", "complaints", tickets=True)
    sent.ticket(1, "A11", "T1", cell_resolved="F2", cell_responded="F2", cell_satisfied="G2")
    sent.ticket(1, "A11", "T2", cell_resolved="F3", cell_responded="E3", resolved=True, responded=True)
    load(made, "s1", sent)
    publish(made, reason="first")
    assert figure(made, "resolution_rate", "A", 1) == (1, 2, 2, 2, None)
    correct(made, "s1,S,F2,resolved,否,是", "s1,S,A3,category,噪音,停车", "s1,S,G2,,,是", "s1,S,F3,,是,否")
    publish(made, reason="corrected")
    assert figure(made, "resolution_rate", "A", 1) == (1, 2, 2, 2, None)
    assert figure(made, "response_rate", "A", 1) == (2, 2, 2, 2, None)
    assert figure(made, "satisfaction_rate", "A", 1) == (1, 1, 2, 2, None)
    parking = table(made, "fct_complaint").filter(pl.col("category") == "parking", pl.col("org_unit_id") == "A")
    assert parking["resolved"].to_list() == [0]
    shown = table(made, "fct_value").filter(pl.col("corrected_from").is_not_null())
    assert sorted(shown.select("data_element", "category", "corrected_from").rows()) == [
        ("complaints_rated", "T1", "否"),
        ("complaints_received", "T2", "噪音"),
        ("complaints_resolved", "T1", "否"),
        ("complaints_resolved", "T2", "是"),
        ("complaints_responded", "T1", "否"),
        ("complaints_satisfied", "T1", ""),
    ]
    correct(made, "s1,S,F2,,否,是")
    with pytest.raises(CorrectionFailed, match="correction-field"):
        publish(made, reason="a status says two things")


def test_a_line_is_appended_in_the_files_own_encoding(tmp_path: Path) -> None:
    made = make(tmp_path)
    correct(made, "s1,表,B3,,无,联合", encoding="gb18030")
    line = corrections.Line(0, "s2", "表", "B4", "", "1", "2", "电话, 核实", "Li", "2026-02-01")
    corrections.append(made.corrections, line)
    found = corrections.load(made.corrections)
    assert [(item.number, item.submission, item.sheet, item.reason) for item in found] == [
        (2, "s1", "表", "by phone"),
        (3, "s2", "表", "电话, 核实"),
    ]
    assert made.corrections.read_bytes().decode("gb18030").startswith("submission,")
