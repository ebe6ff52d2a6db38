"""What all charts share: the layout, axes of weeks and of values, and how wide a label is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.formats import number, value_text, week_long
from dashboard.i18n import Words
from dashboard.theme import FONT, Theme


@dataclass(frozen=True)
class Style:
    """What every chart needs: the theme, the language and its words."""

    theme: Theme
    lang: str
    _: Words


def layout(style: Style, height: int, **more: Any) -> dict[str, Any]:
    """Return the layout that all charts share."""
    theme = style.theme
    return {
        "height": height,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 24},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 13, "color": theme.quiet},
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": theme.paper,
            "bordercolor": theme.line,
            "font": {"family": FONT, "size": 13, "color": theme.ink},
            "align": "left",
        },
        "separators": ".,",
        **more,
    }


def plain_axis(style: Style, **more: Any) -> dict[str, Any]:
    """Return an axis without grid, ticks or zoom."""
    return {
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "automargin": True,
        "ticks": "",
        "tickfont": {"color": style.theme.quiet, "size": 12},
        "ticklabelstandoff": 4,
        **more,
    }


def week_axis(weeks: Sequence[str], style: Style, *, few: bool = False) -> dict[str, Any]:
    """Return an x axis of weeks with four ticks at most; the first and the last are always there, few: only they."""
    last = len(weeks) - 1
    places = sorted({0, last} if few or last < 6 else {0, round(last / 3), round(2 * last / 3), last})
    text = [week_long(weeks[place], style._) for place in places]
    return plain_axis(
        style,
        tickvals=places,
        ticktext=text,
        range=[-0.5, last + 0.5],
        showline=True,
        linecolor=style.theme.line,
        tickangle=0,
    )


def value_axis(values: Sequence[float | None], unit: str, style: Style) -> dict[str, Any]:
    """Return a y axis: counts from the zero line, rates from 0 to 100 % or, where all lie high, from a marked cut."""
    known = [value for value in values if value is not None]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    grid = {
        "showgrid": True,
        "gridcolor": style.theme.line,
        "nticks": 4,
        "zeroline": True,
        "zerolinecolor": style.theme.line,
    }
    if unit == "share":
        start = 0.0 if low < 0.55 else int(low * 10 - 0.5) / 10
        step = 0.5 if start == 0 else (1 - start) / 2
        ticks = [start, start + step, 1.0]
        text = [f"{number(tick * 100)} %" for tick in ticks]
        return plain_axis(
            style, **grid, range=[start - (1 - start) * 0.03, 1 + (1 - start) * 0.06], tickvals=ticks, ticktext=text
        )
    top = high if high > 0 else 1.0
    ticks = _round_ticks(top)
    text = [
        value_text(tick, "count" if tick >= 10 or tick == int(tick) else unit, style.lang, style._) for tick in ticks
    ]
    return plain_axis(style, **grid, range=[0, max(top, ticks[-1]) * 1.06], tickvals=ticks, ticktext=text)


def _round_ticks(top: float) -> list[float]:
    """Return 0 and two or three round steps up to about the top: 0, 200, 400 for 412."""
    size = 10.0 ** (len(str(int(top))) - 1) if top >= 1 else 0.1
    step = next(n * size for n in (0.2, 0.25, 0.5, 1, 2, 2.5, 5, 10) if top / (n * size) < 4)
    if top >= 5 and step < 1:
        step = 1
    return [round(step * n, 6) for n in range(int(top / step) + 1)]


def label_width(text: str) -> int:
    """Return about how many pixels a label of 13 px takes: a Chinese character is as wide as high."""
    return sum(13 if ord(char) > 255 else 7 for char in text)


def broken(name: str) -> list[str]:
    """Return a long name in two lines where it has a space: a label must not take half of the chart."""
    words = name.split(" ")
    if label_width(name) <= 110 or len(words) < 2:
        return [name]
    cut = min(range(1, len(words)), key=lambda n: abs(len(" ".join(words[:n])) - len(" ".join(words[n:]))))
    return [" ".join(words[:cut]), " ".join(words[cut:])]
