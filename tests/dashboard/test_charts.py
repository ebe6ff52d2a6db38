"""Charts say what the figures say: gaps stay gaps, zero lines stay, cuts are marked."""

from __future__ import annotations

import plotly.graph_objects as go

from dashboard import axes, chart_rows, charts, components, i18n
from dashboard.chart_rows import Bar, HeatCell
from dashboard.charts import Line, Style
from dashboard.formats import Figure, Indicator
from dashboard.map_classes import Scale, cell
from dashboard.theme import DARK, LIGHT
from warehouse import periods

STYLE = Style(LIGHT, "zh", i18n.words("zh"))
WEEKS = periods.span("2026-W01", "2026-W12")
RATE = Indicator("r", "R", "share", "stock", "up", is_rate=True, breaks=(0.5, 0.9))


def test_a_gap_is_a_gap_and_a_lonely_point_is_seen() -> None:
    values = [1.0, 2.0, None, 4.0, None, *[5.0] * 7]
    trace, dots = charts.lines([Line("a", values)], WEEKS, "count", STYLE)["data"]
    assert trace["y"] == values
    assert trace["connectgaps"] is False
    assert dots["x"] == [3, 11]


def test_a_value_carried_forward_is_an_open_dot() -> None:
    values = [None, 2.0, 3.0, *[5.0] * 9]
    line = Line("a", values, carried=[True, False, True, *[False] * 9])
    dots = charts.lines([line], WEEKS, "count", STYLE)["data"][1]
    assert dots["x"] == [2, 11]
    assert dots["y"] == [3.0, 5.0]
    assert dots["marker"]["line"]["width"] == [1.6, 0]


def test_counts_begin_at_zero() -> None:
    axis = axes.value_axis([400, 412], "count", STYLE)
    assert axis["range"][0] == 0
    assert axis["tickvals"][0] == 0
    assert len(axis["tickvals"]) <= 5


def test_rates_run_to_a_hundred_per_cent_and_a_cut_is_said() -> None:
    whole = charts.lines([Line("a", [0.2] * 12)], WEEKS, "share", STYLE)
    assert whole["layout"]["yaxis"]["tickvals"] == [0, 0.5, 1.0]
    cut = charts.lines([Line("a", [0.92] * 12)], WEEKS, "share", STYLE)
    assert cut["layout"]["yaxis"]["tickvals"][0] == 0.8
    assert any("纵轴自 80 % 起" in note["text"] for note in cut["layout"]["annotations"])


def test_no_more_than_four_week_ticks_with_first_and_last() -> None:
    assert len(axes.week_axis(WEEKS, STYLE, few=True)["ticktext"]) == 2
    ticks = axes.week_axis(WEEKS, STYLE)["ticktext"]
    assert len(ticks) <= 4
    assert (ticks[0], ticks[-1]) == ("2026年第1周", "2026年第12周")


def test_labels_at_the_ends_do_not_cover_each_other() -> None:
    figure = charts.lines([Line("a", [100.0] * 12), Line("b", [101.0] * 12)], WEEKS, "count", STYLE, height=280)
    notes = sorted((n for n in figure["layout"]["annotations"]), key=lambda note: note["y"])
    axis = figure["layout"]["yaxis"]["range"]
    pixels = 240 / (axis[1] - axis[0])
    assert notes[1]["y"] * pixels + notes[1]["yshift"] - notes[0]["y"] * pixels - notes[0]["yshift"] >= 30


def test_hover_tells_value_parts_and_who_reported() -> None:
    text = charts.hover_text("第47周", Figure(244, 339, 12, 11, "2026-W46"), RATE, STYLE)
    assert text == "第47周<br><b>72.0 %</b><br>244 / 339<br>应报 12 个，已报 11 个<br>沿用2026年第46周"


def test_a_bar_without_a_value_has_its_word() -> None:
    figure = chart_rows.ranking([Bar("a", 0.9), Bar("b", None, "未报送")], "share", STYLE)
    words = [text.strip() for text in figure["data"][-1]["text"]]
    assert words == ["90.0 %", "未报送"]


def test_cells_have_the_colour_of_their_class_and_missing_ones_none() -> None:
    figures = [Figure(9, 10), Figure(0, 10), Figure(None, None), Figure(0, 0)]
    line = [HeatCell(cell("u", "u", figure, RATE), "") for figure in figures]
    scale = Scale((0.5, 0.9), ("#FFFFFF", "#66B2CC", "#0B4F71"))
    drawn = chart_rows.heat(["u"], WEEKS[:4], [line], scale, STYLE, weeks=True)["data"][0]["z"][0]
    assert drawn[0] == 2
    assert drawn[1] == 0
    assert drawn[2] is None
    assert drawn[3] not in (0, 1, 2, None)


def test_a_spark_line_breaks_at_a_gap() -> None:
    drawn = components.spark([1.0, 2.0, None, 3.0, 2.0], DARK)
    assert drawn.count("M") == 2
    assert components.spark([None, 1.0], LIGHT) == ""


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_text_stands_out_from_both_grounds() -> None:
    for chosen in (LIGHT, DARK):
        for ground in (chosen.paper, chosen.surface):
            for ink in (chosen.ink, chosen.quiet, chosen.better, chosen.worse, chosen.accent):
                light, dark = sorted((luminance(ground), luminance(ink)), reverse=True)
                assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, ground)


def test_a_count_of_fewer_units_than_before_is_not_called_better_or_worse() -> None:
    count = Indicator("c", "C", "count", "flow", "down")
    words = i18n.words("zh")
    before = Figure(50, None, 9, 9)
    alike = components._between(before, components.Kpi(count, Figure(40, None, 9, 9), None, None), words)
    fewer = components._between(before, components.Kpi(count, Figure(40, None, 9, 7), None, None), words)
    assert (alike and alike.good) is True
    assert fewer is not None
    assert (fewer.up, fewer.good) == (False, None)


def test_every_kind_of_chart_is_a_valid_figure() -> None:
    cells = [[HeatCell(cell("u", "u", Figure(9, 10), RATE), "u")] * 12]
    scale = Scale((0.5,), ("#FFFFFF", "#0B4F71"))
    made = [
        charts.lines(
            [Line("a", [1.0] * 12)], WEEKS, "count", STYLE, last_year=[2.0] * 12, target=1.5, events={WEEKS[3]: "x"}
        ),
        charts.columns(WEEKS, [1.0] * 12, "count", STYLE, hover=["h"] * 12, last_year=[2.0] * 12),
        chart_rows.ranking([Bar("a", 0.9, before=0.8), Bar("b", None, "–")], "share", STYLE, target=0.95),
        chart_rows.stacked([Bar("a", None, parts={"x": 3})], {"x": ("X", "#2B83AA")}, STYLE),
        chart_rows.heat(["u"], WEEKS, cells, scale, STYLE, weeks=True),
        chart_rows.heat(["u"], WEEKS, cells, scale, STYLE, show=True),
    ]
    for figure in made:
        assert go.Figure(**figure).to_dict()["data"]


def test_labels_stay_inside_the_chart() -> None:
    drawn = [Line("Resident in-service members", [60_000.0] * 12), Line("Members reported", [58_000.0] * 12)]
    figure = charts.lines(drawn, WEEKS, "count", STYLE, height=260)
    low, high = figure["layout"]["yaxis"]["range"]
    for note in figure["layout"]["annotations"]:
        middle = (note["y"] - low) / (high - low) * 220 + note["yshift"]
        assert 0 <= middle <= 220
