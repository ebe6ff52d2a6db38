"""What goes back to a sender: the own workbook with its faults marked, the official form, and a message in words."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from dashboard import admin_files, blocks, components
from dashboard.admin_page import AdminPage
from dashboard.formats import week_long
from etl import archive, issues, return_copy, templates
from etl.issues import Issue
from etl.results import SubmissionResult

log = logging.getLogger("linju.admin")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LISTED = 40


def draw(page: AdminPage, item: SubmissionResult) -> None:
    """Draw what can go back to the sender of one file."""
    _ = page._
    blocks.show(components.heading(_("Back to the sender")))
    path = archive.find(page.store.inbox, item.file)
    stem = Path(item.file).stem
    if archive.exists(path):
        sender, week = page.desk.stated.get(item.file, (None, None))
        two_clicks(
            page,
            f"return_{item.file}_{archive.outer(path).stat().st_mtime_ns}",
            _("Make the copy with its faults marked"),
            _("Take the copy away (.xlsx)"),
            admin_files.safe_name(_("{name} returned").format(name=stem) + ".xlsx"),
            lambda out: return_copy.write(page.store, path, out, sender=sender, week=week),
        )
    st.text_area(
        _("A message to the sender, to copy into a mail"),
        message(page, item),
        height=260,
        key=f"admin_message_{item.file}_{page.lang}_{page.desk.serial}",
    )


def message(page: AdminPage, item: SubmissionResult) -> str:
    """Return the faults of a file as a message in the words of the catalogue; what needs no act is left out."""
    _ = page._
    errors = [entry for entry in item.issues if entry.severity == issues.ERROR]
    warnings = [entry for entry in item.issues if entry.severity == issues.WARNING]
    name = page.names.unit(item.sender) if item.sender else _("the sender")
    week = week_long(item.period, _) if item.period else ""
    lines = [_("To {name}:").format(name=name)]
    if not errors and not warnings:
        lines.append(_("Your file “{file}” {week} was read without any fault.").format(file=item.file, week=week))
        return "\n".join(lines)
    lines.append(_("Your file “{file}” {week} was read.").format(file=item.file, week=week))
    if errors:
        lines += [_("These {n} faults have to be put right:").format(n=len(errors)), *_numbered(page, errors)]
    if warnings:
        lines += [_("Please look at these {n} places again:").format(n=len(warnings)), *_numbered(page, warnings)]
    lines.append(_("The copy that comes with this message has each place marked. Correct it and send it again."))
    return "\n".join(lines)


def _numbered(page: AdminPage, found: list[Issue]) -> list[str]:
    lines = [f"{at}. {entry.message(page.lang)}" for at, entry in enumerate(found[:LISTED], start=1)]
    if len(found) > LISTED:
        lines.append(page._("{n} more are in the copy.").format(n=len(found) - LISTED))
    return lines


def form(page: AdminPage, week: str) -> None:
    """Draw the way to the official form of a sender for a week."""
    _ = page._
    senders = page.names.open_units(page.store.settings.reporting.sender_level, week)
    if not senders:
        return
    heading = _("The official form, prefilled")
    blocks.show(components.heading(heading, _("for {week}").format(week=week_long(week, _))))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        unit = st.selectbox(
            _("Sender"),
            senders,
            key="admin_form_unit",
            format_func=page.names.unit,
            label_visibility="collapsed",
            width=200,
            filter_mode="contains",
        )
        two_clicks(
            page,
            f"form_{unit}_{week}_{page.store.current()}",
            _("Make the form"),
            _("Take the form away (.xlsx)"),
            admin_files.safe_name(f"{page.names.unit(unit)}-{week}.xlsx"),
            lambda out: templates.write(page.store, unit, week, out),
        )


def two_clicks(page: AdminPage, key: str, make: str, take: str, name: str, write: Callable[[Path], object]) -> None:
    """Draw a button that makes a workbook and, once it is made, the one that takes it away; a failure is said."""
    made: tuple[str, bytes] | None = st.session_state.get("_admin_made")
    if made is not None and made[0] == key:
        st.download_button(
            take, made[1], file_name=name, mime=XLSX, key=f"take_{key}", on_click="ignore", icon=":material/download:"
        )
        return
    if not st.button(make, key=f"make_{key}", icon=":material/table_view:"):
        return
    with st.spinner(page._("Being made …")), tempfile.TemporaryDirectory(prefix="linju-") as folder:
        out = Path(folder) / "made.xlsx"
        try:
            write(out)
            st.session_state["_admin_made"] = (key, out.read_bytes())
        except (templates.FormError, return_copy.ReturnError, OSError, LookupError) as error:
            st.toast(page._("This can not be made: {why}").format(why=str(error.args[0] if error.args else error)))
            return
        except Exception:
            log.exception("a workbook could not be made")
            st.toast(page._("This can not be made; the server's log has the cause."))
            return
    st.rerun()
