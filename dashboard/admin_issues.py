"""Issues as the catalogue words them: grouped by what is wrong, and all in one table that can be sorted and taken."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import polars as pl
import streamlit as st

from dashboard import blocks, components, takeaway
from dashboard.admin_page import AdminPage
from dashboard.formats import number
from dashboard.i18n import mark
from etl import issues
from etl.issues import Entry, Issue

SEVERITY_WORDS = {issues.ERROR: mark("error"), issues.WARNING: mark("warning"), issues.NOTE: mark("note")}
SHOWN = 30  # of one group; all of them stand in the table below
TABLE_HEIGHT = 400


def grouped(found: Sequence[Issue]) -> list[tuple[Entry, list[Issue]]]:
    """Return the issues by kind, the gravest and most frequent kind first."""
    by_code: dict[str, list[Issue]] = {}
    for item in found:
        by_code.setdefault(item.code, []).append(item)
    rank = {issues.ERROR: 0, issues.WARNING: 1, issues.NOTE: 2}
    known = issues.entries()
    return sorted(
        ((known[code], items) for code, items in by_code.items()),
        key=lambda group: (rank[group[0].severity], -len(group[1]), group[0].code),
    )


def draw(page: AdminPage, found: Sequence[Issue]) -> None:
    """Draw the groups, and below them the table."""
    _ = page._
    if not found:
        blocks.show(components.empty(_("Nothing is wrong with these files.")))
        return
    blocks.show("".join(_group(page, entry, items, at == 0) for at, (entry, items) in enumerate(grouped(found))))
    with st.expander(_("All {n} as one table, to sort and to take away").format(n=number(len(found)))):
        table(page, found)


def general(page: AdminPage, found: Sequence[Issue]) -> None:
    """Draw the issues of no received file, such as a correction that does not hold: they stop every loading."""
    for item in found:
        text = severity_mark(page, item.severity) + escape(item.message(page.lang))
        blocks.show(f'<div class="lj-problem"><p>{text}</p></div>')


def _group(page: AdminPage, entry: Entry, items: list[Issue], is_first: bool) -> str:
    _, zh = page._, page.lang == "zh"
    opened = " open" if is_first and entry.severity != issues.NOTE else ""
    files = len({item.file for item in items})
    count = _("{n} times in {files} files").format(n=number(len(items)), files=files)
    return (
        f'<details class="lj-group"{opened}><summary>{severity_mark(page, entry.severity)}'
        f"<b>{escape(entry.title_zh if zh else entry.title_en)}</b><span>{escape(count)}</span></summary>"
        f"{_items(page, items)}</details>"
    )


def severity_mark(page: AdminPage, severity: str) -> str:
    """Return the word for a severity, in its colour."""
    return f'<span class="lj-sev lj-{severity}">{escape(page._(SEVERITY_WORDS[severity]))}</span>'


def _items(page: AdminPage, items: list[Issue]) -> str:
    _ = page._
    heads = [_("File"), _("Sheet"), _("Cell"), _("Column"), _("Written"), _("What is wrong and what to do")]
    head = "".join(f"<th>{escape(name)}</th>" for name in heads)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(text) or '–'}</td>" for text in cells(page, item)) + "</tr>"
        for item in items[:SHOWN]
    )
    rest = len(items) - SHOWN
    more = _("{n} more stand in the table below.").format(n=number(rest)) if rest > 0 else ""
    return (
        f'<div class="lj-wide"><table class="lj-table lj-tight"><thead><tr>{head}</tr></thead>'
        f'<tbody>{body}</tbody></table></div><p class="lj-quiet">{escape(more)}</p>'
    )


def cells(page: AdminPage, item: Issue) -> list[str]:
    """Return an issue as a row: file, sheet, cell, column, what is written (masked), and the message."""
    name = issues.field_name(item.field)[page.lang == "en"]
    return [item.file, item.sheet or "", item.cell or "", name, item.value or "", item.message(page.lang)]


def columns(page: AdminPage) -> list[str]:
    """Return the heads of the table."""
    _ = page._
    return [
        _("Severity"), _("Kind"), _("File"), _("Sheet"), _("Cell"), _("Column"), _("Written"),
        _("What is wrong and what to do"), _("Suggestions"), _("Code"),
    ]  # fmt: skip


def row(page: AdminPage, item: Issue) -> list[str]:
    """Return an issue as a row of the table."""
    entry = issues.entries()[item.code]
    title = entry.title_zh if page.lang == "zh" else entry.title_en
    near = "; ".join(one.get("path", "") for one in item.suggestions)
    return [page._(SEVERITY_WORDS[item.severity]), title, *cells(page, item), near, item.code]


def table(page: AdminPage, found: Sequence[Issue]) -> None:
    """Draw the table; its own download button is hidden, since it would write cells that start as formulas."""
    heads = columns(page)
    ordered = [item for _entry, items in grouped(found) for item in items]
    frame = pl.DataFrame([row(page, item) for item in ordered], schema=heads, orient="row")
    with st.container(key="admin_issue_table"):
        st.dataframe(frame, hide_index=True, height=min(TABLE_HEIGHT, 38 + 35 * frame.height), key="admin_issues")
    takeaway.button("issues", lambda: (heads, frame.rows()), page._)
