"""The map's control strip: how it is shown, and the one choice that belongs to that. One line on the map itself."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import data, map_options
from dashboard.boxes import box, buttons, named
from dashboard.context import Context
from dashboard.formats import week_long
from dashboard.map_options import AGAINST, BACK, MODES, Options


def draw(page: Context, options: Options, counts: Sequence[str], indicators: Sequence[str]) -> None:
    """Draw the strip; counts: what may be circles, indicators: what may stand beside."""
    with st.container(horizontal=True, key="lj_strip", gap="xsmall", horizontal_alignment="right"):
        if options.mode == "map":
            _circles(page, options, counts)
        elif options.mode == "change":
            _times(page, options.against, "against", ())
        elif options.mode == "beside":
            _times(page, options.beside, "beside", [key for key in indicators if key != page.selection.indicator])
        _modes(page, options)


def _modes(page: Context, options: Options) -> None:
    _ = page._
    names = {
        "map": _("One week"),
        "change": _("Change"),
        "beside": _("Side by side"),
        "months": _("12 months"),
        "play": _("Play"),
    }
    words = {mode: names[mode] for mode in MODES}
    set_to = map_options.chooser("show", "map")
    buttons(_("How the map is shown"), words, key="map_show", value=options.mode, set_to=set_to)


def _circles(page: Context, options: Options, counts: Sequence[str]) -> None:
    _ = page._
    offered = ["", *(key for key in counts if key != page.selection.indicator)]

    def name(key: str) -> str:
        return f"● {page.indicators[key].name}" if key else _("no circles")

    set_to = map_options.chooser("circles", "")
    box(_("Circles"), named(offered, name), key="map_circles", value=options.circles, set_to=set_to, width=224)


def _times(page: Context, chosen: str, name: str, indicators: Sequence[str]) -> None:
    """Draw the choice of a week (and of an indicator): the named spans first."""
    _ = page._
    said = {"1": _("the week before"), "4": _("4 weeks before"), "52": _("a year before")}
    weeks = data.weeks(page.selection.database)

    def words(key: str) -> str:
        if key in BACK:
            return said[key]
        return page.indicators[key].name if key in page.indicators else week_long(key, _)

    box(
        _("Compared with"),
        named([*BACK, *indicators, *(week for week in weeks if week != page.selection.week)], words),
        key=f"map_{name}",
        value=chosen,
        set_to=map_options.chooser(name, AGAINST),
        width=224,
        filter_mode="contains",
    )
