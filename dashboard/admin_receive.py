"""What is expected and what came; bringing files in; what lies in the inbox."""

from __future__ import annotations

import json
from html import escape

import streamlit as st

from dashboard import admin_back, admin_expected, admin_files, admin_progress, blocks, components
from dashboard.admin_jobs import CHECK
from dashboard.admin_page import AdminPage, go_to
from dashboard.components import Column
from dashboard.formats import number
from dashboard.i18n import mark
from etl import personal

REASONS = {
    "ending": mark("“{file}” was not taken: Linju reads {endings}."),
    "size": mark("“{file}” was not taken: it is larger than {limit} MB. Put it into the inbox folder itself."),
    "empty": mark("“{file}” was not taken: it holds nothing."),
}
_ROUND, _SAID = "_admin_upload_round", "_admin_upload_said"


def draw(page: AdminPage) -> None:
    """Draw the first step."""
    left, right = st.columns([7, 5], gap="large")
    with left:
        week = admin_expected.draw(page)
        admin_back.form(page, week)
    with right:
        bring_in(page)
        inbox(page)


def bring_in(page: AdminPage) -> None:
    """Draw the box into which files are dropped; they are saved at once, and the box is empty again."""
    _ = page._
    blocks.show(components.heading(_("Bring files in"), _("as they came; file names do not matter")))
    number_ = st.session_state.get(_ROUND, 0)
    limit = page.store.settings.limits.upload_mb
    with st.container(key="lj_upload"):
        # the widget itself speaks English only
        choose, drop = _("Choose files"), _("or drop them here, up to {limit} MB each").format(limit=limit)
        said = {name: json.dumps(text, ensure_ascii=False) for name, text in (("choose", choose), ("drop", drop))}
        blocks.show(f"<style>:root{{--lj-choose:{said['choose']};--lj-drop:{said['drop']}}}</style>")
        given = st.file_uploader(
            _("Workbooks of the districts"),
            type=list(admin_files.ENDINGS),
            accept_multiple_files=True,
            max_upload_size=limit,
            key=f"admin_upload_{number_}",
            label_visibility="collapsed",
        )
    if given:
        st.session_state[_SAID] = [_take(page, item.name, item.getvalue()) for item in given]
        st.session_state[_ROUND] = number_ + 1
        page.desk.touch()
        st.rerun()
    results: list[tuple[bool, str]] = st.session_state.get(_SAID, [])
    for fine, text in results:
        blocks.show(f'<div class="{"lj-done" if fine else "lj-problem"}"><p>{escape(text)}</p></div>')


def _take(page: AdminPage, given: str, data: bytes) -> tuple[bool, str]:
    """Save one file and say what became of it."""
    _ = page._
    if not page.store.settings.admin.in_browser:
        return False, _(admin_progress.PROBLEMS["off"])
    try:
        saved = admin_files.save(page.store, given, data)
    except admin_files.NotTaken as error:
        limits = {"endings": " ".join(f".{item}" for item in admin_files.ENDINGS)}
        text = _(REASONS[error.reason])
        return False, text.format(file=given, limit=page.store.settings.limits.upload_mb, **limits)
    except OSError as error:
        return False, _("“{file}” could not be saved: {why}").format(file=given, why=error.strerror or error)
    if saved.again:
        return True, _("“{file}” lay in the inbox already, byte for byte.").format(file=saved.name)
    if saved.name != given:
        return True, _("“{file}” is in the inbox as “{name}”.").format(file=given, name=saved.name)
    return True, _("“{file}” is in the inbox.").format(file=saved.name)


def size(count: int) -> str:
    """Write a number of bytes: 12 KB, 3.4 MB."""
    return f"{number(max(1, round(count / 1024)))} KB" if count < 1024 * 1024 else f"{number(count / 1024**2, 1)} MB"


def verdict(page: AdminPage, file: str) -> str:
    """Return what the last check or refresh said of a file in the inbox."""
    _ = page._
    last, file = page.desk.last_look(), personal.masked(file)
    looked = last.result.submissions if last is not None and last.result is not None else ()
    said = {item.status for item in looked if item.file == file or item.file.startswith(f"{file}/")}  # within a .zip
    checked = last is not None and last.kind == CHECK
    if "refused" in said:
        return _("has errors") if checked else _("refused, stays here")
    if "accepted" in said:
        return _("can be loaded")
    return _("loaded before") if said else _("not checked yet")


def inbox(page: AdminPage) -> None:
    """Draw the list of what lies in the inbox, and the way on."""
    _, found = page._, admin_files.waiting(page.store)
    blocks.show(components.heading(_("In the inbox"), _("{n} files").format(n=len(found))))
    if not found:
        blocks.show(components.empty(_("The inbox is empty: nothing waits to be loaded.")))
        return
    columns = [Column("file", _("File")), Column("size", _("Size"), numeric=True), Column("at", _("Arrived"))]
    columns.append(Column("said", _("Last check")))
    rows = [[item.name, size(item.size), page.at(item.arrived), verdict(page, item.name)] for item in found]
    check_button(page, "receive")
    with st.container(key="lj_inbox"):
        blocks.show(components.table(columns, rows, _))


def check_button(page: AdminPage, where: str, *, primary: bool = True) -> None:
    """Draw the button that checks what lies in the inbox."""
    clicked = st.button(
        page._("Check the inbox"),
        key=f"admin_check_{where}",
        type="primary" if primary else "secondary",
        icon=":material/fact_check:",
        disabled=page.desk.running is not None,
    )
    if clicked and admin_progress.start(page, CHECK):
        go_to("check")
        st.rerun()
