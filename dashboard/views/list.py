"""The lists behind the figures: which estates, complaints, reports and members a figure is about."""

from __future__ import annotations

from dashboard import blocks, components, desk_lists, filters_desk, sorting, takeaway
from dashboard.context import Context, current
from dashboard.desk_lists import Listed
from dashboard.rich_table import Rich


def show(page: Context, listed: Listed, name: str) -> None:
    """Show one list, to sort and to take away."""
    blocks.show(components.heading(listed.title, listed.small))
    if not listed.rows:
        blocks.show(components.empty(listed.nothing))
        return
    made = sorting.as_asked(Rich(listed.title, listed.heads, listed.rows, name=name))
    blocks.show(made.html(page._))
    takeaway.button(name, made.taken, page._, title=listed.title, of=page.selection.week)


def draw() -> None:
    """Draw the page."""
    page = current()
    which = filters_desk.which_list(page._)
    sorting.listen()
    listed = desk_lists.LISTS[which](page)
    show(page, listed, which)
    if which == "waiting" and listed.rows:
        show(page, desk_lists.tickets(page), "tickets")


draw()
