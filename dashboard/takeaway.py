"""Tables to take away as CSV that a spreadsheet program opens rightly and that starts no formula."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard.i18n import Words
from dashboard.takeaway_files import Cell, to_csv


def button(name: str, make: Callable[[], tuple[Sequence[str], Sequence[Sequence[Cell]]]], _: Words) -> None:
    """Draw the button that gives a table as CSV; the file is made when it is asked for, not with every run."""
    st.download_button(
        _("Take the table away (CSV)"),
        data=lambda: to_csv(*make()),
        file_name=f"{name}.csv",
        mime="text/csv",
        key=f"take_{name}",
        on_click="ignore",
        type="tertiary",
        icon=":material/download:",
    )
