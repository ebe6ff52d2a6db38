"""Reporting back: how many members who should have reported did so, and who is active?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from dashboard import behind, blocks, charts, components, likewise, takeaway
from dashboard.charts import Line, columns, week_hovers
from dashboard.components import Column
from dashboard.context import Context, current
from dashboard.labels import LEVELS, label
from dashboard.theme import CATEGORIES, category_colour
from dashboard.unit_links import unit_link

KEY = "report_back_rate"
SHOWN = ("members_resident", "members_reported", KEY, "members_new", "members_active", "paired_units")
TRENDS = ("members_resident", "members_reported", "members_new", "members_active")
TABLE = (*SHOWN, "service_person_times", "service_hours")


def should_and_did(page: Context, grid: blocks.Grid) -> None:
    """Draw the members who should report and those who did, over the weeks."""
    style = blocks.style_of(page)
    drawn = []
    for key, colour in (("members_resident", page.theme.quiet), ("members_reported", page.theme.main)):
        found = blocks.track(page, key, grid)
        hover = week_hovers(found.weeks, found.figures, found.indicator, style)
        drawn.append(Line(found.indicator.name, found.values, hover, colour, found.carried))
    blocks.chart(
        charts.lines(drawn, blocks.weeks_shown(page), "count", style, height=blocks.FIRST_ROW),
        "reporting_lines",
        page._("Should report and did"),
    )


def weekly(page: Context, key: str, grid: blocks.Grid, colour: str) -> None:
    """Draw a flow week by week, last year's same weeks as a dotted line."""
    found, style = blocks.track(page, key, grid), blocks.style_of(page)
    hover = week_hovers(found.weeks, found.figures, found.indicator, style)
    name = found.indicator.name
    figure = columns(
        found.weeks, found.values, "count", style, hover=hover, last_year=found.before, colour=colour, name=name
    )
    blocks.show(components.heading(found.indicator.name, page._("each week · dotted = last year")))
    blocks.chart(figure, f"reporting_{key}", found.indicator.name)


def by_unit(page: Context, found: blocks.Below) -> Callable[[], None]:
    """Show all figures by unit; return what draws the buttons to take them away."""
    chosen, _ = page.selection, page._
    heads = [Column("unit", label(LEVELS, chosen.level, _))]
    heads += [Column(key, page.indicators[key].name, numeric=True) for key in TABLE]
    order = blocks.ordered(page, KEY, found)
    rows = [
        [
            components.Linked(found.names[u], unit_link(page, u)),
            *(blocks.cell_link(page, u, k, found.grid.get((u, k, chosen.week))) for k in TABLE),
        ]
        for u in order
    ]
    blocks.show(components.heading(_("All figures"), page.unit_name))
    blocks.show(components.table(heads, rows, _))

    def make() -> tuple[list[Column], list[list[takeaway.Cell]]]:
        return heads, [
            [
                found.names[unit],
                *(blocks.cell_value(page, found.grid.get((unit, k, chosen.week)), page.indicators[k]) for k in TABLE),
            ]
            for unit in order
        ]

    return partial(takeaway.button, "reporting_back", make, _, title=_("All figures"), of=chosen.week)


def draw() -> None:
    """Draw the page: what stands on top goes out first and is drawn while the rest is made."""
    page = current()
    _ = page._
    grid = blocks.own_figures(page, SHOWN)
    blocks.show(components.cards(blocks.kpis(page, SHOWN, grid), page, small=True))
    like = likewise.switch(page)
    found = blocks.below(page, TABLE)
    drawn = likewise.grids(page, TRENDS, grid, like=like)
    with blocks.row(7, 5):
        with blocks.together():
            behind.draw(page, KEY, found, _("Where have members reported back?"), "reporting_ranking")
        with blocks.together():
            blocks.show(components.heading(_("Should report and did"), page.unit_name))
            should_and_did(page, drawn)
    with blocks.together():
        with blocks.row(1, 1, 1):
            with blocks.together():
                blocks.show(components.heading(page.indicators[KEY].name, _("band = last year")))
                likewise.trend(page, KEY, grid, "reporting_trend", like=like, height=220)
            with blocks.together():
                weekly(page, "members_new", drawn, CATEGORIES[0])
            with blocks.together():
                weekly(page, "members_active", drawn, category_colour(2, page.theme))
        take = by_unit(page, found) if found.names else None
    if take:
        take()


draw()
