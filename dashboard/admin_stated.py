"""Files that do not say who sent them or for which week: the admin says it, and the next check reads them so."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard import admin_expected, admin_progress, blocks, components
from dashboard.admin_jobs import CHECK
from dashboard.admin_page import AdminPage
from dashboard.formats import week_days, week_long
from etl.results import CheckResult, SubmissionResult

SENDER, WEEK = "sender-missing", "period-missing"


def unsaid(item: SubmissionResult) -> set[str]:
    """Return which of the two a file does not say."""
    return {entry.code for entry in item.issues} & {SENDER, WEEK}


def draw(page: AdminPage, result: CheckResult) -> None:
    """Draw a line for each file that leaves something out, or whose gap was filled already."""
    _ = page._
    open_ = [item for item in result.submissions if unsaid(item) or item.file in page.desk.stated]
    if not open_:
        return
    blocks.show(components.heading(_("Files that do not say who sent them, or for which week")))
    for item in open_:
        _line(page, item)


def _line(page: AdminPage, item: SubmissionResult) -> None:
    _, desk = page._, page.desk
    level = page.store.settings.reporting.sender_level
    weeks = admin_expected.weeks(page)
    senders = ["", *page.names.open_units(level, weeks[0]), *page.names.open_units("city", weeks[0])]
    sender, week = desk.stated.get(item.file, (None, None))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<span class="lj-place">{escape(item.file)}</span>', width="content")
        chosen = st.selectbox(
            _("Sender"),
            senders,
            index=senders.index(sender) if sender in senders else 0,
            key=f"admin_sender_{item.file}",
            format_func=lambda unit: page.names.unit(unit) if unit else _("as the file says"),
            label_visibility="collapsed",
            width=200,
        )
        wanted = st.selectbox(
            _("Week"),
            ["", *weeks],
            index=weeks.index(week) + 1 if week in weeks else 0,
            key=f"admin_week_{item.file}",
            format_func=lambda one: (
                f"{week_long(one, _)} {week_days(one, page.lang)}" if one else _("as the file says")
            ),
            label_visibility="collapsed",
            width=300,
        )
        said = st.button(
            _("Say so, and check again"), key=f"admin_say_{item.file}", disabled=desk.running is not None
        )
    if said:
        desk.stated.pop(item.file, None)
        if chosen or wanted:
            desk.stated[item.file] = (chosen or None, wanted or None)
        if admin_progress.start(page, CHECK):
            st.rerun()
