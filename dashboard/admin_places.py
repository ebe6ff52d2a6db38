"""Places that were not recognised: each with its suggestions; what the admin confirms is remembered with the name."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import streamlit as st

from dashboard import admin_progress, blocks, components
from dashboard.admin_jobs import CHECK
from dashboard.admin_page import AdminPage
from etl import aliases, issues
from etl.issues import LONGEST, Issue
from etl.results import CheckResult
from warehouse.store import StoreBusy

CODES = ("place-unknown", "place-ambiguous", "place-coarser", "place-code-differs")
SHOWN = 12


@dataclass(frozen=True)
class Unknown:
    """One spelling of one sender. where: file, sheet and cell of the first; count: how many cells have it."""

    written: str
    field: str | None
    sender: str | None
    suggestions: tuple[tuple[str, str], ...]
    where: str
    count: int


def unknown(result: CheckResult) -> list[Unknown]:
    """Return the spellings that may be confirmed, the most frequent first."""
    found: dict[tuple[str, str | None, str | None, tuple[tuple[str, str], ...]], list[Issue]] = {}
    for submission in result.submissions:
        for item in submission.issues:
            if may_be_confirmed(item):
                near = tuple((one["org_unit_id"], one["path"]) for one in item.suggestions)
                found.setdefault((str(item.value), item.field, submission.sender, near), []).append(item)
    listed = [
        Unknown(written, field, sender, near, _where(items[0]), len(items))
        for (written, field, sender, near), items in found.items()
    ]
    return sorted(listed, key=lambda item: -item.count)


def may_be_confirmed(item: Issue) -> bool:
    """Say whether remembering the spelling would help: a name as written in full, not a code, not a true namesake.

    A value that was shortened or masked is not what the cell says; of two places of exactly this name the register
    itself can not tell which is meant.
    """
    if item.code not in CODES or not item.value or (item.field or "").startswith("code:"):
        return False
    if "**" in item.value or (len(item.value) >= LONGEST and item.value.endswith("…")):
        return False
    return not any(one.get("name") == item.value for one in item.suggestions)


def _where(item: Issue) -> str:
    return " ".join(part for part in (item.file, item.sheet, item.cell) if part)


def draw(page: AdminPage, result: CheckResult) -> None:
    """Draw what was confirmed since the check, and the spellings that are open."""
    _, desk = page._, page.desk
    done = {written for written, _unit in desk.confirmed}
    left = [item for item in unknown(result) if item.written not in done]
    if not left and not done:
        return
    blocks.show(components.heading(_("Places that were not recognised"), _("confirmed once, known from then on")))
    for written, unit in desk.confirmed:
        said = _("Remembered: “{written}” is {place}.").format(written=written, place=page.names.path(unit))
        blocks.show(f'<div class="lj-done"><p>{escape(said)}</p></div>')
    if done:
        again = st.button(
            _("Check again with what was confirmed"),
            key="admin_check_confirmed",
            type="primary",
            disabled=desk.running is not None,
        )
        if again and admin_progress.start(page, CHECK):
            st.rerun()
    for number, item in enumerate(left[:SHOWN]):
        _line(page, item, number)
    if len(left) > SHOWN:
        rest = _("{n} more; they come up once these are done.").format(n=len(left) - SHOWN)
        blocks.show(f'<p class="lj-quiet">{escape(rest)}</p>')


def _line(page: AdminPage, item: Unknown, number: int) -> None:
    _ = page._
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"lj_place_{number}"):
        field = issues.field_name(item.field)[page.lang == "en"]
        more = f" +{item.count - 1}" if item.count > 1 else ""
        text = f"<b>{escape(item.written)}</b> <small>{escape(field)} · {escape(item.where)}{more}</small>"
        st.html(f'<span class="lj-place">{text}</span>', width="content")
        for unit, path in item.suggestions:
            clicked = st.button(
                _("is {place}").format(place=path), key=f"admin_is_{number}_{unit}", help=_("Remember this spelling")
            )
            if clicked:
                confirm(page, item, unit)
        with st.popover(_("another place"), type="tertiary"):
            wanted = st.text_input(
                _("Its code, or its name where only one place has it"), key=f"admin_other_{number}"
            )
            if st.button(_("Remember"), key=f"admin_other_ok_{number}") and wanted.strip():
                confirm(page, item, wanted.strip())


def confirm(page: AdminPage, item: Unknown, unit: str) -> None:
    """Remember a spelling below its sender, and draw the page anew; say so where that can not be done."""
    _ = page._
    if not page.store.settings.admin.in_browser:
        st.toast(_(admin_progress.PROBLEMS["off"]))
        return
    try:
        with page.store.lock():
            alias = aliases.confirm(page.store, item.written, unit, item.sender)
    except aliases.AliasError as error:
        st.toast(_("This can not be remembered: {why}").format(why=str(error)))
        return
    except StoreBusy:
        st.toast(_(admin_progress.PROBLEMS["busy"]))
        return
    page.desk.confirmed.append((item.written, alias["org_unit_id"]))
    page.desk.touch()
    st.rerun()
