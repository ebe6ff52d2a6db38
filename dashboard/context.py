"""What every view is given: the selection, the words of its language, the theme and the register."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import streamlit as st

from dashboard import data, filters, i18n
from dashboard.filters import Selection
from dashboard.formats import Indicator
from dashboard.register import Units
from dashboard.theme import Theme, theme
from warehouse.comments import Comment

_HELD = "_context"


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
    """Return the context of this run; made once, for every block of a page asks for it."""
    key = (filters.current(), theme(st.context.theme.type), data.comments())
    held: tuple[object, Context] | None = st.session_state.get(_HELD)
    if held is None or held[0] != key:
        held = st.session_state[_HELD] = (key, _made(*key))
    return held[1]


def _made(selection: Selection, colours: Theme, comments: Sequence[Comment]) -> Context:
    return Context(
        selection=selection,
        _=i18n.words(selection.lang),
        theme=colours,
        units=data.units(selection.database),
        indicators=data.indicators(selection.database, selection.lang),
        comments=Counter(item.place for item in comments),
    )
