"""The lists behind the figures: which estates, complaints, reports and members a figure is about."""

from __future__ import annotations

import streamlit as st

from dashboard import blocks, components, desk_lists, filters_desk, rich_table, takeaway
from dashboard.context import Context, current
from dashboard.desk_lists import Listed
from dashboard.rich_table import Rich


def show(page: Context, listed: Listed, name: str) -> None:
    """Show one list, to sort and to take away."""
    blocks.show(components.heading(listed.title, listed.small))
    if not listed.rows:
        blocks.show(components.empty(listed.nothing))
        return
    made = Rich(listed.title, listed.heads, listed.rows)
    blocks.show(made.html(page._))
    takeaway.button(f"{name}_{page.selection.week}", made.taken, page._, title=listed.title)


def draw() -> None:
    """Draw the page."""
    page = current()
    which = filters_desk.which_list(page._)
    st.html(rich_table.script(), unsafe_allow_javascript=True)
    listed = desk_lists.LISTS[which](page)
    show(page, listed, which)
    if which == "waiting" and listed.rows:
        show(page, desk_lists.tickets(page), "tickets")


draw()
