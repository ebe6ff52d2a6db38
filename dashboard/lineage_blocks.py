"""The blocks of a figure's page: how it is computed, the units that make it up, its files and its cells."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboard.components import Column, Linked
from dashboard.context import Context
from dashboard.formats import Figure, Indicator, day, figure_text, number, value_text, week_label
from dashboard.labels import BRANCH_KINDS, COMMITTEES
from dashboard.lineage_data import Element
from dashboard.lineage_links import figure_link
from dashboard.takeaway_files import Cell

Elements = dict[tuple[str, str], Element]


def plain(value: float | None) -> str:
    """Write a part of a figure out in full: 1,820, 19.5; a dash where there is none."""
    if value is None:
        return "–"
    return number(value, 0 if value == int(value) else 3).rstrip("0").rstrip(".") if value % 1 else number(value)


def names_of(page: Context, data_set: str, terms: str, known: Elements) -> str:
    """Return one side of an indicator in words: "households / 1000" -> "Households / 1,000"."""
    sum_of, _, scale = terms.partition(" / ")
    words = []
    for term in sum_of.split(" "):
        name = term.removeprefix("rows:")
        found = known.get((data_set, name)) or next((e for (_h, n), e in known.items() if n == name), None)
        words.append(term if found is None else found.name)
    text = " ".join(words)
    return f"{text} / {number(float(scale))}" if scale else text


def child_rows(page: Context, indicator: Indicator, frame: pl.DataFrame) -> list[list[str]]:
    """Return the table of the units directly below: each leads on to where its own share comes from."""
    rows = []
    for row in frame.iter_rows(named=True):
        figure = Figure(*(row[name] for name in FIGURE))
        unit = row["org_unit_id"]
        link = figure_link(page, indicator.indicator_id, unit)
        cells = [
            Linked(page.units.name(unit, page.lang) or unit, link),
            figure_text(figure, indicator, page.lang, page._, page.selection.small_cell),
            f"<{page.selection.small_cell}"
            if figure.suppressed and not indicator.is_rate
            else plain(row["numerator"]),
        ]
        if indicator.is_rate:
            cells.append(plain(row["denominator"]))
        carried = row["carried_from"] if row["numerator"] is not None else None
        cells += [
            f"{number(row['reported_units'])} / {number(row['expected_units'])}",
            week_label(carried, page._) if carried else "",
        ]
        rows.append(cells)
    return rows


FIGURE = ("numerator", "denominator", "expected_units", "reported_units", "carried_from", "suppressed")


def child_columns(page: Context, indicator: Indicator) -> list[Column]:
    """Return the columns of `child_rows`."""
    _ = page._
    found = [Column("unit", _("Place")), Column("value", indicator.name, numeric=True)]
    found.append(Column("numerator", _("Numerator"), numeric=True))
    if indicator.is_rate:
        found.append(Column("denominator", _("Denominator"), numeric=True))
    return [
        *found,
        Column("reported", _("Units reported"), numeric=True),
        Column("carried", _("Carried forward from")),
    ]


def when(page: Context, at: Any) -> str:
    """Write a moment: 11月16日 18:20; a dash where there is none."""
    return f"{day(at.date(), page.lang)} {at:%H:%M}" if at else "–"


def file_columns(page: Context) -> list[Column]:
    """Return the columns of `file_rows`."""
    _ = page._
    return [
        Column("file", _("File")),
        Column("received", _("Received")),
        Column("loaded", _("Loaded")),
        Column("by", _("Loaded by")),
        Column("weeks", _("Weeks")),
        Column("cells", _("Cells"), numeric=True),
    ]


def file_rows(page: Context, files: pl.DataFrame) -> list[list[str]]:
    """Return the table of the files that a figure stands on."""
    rows = []
    for row in files.iter_rows(named=True):
        weeks = row["weeks"]
        span = week_label(weeks[0], page._) + (f"–{week_label(weeks[-1], page._)}" if len(weeks) > 1 else "")
        name = page._("register of org units") if row["submission_id"] is None else row["file"]
        moments = [when(page, row[key]) for key in ("received_at", "loaded_at")]
        rows.append([name, *moments, row["loaded_by"] or "–", span, number(row["cells"])])
    return rows


def cell_columns(page: Context) -> list[Column]:
    """Return the columns of `cell_rows`."""
    _ = page._
    return [
        Column("unit", _("Place")),
        Column("element", _("Data element")),
        Column("ticket", _("Ticket or category")),
        Column("value", _("Value"), numeric=True),
        Column("part", _("Goes into")),
        Column("week", _("Week")),
        Column("file", _("File")),
        Column("sheet", _("Sheet")),
        Column("cell", _("Cell")),
        Column("received", _("Received")),
        Column("by", _("Loaded by")),
        Column("note", _("Note")),
    ]


def cell_rows(page: Context, cells: pl.DataFrame, known: Elements) -> list[list[Cell]]:
    """Return the rows of cells, for the table and the file alike; cells: with column hidden (`shown_cells`)."""
    rows: list[list[Cell]] = []
    for cell in cells.iter_rows(named=True):
        element = known.get((cell["data_set_id"], cell["data_element"]))
        rows.append(
            [
                page.units.name(cell["org_unit_id"], page.lang) or cell["org_unit_id"],
                element.name if element else cell["data_element"],
                cell["category"] or "",
                said(page, cell, element),
                part_words(page, cell["part"]),
                week_label(cell["period_id"], page._),
                cell["file"] if cell["submission_id"] else page._("register of org units"),
                cell["sheet"] or "",
                cell["cell"] or "",
                when(page, cell["received_at"]),
                cell["loaded_by"] or "",
                cell_note(page, cell),
            ]
        )
    return rows


def said(page: Context, cell: dict[str, Any], element: Element | None) -> str:
    """Write what a cell says, in the words of its type."""
    _ = page._
    if cell["hidden"]:
        return f"<{page.selection.small_cell}"
    if cell["value"] is None:
        text = str(cell["value_text"])
        if element and element.kind == "unit":
            return page.units.name(text, page.lang) or text
        words = {**COMMITTEES, **BRANCH_KINDS}.get(text) if element and element.kind == "choice" else None
        return _(words) if words else text
    value = float(cell["value"])
    if element and element.kind == "yesno":
        return _("yes") if value else _("no")
    return plain(value)


def part_words(page: Context, part: str) -> str:
    """Say which part of the figure a cell goes into."""
    _ = page._
    return {"numerator": _("numerator"), "denominator": _("denominator")}.get(part, _("both"))


def cell_note(page: Context, cell: dict[str, Any]) -> str:
    """Say that a cell is carried forward, corrected, or was written with a qualifier."""
    _, found = page._, []
    if cell["period_id"] != page.selection.week and cell["submission_id"]:
        found.append(_("carried forward from {week}").format(week=week_label(cell["period_id"], _)))
    if cell["corrected_by"]:
        before = "<" if cell["hidden"] else cell["corrected_from"] or "–"
        text = _("corrected by {who}, before: {value} ({reason})")
        found.append(text.format(who=cell["corrected_by"], value=before, reason=cell["reason"] or "–"))
    if cell["qualifier"] == "about":
        found.append(_("written as “about”"))
    return " · ".join(found)


def sum_of(page: Context, indicator: Indicator, figure: Figure, terms: tuple[str, str]) -> str:
    """Return the line "value = numerator / denominator" in figures and in words."""
    value = value_text(figure.value(indicator), indicator.unit, page.lang, page._)
    top, bottom = terms
    if not indicator.is_rate:
        return f"{value} = {top}" if top else value
    return f"{value} = {plain(figure.numerator)} {top} ÷ {plain(figure.denominator)} {bottom}"


def corrected(cells: pl.DataFrame) -> int:
    """Return how many of the cells stand corrected."""
    return cells.filter(pl.col("corrected_by").is_not_null()).height


def carried(page: Context, cells: pl.DataFrame) -> int:
    """Return how many of the cells come from an earlier week."""
    return cells.filter(pl.col("submission_id").is_not_null() & (pl.col("period_id") != page.selection.week)).height
