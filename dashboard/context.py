"""What every view is given: the selection, the words of its language, the theme and the register."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from dashboard import data, filters, i18n
from dashboard.data import Units
from dashboard.filters import Selection
from dashboard.formats import Indicator
from dashboard.theme import Theme, theme


@dataclass(frozen=True)
class Context:
    """One run's surroundings; `_` is gettext, indicators carry their names in the page's language."""

    selection: Selection
    _: i18n.Words
    theme: Theme
    units: Units
    indicators: dict[str, Indicator]

    @property
    def lang(self) -> str:
        """Return the language of the page: zh or en."""
        return self.selection.lang

    @property
    def unit_name(self) -> str:
        """Return the name of the selected unit."""
        return self.units.name(self.selection.unit_id, self.lang)


def current() -> Context:
    """Return the context of this run."""
    selection = filters.current()
    return Context(
        selection=selection,
        _=i18n.words(selection.lang),
        theme=theme(st.context.theme.type),
        units=data.units(selection.database),
        indicators=data.indicators(selection.database, selection.lang),
    )
