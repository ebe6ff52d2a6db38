"""`linju correct` and what check and refresh say of corrections."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.etl.test_cli import REAL, city, run, typed_in  # noqa: F401
from warehouse import corrections
from warehouse.store import Store


@pytest.fixture
def loaded(city: Path) -> tuple[Path, str]:  # noqa: F811
    """A store with one file loaded, and the file's submission."""
    found = json.loads(run("--store", city, "--json", "refresh", REAL / "tianyuan-2020-12.xlsx").stdout)
    return city, found["submissions"][0]["id"]


def cell_of(store: Path, week: str = "2020-W52") -> dict[str, object]:
    found = json.loads(run("--store", store, "--json", "explain", "branch_coverage", "430211", week).stdout)
    return next(cell for cell in found["cells"] if cell["data_element"] == "estates_covered")


def test_a_cell_is_corrected_and_says_so(loaded: tuple[Path, str]) -> None:
    store, submission = loaded
    before = cell_of(store)
    made = run(
        "--store",
        store,
        "--json",
        "correct",
        submission[:8],
        before["sheet"],
        "d4",
        "二百五十",
        "--reason",
        "电话核实",
    )
    assert made.exit_code == 0, made.output
    line = json.loads(made.stdout)
    assert (line["submission"], line["cell"], line["old"], line["new"]) == (submission, "D4", "244", "250")
    assert Store(store).acts(1)[0]["action"] == "correct"
    assert cell_of(store)["value"] == 244, "a correction counts from the next refresh on"
    found = json.loads(run("--store", store, "--json", "refresh").stdout)
    assert found["version"] == "v00002"
    after = cell_of(store)
    assert (after["value"], after["corrected_from"], after["reason"]) == (250, "244", "电话核实")
    text = run("--store", store, "explain", "branch_coverage", "430211", "2020-W52").output
    assert "244" in text and "电话核实" in text
    causes = {
        item["cause"]
        for item in json.loads(run("--store", store, "--json", "diff", "v00001", "v00002").stdout)["changes"]
    }
    assert causes == {"corrected"}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["D4", "250", "--expect", "200"], "correction-old"),
        (["D4", "many"], "correction-new"),
        (["Z99", "1"], "correction-cell"),
        (["D4", "250", "--reason", "打 13812345678 核实"], "correction-personal"),
    ],
)
def test_a_wrong_correction_is_refused(loaded: tuple[Path, str], words: list[str], code: str) -> None:
    store, submission = loaded
    sheet = str(cell_of(store)["sheet"])
    reason = [] if "--reason" in words else ["--reason", "x"]
    made = run("--store", store, "--json", "correct", submission, sheet, *words, *reason)
    assert made.exit_code == 1
    assert [item["code"] for item in json.loads(made.stdout)["issues"]] == [code]
    assert corrections.load(Store(store).corrections) == []


def test_a_stale_correction_stops_the_refresh(loaded: tuple[Path, str], tmp_path: Path) -> None:
    store, submission = loaded
    line = corrections.Line(0, submission, "", "D4", "", "240", "250", "x", "Li", "")
    corrections.append(Store(store).corrections, line)
    rows = [["区", "小区党支部数"], ["天元区", 117]]
    head = [["小区党组织建设情况统计表"], ["填报单位：天元区", "2021年第1周"]]
    path = typed_in(tmp_path / "天元区.xlsx", [*head, *rows])
    for command in ("check", "refresh"):
        made = run("--store", store, "--json", command, path)
        assert made.exit_code == 1
        found = [item for item in json.loads(made.stdout)["issues"] if item["severity"] == "error"]
        assert [(item["code"], item["file"], item["cell"], item["value"]) for item in found] == [
            ("correction-old", "corrections.csv", "E2", "240")
        ]
    assert Store(store).current() == "v00001"
    assert [item.submission_id for item in Store(store).receipts()] == [submission]


def test_a_line_may_speak_of_a_file_about_to_be_loaded_and_rests_once_it_is_refused(
    city: Path, tmp_path: Path,  # noqa: F811
) -> None:  # fmt: skip
    head = [["小区党组织建设情况统计表"], ["填报单位：天元区", "2020年第52周"]]
    good = typed_in(tmp_path / "天元区.xlsx", [*head, ["区", "小区党支部数"], ["天元区", 117]])
    bad = typed_in(
        tmp_path / "石峰区.xlsx",
        [*head[:1], ["填报单位：石峰区", "2020年第52周"], ["区", "小区党支部数"], ["石峰区", "若干"]],
    )
    ids = [
        item["id"] for item in json.loads(run("--store", city, "--json", "check", good, bad).stdout)["submissions"]
    ]
    for name, old in zip(sorted(ids), ("117", "117"), strict=True):
        corrections.append(
            Store(city).corrections, corrections.Line(0, name, "", "B4", "", old, "118", "x", "Li", "")
        )
    made = run("--store", city, "--json", "refresh", good, bad)
    found = json.loads(made.stdout)
    assert found["version"] == "v00001", found["issues"]
    shown = json.loads(run("--store", city, "--json", "explain", "branches", "430211", "2020-W52").stdout)
    assert shown["value"] == 118
    again = json.loads(run("--store", city, "--json", "check", good).stdout)
    assert "correction-resting" in {item["code"] for item in again["issues"]}
