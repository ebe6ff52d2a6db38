"""Circles: area in proportion, the same in every week, never over a name."""

from __future__ import annotations

import json
from itertools import combinations
from typing import Any

import pytest

from dashboard.formats import Figure, Indicator
from dashboard.map_circles import SMALLEST, CircleScale, circle_scale, legend, radii, steps
from dashboard.map_classes import cell, faded, palette, scale
from dashboard.map_labels import pixels as to_pixels
from dashboard.map_labels import place, width_of
from dashboard.maps import Frame, deck
from dashboard.theme import LIGHT
from tests.dashboard.test_maps import RATE, cells, evaluate, scene

COUNT = Indicator("c", "count", "count", "flow", "down")


def test_the_area_is_in_proportion() -> None:
    circles = CircleScale(400, 30)
    assert circles.radius(400) == 30
    assert circles.radius(100) == 15
    assert circles.radius(9_999) == 30
    assert circles.radius(0) == circles.radius(0.001) == SMALLEST


def test_no_figure_no_circle_and_a_true_zero_is_a_dot() -> None:
    found = [cell("a", "a", Figure(None), COUNT), cell("b", "b", Figure(0), COUNT), cell("c", "c", None, COUNT)]
    assert radii(found, circle_scale((0, 1, 2, 3, 4, 100), 13)) == [0, SMALLEST, 0]


def test_the_legend_shows_round_counts_large_to_small() -> None:
    circles = circle_scale((0, 1, 2, 3, 4, 97), 13)
    assert steps(circles) == [100, 30, 6]
    drawn = legend(circles, "<complaints>", "", str)
    assert drawn.count("<circle") == 3
    assert "&lt;complaints&gt;" in drawn
    assert legend(circle_scale((), 13), "none", "", str) == ""


def test_circles_lie_above_the_colours_and_answer_to_no_click() -> None:
    figure = json.loads(deck(scene(Figure(2, 4), Figure(4, 4), circles=(12.0, 0.0)), LIGHT, Frame()).to_json())
    names = [layer["id"] for layer in figure["layers"]]
    assert names.index("circles-city") > names.index("areas-city-")
    layer = figure["layers"][names.index("circles-city")]
    assert layer["data"] == [{"p": [113.1, 27.1], "r": 12.0}]
    assert layer["pickable"] is False


@pytest.mark.parametrize("zoom", [8.0, 9.5, 11.0, 13.0])
def test_names_cover_neither_a_circle_nor_another_name(zoom: float) -> None:
    units: list[dict[str, Any]] = [
        {
            "id": f"u{i}",
            "x": 113 + i % 4 * 0.05,
            "y": 27 + i // 4 * 0.04,
            "room": 0.05,
            "box": [113, 27, 113.05, 27.04],
        }
        for i in range(12)
    ]
    texts = {unit["id"]: ("望湖街道", "") for unit in units}
    sizes = [8.0 + i for i in range(12)]
    found = place(units, texts, zoom, circles=sizes)
    boxes = []
    for label in found:
        x, y = to_pixels(label.x, zoom), -to_pixels(label.y, zoom) * 1.1224 + label.shift
        wide, high = width_of(label.text) / 2, 8
        boxes.append((x - wide, y - high, x + wide, y + high))
    assert boxes
    for a, b in combinations(boxes, 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_an_isolated_class_keeps_its_colour_and_its_names() -> None:
    figures = (Figure(2, 4), Figure(4, 4))
    plain = palette(scale(RATE), LIGHT)
    shown = faded(plain, frozenset({4, 9}), LIGHT)
    assert (shown[4], shown[9]) == (plain[4], plain[9])
    assert shown[0] != plain[0]
    figure = json.loads(deck(scene(*figures, shown=frozenset({4, 9})), LIGHT, Frame()).to_json())
    fills = figure["layers"][0]["getFillColor"]
    assert evaluate(fills, 1)[:3] == [int(plain[4][at : at + 2], 16) for at in (1, 3, 5)]
    assert [row["t"] for row in figure["layers"][-1]["data"]] == ["two\n90 %"]
    assert len(cells(*figures)) == 2
