"""Branch coverage: where are estates still without a branch, and how fast is that changing?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from dashboard import behind, blocks, components, data, likewise, takeaway
from dashboard.chart_rows import Bar, heat, stacked
from dashboard.components import Column
from dashboard.context import Context, current
from dashboard.formats import number, week_label
from dashboard.labels import BRANCH_KINDS, label
from dashboard.map_classes import scale
from dashboard.theme import CATEGORIES
from dashboard.unit_links import unit_link

KEY = "branch_coverage"
SHOWN = (KEY, "branches", "joint_branches", "estates_without_branch", "estates")
KIND_COLOURS = {"independent": CATEGORIES[0], "joint": CATEGORIES[2], "functional": CATEGORIES[3], "none": "#8A94A0"}


def by_week(page: Context, found: blocks.Below) -> None:
    """Draw coverage by unit and week in its fixed classes."""
    indicator, weeks, style = page.indicators[KEY], blocks.weeks_shown(page), blocks.style_of(page)
    units = blocks.ordered(page, KEY, found)[: blocks.RANKED]
    cells = blocks.week_cells(page, KEY, found, units)
    names = [found.names[unit] for unit in units]
    blocks.chart(
        heat(names, weeks, cells, scale(indicator), style, weeks=True, unit=indicator.unit),
        "coverage_weeks",
        page._("Since when?"),
    )
    blocks.show(components.legend(blocks.class_legend(page, indicator)))


def kinds(page: Context) -> None:
    """Draw the estates by kind of branch, as given in the week's own rows."""
    chosen, _ = page.selection, page._
    level = chosen.level or "estate"
    frame = data.branch_kinds(chosen.database, chosen.unit_id, level, chosen.week)
    if frame.is_empty():
        blocks.show(components.empty(_("No list of estates came for this week.")))
        return
    parts: dict[str, dict[str, float]] = {}
    for unit, kind, estates in frame.iter_rows():
        parts.setdefault(unit, {})[kind] = estates
    order = [unit for unit in page.units.rows if unit in parts][: blocks.RANKED]
    bars = [Bar(page.units.name(unit, page.lang), None, parts=parts[unit]) for unit in order]
    named = {kind: (label(BRANCH_KINDS, kind, _), colour) for kind, colour in KIND_COLOURS.items()}
    blocks.chart(stacked(bars, named, blocks.style_of(page)), "coverage_kinds", _("Estates by kind of branch"))


def missing(page: Context) -> Callable[[], None]:
    """Show the estates still without a branch; return what draws the buttons to take the list away."""
    chosen, _ = page.selection, page._
    frame = data.uncovered(chosen.database, chosen.unit_id, chosen.week)
    blocks.show(components.heading(_("Estates still without a branch"), number(frame.height)))
    if frame.is_empty():
        blocks.show(components.empty(_("Every estate that should have a branch has one, as far as was submitted.")))
        return lambda: None
    columns = [
        Column("district", _("District")),
        Column("street", _("Street")),
        Column("community", _("Community")),
        Column("estate", _("Estate")),
        Column("code", _("Code")),
        Column("households", _("Households"), numeric=True),
        Column("state", _("Stated")),
    ]
    name = "name_en" if page.lang == "en" else "name"
    rows: list[list[takeaway.Cell]] = []
    for row in frame.iter_rows(named=True):
        places = [page.units.name(row[key], page.lang) for key in ("district_id", "street_id", "community_id")]
        stated = week_label(row["carried_from"] or chosen.week, _)
        rows.append([*places, row[name], row["code"], row["households"], stated])
    shown = [
        [
            *(_written(cell) for cell in row[:3]),
            components.Linked(str(row[3]), unit_link(page, unit)),
            *map(_written, row[4:]),
        ]
        for row, unit in zip(rows, frame["org_unit_id"], strict=True)
    ]
    blocks.show(components.table(columns, shown, _))
    title = _("Estates still without a branch")
    return partial(takeaway.button, "estates_without_branch", lambda: (columns, rows), _, title=title, of=chosen.week)


def _written(cell: takeaway.Cell) -> str:
    return number(cell) if isinstance(cell, int | float) else str(cell or "–")


def draw() -> None:
    """Draw the page: what stands on top goes out first and is drawn while the rest is made."""
    page = current()
    grid = blocks.own_figures(page, SHOWN)
    blocks.show(components.cards(blocks.kpis(page, SHOWN, grid), page, small=True))
    found = blocks.below(page, [KEY], since=page.selection.first)
    like = likewise.switch(page)
    lagging(page, grid, found, like=like)
    with blocks.together():
        since_when(page, found)
        take = missing(page)
    take()


def lagging(page: Context, grid: blocks.Grid, found: blocks.Below, *, like: bool) -> None:
    """Draw who lags behind, and the place's own coverage over time."""
    _ = page._
    with blocks.row(7, 5):
        with blocks.together():
            behind.draw(page, KEY, found, _("Who lags behind?"), "coverage_ranking")
        with blocks.together():
            title = _("Coverage of {place}").format(place=page.unit_name)
            blocks.show(components.heading(title, _("band = last year")))
            likewise.trend(page, KEY, grid, "coverage_trend", like=like, height=blocks.FIRST_ROW)


def since_when(page: Context, found: blocks.Below) -> None:
    """Draw coverage by unit and week, and the kinds of branch."""
    _ = page._
    with blocks.row(7, 5):
        with blocks.together():
            blocks.show(components.heading(_("Since when?"), page.indicators[KEY].name))
            if blocks.any_value(KEY, found):
                by_week(page, found)
            else:
                blocks.show(components.empty(_("No figures below this place.")))
        with blocks.together():
            blocks.show(components.heading(_("Estates by kind of branch"), week_label(page.selection.week, _)))
            kinds(page)


draw()
