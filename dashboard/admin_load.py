"""Loading: what is to be loaded, with what care; what came of it, in words."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard import admin_check, admin_effect, admin_files, admin_issues, admin_progress, blocks, components
from dashboard.admin_jobs import REFRESH, Job
from dashboard.admin_page import AdminPage
from etl import personal

ONLY_RIGHT, ALSO_PART = "right", "part"


def draw(page: AdminPage) -> None:
    """Draw the third step."""
    _, found = page._, admin_files.waiting(page.store)
    blocks.show(components.heading(_("Load"), _("{n} files").format(n=len(found))))
    if found:
        choose(page, [item.name for item in found])
    else:
        blocks.show(components.empty(_("The inbox is empty: nothing waits to be loaded.")))
    last = page.desk.loaded
    if last is not None and not last.running and last.kind == REFRESH:
        outcome(page, last)


def choose(page: AdminPage, names: list[str]) -> None:
    """Draw the choices and the button."""
    _ = page._
    advice(page, names)
    way = st.radio(
        _("Files with errors"),
        [ONLY_RIGHT, ALSO_PART],
        key="admin_way",
        format_func=lambda one: {
            ONLY_RIGHT: _("Refuse files with errors: none of their rows count, and they stay in the inbox"),
            ALSO_PART: _("Load them in part: the rows at fault are held back and listed, the others count"),
        }[one],
    )
    kept = [name for name in st.session_state.get("admin_only", []) if name in names]
    if "admin_only" in st.session_state:
        st.session_state["admin_only"] = kept
    only = st.multiselect(
        _("Only these files"), names, key="admin_only", placeholder=_("all files in the inbox"), width=720
    )
    clicked = st.button(
        _("Load {n} files").format(n=len(only or names)),
        key="admin_load",
        type="primary",
        icon=":material/publish:",
        disabled=page.desk.running is not None,
    )
    if clicked and admin_progress.start(page, REFRESH, files=tuple(only), accept_partial=way == ALSO_PART):
        st.rerun()


def advice(page: AdminPage, names: list[str]) -> None:
    """Say what the last check promises for what lies in the inbox."""
    _, job = page._, page.desk.checked
    if job is None or job.result is None or admin_check.is_stale(page, job):
        text = _("What lies in the inbox was not checked as it is now. Loading checks it too, but look first.")
        blocks.show(f'<p class="lj-quiet">{escape(text)}</p>')
        return
    spoken = {personal.masked(name) for name in names}
    here = [item for item in job.result.submissions if item.file.split("/")[0] in spoken]  # a .zip holds several
    fine = sum(item.status == "accepted" for item in here)
    bad = sum(item.status == "refused" for item in here)
    said = [_("By the last check {n} files can be loaded").format(n=fine)]
    said += [_("{n} have errors").format(n=bad)] if bad else []
    said += [_("rules would break: see the check")] if job.result.failures else []
    blocks.show(f'<p class="lj-quiet">{escape(" · ".join(said))}</p>')


def outcome(page: AdminPage, job: Job) -> None:
    """Say what came of the last refresh."""
    _ = page._
    small = _("by {who}, {time}").format(who=job.who, time=page.at(job.ended))
    blocks.show(components.heading(_("What came of the last loading"), small))
    if job.problem is not None:
        admin_progress.problem(page, job)
        return
    assert job.result is not None
    words = admin_effect.in_words(page, job.result)
    blocks.show(f'<div class="lj-done"><p>{escape(words)}</p></div>')
    admin_issues.general(page, job.result.general)
    blocks.show(admin_check.files_table(page, job.result.submissions, loaded=True))
    if job.result.version:
        admin_effect.draw(page, job, "load")
