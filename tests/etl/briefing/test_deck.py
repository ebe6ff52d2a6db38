"""The slides: native shapes and charts with the store's own values, in fonts and sizes that a room can read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml.ns import qn

from etl.briefing import content, map_slide, ranks, write
from etl.briefing.content import Content
from warehouse import connect, periods, shown
from warehouse.shown import RANKED, shared_word
from warehouse.store import Store

CJK = re.compile(r"[\u3400-\u9fff]")
LEAST = 1800  # hundredths of a point
RANKS, TREND, CATEGORIES, COVERAGE = (4, 5, 6), 7, 8, 9  # places of the slides


def charts(slides: list[Any]) -> list[Any]:
    return [shape.chart for page in slides for shape in page.shapes if shape.has_chart]


def texts(page: Any) -> Iterator[str]:
    for shape in page.shapes:
        if shape.has_text_frame:
            yield shape.text_frame.text
        elif shape.has_table:
            yield from (cell.text for row in shape.table.rows for cell in row.cells)


def stored(store: Store, indicator: str, unit: str) -> dict[str, float | None]:
    with connect.reader(store, str(store.current())) as con:
        rows = con.execute(
            "SELECT period_id, numerator::DOUBLE, denominator::DOUBLE FROM fct_indicator "
            "WHERE indicator_id = $indicator AND org_unit_id = $unit",
            {"indicator": indicator, "unit": unit},
        ).fetchall()
    return {week: top if bottom is None or top is None else top / bottom for week, top, bottom in rows}


def test_nothing_is_a_picture(slides: list[Any]) -> None:
    kinds = [shape.shape_type for page in slides for shape in page.shapes]
    assert MSO_SHAPE_TYPE.PICTURE not in kinds
    assert all(charts(slides[number : number + 1]) for number in (*RANKS, TREND, CATEGORIES, COVERAGE))
    assert len(slides) == 13


def test_each_district_is_a_freeform_in_the_colour_of_its_class(slides: list[Any], told: Content) -> None:
    for page, key in zip(slides[2:4], content.MAPPED, strict=True):
        drawn = {shape.name: shape for shape in page.shapes if shape.shape_type == MSO_SHAPE_TYPE.FREEFORM}
        assert set(drawn) == {told.name(unit) for unit in told.parts}
        indicator = told.indicators[key]
        for unit in told.parts:
            figure = told.figure(unit, key)
            fill = str(drawn[told.name(unit)].fill.fore_color.rgb)
            assert fill == map_slide.fill(figure, indicator, map_slide.classes(indicator))


def test_names_on_a_map_are_all_whole_or_all_without_the_word_they_share(slides: list[Any], told: Content) -> None:
    word = shared_word([told.name(unit) for unit in told.parts])
    for page in slides[2:4]:
        said = [" ".join(shape.text_frame.text.split()) for shape in page.shapes if shape.name == "label"]
        cut = [unit for unit in told.parts if not any(text.startswith(told.name(unit)) for text in said)]
        ending = [unit for unit in told.parts if word and told.name(unit).endswith(f" {word}")]
        assert cut in ([], ending)


def test_what_was_not_submitted_is_paper_with_dashes(slides: list[Any], told: Content) -> None:
    silent = {told.name(unit) for unit in told.parts if told.figure(unit, "branch_coverage").numerator is None}
    dashed = {
        shape.name
        for shape in slides[2].shapes
        if shape.shape_type == MSO_SHAPE_TYPE.FREEFORM and shape.line.dash_style is not None
    }
    assert dashed == silent


def test_chart_of_complaints_holds_the_values_of_the_store(
    slides: list[Any], told: Content, demo_store: Store
) -> None:
    known = stored(demo_store, "complaints_received", told.city.key)
    weeks = periods.span(periods.shift(told.week, 1 - content.TREND_WEEKS), told.week)
    line = charts(slides[TREND:])[0].plots[0].series[0]
    assert list(line.values) == [known.get(week) for week in weeks]
    assert sum(value is not None for value in line.values) > 10


def test_chart_of_coverage_holds_the_values_of_the_store(slides: list[Any], told: Content, demo_store: Store) -> None:
    known = stored(demo_store, "branch_coverage", told.city.key)
    weeks = periods.span(periods.shift(told.week, 1 - content.TREND_WEEKS), told.week)
    values = charts(slides[COVERAGE:])[0].plots[0].series[0].values
    assert [value is None for value in values] == [known.get(week) is None for week in weeks]
    assert values[-1] == pytest.approx(known[told.week])


def test_bars_of_categories_hold_the_values_of_the_store(slides: list[Any], told: Content, demo_store: Store) -> None:
    with connect.reader(demo_store, str(demo_store.current())) as con:
        rows = con.execute(
            "SELECT category, sum(received)::DOUBLE FROM fct_complaint "
            "WHERE org_unit_id = $unit AND period_id = $week GROUP BY ALL",
            {"unit": told.city.key, "week": told.week},
        ).fetchall()
    plot = charts(slides[CATEGORIES:])[0].plots[0]
    given = dict(zip(plot.categories, plot.series[0].values, strict=True))
    assert given == {told.words.of("categories", code): count for code, count in rows}


def test_columns_of_a_ranking_are_those_who_have_a_place_in_order(slides: list[Any], told: Content) -> None:
    for place, key in zip(RANKS, shown.RANKED, strict=True):
        found = ranks.ranked(told, told.indicators[key])
        values = charts(slides[place : place + 1])[0].plots[0].series[0].values
        assert list(values) == [item.value for item in found.ranked]
        assert not {item.unit for item in found.ranked} & {*found.missing, *found.withheld}


def test_every_slide_names_its_source_and_the_notes_define_the_figures(slides: list[Any], told: Content) -> None:
    version = str(told.version["version"])
    for page in slides:
        foot = next(shape.text_frame.text for shape in page.shapes if shape.name == "source")
        assert version in foot
        assert told.published.isoformat() in foot
        assert told.city.name in foot
        assert version in page.notes_slide.notes_text_frame.text
    for page, key in ((slides[2], "branch_coverage"), (slides[7], "complaints_received")):
        notes = page.notes_slide.notes_text_frame.text
        assert told.indicators[key].note in notes
        assert told.indicators[key].numerator in notes


def test_no_text_is_too_small_and_chinese_has_a_font(slides: list[Any], lang: str) -> None:
    for page in slides:
        for run in page._element.iter(qn("a:r")):
            properties = run.find(qn("a:rPr"))
            assert int(properties.get("sz")) >= LEAST
            assert properties.find(qn("a:ea")).get("typeface") == "Microsoft YaHei"
            assert properties.get("lang") == {"zh": "zh-CN", "en": "en-US"}[lang]
    for chart in charts(slides):
        root = etree.fromstring(chart.part.blob)
        assert {int(item.get("sz")) for item in root.iter(qn("a:defRPr"), qn("a:rPr")) if item.get("sz")} == {LEAST}


def test_english_slides_have_no_chinese_but_names(slides: list[Any], lang: str) -> None:
    if lang == "en":
        found = {text for page in slides[1:] for text in texts(page) if CJK.search(text)}
        assert found == set()


def test_nothing_reaches_over_the_edge(slides: list[Any]) -> None:
    for number, page in enumerate(slides, 1):
        for shape in page.shapes:
            assert shape.left >= 0 and shape.left + shape.width <= 12191695, (number, shape.name)
            assert shape.top >= 0 and shape.top + shape.height <= 6858000, (number, shape.name)


def test_who_did_not_submit_is_listed(slides: list[Any], told: Content, demo_store: Store) -> None:
    with connect.reader(demo_store, str(demo_store.current())) as con:
        rows = con.execute(
            "SELECT DISTINCT org_unit_id FROM fct_report WHERE period_id = $week AND expected AND NOT received",
            {"week": told.week},
        ).fetchall()
    shown = "\n".join(texts(slides[10]))
    assert rows
    assert all(told.name(unit) in shown for (unit,) in rows)


def test_a_city_without_boundaries_gets_a_schematic_map(no_outlines: Store, lang: str, tmp_path: Path) -> None:
    path = tmp_path / "z.pptx"
    write.write(no_outlines, None, lang, path)
    page = Presentation(str(path)).slides[2]
    told = content.read(no_outlines, None, lang)
    drawn = {shape.name for shape in page.shapes if shape.shape_type == MSO_SHAPE_TYPE.FREEFORM}
    assert drawn == {told.name(unit) for unit in told.parts}
    assert len(drawn) == 9
    assert told.words.say("schematic") in "\n".join(texts(page))


def test_what_nobody_submitted_is_no_standstill(no_outlines: Store, lang: str, tmp_path: Path) -> None:
    path = tmp_path / "z.pptx"
    write.write(no_outlines, None, lang, path)
    pages, told = list(Presentation(str(path)).slides), content.read(no_outlines, None, lang)
    key = RANKED[2]
    assert all(told.figure(unit, key).numerator is None for unit in told.parts)
    shown = "\n".join(texts(pages[RANKS[2]]))
    assert told.words.say("no_figures") in shown and told.words.say("no_pairs") in shown
    assert told.words.say("missing_complaints") in "\n".join(texts(pages[CATEGORIES]))
