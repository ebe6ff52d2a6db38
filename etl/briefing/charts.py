"""Native charts: lines over weeks and bars by category, with their data inside, so that they can be edited."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.util import Pt

from etl.briefing import style
from etl.briefing.slides import LANGUAGE
from etl.briefing.style import Box, rgb

_TICKS = 6  # week labels along the axis, at most
_CUTS, _ROOM = (0.8, 0.6), 0.02  # where a cut axis may begin (it says so), and the least room below the line


@dataclass(frozen=True)
class Line:
    """One line: its name and a value for each week, None = a gap; kind: now, past or target."""

    name: str
    values: Sequence[float | None]
    kind: str = "now"


_STROKES = {"now": (style.MAIN, 3.0), "past": (style.PAST, 2.0), "target": (style.QUIET, 1.5)}


def lines(
    page: Any, box: Box, weeks: Sequence[str], shown: Sequence[Line], number_format: str, lang: str, axis_title: str,
    ends: tuple[float, float],
) -> Any:  # fmt: skip
    """Add a line chart and return it. ends: of the value axis; axis_title stands below the weeks.

    Weeks without a value are gaps; a legend names the lines.
    """
    data = CategoryChartData(number_format=number_format)
    data.categories = list(weeks)
    for line in shown:
        data.add_series(line.name, list(line.values))
    chart = _added(page, XL_CHART_TYPE.LINE, box, data, lang)
    for series, line in zip(chart.plots[0].series, shown, strict=True):
        colour, wide = _STROKES[line.kind]
        series.smooth = False
        series.marker.style = XL_MARKER_STYLE.CIRCLE if lonely(line.values) else XL_MARKER_STYLE.NONE
        if lonely(line.values):
            series.marker.size = 9
            series.marker.format.fill.solid()
            series.marker.format.fill.fore_color.rgb = rgb(colour)
        series.format.line.color.rgb = rgb(colour)
        series.format.line.width = Pt(wide)
        if line.kind == "target":
            series.format.line.dash_style = MSO_LINE.DASH
    axis = chart.value_axis
    axis.minimum_scale, axis.maximum_scale = ends
    axis.major_unit = (ends[1] - ends[0]) / 4
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = number_format, False
    axis.format.line.fill.background()
    axis.major_gridlines.format.line.color.rgb = rgb(style.LINE)
    chart.category_axis.format.line.color.rgb = rgb(style.QUIET)
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    _weeks_below(chart.category_axis, axis_title)
    skip = max(1, -(-len(weeks) // _TICKS))
    for tag in ("c:tickLblSkip", "c:tickMarkSkip"):
        _before_end(chart.category_axis._element, tag, str(skip))
    _legend(chart, len(shown))
    return chart


def bars(
    page: Any, box: Box, names: Sequence[str], shown: Sequence[tuple[str, Sequence[float | None]]], lang: str
) -> Any:
    """Add horizontal bars, the first name at the top, their values behind them, and return the chart."""
    data = CategoryChartData(number_format="#,##0")
    data.categories = list(names)
    for name, values in shown:
        data.add_series(name, list(values))
    chart = _added(page, XL_CHART_TYPE.BAR_CLUSTERED, box, data, lang)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 20, -30  # room for a number beside its bar, where last year's is longer
    for series, colour in zip(plot.series, (style.MAIN, style.PAST), strict=False):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = rgb(colour)
        series.invert_if_negative = False
    labels = plot.series[0].data_labels
    labels.show_value, labels.position = True, XL_LABEL_POSITION.OUTSIDE_END
    labels.font.size, labels.font.color.rgb = Pt(style.TEXT), rgb(style.INK)
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    chart.value_axis.minimum_scale = 0
    chart.category_axis.reverse_order = True
    chart.category_axis.format.line.color.rgb = rgb(style.QUIET)
    _legend(chart, len(shown))
    return chart


def columns(
    page: Any, box: Box, names: Sequence[str], series: str, values: Sequence[float], number_format: str, lang: str
) -> Any:
    """Add upright columns with their values above them, in the order given, and return the chart."""
    data = CategoryChartData(number_format=number_format)
    data.categories = list(names)
    data.add_series(series, list(values))
    chart = _added(page, XL_CHART_TYPE.COLUMN_CLUSTERED, box, data, lang)
    plot = chart.plots[0]
    plot.gap_width = 25  # a label that is wider than its column is broken in two
    plot.series[0].format.fill.solid()
    plot.series[0].format.fill.fore_color.rgb = rgb(style.MAIN)
    labels = plot.series[0].data_labels
    labels.show_value, labels.position = True, XL_LABEL_POSITION.OUTSIDE_END
    labels.number_format, labels.number_format_is_linked = number_format, False
    labels.font.size, labels.font.color.rgb = Pt(style.TEXT), rgb(style.INK)
    labels._element.find(qn("c:txPr")).find(qn("a:bodyPr")).set("wrap", "none")
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    chart.value_axis.minimum_scale = 0
    chart.category_axis.format.line.color.rgb = rgb(style.QUIET)
    chart.category_axis.tick_labels.font.size = Pt(style.TEXT)
    chart.category_axis._element.find(qn("c:txPr")).find(qn("a:bodyPr")).set("rot", "0")
    chart.has_legend = False
    _fill_frame(chart)
    return chart


def _fill_frame(chart: Any) -> None:
    """Let the columns take the whole width of the chart's frame: names below them need it."""
    area = chart._chartSpace.find(f".//{qn('c:plotArea')}")
    old = area.find(qn("c:layout"))
    if old is not None:
        area.remove(old)
    layout = etree.Element(qn("c:layout"))
    area.insert(0, layout)
    manual = etree.SubElement(layout, qn("c:manualLayout"))
    etree.SubElement(manual, qn("c:layoutTarget"), val="inner")
    for tag in ("xMode", "yMode"):
        etree.SubElement(manual, qn(f"c:{tag}"), val="edge")
    for tag, value in (("x", 0.0), ("y", 0.15), ("w", 1.0), ("h", 0.65)):
        etree.SubElement(manual, qn(f"c:{tag}"), val=str(value))


def _added(page: Any, kind: Any, box: Box, data: CategoryChartData, lang: str) -> Any:
    chart = page.shapes.add_chart(kind, box.x, box.y, box.wide, box.high, data).chart
    chart.has_title = False
    chart.font.size = Pt(style.TEXT)
    chart.font.name = style.FONT
    chart.font.color.rgb = rgb(style.INK)
    properties = chart._chartSpace.find(f".//{qn('c:txPr')}//{qn('a:defRPr')}")
    properties.set("lang", LANGUAGE[lang])
    latin = properties.find(qn("a:latin"))
    east = etree.Element(qn("a:ea"), typeface=style.FONT)
    latin.addnext(east)
    return chart


def _weeks_below(axis: Any, title: str) -> None:
    """Write the weeks level, never aslant, and a title below them."""
    axis.tick_labels.font.size = Pt(style.TEXT)
    axis._element.find(qn("c:txPr")).find(qn("a:bodyPr")).set("rot", "0")
    axis.has_title = True
    axis.axis_title.text_frame.text = title
    font = axis.axis_title.text_frame.paragraphs[0].runs[0].font
    font.size, font.bold, font.color.rgb = Pt(style.TEXT), False, rgb(style.QUIET)


def share_ends(values: Sequence[float | None]) -> tuple[float, float]:
    """Return 0 to 1, or a cut with room below where every value lies high: 0.97 -> 0.8 to 1, in steps of 0.05."""
    lowest = min((value for value in values if value is not None), default=0.0)
    return next((cut for cut in _CUTS if lowest >= cut + _ROOM), 0.0), 1.0


def lonely(values: Sequence[float | None]) -> bool:
    """Say whether a value stands between two gaps: a line alone would not show it."""
    known = [False, *(value is not None for value in values), False]
    return any(known[n] and not known[n - 1] and not known[n + 1] for n in range(1, len(known) - 1))


def count_ends(values: Sequence[float | None]) -> tuple[float, float]:
    """Return 0 to a round number above all values that four equal steps lead to: 475 -> 0 to 600."""
    highest = max((value for value in values if value is not None), default=0.0)
    step = max(highest / 4, 1.0)
    power = 10.0 ** math.floor(math.log10(step))
    return 0.0, 4 * next(size * power for size in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if size * power >= step)


def _legend(chart: Any, series: int) -> None:
    chart.has_legend = series > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.TOP
        chart.legend.include_in_layout = False
        chart.legend.font.size = Pt(style.TEXT)


def _before_end(axis: Any, tag: str, value: str) -> None:
    """Put an element of a category axis before c:noMultiLvlLbl, where the schema wants it."""
    element = etree.Element(qn(tag), val=value)
    last = axis.find(qn("c:noMultiLvlLbl"))
    if last is None:
        axis.append(element)
    else:
        last.addprevious(element)
