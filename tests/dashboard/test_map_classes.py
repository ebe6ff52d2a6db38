"""Classes and colours: a colour means one value in every week, and emptiness is never a class."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest

from dashboard.formats import Figure, Indicator
from dashboard.map_classes import (
    ABSENT,
    CARRIED,
    EMPTY,
    MISSING,
    SMALL,
    VALUE,
    Cell,
    Scale,
    cell,
    class_labels,
    fill_index,
    legend,
    nice,
    nice_breaks,
    palette,
    scale,
)
from dashboard.map_labels import contrast, luminance, text_on
from dashboard.theme import BAND, DARK, LESS_IS_BETTER, LIGHT, MORE_IS_BETTER, Theme

RATE = Indicator("r", "rate", "share", "stock", "up", is_rate=True, breaks=(0.6, 0.75, 0.85, 0.95))
COUNT = Indicator("c", "count", "count", "flow", "down")
BANDED = Indicator("b", "band", "households", "stock", "band", 5, 15, is_rate=True, breaks=(5, 15, 25))
WORDS = {MISSING: "missing", CARRIED: "carried", EMPTY: "empty", SMALL: "small"}


def of(numerator: float | None, denominator: float | None = None, **more: object) -> Cell:
    indicator = COUNT if denominator is None else RATE
    return cell("u", "unit", Figure(numerator, denominator, **more), indicator)  # type: ignore[arg-type]


def test_the_states_are_told_apart() -> None:
    assert of(3, 4).state == VALUE
    assert of(3, 4, carried_from="2026-W45").state == CARRIED
    assert of(None, None).state == MISSING
    assert of(0, 0).state == EMPTY
    assert of(None, None, suppressed=True).state == SMALL
    assert cell("u", "unit", None, RATE).state == ABSENT
    assert of(0).state == VALUE
    assert of(0).value == 0  # a true zero


def test_a_value_on_a_break_belongs_above() -> None:
    classes = scale(RATE)
    assert [classes.class_of(value) for value in (0.0, 0.6, 0.7499, 0.75, 0.95, 1.0)] == [0, 1, 1, 2, 4, 4]


def test_colours_follow_the_direction() -> None:
    assert scale(RATE).colours == MORE_IS_BETTER
    assert scale(COUNT, (0, 1, 5, 10, 50, 100)).colours[0] == LESS_IS_BETTER[0]
    banded = scale(BANDED)
    assert banded.breaks == (5, 15)
    assert [banded.colours[banded.class_of(value)] for value in (3, 10, 15.5)] == [
        BAND["below"],
        BAND["inside"],
        BAND["above"],
    ]


@pytest.mark.parametrize(
    ("spread", "expected"),
    [
        ((0, 12, 27, 44, 96, 400), (10, 30, 40, 100)),
        ((0, 0, 0, 1, 2, 9), (1, 2)),
        ((5, 5, 5, 5, 5, 5), ()),
        ((), ()),
        ((0, 0, 0, 0, 0, 1), (1,)),
        ((812, 1043, 1980, 4100, 5090, 7000), (1000, 2000, 4000, 5000)),
    ],
)
def test_breaks_of_counts_are_round_and_rise(spread: tuple[float, ...], expected: tuple[float, ...]) -> None:
    assert nice_breaks(spread) == expected


@pytest.mark.parametrize(("value", "round_one"), [(0.4, 1), (7.4, 7), (13, 15), (96, 100), (1234, 1000), (0, 0)])
def test_nice(value: float, round_one: float) -> None:
    assert nice(value) == round_one


def test_the_first_class_of_a_count_holds_the_true_zero_alone() -> None:
    found = scale(COUNT, (0, 0, 0, 1, 2, 9))
    assert found.class_of(0) == 0
    assert found.class_of(1) == 1


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_every_state_has_a_fill_of_its_own(theme: Theme) -> None:
    classes = scale(RATE)
    fills = palette(classes, theme)
    picked = [
        fills[fill_index(item, classes)]
        for item in (of(0, 4), of(4, 4), of(4, 4, carried_from="x"), of(None, None), of(0, 0), of(1, suppressed=True))
    ]
    assert len(set(picked)) == len(picked)
    assert fills[fill_index(of(None, None), classes)] == theme.paper
    assert max(fill_index(of(4, 4, carried_from="x"), classes), 2 * len(classes.colours) + 2) < len(fills)


def test_the_legend_counts_every_unit_once() -> None:
    cells = [of(1, 4), of(4, 4), of(4, 4, carried_from="2026-W45"), of(None, None), of(None, None), of(0, 0)]
    items = legend(cells, scale(RATE), LIGHT, lambda value: f"{value * 100:g} %", WORDS)
    counts = {item.label: item.count for item in items}
    assert counts["< 60 %"] == 1
    assert counts["≥ 95 %"] == 2
    assert counts["missing"] == 2
    assert counts["carried"] == 1
    assert counts["empty"] == 1
    assert "small" not in counts
    assert sum(item.count for item in items if item.kind != CARRIED) == len(cells)


def test_no_unit_missing_is_said_too() -> None:
    items = legend([of(4, 4)], scale(RATE), LIGHT, str, WORDS)
    assert [(item.kind, item.count) for item in items if item.kind != "class"] == [(MISSING, 0), (CARRIED, 0)]


def test_values_that_are_all_alike_are_one_class_of_that_value() -> None:
    alike = Scale((), ("#000000",))
    assert [item.label for item in legend([of(7), of(None)], alike, LIGHT, "{:g}".format, WORDS)][:1] == ["7"]
    nothing = legend([of(None)], alike, LIGHT, "{:g}".format, WORDS)
    assert [item.kind for item in nothing] == [MISSING, CARRIED]  # no swatch without words


def test_class_labels() -> None:
    assert class_labels(Scale((1, 5), ("#000000",) * 3), lambda value: f"{value:g}") == ["< 1", "1 – 5", "≥ 5"]
    assert class_labels(Scale((), ("#000000",)), str) == [""]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("indicator", [RATE, BANDED, COUNT])
def test_labels_stand_out_from_every_fill(theme: Theme, indicator: Indicator) -> None:
    classes = scale(indicator, (0, 1, 5, 10, 50, 100))
    for fill in palette(classes, theme):
        ink = theme.ink if fill == theme.paper else text_on(fill)
        assert contrast(fill, ink) >= 4.5, fill


# what the three common deficiencies make of a colour (Machado et al. 2009, severity 1, on linear light)
DEFICIENCIES = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def seen(colour: str, matrix: tuple[tuple[float, ...], ...]) -> str:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    mixed = [min(1.0, max(0.0, sum(a * b for a, b in zip(row, linear, strict=True)))) for row in matrix]
    back = [part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055 for part in mixed]
    return "#" + "".join(f"{round(part * 255):02X}" for part in back)


@pytest.mark.parametrize("name", DEFICIENCIES)
@pytest.mark.parametrize("ramp", [MORE_IS_BETTER, LESS_IS_BETTER])
def test_neighbouring_classes_differ_in_lightness_for_every_eye(name: str, ramp: tuple[str, ...]) -> None:
    shades = [luminance(seen(colour, DEFICIENCIES[name])) for colour in ramp]
    assert shades == sorted(shades, reverse=True)
    assert all((a + 0.05) / (b + 0.05) > 1.25 for a, b in pairwise(shades))


@pytest.mark.parametrize("name", DEFICIENCIES)
def test_the_healthy_band_is_told_from_below_and_above(name: str) -> None:
    shades = {key: seen(colour, DEFICIENCIES[name]) for key, colour in BAND.items()}
    for one, other in combinations(shades.values(), 2):
        apart = sum(abs(int(one[at : at + 2], 16) - int(other[at : at + 2], 16)) for at in (1, 3, 5))
        assert apart > 90
