"""Versions: which there are, what changed between two, and the ways back: to an older version, or without a file."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from dashboard import admin_changes, admin_progress, blocks, components
from dashboard.admin_jobs import WITHDRAW
from dashboard.admin_page import AdminPage
from dashboard.components import Column
from dashboard.formats import number, week_long
from warehouse import versions
from warehouse.receipts import Receipt
from warehouse.store import StoreBusy

Version = dict[str, Any]
_SURE, _SAID_YES, _DONE = "_admin_sure", "_admin_said_yes", "_admin_done"


def draw(page: AdminPage) -> None:
    """Draw the page of versions."""
    _, found = page._, list(reversed(versions.versions(page.store)))
    blocks.show(components.heading(_("Which versions are there?"), _("newest first")))
    if not found:
        blocks.show(components.empty(_("Nothing has been loaded yet.")))
        return
    blocks.show(table(page, found))
    if st.session_state.get(_DONE) == page.store.current():
        text = _("{version} is shown again.").format(version=page.store.current())
        blocks.show(f'<div class="lj-done"><p>{escape(text)}</p></div>')
    admin_changes.draw(page, [str(item["version"]) for item in found])
    left, right = st.columns(2, gap="large")
    with left:
        roll_back(page, found)
    with right:
        withdraw(page)


def reason(page: AdminPage, item: Version, files: dict[str, str]) -> str:
    """Return why a version was made, in words."""
    text, _ = str(item["reason"]), page._
    if text == "refresh":
        return _("files loaded")
    what, _space, ident = text.partition(" ")
    return _("without {file}").format(file=files.get(ident, ident)) if what == "withdraw" else text


def table(page: AdminPage, found: list[Version]) -> str:
    """Return the list of versions: when, by whom, why, and which files came in with each."""
    _ = page._
    receipts = page.store.receipts()
    files = {item.submission_id: item.file_name for item in receipts}
    makers = {
        str(act.get("version")): str(act.get("who")) for act in page.store.acts(500) if act["action"] == "publish"
    }
    of = {item["version"]: set(item["submissions"]) for item in found}
    columns = [
        Column("version", _("Version")),
        Column("at", _("Published")),
        Column("who", _("Who")),
        Column("why", _("Why")),
        Column("new", _("Files that came in with it")),
        Column("files", _("Files"), numeric=True),
    ]
    rows = []
    for item in found:
        added = [ident for ident in item["submissions"] if ident not in of.get(item["parent"], set())]
        name = f"{item['version']} · {_('published now')}" if item["current"] else str(item["version"])
        names = " · ".join(files.get(ident, ident) for ident in added[:3])
        names += _(" and {n} more").format(n=len(added) - 3) if len(added) > 3 else ""
        who = makers.get(str(item["version"]), "–")
        count = number(len(item["submissions"]))
        rows.append([name, page.at(item["published_at"]), who, reason(page, item, files), names or "–", count])
    return components.table(columns, rows, _)


def second_click(
    page: AdminPage, key: str, first: str, says: str, yes: str, *, wanted: str, off: bool = False
) -> bool:
    """Draw a button that says what will happen and asks again; return True from the second click until `take_up`.

    The answer lies in the session, not in the button: a run that another click cuts short loses the button's own.
    """
    _, state = page._, st.session_state
    if state.get(_SAID_YES) == (key, wanted):
        return True
    busy = page.desk.running is not None
    if state.get(_SURE) != (key, wanted):
        st.button(first, key=f"admin_{key}", disabled=off or busy, on_click=_answer, args=(_SURE, key, wanted))
        return False
    blocks.show(f'<div class="lj-problem"><p>{escape(says)}</p></div>')
    with st.container(horizontal=True, gap="small"):
        given = (_SAID_YES, key, wanted)
        st.button(yes, key=f"admin_{key}_yes", type="primary", disabled=busy, on_click=_answer, args=given)
        st.button(_("No, leave it as it is"), key=f"admin_{key}_no", on_click=take_up)
    return False


def _answer(what: str, key: str, wanted: str) -> None:
    st.session_state[what] = (key, wanted)


def take_up() -> None:
    """Forget what was asked and answered: it is being done, or left."""
    for what in (_SURE, _SAID_YES):
        st.session_state.pop(what, None)


def roll_back(page: AdminPage, found: list[Version]) -> None:
    """Draw the way back to an older version."""
    _, current = page._, page.store.current()
    blocks.show(components.heading(_("Show another version again")))
    others = [str(item["version"]) for item in found if not item["current"]]
    if not others:
        blocks.show(components.empty(_("There is no other version to go back to.")))
        return
    at = {str(item["version"]): page.at(item["published_at"]) for item in found}
    wanted: str = st.selectbox(
        _("Version"),
        others,
        key="admin_rollback_to",
        format_func=lambda version: f"{version} · {at[version]}",
        label_visibility="collapsed",
        width=280,
    )
    says = _(
        "All pages will show {version} instead of {current}; open ones offer it within ten seconds. Nothing is"
        " deleted. The next loading builds from all files that count: what was wrong has to be withdrawn before."
    ).format(version=wanted, current=current)
    if second_click(
        page, "rollback", _("Roll back"), says, _("Yes, show {version}").format(version=wanted), wanted=wanted
    ):
        _go_back(page, wanted)


def _go_back(page: AdminPage, wanted: str) -> None:
    _ = page._
    if not page.store.settings.admin.in_browser:
        take_up()
        st.toast(_(admin_progress.PROBLEMS["off"]))
        return
    try:
        with st.spinner(_("Being made …")):  # the figures of an old version may have to be built again
            take_up()
            versions.rollback(page.store, wanted)
    except StoreBusy:
        st.toast(_(admin_progress.PROBLEMS["busy"]))
        return
    except LookupError:
        st.toast(_("That version is not there any more."))
        return
    st.session_state[_DONE] = wanted
    page.desk.touch()
    st.rerun()


def withdraw(page: AdminPage) -> None:
    """Draw the way to take one file out of the figures."""
    _ = page._
    blocks.show(components.heading(_("Take one file out of the figures")))
    job = page.desk.loaded
    if job is not None and job.kind == WITHDRAW and not job.running:
        _withdrawn(page)
    found = {item.submission_id: item for item in reversed(page.store.accepted())}
    if not found:
        blocks.show(components.empty(_("No file counts at present.")))
        return
    wanted: str = st.selectbox(
        _("File"),
        list(found),
        key="admin_withdraw_which",
        format_func=lambda ident: _of(page, found[ident]),
        label_visibility="collapsed",
        filter_mode="contains",
    )
    item = found[wanted]
    says = _(
        "The {rows} rows of “{file}” will count no longer, and a new version is made without them. What an earlier"
        " file said for the same places and week counts again. The file and its receipt are kept."
    ).format(rows=number(item.rows), file=item.file_name)
    if second_click(page, "withdraw", _("Withdraw"), says, _("Yes, withdraw it"), wanted=wanted):
        take_up()
        if admin_progress.start(page, WITHDRAW, submission=wanted):
            st.rerun()


def _of(page: AdminPage, item: Receipt) -> str:
    _ = page._
    week = week_long(item.period_id, _) if item.period_id else _("several weeks")
    sender = page.names.unit(item.sender_id) or "–"
    return f"{item.file_name} · {sender} · {week} · {page.at(item.loaded_at)} · {item.loaded_by}"


def _withdrawn(page: AdminPage) -> None:
    _, job = page._, page.desk.loaded
    assert job is not None
    if job.problem is not None:
        admin_progress.problem(page, job)
        return
    version = job.result.version if job.result else None
    said = _("Withdrawn by {who}, {time}: {version} is published.")
    said = said.format(who=job.who, time=page.at(job.ended), version=version or "–")
    blocks.show(f'<div class="lj-done"><p>{escape(said)}</p></div>')
