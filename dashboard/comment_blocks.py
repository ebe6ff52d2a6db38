"""Comments where the figure is: the list with who and when, the form below it, and the small mark elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import streamlit as st

from dashboard import blocks, components, data, follow_up_blocks
from dashboard.context import Context
from dashboard.formats import number
from dashboard.i18n import mark
from warehouse import comments
from warehouse.comments import EMPTY, LONGEST, PERSONAL, PLACE, TOO_LONG, Comment, CommentRefused
from warehouse.store import StoreBusy

REASONS = {
    EMPTY: mark("A comment needs a text."),
    TOO_LONG: mark("A comment has at most {n} characters."),
    PERSONAL: mark("No phone or identity numbers: this was not kept."),
    PLACE: mark("This place has no such figure in this week."),
}


def about(page: Context) -> tuple[str, str, str]:
    """Return what the page's figure is: unit, indicator, week."""
    return page.selection.unit_id, page.selection.indicator, page.selection.week


def draw(page: Context) -> None:
    """Draw the comments on the selected figure and the form for another one."""
    _ = page._
    found = [item for item in data.comments() if item.place == about(page)]
    blocks.show(components.heading(_("Comments on this figure"), number(len(found)) if found else ""))
    for item in found:
        _one(page, item)
    with st.expander(_("Write a comment"), key="comment_more"):
        follow_up_blocks.name_box(_, "comment_who")
        with st.form("comment", border=False, clear_on_submit=True):
            text = st.text_area(_("Comment"), key="comment_text", max_chars=LONGEST, height=90)
            st.caption(_("No names, phone or identity numbers: offices and roles."))
            if st.form_submit_button(_("Write it down")):
                _write(page, text)


def _one(page: Context, item: Comment) -> None:
    _ = page._
    said = f"{item.who} · {item.at[:16].replace('T', ' ')} · {item.version}"
    with st.container(horizontal=True, vertical_alignment="center", key=f"comment_{item.comment_id}"):
        st.html(f'<p class="lj-comment">{escape(item.text)} <small>{escape(said)}</small></p>')
        if st.button(_("Take back"), key=f"back_{item.comment_id}", type="tertiary"):
            _guarded(page, lambda: comments.withdraw(follow_up_blocks.acting(), item.comment_id))


def _write(page: Context, text: str) -> None:
    unit, indicator, week = about(page)
    store, version = follow_up_blocks.acting(), page.selection.version
    _guarded(page, lambda: comments.add(store, text, unit=unit, indicator=indicator, week=week, version=version))


def _guarded(page: Context, act: Callable[[], object]) -> None:
    _ = page._
    try:
        act()
    except CommentRefused as refused:
        st.error(_(REASONS[str(refused)]).format(n=LONGEST))
    except LookupError:
        st.rerun()  # somebody else took it back
    except (StoreBusy, OSError):
        st.error(_("This could not be kept: the store can not be written just now."))
    else:
        st.rerun()
