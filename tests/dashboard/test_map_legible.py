"""Names on maps: cut where they all end alike, beside a unit that is too small, never over one another or a point."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from dashboard.map_labels import Label, covered, cross, place, plane, width_of
from dashboard.map_legible import legible, without_kind

ZOOM, SIZE = 10.0, 24


def unit(name: str, x: float, y: float, wide: float, high: float = 0.08) -> dict[str, Any]:
    box = [x - wide / 2, y - high / 2, x + wide / 2, y + high / 2]
    return {"id": name, "x": x, "y": y, "room": wide, "box": box}


def texts(*names: str, value: str = "99.9 %") -> dict[str, tuple[str, str]]:
    return {f"u{n}": (name, value) for n, name in enumerate(names)}


def picture(x: float = 113.0, y: float = 28.0, wide: float = 1290, high: float = 840) -> tuple[float, ...]:
    across, down = plane(x, y, ZOOM)
    return (across - wide / 2, down - high / 2, across + wide / 2, down + high / 2)


def apart(found: list[Label], *, plate: bool) -> bool:
    boxes = [covered(item, ZOOM, SIZE, plate or item.led) for item in found]
    return not any(cross(one, other) for one, other in itertools.combinations(boxes, 2))


def test_the_word_that_most_names_end_with_is_left_out() -> None:
    short, word = without_kind(texts("Taoyuan Subdistrict", "Liuan Subdistrict", "Yunfan Subdistrict", "Gujing Town"))
    assert word == "Subdistrict"
    assert [name for name, _value in short.values()] == ["Taoyuan", "Liuan", "Yunfan", "Gujing Town"]
    for kept in (texts("Gujing Town", "Liuan Subdistrict"), texts("One Town"), texts("桃源街道", "柳岸街道"), {}):
        assert without_kind(kept) == (kept, "")


def test_names_are_cut_only_where_that_makes_more_legible() -> None:
    names = texts("Taoyuan Subdistrict", "Liuan Subdistrict")
    roomy = [unit("u0", 112.9, 28.0, 0.4, 0.2), unit("u1", 113.3, 28.0, 0.4, 0.2)]
    found, word = legible(roomy, names, ZOOM, size=SIZE)
    assert word == "" and {item.text for item in found} == {f"{name}\n{value}" for name, value in names.values()}
    tight = [unit("u0", 112.9, 28.0, 0.085), unit("u1", 113.0, 28.0, 0.085)]
    found, word = legible(tight, names, ZOOM, size=SIZE)
    assert word == "Subdistrict" and {item.text for item in found} == {"Taoyuan\n99.9 %", "Liuan\n99.9 %"}


def test_a_unit_without_room_is_named_beside_it_within_the_picture() -> None:
    names = texts(*(f"Longname{n}" for n in range(6)))
    crowd = [unit(f"u{n}", 113.0 + n * 0.02, 28.0, 0.018, 0.02) for n in range(6)]
    assert place(crowd, names, ZOOM, size=SIZE) == []
    bounds = picture()
    found, _word = legible(crowd, names, ZOOM, size=SIZE, bounds=bounds)  # type: ignore[arg-type]
    assert {item.index for item in found} == set(range(6)) and all(item.led for item in found)
    assert apart(found, plate=True)
    for item in found:
        west, north, east, south = covered(item, ZOOM, SIZE, plate=True)
        assert bounds[0] <= west and bounds[1] <= north and east <= bounds[2] and south <= bounds[3]


def test_a_value_that_found_no_room_comes_back_on_a_plate() -> None:
    narrow = [unit("u0", 113.0, 28.0, 0.05), unit("u1", 113.3, 28.0, 0.2)]
    names = texts("Echi", "Youjun")
    bare = place(narrow, names, ZOOM, size=SIZE)
    assert {item.text for item in bare} == {"Echi", "Youjun\n99.9 %"}
    found, _word = legible(narrow, names, ZOOM, size=SIZE, bounds=picture())  # type: ignore[arg-type]
    assert {(item.text, item.led) for item in found} == {("Echi\n99.9 %", True), ("Youjun\n99.9 %", False)}


def test_a_plate_makes_way_for_points() -> None:
    one = [unit("u0", 113.0, 28.0, 0.3, 0.3)]
    points = [(113.0, 28.0), (113.01, 28.005)]
    (centred,) = place(one, texts("Huating"), ZOOM, size=SIZE, loose=True)
    assert (centred.aside, centred.shift) == (0.0, 0.0)
    (moved,) = place(one, texts("Huating"), ZOOM, size=SIZE, loose=True, points=points, radius=10)
    plate = covered(moved, ZOOM, SIZE, plate=True)
    for point in points:
        x, y = plane(*point, ZOOM)
        assert not cross(plate, (x - 10, y - 10, x + 10, y + 10))


@pytest.mark.parametrize(
    ("text", "least", "most"), [("Community", 5.5, 6.1), ("100.0 %", 3.7, 4.3), ("桃源街道", 4, 4)]
)
def test_a_text_is_about_as_wide_as_the_browser_draws_it(text: str, least: float, most: float) -> None:
    assert least <= width_of(text, 1) <= most
