"""The only filter widgets, in one line; what they choose stands in the URL (see selection)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard import data, filter_places, saved, selection
from dashboard.boxes import box, buttons, given, named, slider, widget
from dashboard.formats import week_label
from dashboard.i18n import Words
from dashboard.labels import CATEGORIES, CHANNELS, label
from dashboard.selection import (
    DEFAULT_RANGE,
    PARAMS,
    YEAR_TO_DATE,
    Selection,
    choose,
    chosen_language,
    current,
    recall,
    select,
    write_url,
)
from warehouse import periods

__all__ = [
    "PARAMS",
    "Selection",
    "bar",
    "choose",
    "chosen_language",
    "current",
    "language_box",
    "narrow",
    "recall",
    "select",
    "week_slider",
    "write_url",
]

RANGES = (1, 4, 12, 26, 52, 104, 156)
LAST_YEAR, SINCE, EVERYTHING = "last_year", "from", "all"


def bar(
    chosen: Selection, _: Words, *, indicators: tuple[str, ...] = (), complaints: bool = False
) -> Callable[[], None]:
    """Draw the filters in one line: place, week, range, what the page has beside them, and the language.

    Return what draws that which opens only at a press: after the page, which is seen and need not wait for it.

    indicators: those to choose from, on a page that shows one; complaints: whether the page can be narrowed to a
    category and a channel.
    """
    with st.container(horizontal=True, key="filters", vertical_alignment="center", gap="xsmall"):
        filter_places.boxes(chosen, _)
        find = st.popover(_("Find"), key="filters_find", width="content")
        _week(chosen, _)
        _range(chosen, _)
        if indicators:
            _indicator(chosen, _, indicators)
        if complaints:
            narrow(chosen, _)
        more = st.popover(_("More"), key="filters_more", width="content")
        nothing = not selection.query()
        st.button(_("Clear"), key="clear", on_click=selection.clear, disabled=nothing, help=_("Clear all filters"))
        st.space("stretch")
        language_box(chosen.lang, _)

    def unseen() -> None:
        with find:
            filter_places.find(chosen, _)
        with more:
            _first_week(chosen, _)
            _ground(chosen, _)
            saved.kept(chosen, _)

    return unseen


def _week(chosen: Selection, _: Words) -> None:
    weeks = data.weeks(chosen.database)
    box(
        _("Week"),
        _week_names(weeks, _),
        key="week_box",
        value=chosen.week,
        set_to=lambda to: choose(week=None if to == weeks[0] else to),
        width=136,
        filter_mode="contains",
    )


def _week_names(weeks: Sequence[str], _: Words) -> dict[str, str]:
    return named(weeks, lambda week: f"{week[:4]} {week_label(week, _)}")


def _range(chosen: Selection, _: Words) -> None:
    """How many weeks up to the chosen one, the year to date, or the same weeks a year before."""
    weeks = data.weeks(chosen.database)
    earlier = periods.shift(chosen.week, -52)
    options = [*(str(count) for count in RANGES), YEAR_TO_DATE]
    if chosen.span not in options:
        options.insert(0, chosen.span)
    if earlier >= weeks[-1]:
        options.append(LAST_YEAR)

    def set_to(to: str) -> None:
        if to == LAST_YEAR:
            since = selection.chosen("from")
            choose(week=earlier, **({"from": periods.shift(since, -52)} if since and chosen.span == SINCE else {}))
        elif to != SINCE:
            choose(weeks=None if to == str(DEFAULT_RANGE) else to, **{"from": None})

    box(
        _("Weeks shown"),
        named(options, lambda span: range_name(span, chosen, _)),
        key="weeks_box",
        value=chosen.span,
        set_to=set_to,
        width=160 if chosen.lang == "en" else 142,
    )


def range_name(span: str, chosen: Selection, _: Words) -> str:
    """Return a range in words: this week, last 12 weeks, year to date, since 2026 W10."""
    if span == YEAR_TO_DATE:
        return _("Year to date")
    if span == LAST_YEAR:
        return _("Same weeks last year")
    if span == SINCE:
        return _("Since {week}").format(week=f"{chosen.first[:4]} {week_label(chosen.first, _)}")
    return _("This week") if span == "1" else _("Last {n} weeks").format(n=span)


def _first_week(chosen: Selection, _: Words) -> None:
    """The first week of a range of one's own."""
    names = _week_names([week for week in data.weeks(chosen.database) if week <= chosen.week], _)
    given("from_box", chosen.first if chosen.span == SINCE else None, tuple(names.items()))

    def changed() -> None:
        choose(**{"from": st.session_state.get("from_box")})

    st.selectbox(
        _("A range of my own, from week"),
        list(names),
        key="from_box",
        index=None,
        on_change=changed,
        width=320,
        placeholder=_("as chosen in the bar"),
        format_func=names.__getitem__,
        filter_mode="contains",
    )


def _indicator(chosen: Selection, _: Words, options: tuple[str, ...]) -> None:
    known = data.indicators(chosen.database, chosen.lang)
    at = chosen.indicator
    box(
        _("Indicator"),
        named(options if at in options else (*options, at), lambda key: known[key].name),
        key="indicator_box",
        value=at,
        set_to=lambda to: choose(indicator=to),
        width=224,
        filter_mode="contains",
    )


def narrow(chosen: Selection, _: Words) -> None:
    """Draw the boxes that narrow complaints to one category and one channel."""
    for name, at, known, whole in (
        ("category", chosen.category, CATEGORIES, _("All categories")),
        ("channel", chosen.channel, CHANNELS, _("All channels")),
    ):

        def set_to(to: str, name: str = name) -> None:
            choose(**{name: None if to == EVERYTHING else to})

        box(
            whole,
            {EVERYTHING: whole, **{code: label(known, code, _) for code in known}},
            key=f"{name}_box",
            value=at or EVERYTHING,
            set_to=set_to,
            width=140 if chosen.lang == "en" else 126,
        )


def _ground(chosen: Selection, _: Words) -> None:
    """A switch that is there only where the place once covered other ground: a street moved, an estate was merged."""
    if not data.moved(chosen.database, chosen.unit_id):
        return
    changed = widget("ground_box", chosen.today, lambda to: choose(ground="today" if to else None), chosen.lang)
    said = _("Counts the past over the ground that the place covers today: what moved in brings its past along.")
    st.toggle(_("as it is today"), key="ground_box", on_change=changed, help=said)


def language_box(lang: str, _: Words) -> None:
    """Draw the choice of language; alone on a page that is about files and not about a place and week."""
    names = {"zh": _("Chinese, short"), "en": "EN"}
    buttons(_("Language"), names, key="lang_box", value=lang, set_to=lambda to: choose(lang=to))


def week_slider(chosen: Selection, _: Words) -> None:
    """Draw the slider over the weeks of the range: the same filter as the week's box, for pages that move in time."""
    known = data.weeks(chosen.database)
    span = [week for week in reversed(known) if week >= min(chosen.first, periods.shift(known[0], 1 - chosen.weeks))]
    if len(span) < 2:
        return
    slider(
        _("Week"),
        _week_names(span, _),
        key="week_slider",
        value=chosen.week,
        set_to=lambda to: choose(week=None if to == known[0] else to),
    )
