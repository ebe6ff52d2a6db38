"""A unit: everything about one district, street, community or estate on one page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from dashboard import blocks, components, sorting, takeaway, unit_about, unit_figures
from dashboard.context import Context, current
from dashboard.formats import number, week_label
from dashboard.labels import LEVELS, label
from dashboard.unit_links import link, unit_link
from dashboard.unit_links import ways as line
from warehouse import periods


def ways(page: Context) -> str:
    """Return the line under the sentence: what the unit is, its parent, and the other pages about it."""
    _, unit = page._, page.selection.unit_id
    row = page.units.rows[unit]
    facts = [label(LEVELS, row["level"], _), f"{_('Code')} {row['code'] or '–'}"]
    if row["households"]:
        facts.append(_("{n} households").format(n=number(row["households"])))
    parent = row["parent_id"]
    links = [(f"↑ {page.units.name(parent, page.lang)}", unit_link(page, parent))] if parent else []
    links += [
        (_("On the map"), link(page, "map")),
        (_("In the explorer"), link(page, "explore")),
        (_("Coverage"), link(page, "coverage")),
        (_("Complaints"), link(page, "complaints")),
        (_("Lists behind the figures"), link(page, "list")),
    ]
    return line(links, " · ".join(facts))


def parts(page: Context) -> Callable[[], None]:
    """Show the unit's parts as a table that can be sorted; return what draws the buttons to take it away."""
    _, chosen = page._, page.selection
    if chosen.level is None:
        return lambda: None
    keys, found = unit_figures.part_keys(page, chosen.level, chosen.last_year)
    level = label(LEVELS, chosen.level, _)
    blocks.show(
        components.heading(_("Its parts"), _("{n} · a name leads to its own page").format(n=len(found.names)))
    )
    if not found.names:
        blocks.show(components.empty(_("No figures below this place.")))
        return lambda: None
    table = sorting.as_asked(unit_figures.parts_table(page, level, keys, found))
    blocks.show(table.html(_))
    return partial(takeaway.button, "parts", table.taken, _, title=table.label, of=f"{chosen.unit_id}_{chosen.week}")


def draw() -> None:
    """Draw the page."""
    page = current()
    _, chosen = page._, page.selection
    parent = page.units.rows[chosen.unit_id]["parent_id"]
    units = (chosen.unit_id, parent) if parent else (chosen.unit_id,)
    frame = unit_figures.frame(page, units)
    sorting.listen()
    with blocks.together():
        blocks.show(ways(page))
        blocks.show(components.heading(_("Figures"), _("beside target, parent and what others published")))
        figures = sorting.as_asked(unit_figures.against(page, frame, parent))
        blocks.show(figures.html(_))
        takeaway.add("figures", figures.label, figures.taken)
    with blocks.together():  # on its own: what stands on top is sent before this is made
        blocks.show(components.heading(_("The last 52 weeks"), _("band = last year · dotted = target")))
        blocks.show(unit_figures.small_trends(page, frame))
        take = parts(page)
    take()
    span = f"{week_label(periods.shift(chosen.week, 1 - unit_about.RECENT), _)} – {week_label(chosen.week, _)}"
    with blocks.row(7, 5):
        with blocks.together():
            blocks.show(components.heading(_("Complaints by category"), span) + unit_about.complaints(page))
            blocks.show(components.heading(_("What looks wrong here or below"), span) + unit_about.findings(page))
        with blocks.together():
            blocks.show(components.heading(_("Reports"), week_label(chosen.week, _)) + unit_about.reports(page))
            blocks.show(components.heading(_("Open follow-ups")) + unit_about.questions(page))
            blocks.show(components.heading(_("Names and parents over time")) + unit_about.history(page))


draw()
