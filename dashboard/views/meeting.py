"""Meeting: the same figures from the first to the last minute, large, one scene after the other."""

from __future__ import annotations

import streamlit as st

from dashboard import components, data, meeting_plan, meeting_show, meeting_start, pin
from dashboard.context import Context, current
from warehouse.store import Store


def other_version(page: Context) -> str:
    """Return the version that the link names where another one is shown, "" where it is the same."""
    named = st.query_params.get(meeting_plan.VERSION, "")
    return named if named and named != page.selection.version else ""


def offer(page: Context, store: Store, version: str) -> None:
    """Never show other figures than a link asks for: offer to make those ready."""
    _ = page._
    title = _("This link is about version {version}, whose figures do not lie ready.").format(version=version)
    st.html(components.message(title, _("They can be made again from what was loaded; that may take minutes.")))
    if st.button(_("Make them again"), key="meeting_rebuild") and meeting_start.ready(page, store, version):
        pin.move_to(version)
        st.query_params[meeting_plan.VERSION] = version
        st.rerun()


def draw() -> None:
    """Draw the page."""
    page, store = current(), data.open_store()
    plan = meeting_plan.plan_of(st.query_params.to_dict())
    version = other_version(page)
    if version:
        offer(page, store, version)
    elif meeting_plan.running(st.query_params.to_dict()):
        meeting_show.draw(page, store, plan)
    else:
        meeting_start.draw(page, store, plan)


draw()
