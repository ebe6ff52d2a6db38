"""Where a figure comes from: how it is computed, the units that make it up, and the very cells that were sent."""

from __future__ import annotations

from html import escape

import polars as pl
import streamlit as st

from dashboard import blocks, comment_blocks, components, data, lineage_blocks, lineage_data, takeaway
from dashboard.components import Column
from dashboard.context import Context, current
from dashboard.formats import Figure, Indicator, number, week_long
from dashboard.lineage_blocks import Elements
from warehouse.lineage import Lineage

ROWS = 20


def draw() -> None:
    """Draw the page."""
    page = current()
    _, chosen = page._, page.selection
    indicator = page.indicators[chosen.indicator]
    try:
        found = lineage_data.of_page(page)
    except LookupError:
        blocks.show(components.empty(_("This place has no such figure in this week.")))
        return
    grid = blocks.own_figures(page, [indicator.indicator_id], back=0)
    figure = grid.get((chosen.unit_id, indicator.indicator_id, chosen.week), blocks.NOT_SENT)
    known = lineage_data.elements(str(data.store_root()), chosen.version, page.lang)
    left, right = st.columns([4, 8], gap="large")
    with left:
        blocks.show(
            components.cards(blocks.kpis(page, [indicator.indicator_id], grid, spark=False), page, links=False)
        )
        made(page, indicator, figure, found, known)
    with right:
        units(page, indicator)
    if figure.numerator is not None:
        cells(page, found, known)
    elif not figure.suppressed:
        reports(page, indicator)
    comment_blocks.draw(page)


def made(page: Context, indicator: Indicator, figure: Figure, found: Lineage, known: Elements) -> None:
    """Say how the figure is computed and what is to be known of it."""
    _ = page._
    if figure.numerator is None:
        return
    terms = data.terms(page.selection.database)[indicator.indicator_id]
    names = [lineage_blocks.names_of(page, indicator.data_set_id, side, known) if side else "" for side in terms]
    said = lineage_blocks.sum_of(page, indicator, figure, (names[0], names[1]))
    blocks.show(f'<div class="lj-sum">{escape(said)}</div>')
    notes = [indicator.note] if indicator.note else []
    if moved := lineage_blocks.carried(page, found.cells):
        notes.append(
            _("{n} of {of} cells are carried forward").format(n=number(moved), of=number(found.cells.height))
        )
    if changed := lineage_blocks.corrected(found.cells):
        notes.append(_("{n} cells stand corrected").format(n=number(changed)))
    if not found.whole:
        notes.append(_("An earlier release made this version: its cells can be listed after the next refresh."))
    if notes:
        blocks.show("".join(f'<p class="lj-said">{escape(note)}</p>' for note in notes))


def units(page: Context, indicator: Indicator) -> None:
    """Show the units directly below, each with its share."""
    _, chosen = page._, page.selection
    frame = lineage_data.children(
        chosen.database, indicator.indicator_id, chosen.unit_id, chosen.week, chosen.small_cell
    )
    # where nothing came and nothing was owed (estates, of what communities report) there is nothing to say
    frame = frame.filter((pl.col("expected_units") > 0) | pl.col("numerator").is_not_null() | pl.col("suppressed"))
    blocks.show(components.heading(_("The units that make it up"), _("a name leads on to its own cells")))
    if frame.is_empty():
        blocks.show(components.empty(_("No part of this place reports it by itself.")))
        return
    columns = lineage_blocks.child_columns(page, indicator)
    rows = lineage_blocks.child_rows(page, indicator, frame)
    blocks.show(components.table(columns, rows, _))
    takeaway.button(
        "parts", lambda: parts(page, indicator, frame), _,
        title=_("The units that make it up"), of=f"{chosen.indicator}_{chosen.unit_id}_{chosen.week}",
    )  # fmt: skip


def parts(page: Context, indicator: Indicator, frame: pl.DataFrame) -> tuple[list[Column], list[list[takeaway.Cell]]]:
    """Return the units directly below with their figures in full, for a file."""
    _, rows = page._, []
    for row in frame.iter_rows(named=True):
        figure = Figure(*(row[name] for name in lineage_blocks.FIGURE))
        value = blocks.cell_value(page, figure, indicator)
        sides = [row["numerator"], row["denominator"]] if indicator.is_rate else [row["numerator"]]
        name = page.units.name(row["org_unit_id"], page.lang) or row["org_unit_id"]
        rows.append([name, value, *sides, row["reported_units"], row["expected_units"], row["carried_from"]])
    heads = [Column("unit", _("Place")), Column(indicator.indicator_id, indicator.name), Column("", _("Numerator"))]
    heads += [Column("", _("Denominator"))] if indicator.is_rate else []
    heads += [Column("", _("Units reported")), Column("", _("Units expected"))]
    return [*heads, Column("", _("Carried forward from"))], rows


def cells(page: Context, found: Lineage, known: Elements) -> None:
    """Show the files and, page by page, the cells that were sent."""
    _, chosen = page._, page.selection
    count = found.cells.height
    if count == 0:
        if found.whole:
            blocks.show(components.empty(_("A true nought: the list of complaints came, and none lies here.")))
            reports(page, page.indicators[chosen.indicator])
        return
    blocks.show(components.heading(_("The files it stands on")))
    blocks.show(
        components.table(
            lineage_blocks.file_columns(page), lineage_blocks.file_rows(page, lineage_data.files(found.cells)), _
        )
    )
    blocks.show(components.heading(_("The submitted cells"), number(count)))
    last = max(1, -(-count // ROWS))
    at = st.pagination(last, key="page", bind="query-params") if last > 1 else 1
    shown = lineage_data.shown_cells(page, found.cells)
    columns = lineage_blocks.cell_columns(page)
    rows = lineage_blocks.cell_rows(page, shown.slice((at - 1) * ROWS, ROWS), known)
    blocks.show(components.table(columns, [[str(cell) for cell in row] for row in rows], _, most=ROWS))
    takeaway.button(
        "cells",
        lambda: (columns, lineage_blocks.cell_rows(page, shown, known)),
        _,
        title=_("The submitted cells"),
        of=f"{chosen.indicator}_{chosen.unit_id}_{chosen.week}",
    )


def reports(page: Context, indicator: Indicator) -> None:
    """Show what came of the data set that week: why there is no figure, or why it is a true nought."""
    _, chosen = page._, page.selection
    path = tuple(page.units.path(chosen.unit_id))
    frame = lineage_data.reports(chosen.database, indicator.data_set_id, chosen.unit_id, path, chosen.week)
    if frame.is_empty():
        return
    heads = [Column("sender", _("Sender")), Column("state", _("Status"))]
    heads += [Column("file", _("File")), Column("received", _("Received"))]
    rows = []
    for row in frame.filter(pl.col("expected") | pl.col("received")).iter_rows(named=True):
        state = _("on time") if row["on_time"] else _("late") if row["received"] else _("not submitted")
        name = page.units.name(row["org_unit_id"], page.lang)
        rows.append([name, state, row["file"] or "–", lineage_blocks.when(page, row["received_at"])])
    names = data.data_set_names(chosen.database, page.lang)
    title = f"{names.get(indicator.data_set_id, indicator.data_set_id)} · {week_long(chosen.week, _)}"
    blocks.show(components.heading(_("What was sent"), title))
    blocks.show(components.table(heads, rows, _))


draw()
