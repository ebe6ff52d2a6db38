"""What is wrong with boundary files is said in words, at `init` and after each refresh."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from shapely.geometry import box, mapping

from etl import boundary_words
from etl.cli import main
from warehouse.geography import GeometryReport

REGISTER = """id,code,name,name_en,level,parent_id,valid_from,valid_to,households,lng,lat
city,430200,示例市,Sample,city,,,,,,
d1,430201,枫林区,Maple,district,city,,,,,
d2,430202,桃源区,Peach,district,city,,,,,
d3,430203,临江区,River,district,city,,,,,
"""


def test_every_kind_of_fault_has_words_in_both_languages() -> None:
    report = GeometryReport(
        unreadable=("a.geojson",),
        unmatched=tuple(f"b.geojson: {n}" for n in range(7)),
        repaired=("d1",),
        overlaps=(("d1", "d2"),),
        gaps=(("d1", "d2", "d3"),),
    )
    names = {"d1": "枫林区", "d2": "桃源区", "d3": "临江区"}
    said = boundary_words.lines(report, names, "zh")
    assert len(said) == 5
    assert "b.geojson: 4；另有 2 处" in said[1]
    assert "枫林区、桃源区" in said[3]
    assert said[4].endswith("枫林区、桃源区、临江区 之间")
    assert len(boundary_words.lines(report, names, "en")) == 5
    assert boundary_words.lines(GeometryReport(), names, "en") == []


def test_init_says_what_the_boundary_files_lack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINJU_LANG", "zh")
    (tmp_path / "units.csv").write_text(REGISTER, encoding="utf-8")
    folder = tmp_path / "boundaries"
    folder.mkdir()
    shapes = {"430201": box(113, 27, 113.2, 27.2), "430202": box(113.1, 27, 113.3, 27.2), "999": box(0, 0, 1, 1)}
    features = [
        {"type": "Feature", "properties": {"code": code}, "geometry": mapping(outline)}
        for code, outline in shapes.items()
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features})
    (folder / "districts.geojson").write_text(text, encoding="utf-8")
    words = ["init", "--city", "示例市", "--org-units", str(tmp_path / "units.csv"), "--boundaries", str(folder)]
    answer = CliRunner().invoke(main, ["--store", str(tmp_path / "store"), *words])
    assert answer.exit_code == 0, answer.output
    assert "2 个单位有边界" in answer.output
    assert "districts.geojson: 999" in answer.output
    assert "枫林区、桃源区" in answer.output

    answer = CliRunner().invoke(main, ["--store", str(tmp_path / "other"), "--json", *words])
    assert json.loads(answer.output)["boundaries"]["overlaps"] == [["d1", "d2"]]
