"""The order of a page's tables: which column they are sorted by stands in the URL, so that a link shows it too.

`sort=ranking.rate.down` names a table, one of its columns and the direction; other tables of the page stay as drawn.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard.rich_table import Rich, in_order

SORT = "sort"
_KEY = "lj_sort"
_script = st.components.v2.component("linju_sort", js=(Path(__file__).parent / "sort.js").read_text(encoding="utf-8"))


def _told() -> None:
    asked = getattr(st.session_state.get(_KEY), "sorted", None)
    if asked is not None:
        st.query_params[SORT] = str(asked)


def listen() -> None:
    """Put the script on the page that sorts by a click on a column's head; once a page."""
    _script(key=_KEY, on_sorted_change=_told)


def as_asked(made: Rich) -> Rich:
    """Return a table in the order that the address asks for, in its own where it asks for none."""
    return in_order(made, st.query_params.get(SORT, ""))
