"""Colours that mean something stay apart for eyes that lack a kind of cone; words stand out from their ground."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest

from dashboard.map_classes import EMPTY, MISSING, SMALL, Cell, Scale, fill_index, palette
from dashboard.map_labels import contrast, text_on
from dashboard.theme import (
    BAND,
    CATEGORIES,
    CHANGE,
    DARK,
    LESS_IS_BETTER,
    LIGHT,
    MORE_IS_BETTER,
    Theme,
    category_colour,
)
from etl.briefing import style
from tests.dashboard.colour_sight import SIGHT, apart, difference

CLASSES_APART = 8.0  # CIEDE2000: what touches on a map; 1 is just seen, 5 is seen at a glance
SERIES_APART = 10.0  # lines of a chart cross, and their names stand away from them
SCALES = {
    "more": MORE_IS_BETTER,
    "less": LESS_IS_BETTER,
    "change": CHANGE,
    "band": (BAND["below"], BAND["inside"], BAND["above"]),
}
THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
SIGHTS = pytest.mark.parametrize("sight", list(SIGHT))
KINDS = pytest.mark.parametrize("name", list(SCALES))


def scale_of(name: str) -> Scale:
    return Scale(tuple(float(step) for step in range(len(SCALES[name]) - 1)), SCALES[name])


def test_the_distance_is_that_of_the_published_pairs() -> None:
    assert difference((50, 2.6772, -79.7751), (50, 0, -82.7485)) == pytest.approx(2.0425, abs=1e-4)
    assert difference((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514)) == pytest.approx(0.9082, abs=1e-4)
    assert difference((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387)) == pytest.approx(1.2644, abs=1e-4)


def test_the_eyes_are_those_that_lack_a_cone() -> None:
    assert apart("#1B7837", "#8C6D31", "usual") > 25 and apart("#1B7837", "#8C6D31", "protanopia") < 2
    assert apart("#5E4FA2", "#4D4D4D", "usual") > 24 and apart("#5E4FA2", "#4D4D4D", "tritanopia") < 20


@SIGHTS
@KINDS
def test_neighbouring_classes_of_a_scale(name: str, sight: str) -> None:
    for one, other in pairwise(SCALES[name]):
        assert apart(one, other, sight) >= CLASSES_APART, (one, other)


@SIGHTS
@THEMES
@KINDS
def test_emptiness_is_no_class_and_no_other_emptiness(name: str, theme: Theme, sight: str) -> None:
    scale = scale_of(name)
    fills = palette(scale, theme)
    missing, empty, small = (
        fills[fill_index(Cell("u", "", None, None, state), scale)] for state in (MISSING, EMPTY, SMALL)
    )
    for one, other in combinations((missing, empty, small), 2):
        assert apart(one, other, sight) >= CLASSES_APART, (one, other)
    for one in (empty, small):  # what is not submitted has a dashed outline besides, and its word
        for other in scale.colours:
            assert apart(one, other, sight) >= CLASSES_APART, (one, other)


@SIGHTS
@THEMES
def test_categories_of_a_chart(theme: Theme, sight: str) -> None:
    colours = [category_colour(index, theme) for index in range(len(CATEGORIES))]
    for one, other in combinations(colours, 2):
        assert apart(one, other, sight) >= SERIES_APART, (one, other)


@SIGHTS
@THEMES
def test_better_and_worse(theme: Theme, sight: str) -> None:
    assert apart(theme.better, theme.worse, sight) >= 2 * SERIES_APART


@THEMES
def test_words_stand_out_from_their_ground(theme: Theme) -> None:
    for ground in (theme.paper, theme.surface):
        for words in (theme.ink, theme.quiet, theme.better, theme.worse, theme.accent):
            assert contrast(words, ground) >= 4.5, (words, ground)


@THEMES
@KINDS
def test_names_stand_out_from_what_they_lie_on(name: str, theme: Theme) -> None:
    for fill in palette(scale_of(name), theme)[:-1]:
        assert contrast(text_on(fill), fill) >= 4.5, fill


def test_slides_have_the_same_colours() -> None:
    assert [f"#{colour}" for colour in style.ACCENTS] == list(CATEGORIES[: len(style.ACCENTS)])
    assert [f"#{colour}" for colour in (style.NOTHING, style.FEW)] == list(palette(scale_of("more"), LIGHT)[-3:-1])
    assert [f"#{colour}" for colour in style.BAND] == list(SCALES["band"])
