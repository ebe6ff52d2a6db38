"""The filters that only the desk's own pages have: how the explorer shows an indicator, and which list is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from dashboard import data, filters, selection
from dashboard.boxes import box, buttons
from dashboard.i18n import Words, mark
from dashboard.labels import LEVELS, label
from dashboard.selection import Selection, choose

VIEWS = {
    "table": mark("Table"),
    "trend": mark("Trend"),
    "ranking": mark("Ranking"),
    "heat": mark("Heat map"),
    "scatter": mark("Two indicators"),
    "pivot": mark("Pivot"),
}
LISTS = {
    "uncovered": mark("Estates without a branch"),
    "waiting": mark("Complaints older than 15 days"),
    "silent": mark("Units that did not report"),
    "unreported": mark("Members resident, not reported"),
}
SPLITS = {
    "unit": mark("By unit"),
    "week": mark("By week"),
    "month": mark("By month"),
    "category": mark("By category"),
    "channel": mark("By channel"),
}
ORDERS = {
    "attention": mark("Needs attention first"),
    "best": mark("Best first"),
    "register": mark("Order of the register"),
}
ORDER = tuple(LEVELS)


def _pick(name: str, known: Sequence[str]) -> str:
    """Return what is chosen for a parameter, the first of those known where it is none of them."""
    value = selection.chosen(name)
    return value if value is not None and value in known else known[0]


def _switch(name: str, known: Mapping[str, str], words: str, _: Words) -> str:
    """Draw a row of buttons of which one is on."""
    at = _pick(name, list(known))
    names = {key: _(text) for key, text in known.items()}
    buttons(words, names, key=f"{name}_box", value=at, set_to=_chooser(name, next(iter(known))))
    return at


def _box(name: str, known: Mapping[str, str], words: str, *, at: str, default: str, width: int = 168) -> None:
    """Draw a box for one of the explorer's parameters; known: value -> its words."""
    set_to = _chooser(name, default)
    box(words, known, key=f"{name}_box", value=at, set_to=set_to, width=width, filter_mode="contains")


def _chooser(name: str, default: str) -> Callable[[str], None]:
    return lambda to: choose(**{name: None if to == default else to})


def which_list(_: Words) -> str:
    """Draw the choice of the list and return which one is shown."""
    return _switch("list", LISTS, _("List"), _)


def levels_below(chosen: Selection) -> list[str]:
    """Return the levels of the units below the selected one, from the top; its own where it has no parts."""
    units = data.units(chosen.database)
    found, step = [], [chosen.unit_id]
    while step := [child for unit in step for child in units.children.get(unit, [])]:
        levels = {str(units.rows[child]["level"]) for child in step}
        found += [level for level in ORDER if level in levels and level not in found]
    return found or [chosen.unit_level]


def level_of(chosen: Selection) -> str:
    """Return the level of the units that the explorer compares: the one chosen, else the one just below."""
    return _pick("level", levels_below(chosen))


def order_of() -> str:
    """Return in which order the explorer draws its units where they are not in a table."""
    return _pick("order", list(ORDERS))


def second_of(chosen: Selection) -> str:
    """Return the other indicator of the explorer."""
    known = data.indicators(chosen.database, chosen.lang)
    value = selection.chosen("second")
    return (
        value
        if value is not None and value in known
        else next(key for key in ("resolution_rate", *known) if key != chosen.indicator)
    )


def splits_of(chosen: Selection, known: Sequence[str]) -> tuple[str, str]:
    """Return what the pivot's rows and columns are; never the same twice."""
    rows = _pick("rows", known)
    others = [name for name in known if name != rows]
    preferred = selection.chosen("columns")
    fallback = "category" if "category" in others else others[0]
    return rows, preferred if preferred is not None and preferred in others else fallback


def explorer(chosen: Selection, _: Words, splits: Sequence[str], *, complaints: bool) -> str:
    """Draw how the indicator is shown, at which level, and beside what; return the view.

    splits: what the pivot can be split by; complaints: whether a category and channel can be chosen.
    """
    with st.container(horizontal=True, key="explorer", vertical_alignment="center", gap="xsmall"):
        view = _switch("view", VIEWS, _("View"), _)
        levels = levels_below(chosen)
        at = {level: label(LEVELS, level, _) for level in levels}
        _box("level", at, _("Level"), at=level_of(chosen), default=levels[0], width=132)
        if view in ("heat", "trend"):
            orders = {key: _(words) for key, words in ORDERS.items()}
            _box("order", orders, _("Order"), at=order_of(), default="attention", width=196)
        if view == "scatter":
            names = {key: item.name for key, item in data.indicators(chosen.database, chosen.lang).items()}
            _box("second", names, _("Second indicator"), at=second_of(chosen), default="", width=260)
        if view == "pivot":
            rows, columns = splits_of(chosen, splits)
            named = {name: _(SPLITS[name]) for name in splits}
            _box("rows", named, _("Rows of the pivot"), at=rows, default=splits[0], width=132)
            others = {name: words for name, words in named.items() if name != rows}
            _box("columns", others, _("Columns of the pivot"), at=columns, default="", width=132)
        if complaints and view != "scatter":
            filters.narrow(chosen, _)
    return view
