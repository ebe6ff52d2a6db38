"""The frame of the admin page: who is at work, what is going on, and the step that is shown."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard import (
    admin_check,
    admin_journal,
    admin_load,
    admin_page,
    admin_progress,
    admin_receive,
    admin_versions,
    blocks,
    components,
    filters,
)
from dashboard.admin_page import AdminPage

PARTS = {
    admin_page.RECEIVE: admin_receive.draw,
    admin_page.CHECK: admin_check.draw,
    admin_page.LOAD: admin_load.draw,
    admin_page.VERSIONS: admin_versions.draw,
    admin_page.JOURNAL: admin_journal.draw,
}


def draw() -> None:
    """Draw the page."""
    page = admin_page.current_page()
    _ = page._
    if not page.store.settings.admin.in_browser:
        text = _(admin_progress.PROBLEMS["off"])
        blocks.show(components.message(_("The admin's work is not done in the browser here."), text, "linju --help"))
        return
    top(page)
    admin_progress.line(page)
    if page.names.problem:
        blocks.show(f'<div class="lj-problem"><p>{escape(page.names.problem)}</p></div>')
    PARTS[admin_page.step()](page)


def top(page: AdminPage) -> None:
    """Draw the steps and the name."""
    _ = page._
    title = _("The admin's week")
    made_up = (
        f'<span class="lj-made-up">{escape(_("Made-up data"))}</span>' if page.store.settings.city.made_up else ""
    )
    said = f"<b>{escape(title)}</b><span>{escape(_served(page))}</span>{made_up}"
    blocks.show(f'<div class="lj-sentence">{said}</div>')
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="admin_top"):
        shown = admin_page.step()
        st.session_state[admin_page.STEP] = shown
        st.segmented_control(
            _("Step"),
            list(admin_page.STEPS),
            key=admin_page.STEP,
            format_func=lambda step: _(admin_page.STEPS[step]),
            on_change=_chosen,
            label_visibility="collapsed",
            required=True,
        )
        st.space("stretch")
        admin_page.name_box(page)
        filters.language_box(page.lang, _)
    if st.query_params.get("step") != shown:
        st.query_params["step"] = shown


def _chosen() -> None:
    admin_page.go_to(st.session_state[admin_page.STEP])


def _served(page: AdminPage) -> str:
    version = page.store.current()
    if version is None:
        return page._("Nothing has been loaded yet.")
    return page._("published now: {version}").format(version=version)
