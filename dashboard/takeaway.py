"""What can be taken away from a page: tables as workbook and CSV, charts as pictures, the page on paper, the file.

Files are made when they are asked for, not with every run. Every table that has a button, and the table beside every
chart, also stands in the workbook of the whole page.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboard import components, pictures
from dashboard.beside import Beside
from dashboard.components import Column
from dashboard.context import Context
from dashboard.i18n import Words
from dashboard.takeaway_book import Make, csv_of, plain, sentence, workbook
from dashboard.takeaway_files import Cell

__all__ = ["Cell", "add", "begin", "button", "figures_are", "foot", "plain", "under_chart"]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TABLES, _PAGE, _SHOWN, _ASKED = "_takeaway", "_takeaway_page", "_takeaway_shown", "_takeaway_asked"


def begin(title: str, page: Context | None) -> str:
    """Begin a page: what an earlier one offered is forgotten. Return its heading, for ears and for paper.

    page: what is selected; None on a page that is about files and not about a place and week.
    """
    st.session_state[_TABLES], st.session_state[_PAGE], st.session_state[_SHOWN] = {}, title, page
    st.session_state[_ASKED] = {}
    return f'<h1 class="lj-page">{escape(title)}</h1>'


def add(name: str, title: str, make: Make) -> None:
    """Put a table into the workbook of the page, without buttons of its own; name: unique on the page."""
    st.session_state.setdefault(_TABLES, {})[name] = (title, make)


def figures_are(**asked: str) -> None:
    """Say of which level and indicators the page's figures are, for the link for other programs."""
    st.session_state[_ASKED] = asked


def button(name: str, make: Make, _: Words, *, title: str = "", of: str = "") -> None:
    """Draw the buttons that give a table as workbook and as CSV.

    make: returns heads (a Column's key that is an indicator's id gives the column its unit and meaning) and rows.
    title: what the table shows; without it the page's own. of: the week and the like, for the name of the file: the
    buttons themselves stay the same ones when it changes.
    """
    page: Context | None = st.session_state.get(_SHOWN)
    whole = str(st.session_state.get(_PAGE, ""))
    title = title or whole
    add(name, title, make)
    file = "_".join(filter(None, [name, of, page.selection.version if page else ""]))
    with st.container(horizontal=True, gap="small", key=f"take_{name}"):
        tables = [(title, make)]
        _file(_("Table as Excel"), lambda: workbook(page, whole, tables, _), f"{file}.xlsx", XLSX, f"xlsx_{name}")
        _file(_("as CSV"), lambda: csv_of(make), f"{file}.csv", "text/csv", f"csv_{name}")


def _file(words: str, make: Callable[[], bytes], name: str, mime: str, key: str) -> None:
    st.download_button(
        words, data=make, file_name=name, mime=mime, key=key, on_click="ignore", type="tertiary",
        icon=":material/download:",
    )  # fmt: skip


# charts -----------------------------------------------------------------------------------------------------------


def under_chart(page: Context, key: str, title: str, table: Beside | None) -> str:
    """Return the line under a chart: its figures as a table that unfolds, and the chart as a picture.

    The table is made by takeaway.js when somebody unfolds it: most are never looked at.
    """
    _ = page._
    words = {
        "png": _("Picture of the chart (PNG)"), "svg": _("Drawing of the chart (SVG)"),
        "csv": _("Figures of the chart (CSV)"),
    }  # fmt: skip
    kinds = words if table is not None else {kind: text for kind, text in words.items() if kind != "csv"}
    saves = "".join(
        f'<button type="button" class="lj-save" data-lj-save="{kind}" data-lj-chart="{escape(key)}" '
        f'data-lj-title="{escape(title)}" aria-label="{escape(f"{text}: {title}" if title else text)}" '
        f'title="{escape(text)}">{kind.upper()}</button>'
        for kind, text in kinds.items()
    )
    unfold = ""
    if table is not None:
        held = pictures.figures([list(table.heads), table.written(page.lang, _)[: components.TABLE_LIMIT]])
        said = f'<summary aria-label="{escape(_("The chart as a table") + (f": {title}" if title else ""))}">'
        said += f"{escape(_('As a table'))}</summary>"
        unfold = f'<details class="lj-beside" data-lj-table="{held}">{said}</details>'
        add(f"chart_{key}", title or key, lambda: (_beside_heads(table), table.rows))
    return f'<div class="lj-under">{unfold}<span class="lj-saves">{saves}</span></div>'


def _beside_heads(table: Beside) -> list[Column]:
    return [Column("", name, unit=table.unit if n else "") for n, name in enumerate(table.heads)]


# the page ---------------------------------------------------------------------------------------------------------


def foot(page: Context, *, whole_file: bool) -> None:
    """Draw the line at the end of a page: all its tables, paper, its figures for programs, the whole file."""
    _, chosen = page._, page.selection
    tables = list(st.session_state.get(_TABLES, {}).values())
    title = str(st.session_state.get(_PAGE, ""))
    file = f"{title}_{page.unit_name}_{chosen.week}_{chosen.version}"
    with st.container(horizontal=True, gap="small", key="lj_foot", vertical_alignment="center"):
        st.html(f'<span class="lj-take">{escape(_("Take away"))}</span>', width="content")
        if tables:
            _file(
                _("All tables of the page (Excel)"),
                lambda: workbook(page, title, tables, _),
                f"{file}.xlsx",
                XLSX,
                "xlsx_page",
            )
        st.html(_links(page, whole_file=whole_file), width="content")
    about = escape(json.dumps(_for_pictures(page, title), ensure_ascii=False))
    said = escape(" · ".join([_("Linju"), title, *sentence(page)]))
    st.html(f'<div class="lj-origin" data-lj-about="{about}">{said}</div>')  # takeaway.js reads it


def _links(page: Context, *, whole_file: bool) -> str:
    _, chosen = page._, page.selection
    span = {"from": chosen.first, "to": chosen.week}
    only = {"category": chosen.category, "channel": chosen.channel}
    shown = {**st.session_state.get(_ASKED, {}), **{name: value for name, value in only.items() if value}}
    asked = urlencode({"unit": chosen.unit_id, **shown, **span, "lang": chosen.lang, "version": chosen.version})
    paper = f'<button type="button" class="lj-do" data-lj-print="1">{escape(_("Print or PDF"))}</button>'
    figures = f'<a class="lj-do" href="/api/v1/figures.json?{escape(asked)}">{escape(_("These figures as JSON"))}</a>'
    described = f'<a class="lj-do" href="/api/v1/openapi.json">{escape(_("Interface for programs"))}</a>'
    whole = ""
    if whole_file:
        said = _("Everything that is published, with small counts as they were sent: for analysts who may see them.")
        where = f'href="/api/v1/database?version={chosen.version}" download title="{escape(said)}"'
        whole = f'<a class="lj-do" {where}>{escape(_("Whole file (DuckDB)"))}</a>'
    return f'<span class="lj-dos">{paper}{figures}{described}{whole}</span>'


def _for_pictures(page: Context, title: str) -> dict[str, Any]:
    """Return what the script writes on a chart's picture: what is shown, the source, and in which colours."""
    _, theme = page._, page.theme
    return {
        "page": title, "about": " · ".join(sentence(page)), "version": page.selection.version,
        "source": _("Source: the districts' weekly reports, Linju"),
        "paper": theme.paper, "ink": theme.ink, "quiet": theme.quiet,
    }  # fmt: skip
