"""The line that says what is going on, on every open admin page alike, and the ways in which work can fail."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from dashboard import blocks
from dashboard.admin_jobs import CHECK, REFRESH, WITHDRAW, DeskBusy, Job, SwitchedOff
from dashboard.admin_page import AdminPage
from dashboard.i18n import mark

RUNNING_SECONDS, IDLE_SECONDS = 1.0, 3.0
KINDS = {
    CHECK: mark("Checking the inbox"),
    REFRESH: mark("Loading"),
    WITHDRAW: mark("Withdrawing a file"),
}
PARTS = {
    "read": mark("reading the files"),
    "build": mark("building the figures"),
    "audit": mark("looking for broken rules"),
    "publish": mark("publishing"),
}
PROBLEMS = {
    "busy": mark("Another refresh is running on this store, from a command line or another program. Wait until it is"
                 " done, then try again; nothing was changed."),
    "audits": mark("The new figures would break rules of the store. Nothing was published: the old version is still"
                   " shown, and the files of this run lie in the inbox as refused."),
    "corrections": mark("A line of corrections.csv does not fit what was sent any more. Nothing was published: look"
                        " at that line, then try again."),
    "off": mark("The settings of this store leave the admin's work to the commands."),
    "store": mark("The store can not be used as it is."),
    "killed": mark("The work was cut off before its end. The old version is still shown and nothing is lost: begin"
                   " again."),
    "failed": mark("Something unforeseen happened. The old version is still shown; the server's log has the cause."),
}  # fmt: skip


def start(page: AdminPage, kind: str, **what: Any) -> bool:
    """Begin a job and say whether it began; where another one runs a message says so."""
    try:
        page.desk.start(page.store, kind, **what)
    except DeskBusy:
        st.toast(page._("Something else is still running here: wait until it is done."))
        return False
    except SwitchedOff:
        st.toast(page._(PROBLEMS["off"]))
        return False
    return True


def line(page: AdminPage) -> None:
    """Draw the running job and look again every second; draw the page anew when something changed at the desk."""
    running = page.desk.running is not None
    with st.container(key="lj_work"):  # a place of its own: what it draws later shifts nothing that stands below
        st.fragment(_look, run_every=RUNNING_SECONDS if running else IDLE_SECONDS)(page, page.desk.serial)


def _look(page: AdminPage, serial: int) -> None:
    if page.desk.serial != serial:
        st.rerun(scope="app")
    job = page.desk.running
    if job is None:
        st.empty()
    else:
        st.progress(share(job), text=said(page, job))


def share(job: Job) -> float:
    """Return how much of the present part is done, 0 to 1."""
    if job.progress is None or not job.progress[2]:
        return 0.0
    return min(max(job.progress[1] / job.progress[2], 0.0), 1.0)


def said(page: AdminPage, job: Job) -> str:
    """Return what is being done, for whom, since when."""
    _ = page._
    text = _("{what} · {who}, since {time}").format(
        what=_(KINDS[job.kind]), who=job.who, time=f"{job.started:%H:%M:%S}"
    )
    if job.progress is None:
        return text
    what, done, of = job.progress
    part = _(PARTS[what]) if what in PARTS else what
    return f"{text} · {part} {done}/{of}"


def problem(page: AdminPage, job: Job) -> None:
    """Say why a job could not be done."""
    if job.problem is None:
        return
    kind = str(job.problem.get("kind", "failed"))
    text = page._(PROBLEMS.get(kind, PROBLEMS["failed"]))
    detail = str(job.problem.get("detail", ""))
    more = f"<p>{escape(detail)}</p>" if detail else ""
    blocks.show(f'<div class="lj-problem"><p>{escape(text)}</p>{more}</div>')
    if job.problem.get("failures"):
        blocks.show(rules(page, job.problem["failures"]))


def rules(page: AdminPage, failures: list[dict[str, Any]]) -> str:
    """Return the rules that figures break, with the first rows at fault."""
    rows = []
    for item in failures:
        grave = item["severity"] == "error"
        mark_ = f'<span class="lj-sev lj-{escape(item["severity"])}">'
        mark_ += escape(page._("error") if grave else page._("warning")) + "</span>"
        first = "; ".join(", ".join(f"{key} {value}" for key, value in row.items()) for row in item["examples"][:2])
        rows.append(
            f"<tr><td>{mark_}</td><td>{escape(item['audit'].replace('_', ' '))}</td>"
            f'<td class="lj-n">{item["rows"]}</td><td class="lj-q">{escape(first)}</td></tr>'
        )
    head = "".join(f"<th>{escape(name)}</th>" for name in ("", page._("Rule"), page._("Rows"), page._("For example")))
    return (
        f'<div class="lj-wide"><table class="lj-table"><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )
