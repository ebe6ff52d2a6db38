"""What a check found: each file, each issue with its cell, places to confirm, and what goes back to the sender."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard import (
    admin_back,
    admin_effect,
    admin_files,
    admin_issues,
    admin_places,
    admin_progress,
    admin_receive,
    admin_stated,
    blocks,
    components,
)
from dashboard.admin_jobs import CHECK, Job
from dashboard.admin_page import LOAD, AdminPage, go_to
from dashboard.formats import number, week_long
from etl import issues
from etl.results import SubmissionResult

SEVERITIES = (issues.ERROR, issues.WARNING, issues.NOTE)
ALL = ""


def draw(page: AdminPage) -> None:
    """Draw the second step."""
    _, job = page._, page.desk.job
    if job is not None and job.kind == CHECK and job.problem is not None:
        admin_progress.problem(page, job)
    found = page.desk.checked
    buttons(page, found)
    if found is None or found.result is None:
        if page.desk.running is None:
            words = _("Nothing was checked yet. A check reads the files and loads nothing.")
            blocks.show(components.empty(words))
        return
    admin_issues.general(page, found.result.general)
    blocks.show(components.heading(_("What was recognised"), _checked(page, found)))
    blocks.show(files_table(page, found.result.submissions))
    if not found.result.submissions:
        return
    admin_stated.draw(page, found.result)
    admin_places.draw(page, found.result)
    details(page, found)
    admin_effect.draw(page, found, "check")


def _checked(page: AdminPage, job: Job) -> str:
    return page._("checked {time} by {who}").format(time=page.at(job.ended), who=job.who)


def buttons(page: AdminPage, found: Job | None) -> None:
    """Draw the button to check again, the way on, and whether the inbox changed since."""
    _ = page._
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="admin_check_bar"):
        admin_receive.check_button(page, "again", primary=found is None or is_stale(page, found))
        fine = found is not None and found.result is not None and bool(found.result.submissions)
        if st.button(_("On to loading"), key="admin_on", disabled=not fine, icon=":material/arrow_forward:"):
            go_to(LOAD)
            st.rerun()
        if found is not None and page.desk.running is None and is_stale(page, found):
            blocks.show(
                f'<span class="lj-quiet">{escape(_("Something changed since this check: check again."))}</span>'
            )


def is_stale(page: AdminPage, job: Job) -> bool:
    """Say whether the inbox or the known spellings changed since a check."""
    return bool(page.desk.confirmed) or admin_files.fingerprint(page.store) != job.inbox


def name_of(page: AdminPage, item: SubmissionResult) -> str:
    """Return the sender of a file."""
    return page.names.unit(item.sender) if item.sender else page._("not recognised")


def week_of(page: AdminPage, item: SubmissionResult) -> str:
    """Return the week of a file."""
    if item.period:
        return week_long(item.period, page._)
    whole = any(found.scope == "file" and found.severity == issues.ERROR for found in item.issues)
    return page._("not recognised") if whole or not item.data_sets else page._("several weeks")


def files_table(page: AdminPage, submissions: list[SubmissionResult], *, loaded: bool = False) -> str:
    """Return one row a file: what was recognised, and whether it can be loaded, or was."""
    _ = page._
    if not submissions:
        return components.empty(_("The inbox is empty: nothing waits to be loaded."))
    heads = ["", _("File"), _("Sender"), _("Week"), _("Data sets"), _("Rows"), _("Errors"), _("Warnings"), _("Notes")]
    numeric = {5, 6, 7, 8}
    head = "".join(
        f"<th{' class=lj-n' if at in numeric else ''}>{escape(text)}</th>" for at, text in enumerate(heads)
    )
    ordered = sorted(submissions, key=lambda item: item.status != "refused")
    body = "".join(f"<tr>{_row(page, item, loaded)}</tr>" for item in ordered)
    return (
        f'<div class="lj-wide"><table class="lj-table lj-tight"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _row(page: AdminPage, item: SubmissionResult, loaded: bool) -> str:
    _ = page._
    kind, text = {
        "accepted": ("lj-ok", _("loaded") if loaded else _("can be loaded")),
        "refused": ("lj-error", _("refused") if loaded else _("has errors")),
        "unchanged": ("lj-ok", _("loaded before")),
    }.get(item.status, ("lj-ok", item.status))
    cells = [item.file, name_of(page, item), week_of(page, item)]
    cells.append(" · ".join(page.names.data_set(key) for key in item.data_sets))
    counts = [item.rows, *(issues.count(item.issues, severity) for severity in SEVERITIES)]
    shown = [
        "–" if not item.accepted else number(counts[0]),
        *(number(count) if count else "–" for count in counts[1:]),
    ]
    return (
        f'<td><span class="lj-mark {kind}">{escape(text)}</span></td>'
        + "".join(f"<td>{escape(text) or '–'}</td>" for text in cells)
        + "".join(f'<td class="lj-n">{text}</td>' for text in shown)
    )


def details(page: AdminPage, job: Job) -> None:
    """Draw the issues of one file or all, and what goes back to its sender."""
    _ = page._
    assert job.result is not None
    found = job.result.submissions
    blocks.show(components.heading(_("What is wrong, and where?")))
    options = [ALL, *(item.file for item in found)]
    chosen: str = st.selectbox(
        _("File"),
        options,
        key="admin_file",
        label_visibility="collapsed",
        width=560,
        filter_mode="contains",
        format_func=lambda file: file or _("All {n} files").format(n=len(found)),
    )
    shown = [item for item in found if chosen in (ALL, item.file)]
    admin_issues.draw(page, [entry for item in shown for entry in item.issues])
    if chosen != ALL and shown:
        admin_back.draw(page, shown[0])
    elif any(item.issues for item in found):
        words = _("Choose one file to get its copy for the sender and a ready message.")
        blocks.show(f'<p class="lj-quiet">{escape(words)}</p>')
