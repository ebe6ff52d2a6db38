"""Classes and axes: emptiness is never a zero, an axis is round, and a text fits where it stands."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE

from etl.briefing import charts, deck, map_slide, pdf, slides, style
from etl.briefing.content import Content
from etl.briefing.figures import Figure
from etl.briefing.words import Words
from warehouse import shown


def test_the_kinds_of_emptiness_have_colours_of_their_own(told: Content) -> None:
    indicator = told.indicators["branch_coverage"]
    scale = map_slide.classes(indicator)
    given = {
        "zero": Figure(0, 10),
        "missing": Figure(),
        "empty": Figure(0, 0),
        "hidden": Figure(hidden=True),
        "carried": Figure(0, 10, carried_from="2026-W40"),
    }
    fills = {name: map_slide.fill(figure, indicator, scale) for name, figure in given.items()}
    assert len(set(fills.values())) == len(fills)
    assert fills["zero"] == scale.colours[0]
    assert fills["missing"] == style.PAPER


def test_a_value_on_a_break_is_in_the_class_above(told: Content) -> None:
    scale = map_slide.classes(told.indicators["branch_coverage"])
    assert [scale.of(value) for value in (0.59, 0.6, 0.95, 1.0)] == [0, 1, 4, 4]


@pytest.mark.parametrize(("highest", "end"), [(475, 600), (400, 400), (3, 4), (0, 4), (12_001, 16_000)])
def test_an_axis_of_counts_ends_round(highest: float, end: float) -> None:
    assert charts.count_ends([None, highest]) == (0.0, end)


@pytest.mark.parametrize(("lowest", "begin"), [(0.97, 0.8), (0.7, 0.6), (0.61, 0.0), (0.1, 0.0)])
def test_an_axis_of_shares_is_cut_only_where_all_lie_high(lowest: float, begin: float) -> None:
    assert charts.share_ends([None, lowest, 1.0]) == (begin, 1.0)


def test_a_value_between_gaps_gets_a_mark() -> None:
    assert charts.lonely([None, 1.0, None])
    assert not charts.lonely([None, 1.0, 2.0])


@pytest.mark.parametrize("colour", [*style.MORE_IS_BETTER, *style.LESS_IS_BETTER, *style.BAND, style.NOTHING])
def test_labels_are_readable_on_every_class(colour: str) -> None:
    ground, ink = style._luminance(colour), style._luminance(style.ink_on(colour))
    assert (max(ground, ink) + 0.05) / (min(ground, ink) + 0.05) >= 3.0  # large text, WCAG 2 AA


def test_a_text_is_cut_to_its_room() -> None:
    room = slides.width("Songgang District", style.TEXT)
    assert slides.shortened("Songgang District", style.TEXT, room) == "Songgang District"
    assert slides.width(slides.shortened("Songgang District", style.TEXT, room - 1), style.TEXT) < room


def test_numbers_are_written_as_each_language_does() -> None:
    chinese, english = Words("zh"), Words("en")
    assert (chinese.value(0.912, "share"), chinese.value(123_456, "count")) == ("91.2 %", "12.3万")
    assert (english.value(123_456, "count"), english.value(58_214, "count")) == ("123.5k", "58,214")
    assert english.change(0.9, 0.9004, "share", True) == ""
    assert english.change(3, 1, "count", False) == "2"
    assert english.change(150, 100, "count", False) == "50.0 %"


def test_a_carried_value_has_a_plain_outline_and_a_missing_one_dashes() -> None:
    deck = Presentation()
    page = deck.slides.add_slide(deck.slide_layouts[6])
    lines = {}
    for kind in (map_slide.CLASS, map_slide.CARRIED, map_slide.MISSING):
        shape = page.shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, 0, 9, 9)
        map_slide.paint(shape, style.PAPER, kind)
        lines[kind] = (str(shape.line.color.rgb), shape.line.dash_style is not None)
    assert lines == {"class": (style.LINE, False), "carried": (style.QUIET, False), "missing": (style.QUIET, True)}


def test_a_pdf_is_made_in_a_font_of_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slides_file = tmp_path / "week.pptx"
    with zipfile.ZipFile(slides_file, "w") as made:
        made.writestr("ppt/slide1.xml", f'<a:latin typeface="{style.FONT}"/>')
        made.writestr("ppt/media/book.xlsx", style.FONT)
    monkeypatch.setattr(sys, "platform", "linux")
    copy = pdf._in_free_font(slides_file, tmp_path)
    with zipfile.ZipFile(copy) as read:
        assert read.read("ppt/slide1.xml") == b'<a:latin typeface="Noto Sans CJK SC"/>'
        assert read.read("ppt/media/book.xlsx").decode() == style.FONT
    assert copy.stem == slides_file.stem and copy != slides_file
    monkeypatch.setattr(sys, "platform", "win32")
    assert pdf._in_free_font(slides_file, tmp_path) == slides_file


def test_a_count_of_fewer_units_is_neither_better_nor_worse(told: Content) -> None:
    indicator = told.indicators["complaints_received"]
    assert deck.change(told, indicator, 80, 100).colour == style.BETTER
    assert deck.change(told, indicator, 80, 100, unlike=True).colour == style.QUIET
    half, whole = Figure(80, None, 10, 5), Figure(100, None, 10, 10)
    assert shown.unlike(half, whole) and not shown.unlike(whole, Figure(90, None, 20, 20))
