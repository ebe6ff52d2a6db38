"""Follow-ups: what was asked in meetings, who sees to it, what is overdue?"""

from __future__ import annotations

import streamlit as st

from dashboard import blocks, components, data, follow_up_blocks, meeting_show
from dashboard.context import current
from dashboard.formats import number
from warehouse import follow_ups
from warehouse.follow_ups import OPEN

CLOSED_SHOWN = 30


def draw() -> None:
    """Draw the page."""
    page, store = current(), data.open_store()
    _ = page._
    found = follow_ups.open_ones(store)
    mine = meeting_show.open_below(page, found)
    closed = meeting_show.open_below(page, [item for item in follow_ups.everything(store) if item.state != OPEN])
    late = sum(item.overdue(store.now().date()) for item in mine)
    left, right = st.columns([7, 5], gap="large")
    with left:
        said = _("{n} open, {late} overdue").format(n=number(len(mine)), late=number(late))
        blocks.show(components.heading(_("What is open?"), said))
        if not mine:
            blocks.show(components.empty(_("No follow-up is open here.")))
        follow_up_blocks.listed(page, mine, store)
        if closed:
            blocks.show(components.heading(_("Closed"), _("newest first")))
            newest = sorted(closed, key=lambda item: item.history[-1].at, reverse=True)
            follow_up_blocks.listed(page, newest[:CLOSED_SHOWN], store)
    with right:
        blocks.show(components.heading(_("Write a follow-up"), _("about the week and place chosen above")))
        follow_up_blocks.name_box(_, "follow_up_who")
        follow_up_blocks.form(page, "page")


draw()
