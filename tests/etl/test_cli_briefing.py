"""linju briefing: files, exit status, and what it says where there is nothing to write."""

from __future__ import annotations

import json
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from pptx import Presentation

from etl.briefing import pdf
from etl.cli import main
from etl.setup import create_store
from etl.words import MAPPINGS
from warehouse import periods
from warehouse.store import Store

REAL = Path(__file__).parent.parent / "fixtures" / "real"


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)


def test_writes_slides_of_the_newest_week_in_chinese(demo_store: Store, tmp_path: Path) -> None:
    made = run("briefing", "--store", demo_store.root, "--json", "-o", tmp_path / "a.pptx")
    assert made.exit_code == 0, made.output
    answer = json.loads(made.stdout)
    assert (answer["pages"], answer["lang"], answer["version"]) == (13, "zh", demo_store.current())
    assert "小区治理" in Presentation(str(tmp_path / "a.pptx")).slides[0].shapes.title.text
    assert [path.name for path in tmp_path.iterdir()] == ["a.pptx"]


def test_writes_a_named_week_as_a_workbook(demo_store: Store, tmp_path: Path) -> None:
    first = run("briefing", "--store", demo_store.root, "--json", "-o", tmp_path / "b.xlsx")
    week = periods.shift(json.loads(first.stdout)["week"], -1)
    made = run("briefing", "--store", demo_store.root, "--week", week, "--lang", "en", "-o", tmp_path / "b.xlsx")
    assert made.exit_code == 0, made.output
    sheet = openpyxl.load_workbook(tmp_path / "b.xlsx").worksheets[0]
    assert week in str(sheet.cell(4, 2).value)


@pytest.mark.parametrize(
    ("words", "said"), [(("-o", "x.doc"), ".pptx"), (("--week", "2001-W01", "-o", "x.pptx"), "2001")]
)
def test_wrong_usage_is_named(demo_store: Store, tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    made = run("briefing", "--store", demo_store.root, *words[:-1], tmp_path / words[-1])
    assert made.exit_code == 2
    assert said in made.output


def test_a_store_without_a_version_says_so(tmp_path: Path) -> None:
    create_store(tmp_path / "s", "株洲市", REAL / "zhuzhou_org_units.csv")
    made = run("briefing", "--store", tmp_path / "s", "-o", tmp_path / "x.pptx")
    assert made.exit_code == 2
    assert "no published version" in made.output
    assert not (tmp_path / "x.pptx").exists()


def test_pdf_without_libreoffice_says_what_to_do(
    demo_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "find", lambda: None)
    made = run("briefing", "--store", demo_store.root, "-o", tmp_path / "x.pdf")
    assert made.exit_code == 2
    assert "LibreOffice" in made.output
    assert ".pptx" in made.output


def test_pdf_is_what_libreoffice_made(demo_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def convert(words: list[str], **_: Any) -> subprocess.CompletedProcess[bytes]:
        slides, folder = Path(words[-1]), Path(words[words.index("--outdir") + 1])
        assert slides.suffix == ".pptx"
        (folder / f"{slides.stem}.pdf").write_bytes(b"%PDF-1.7")
        return subprocess.CompletedProcess(words, 0)

    monkeypatch.setattr(pdf, "find", lambda: "soffice")
    monkeypatch.setattr(subprocess, "run", convert)
    made = run("briefing", "--store", demo_store.root, "-o", tmp_path / "x.pdf")
    assert made.exit_code == 0, made.output
    assert (tmp_path / "x.pdf").read_bytes().startswith(b"%PDF")


def test_both_languages_have_every_phrase() -> None:
    table = tomllib.loads((MAPPINGS / "briefing.toml").read_text(encoding="utf-8"))
    assert set(table["zh"]) == set(table["en"])
    for kind in ("units", "levels", "categories"):
        assert set(table["zh"][kind]) == set(table["en"][kind])


def test_an_older_version_is_written_as_it_was(fresh_copy: Store, tmp_path: Path) -> None:
    old = str(fresh_copy.current())
    first = json.loads(run("briefing", "--store", fresh_copy.root, "--json", "-o", tmp_path / "a.xlsx").stdout)
    other = run("briefing", "--store", fresh_copy.root, "--version", "v00099", "-o", tmp_path / "b.xlsx")
    assert other.exit_code == 2 and "v00099" in other.output
    assert run("refresh", "--store", fresh_copy.root).exit_code in (0, 1)
    assert fresh_copy.current() != old
    again = json.loads(
        run("briefing", "--store", fresh_copy.root, "--json", "--version", old, "-o", tmp_path / "c.xlsx").stdout
    )
    assert (again["version"], again["week"]) == (old, first["week"])
