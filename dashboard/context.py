"""What every view is given: the selection, the words of its language, the theme and the register."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import streamlit as st

from dashboard import data, filters, i18n
from dashboard.filters import Selection
from dashboard.formats import Indicator
from dashboard.register import Units
from dashboard.theme import Theme, theme


@dataclass(frozen=True)
class Context:
    """One run's surroundings; `_` is gettext, indicators carry their names in the page's language."""

    selection: Selection
    _: i18n.Words
    theme: Theme
    units: Units
    indicators: dict[str, Indicator]
    comments: Mapping[tuple[str, str, str], int] = field(default_factory=dict)  # (unit, indicator, week) -> how many

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
        comments=Counter(item.place for item in data.comments()),
    )
