"""Trends like for like: over the units that reported in every week shown, by a switch that stands in the URL."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import blocks, components, data
from dashboard.blocks import Grid
from dashboard.context import Context
from dashboard.formats import Figure, number
from warehouse.queries.figures import PERSONS

ABOVE = ("city", "district", "cluster", "street")


def switch(page: Context) -> bool:
    """Draw the switch and return whether it is on; `like=true` in a link turns it on."""
    _ = page._
    said = _("Compares only units that reported in every week shown, so that a line moves only where they did.")
    with st.container(horizontal=True, horizontal_alignment="right", key="likewise"):
        return st.toggle(_("like for like"), key="like", bind="query-params", help=said)


def grid_of(page: Context, key: str) -> tuple[Grid, int, int]:
    """Return an indicator over the same units in every week shown, how many units those are, of how many."""
    chosen = page.selection
    frame = data.like_for_like(chosen.database, key, chosen.unit_id, chosen.first, chosen.week)
    found: Grid = {}
    for row in frame.iter_rows(named=True):
        figure = Figure(row["numerator"], row["denominator"], row["units"], row["units"])
        few = (0 < (part or 0) < chosen.small_cell for part in (row["numerator"], row["denominator"]))
        if key in PERSONS and chosen.unit_level not in ABOVE and any(few):
            figure = Figure(None, None, row["units"], row["units"], suppressed=True)
        found[chosen.unit_id, key, row["period_id"]] = figure
    if frame.is_empty():
        return found, 0, 0
    return found, int(frame["units"][0]), int(frame["of_units"][0])


def grids(page: Context, keys: Sequence[str], grid: Grid, *, like: bool) -> Grid:
    """Return the figures of several indicators to draw: those given, or each over its own same units."""
    if not like:
        return grid
    return {place: figure for key in keys for place, figure in grid_of(page, key)[0].items()}


def trend(
    page: Context, key: str, grid: Grid, chart_key: str, *, like: bool, height: int, named: bool = True
) -> None:
    """Draw an indicator over the shown weeks, like for like where asked, and then say of how many units."""
    if not like:
        blocks.chart(blocks.trend(page, key, grid, height=height, named=named), chart_key, page.indicators[key].name)
        return
    found, units, of = grid_of(page, key)
    if not units:
        blocks.show(components.empty(page._("No unit reported in every week shown: choose fewer weeks.")))
        return
    blocks.chart(blocks.trend(page, key, found, height=height, named=named), chart_key, page.indicators[key].name)
    said = page._("like for like: {n} of {of} units, those that reported in every week shown")
    blocks.show(f'<div class="lj-note">{said.format(n=number(units), of=number(of))}</div>')
