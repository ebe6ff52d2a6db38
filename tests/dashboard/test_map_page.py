"""The map page without a browser, and the route of its geometry."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from dashboard.geo_route import geo_route, geometry_file
from tests.dashboard.conftest import APP, text_of
from tests.sample import make_published
from warehouse.store import Store

Run = Callable[..., AppTest]


def deck(at: AppTest) -> dict[str, Any]:
    return json.loads(at.get("deck_gl_json_chart")[0].proto.json)  # type: ignore[no-any-return]


def layer(at: AppTest, kind: str) -> dict[str, Any]:
    return next(item for item in deck(at)["layers"] if item["id"].startswith(kind))


def test_districts_by_url_with_their_labels(app: Run) -> None:
    at = app("map", lang="zh")
    assert layer(at, "areas-city")["data"] == "/geo/v00001/areas-city.json"
    texts = [row["t"] for row in layer(at, "labels")["data"]]
    assert any(text.startswith("枫林区\n") for text in texts)
    assert "南塘县\n未报送" in texts
    assert len(json.dumps(deck(at))) < 8_000


def test_a_week_change_leaves_geometry_and_camera_alone(app: Run) -> None:
    now, before = app("map", lang="zh"), app("map", lang="zh", week="2026-W20")
    assert layer(now, "areas")["data"] == layer(before, "areas")["data"]
    assert deck(now)["initialViewState"] == deck(before)["initialViewState"]
    assert layer(now, "areas")["getFillColor"] != layer(before, "areas")["getFillColor"]


def test_a_street_shows_its_communities_and_the_estates_as_points(app: Run) -> None:
    at = app("map", lang="zh", unit="d1s1")
    assert layer(at, "areas-d1s1")["data"].endswith("/areas-d1s1.json")
    assert layer(at, "points-d1s1")["data"].endswith("/points-d1s1.json")
    assert layer(at, "around")["data"].endswith("/areas-d1.json")


@pytest.mark.parametrize("unit", ["d1s1c1", "e001"])
def test_a_unit_without_parts_is_shown_in_its_street(app: Run, unit: str) -> None:
    at = app("map", lang="zh", unit=unit)
    assert layer(at, "areas-d1s1")["data"].endswith("/areas-d1s1.json")


def test_the_way_back_up(app: Run) -> None:
    at = app("map", lang="zh", unit="d1s1")
    assert next(at.button(f"crumb{depth}").label.removeprefix("› ") for depth in range(3)) == "示例市"
    assert at.button("crumb2").disabled
    at = at.button("crumb0").click().run()
    assert layer(at, "areas-city")
    at = at.button("week_back").click().run()
    assert "2026年第45周" in text_of(at)


def test_the_table_says_what_the_map_shows(app: Run) -> None:
    text = text_of(app("map", lang="zh"))
    row = re.search(r'<tr><td><a href="/unit\?unit=d1[^"]*"[^>]*>枫林区</a></td>(.*?)</tr>', text)
    assert row is not None
    value, numerator, denominator, *_ = re.findall(r"<td[^>]*>([^<]*)</td>", row[1])
    share = float(numerator.replace(",", "")) / float(denominator.replace(",", ""))
    assert value == f"{share * 100:.1f} %"
    assert '>南塘县</a></td><td class="lj-n">未报送</td>' in text


def test_hover_cards_are_in_the_language_of_the_page(app: Run) -> None:
    assert '.lj-d1{--t:"枫林区"' in text_of(app("map", lang="zh"))
    assert '.lj-d1{--t:"District d1"' in text_of(app("map", lang="en"))


def test_legend_names_every_kind_of_emptiness_that_occurs(app: Run) -> None:
    text = text_of(app("map", lang="zh"))
    legend = text[text.index("lj-map-legend") :]
    for words in ("未报送", "沿用前期"):
        assert words in legend


def test_a_version_without_geometry_says_so(app: Run, published: Store, tmp_path: Path) -> None:
    folder = published.version_dir("v00001") / "geometry"
    folder.rename(tmp_path / "geometry")
    try:
        from warehouse.queries import map_geometry

        map_geometry._read.cache_clear()
        assert not app("map", lang="zh").get("deck_gl_json_chart")
    finally:
        (tmp_path / "geometry").rename(folder)


# the route --------------------------------------------------------------------------------------------------


@pytest.fixture
def client(published: Store) -> TestClient:
    return TestClient(Starlette(routes=[geo_route(published.root)]))


def test_geometry_is_compressed_and_kept_for_good(client: TestClient, published: Store) -> None:
    response = client.get("/geo/v00001/areas-city.json", headers={"accept-encoding": "gzip"})
    assert response.status_code == 200
    assert response.headers["content-encoding"] == "gzip"
    assert "immutable" in response.headers["cache-control"]
    kept = (published.version_dir("v00001") / "geometry" / "areas-city.json").read_bytes()
    assert response.content == kept
    assert int(response.headers["content-length"]) <= len(gzip.compress(kept, 6)) < len(kept)
    plain = client.get("/geo/v00001/areas-city.json", headers={"accept-encoding": "identity"})
    assert plain.content == kept
    assert "content-encoding" not in plain.headers


@pytest.mark.parametrize(
    ("version", "name"),
    [
        ("v00001", "../manifest"),
        ("v00001", "..%2f..%2f..%2fCURRENT"),
        ("..", "areas-city"),
        ("v00001", "areas-nowhere"),
        ("v00009", "areas-city"),
        ("v1", "areas-city"),
        ("v00001", "a" * 200),
        ("v00001", ".hidden"),
        ("v00001", "areas-city\x00"),
        ("v00001", "areas..city"),
    ],
)
def test_nothing_else_is_served(client: TestClient, published: Store, version: str, name: str) -> None:
    assert geometry_file(published.root, version, name) is None
    if name.isprintable():
        response = client.get(f"/geo/{version}/{name}.json")
        assert response.status_code == 404


def test_a_link_out_of_the_folder_is_not_followed(published: Store) -> None:
    folder = published.version_dir("v00001") / "geometry"
    link = folder / "out.json"
    link.symlink_to(published.root / "linju.toml")
    try:
        assert geometry_file(published.root, "v00001", "out") is None
    finally:
        link.unlink()


def test_a_part_that_the_map_can_not_draw_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = make_published(tmp_path / "store", weeks=5)
    folder = made.version_dir("v00001") / "geometry"
    for kind in ("view", "areas"):
        content = json.loads((folder / f"{kind}-city.json").read_text(encoding="utf-8"))
        content["units" if kind == "view" else "features"].pop()
        (folder / f"{kind}-city.json").write_text(json.dumps(content), encoding="utf-8")
    monkeypatch.setenv("LINJU_STORE", str(made.root))
    at = AppTest.from_file(str(APP), default_timeout=30)
    at.query_params["lang"] = "en"
    at = at.switch_page("views/map.py").run()
    assert "Not on the map: District d9" in text_of(at)


def test_the_map_review_number_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = make_published(tmp_path / "store", weeks=5)
    text = made.config.read_text(encoding="utf-8")
    made.config.write_text(text.replace('review_number = ""', 'review_number = "X(2026)012"'), encoding="utf-8")
    monkeypatch.setenv("LINJU_STORE", str(made.root))
    at = AppTest.from_file(str(APP), default_timeout=30)
    at.query_params["lang"] = "en"
    assert "Map review number X(2026)012" in text_of(at.switch_page("views/map.py").run())


def test_circles_change_and_an_isolated_class_stand_in_the_link(app: Run) -> None:
    at = app("map", lang="en", circles="complaints_received")
    assert layer(at, "circles-city")["data"]
    assert "lj-circles" in text_of(at)

    at = app("map", lang="en", show="change", against="4")
    text = text_of(at)
    assert "Branch coverage: change since 2026 W42" in text
    assert "better by over 10" in text

    plain = layer(app("map", lang="en"), "areas")["getFillColor"]
    at = app("map", lang="en", only="branch_coverage.map:0")
    assert layer(at, "areas")["getFillColor"] != plain
    assert 'data-lj-only="0" aria-pressed="true"' in text_of(at)
    assert layer(app("map", lang="en", only="complaints_received.map:0"), "areas")["getFillColor"] == plain


@pytest.mark.parametrize(
    "query", [{"show": "nonsense"}, {"circles": "nowhere"}, {"against": "1999-W01"}, {"only": "x"}]
)
def test_an_old_link_falls_back_to_the_plain_map(app: Run, query: dict[str, str]) -> None:
    at = app("map", lang="en", **query)
    assert layer(at, "areas")
    assert "circles-" not in json.dumps(deck(at))


def test_faults_of_boundary_files_stand_on_the_quality_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = make_published(tmp_path / "store", weeks=5)
    path = made.version_dir("v00001") / "geometry" / "report.json"
    report = json.loads(path.read_text(encoding="utf-8"))
    report |= {"overlaps": [["d1", "d2"]], "gaps": [["d1", "d3"]], "unmatched": ["x.geojson: <999>"]}
    path.write_text(json.dumps(report), encoding="utf-8")
    monkeypatch.setenv("LINJU_STORE", str(made.root))
    at = AppTest.from_file(str(APP), default_timeout=30)
    at.query_params["lang"] = "en"
    text = text_of(at.switch_page("views/quality.py").run())
    assert "Outlines that overlap (1): District d1, District d2" in text
    assert "Gaps between outlines (1): between District d1, District d3" in text
    assert "x.geojson: &lt;999&gt;" in text


def test_the_list_beside_a_change_names_changes(app: Run) -> None:
    text = text_of(app("map", lang="en", show="change", against="4"))
    parts = text[text.index("lj-parts") :]
    values = re.findall(r"<td class='lj-n'>([^<]*)</td>", parts)
    assert any(value.startswith(("+", "−", "0.0")) for value in values)
    assert "not submitted" in values
