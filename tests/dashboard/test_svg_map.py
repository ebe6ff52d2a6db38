"""The first page's map: small, with the same classes and emptiness, and well-formed."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest

from dashboard.formats import Figure, Indicator
from dashboard.map_classes import Cell, cell, scale
from dashboard.svg_map import labelled, path, svg_map
from dashboard.theme import LIGHT

RATE = Indicator("r", "rate", "share", "stock", "up", is_rate=True, breaks=(0.6, 0.75, 0.85, 0.95))
SQUARES = [(113.0 + n % 3 * 0.1, 27.0 + n // 3 * 0.1) for n in range(9)]
FEATURES = [
    {
        "properties": {"i": n, "id": f"d{n}"},
        "geometry": {
            "type": "Polygon",
            "coordinates": [[[x, y], [x + 0.1, y], [x + 0.1, y + 0.1], [x, y + 0.1], [x, y]]],
        },
    }
    for n, (x, y) in enumerate(SQUARES)
]
VIEW: dict[str, Any] = {
    "unit": "city",
    "bbox": [113.0, 27.0, 113.3, 27.3],
    "units": [
        {"id": f"d{n}", "x": x + 0.05, "y": y + 0.05, "room": 0.1, "box": [x, y, x + 0.1, y + 0.1]}
        for n, (x, y) in enumerate(SQUARES)
    ],
}
SVG = "{http://www.w3.org/2000/svg}"


def draw(figures: list[Figure | None], **more: Any) -> ElementTree.Element:
    cells: list[Cell] = [cell(f"d{n}", f"<unit {n}>", figure, RATE) for n, figure in enumerate(figures)]
    texts = {item.unit: (item.name, "90 %") for item in cells}
    labels, _word = labelled(VIEW, texts, 720, 400)
    text = svg_map(VIEW, FEATURES, cells, scale(RATE), LIGHT, labels=labels, titles={"d0": "a & b"}, **more)
    assert len(text.encode()) < 60_000
    return ElementTree.fromstring(text)


def test_every_unit_is_drawn_with_its_words() -> None:
    root = draw([Figure(n, 8) for n in range(9)])
    paths = root.findall(f".//{SVG}path")
    assert len(paths) == 9
    assert paths[0].find(f"{SVG}title").text == "a & b"  # type: ignore[union-attr]
    assert paths[1].find(f"{SVG}title").text == "<unit 1>"  # type: ignore[union-attr]
    assert len(root.findall(f".//{SVG}text")) == 9


def test_not_submitted_is_dashed_and_lies_on_top() -> None:
    root = draw([Figure(None), *[Figure(8, 8)] * 8])
    last = root.findall(f".//{SVG}path")[-1]
    assert last.get("stroke-dasharray")
    assert "fill:var(--lj-paper" in last.get("style", "")
    assert sum(1 for item in root.findall(f".//{SVG}path") if item.get("stroke-dasharray")) == 1


def test_a_link_leads_on() -> None:
    root = draw([Figure(8, 8)] * 9, link=lambda unit: f"/map?unit={unit}&week=x")
    assert root.find(f".//{SVG}a").get("href") == "/map?unit=d0&week=x"  # type: ignore[union-attr]


def test_shared_edges_round_alike() -> None:
    def project(point: Any) -> tuple[float, float]:
        return point[0] * 1000.13, point[1] * 1000.13

    left = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0.0123], [1, 0.9], [0, 1], [0, 0]]]}
    right = {"type": "Polygon", "coordinates": [[[1, 0.0123], [2, 0], [2, 1], [1, 0.9], [1, 0.0123]]]}
    assert path(left, project) == "M0 0l1000 12.5 0 887.5 -1000 100z"
    assert path(right, project).startswith("M1000 12.5")


@pytest.mark.parametrize("geometry", [{"type": "Polygon", "coordinates": [[[0, 0], [0.001, 0], [0, 0.001], [0, 0]]]}])
def test_what_is_smaller_than_a_pixel_is_no_path(geometry: Any) -> None:
    assert path(geometry, lambda point: (point[0], point[1])) == ""
