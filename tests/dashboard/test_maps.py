"""The deck.gl figure: what it says, and that the geometry is never in it."""

from __future__ import annotations

import itertools
import json
import math
from typing import Any

import pytest

from dashboard.formats import Figure, Indicator
from dashboard.map_classes import Cell, cell, palette, rgb, scale
from dashboard.map_hover import css_text, hover_style
from dashboard.map_labels import place, width_of
from dashboard.maps import Frame, Scene, camera_of, clicked, deck, expression
from dashboard.theme import DARK, LIGHT

RATE = Indicator("r", "rate", "share", "stock", "up", is_rate=True, breaks=(0.6, 0.75, 0.85, 0.95))
VIEW: dict[str, Any] = {
    "unit": "city",
    "areas": "areas-city",
    "points": None,
    "bbox": [113.0, 27.0, 113.4, 27.2],
    "units": [
        {"id": "d1", "name": "one", "x": 113.1, "y": 27.1, "room": 0.2, "box": [113.0, 27.0, 113.2, 27.2]},
        {"id": "d2", "name": "two", "x": 113.3, "y": 27.1, "room": 0.2, "box": [113.2, 27.0, 113.4, 27.2]},
    ],
    "estates": [],
}


def cells(*figures: Figure | None) -> list[Cell]:
    return [cell(f"d{place + 1}", f"unit {place + 1}", figure, RATE) for place, figure in enumerate(figures)]


def scene(*figures: Figure | None, **more: Any) -> Scene:
    texts = {"d1": ("one", "50 %"), "d2": ("two", "90 %")}
    return Scene("/geo/v00001", VIEW, None, cells(*figures), [], scale(RATE), texts, **more)


def drawn(*figures: Figure | None, **more: Any) -> dict[str, Any]:
    return json.loads(deck(scene(*figures, **more), LIGHT, Frame()).to_json())  # type: ignore[no-any-return]


def evaluate(text: str, index: int) -> Any:
    """What deck.gl's expression gives for the feature with this i: `(table)[(picks)[properties.i]]`."""
    table, picks = text.removeprefix("@@=").removesuffix("[properties.i]]").split(")[(")
    return json.loads(table[1:])[json.loads(picks.removesuffix(")"))[index]]


def test_the_expression_picks_by_place() -> None:
    text = expression([[1, 2, 3], [4, 5, 6]], [1, 0, 1])
    assert text == "([[1,2,3],[4,5,6]])[([1,0,1])[properties.i]]"
    assert [evaluate(text, index) for index in range(3)] == [[4, 5, 6], [1, 2, 3], [4, 5, 6]]


def test_colours_are_those_of_the_classes() -> None:
    layer = drawn(Figure(2, 4), Figure(4, 4))["layers"][0]
    assert layer["data"] == "/geo/v00001/areas-city.json"
    assert evaluate(layer["getFillColor"], 0) == [*rgb(scale(RATE).colours[0]), 255]
    assert evaluate(layer["getFillColor"], 1) == [*rgb(scale(RATE).colours[4]), 255]


def test_a_change_of_week_changes_the_trigger_and_not_the_address() -> None:
    first, second = drawn(Figure(2, 4), Figure(4, 4))["layers"][0], drawn(Figure(4, 4), Figure(4, 4))["layers"][0]
    assert first["data"] == second["data"]
    assert first["id"] == second["id"]
    assert first["updateTriggers"] != second["updateTriggers"]


def test_not_submitted_is_paper_with_a_dashed_outline() -> None:
    layers = {layer["id"]: layer for layer in drawn(Figure(None), Figure(4, 4))["layers"]}
    assert evaluate(layers["areas-city-"]["getFillColor"], 0)[:3] == [*rgb(LIGHT.paper)]
    edges = layers["edges-city"]
    assert evaluate(edges["getDashArray"], 0) == [4, 3]
    assert evaluate(edges["getLineColor"], 1) == [0, 0, 0, 0]


def test_carried_forward_is_paler_and_outlined() -> None:
    layers = {layer["id"]: layer for layer in drawn(Figure(4, 4, carried_from="2026-W45"), Figure(4, 4))["layers"]}
    assert evaluate(layers["areas-city-"]["getFillColor"], 0)[:3] == [*rgb(palette(scale(RATE), LIGHT)[9])]
    assert evaluate(layers["edges-city"]["getLineColor"], 0)[:3] == [*rgb(LIGHT.quiet)]
    assert evaluate(layers["edges-city"]["getDashArray"], 0) == [0, 0]


def test_the_selected_unit_has_the_accent() -> None:
    layers = {layer["id"]: layer for layer in drawn(Figure(2, 4), Figure(4, 4), selected="d2")["layers"]}
    assert evaluate(layers["edges-city"]["getLineColor"], 1)[:3] == [*rgb(LIGHT.accent)]


def test_no_map_style_and_no_geometry_in_the_figure() -> None:
    figure = drawn(Figure(2, 4), Figure(4, 4))
    assert figure.get("mapStyle", "__MAP_STYLE__") == "__MAP_STYLE__"  # Streamlit's mark for "no style was given"
    assert figure.get("mapProvider") is None
    assert "http" not in json.dumps(figure)
    assert "coordinates" not in json.dumps(figure)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_label_colour_follows_the_theme_on_paper(theme: Any) -> None:
    figure = json.loads(deck(scene(Figure(None), Figure(4, 4)), theme, Frame()).to_json())
    labels = {row["t"]: row["c"] for row in figure["layers"][-1]["data"]}
    assert labels["one\n50 %"] == [*rgb(theme.ink)]
    assert labels["two\n90 %"] == [255, 255, 255]


def test_lines_grow_with_the_letters_of_a_wall_in_layers_of_their_own() -> None:
    desk, wall = (
        {
            layer["id"]: layer
            for layer in json.loads(deck(scene(Figure(None), Figure(4, 4)), LIGHT, frame).to_json())["layers"]
        }
        for frame in (Frame(), Frame(text=30))
    )
    assert evaluate(desk["edges-city"]["getLineWidth"], 0) == 1.6
    assert evaluate(wall["edges-city-2"]["getLineWidth"], 0) == 3.2
    assert "edges-city" not in wall


def test_the_camera_shows_the_whole_box_beside_the_legend() -> None:
    frame = Frame(900, 470, left=190, pad=20)
    camera = camera_of(VIEW["bbox"], frame)
    per_degree = 512 * 2 ** camera["zoom"] / 360
    left = frame.width / 2 + (113.0 - camera["longitude"]) * per_degree
    right = frame.width / 2 + (113.4 - camera["longitude"]) * per_degree
    assert left >= frame.left
    assert right <= frame.width
    assert 0.2 * per_degree / math.cos(math.radians(27.1)) <= frame.height
    assert abs(camera["latitude"] - 27.1) < 0.001


def test_labels_never_cover_one_another_and_stay_inside() -> None:
    crowd = [
        {"id": f"u{n}", "x": 113 + n * 0.01, "y": 27.0, "room": 0.05, "box": [113 + n * 0.01, 26.9, 113.05, 27.1]}
        for n in range(12)
    ]
    texts = {f"u{n}": (f"name {n}", "100.0 %") for n in range(12)}
    found = place(crowd, texts, 11)
    assert 0 < len(found) < 12
    per_degree = 512 * 2**11 / 360
    spans = sorted((item.x * per_degree, width_of(item.text)) for item in found)
    assert all(b - a >= (wa + wb) / 2 for (a, wa), (b, wb) in itertools.pairwise(spans))
    assert place([{**crowd[0], "room": 0.0001}], texts, 11) == []
    assert [item.text for item in place([{**crowd[0], "room": 0.0001}], texts, 11, loose=True)] == [
        "name\n0\n100.0 %"
    ]


def test_hover_cards_hold_any_text_safely() -> None:
    assert css_text('a"}</style>') == '"a\\22 \\7D \\3C /style\\3E "'
    style = hover_style({"d1": ["枫林区", "91.2 %", "912 / 1,000", "x\ny"]})
    assert '.lj-d1{--t:"枫林区";--v:"91.2 %";--n:"912 / 1,000\\A x\\A y"}' in style


@pytest.mark.parametrize(
    ("selection", "unit"),
    [
        ({"indices": {"areas": [3]}, "objects": {"areas": [{"properties": {"id": "d4", "i": 3}}]}}, "d4"),
        ({"indices": {}, "objects": {}}, None),
        (None, None),
        ({"objects": {"labels": [{"t": "x"}]}}, None),
    ],
)
def test_only_the_id_of_what_was_clicked_is_kept(selection: Any, unit: str | None) -> None:
    assert clicked(selection) == unit
