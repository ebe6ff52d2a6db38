"""The part of the filters that chooses the place: boxes of neighbours and parts, and the search for any place."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import data
from dashboard.boxes import box, named
from dashboard.i18n import Words
from dashboard.selection import Selection, choose
from warehouse import periods

PATH_LEVELS = ("district", "cluster", "street", "community")
BOXES = 2  # boxes for the place: the unit among its neighbours, and what lies below it
_WENT = "_found_went"


def boxes(chosen: Selection, _: Words) -> None:
    """Two boxes at most: the place among its neighbours, with the way up on top, and the places below it."""
    units, end = data.units(chosen.database), periods.end_of(chosen.week)
    path, found = units.path(chosen.unit_id), []
    for depth, parent in enumerate(path):
        below = [key for key in units.open_children(parent, end) if units.rows[key]["level"] in PATH_LEVELS]
        at = path[depth + 1] if len(path) > depth + 1 else parent
        if at != parent and at not in below:
            below = [*below, at]
        if below:
            found.append((depth, at, below))
    for number, (depth, at, below) in enumerate(found[-BOXES:]):
        _place_box(chosen, _, depth, at, path[: depth + 1] if number == 0 else [path[depth]], below)


def _place_box(chosen: Selection, _: Words, depth: int, at: str, above: Sequence[str], below: Sequence[str]) -> None:
    """Draw the box of one level; above: the places that stand on top of it, the last one for "all of this level"."""
    units = data.units(chosen.database)
    level = str(units.rows[below[0]]["level"])

    def name(key: str) -> str:
        if key == above[-1]:
            return _whole(level, _)
        return f"↑ {units.name(key, chosen.lang)}" if key in above else units.name(key, chosen.lang)

    box(
        _(level),
        named([*above, *below], name),
        key=f"place{depth}",
        value=at,
        set_to=lambda to: choose(unit=None if to == units.root else to),
        width=176 if chosen.lang == "en" else 150,
        filter_mode="contains",
    )


def _whole(level: str, _: Words) -> str:
    names = {
        "district": _("Whole city"),
        "cluster": _("All clusters"),
        "street": _("All streets"),
        "community": _("All communities"),
    }
    return names.get(level, _("Whole city"))


def _go(unit: str) -> None:
    choose(unit=unit)
    st.session_state["find"], st.session_state[_WENT] = "", True


@st.fragment
def find(chosen: Selection, _: Words) -> None:
    """Draw the box that finds a place by its name, code or pinyin, down to the estate: only this is drawn anew."""
    if st.session_state.pop(_WENT, False):
        st.rerun(scope="app")
    typed = st.text_input(
        _("Find a place"), key="find", placeholder=_("name, code, pinyin or its initials"), width=320
    )
    if not typed:
        return
    units, found = data.units(chosen.database), data.places_like(chosen.database, typed)
    if not found:
        st.caption(_("No place is called like that."))
    for unit in found:
        above = " · ".join(units.name(one, chosen.lang) for one in units.path(unit)[1:-1])
        words = f"**{units.name(unit, chosen.lang)}**" + (f"  {above}" if above else "")
        st.button(words, key=f"found_{unit}", type="tertiary", on_click=_go, args=(unit,))
