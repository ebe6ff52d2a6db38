"""The only filter widgets. They give one frozen Selection and stand in the URL, so that a link reproduces the view.

The URL carries ids (`unit=430211`, `week=2026-W47`), never labels: a link made in Chinese opens in English, and two
streets of one name stay apart. (Streamlit's own binding writes the labels.) What is as by default is left out: a link
without a week follows the newest one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from dashboard import data
from dashboard.formats import week_days, week_label
from dashboard.i18n import Words, language
from warehouse import periods

PARAMS = ("unit", "week", "weeks", "indicator", "ground", "lang")
RANGES = (13, 26, 52, 104, 156)
DEFAULT_RANGE = 52
LEVELS = ("city", "district", "cluster", "street", "community", "estate", "building")
PATH_LEVELS = ("district", "cluster", "street", "community")
_SAVED, _WRITTEN, _PAGE, _CURRENT = "_filters", "_filters_written", "_filters_page", "_selection"


@dataclass(frozen=True)
class Selection:
    """What the page shows. weeks is the length of the range that ends with week; first is its first week.

    unit_id: the city where nothing else was chosen; level: that of the units one step below it, None without.
    """

    database: str
    version: str
    lang: str
    unit_id: str
    unit_level: str
    level: str | None
    week: str
    weeks: int
    first: str
    newest: str
    indicator: str
    small_cell: int = 3
    today: bool = False  # the past over the ground that the unit covers today, where that has changed

    @property
    def last_year(self) -> str:
        """Return the week 52 weeks before."""
        return periods.shift(self.week, -52)


def current() -> Selection:
    """Return the selection of this run: what the views work from."""
    selection: Selection = st.session_state[_CURRENT]
    return selection


def choose(**chosen: str | int | None) -> None:
    """Set filters from elsewhere than their widgets, as by a click on the map; None = default; else KeyError.

    Takes effect with the next run: call it in a callback, or follow it with st.rerun().
    """
    saved: dict[str, str] = st.session_state.setdefault(_SAVED, {})
    for name, value in chosen.items():
        if name not in PARAMS:
            raise KeyError(name)
        if value is None:
            saved.pop(name, None)
        else:
            saved[name] = str(value)


def recall(page: str) -> dict[str, str]:
    """Return what is chosen: the URL's filters where it changed, else what this session holds.

    Streamlit drops the query on a change of page: a new page without filters in its URL keeps those of the last one.
    """
    state = st.session_state
    given = {name: st.query_params[name] for name in PARAMS if name in st.query_params}
    turned = state.get(_PAGE) != page
    if _SAVED not in state or (given if turned else given != state.get(_WRITTEN, {})):
        state[_SAVED] = dict(given)
    state[_PAGE] = page
    saved: dict[str, str] = state[_SAVED]
    return saved


def chosen_language(page: str) -> str:
    """Return the language of this run."""
    return language(recall(page).get("lang"), st.context.locale)


def write_url() -> None:
    """Write what is chosen into the URL, where it does not stand there already."""
    saved = dict(st.session_state.get(_SAVED, {}))
    given = {name: st.query_params[name] for name in PARAMS if name in st.query_params}
    if given != saved:
        others = {name: st.query_params[name] for name in st.query_params if name not in PARAMS}
        st.query_params.from_dict({**others, **saved})
    st.session_state[_WRITTEN] = saved


def select(database: str, version: str, lang: str, small_cell: int) -> Selection:
    """Make the selection from what is chosen; what does not exist (an old link) falls back to the default."""
    saved: dict[str, str] = st.session_state[_SAVED]
    units, weeks = data.units(database), data.weeks(database)
    unit = saved.get("unit", units.root)
    if unit not in units.rows:
        saved.pop("unit", None)
        unit = units.root
    week = saved.get("week", weeks[0])
    if week not in weeks:
        saved.pop("week", None)
        week = weeks[0]
    length = saved.get("weeks", "")
    count = int(length) if length.isdigit() and int(length) in RANGES else DEFAULT_RANGE
    indicators = data.indicators(database, lang)
    indicator = saved.get("indicator", "branch_coverage")
    indicator = indicator if indicator in indicators else next(iter(indicators))
    first = max(periods.shift(week, 1 - count), weeks[-1])
    selection = Selection(
        database=database,
        version=version,
        lang=lang,
        unit_id=unit,
        unit_level=str(units.rows[unit]["level"]),
        level=units.level_below(unit),
        week=week,
        weeks=count,
        first=first,
        newest=weeks[0],
        indicator=indicator,
        small_cell=small_cell,
        today=saved.get("ground") == "today" and bool(data.moved(database, unit)),
    )
    st.session_state[_CURRENT] = selection
    return selection


def _widget(key: str, value: object, set_to: Callable[[object], None]) -> Callable[[], None]:
    """Give a widget its value before it is drawn, and return what to do when the user changes it."""
    st.session_state[key] = value

    def changed() -> None:
        if st.session_state.get(key) is not None:
            set_to(st.session_state[key])

    return changed


def bar(selection: Selection, _: Words, *, indicators: tuple[str, ...] = ()) -> None:
    """Draw the filters in one line: place, week, length, on some pages the indicator, and the language."""
    with st.container(horizontal=True, key="filters", vertical_alignment="center", gap="small"):
        _place(selection, _)
        _week(selection, _)
        _length(selection, _)
        if indicators:
            _indicator(selection, _, indicators)
        _ground(selection, _)
        st.space("stretch")
        language_box(selection.lang, _)


def _place(selection: Selection, _: Words) -> None:
    """One box a level: the district, then (once one is chosen) its street, then the street's community."""
    units, end = data.units(selection.database), periods.end_of(selection.week)
    path = units.path(selection.unit_id)
    for depth, parent in enumerate(path):
        below = [key for key in units.open_children(parent, end) if units.rows[key]["level"] in PATH_LEVELS]
        chosen = path[depth + 1] if len(path) > depth + 1 else parent
        if chosen != parent and chosen not in below:
            below = [*below, chosen]
        if not below or (depth + 1 == len(path) and depth > 2):
            return
        changed = _widget(f"place{depth}", chosen, lambda to: choose(unit=None if to == units.root else str(to)))
        level = str(units.rows[below[0]]["level"])

        def name(key: str, whole: str = parent, level: str = level) -> str:
            return _whole(level, _) if key == whole else units.name(key, selection.lang)

        st.selectbox(
            _(level),
            [parent, *below],
            key=f"place{depth}",
            format_func=name,
            on_change=changed,
            label_visibility="collapsed",
            width=172,
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


def _week(selection: Selection, _: Words) -> None:
    weeks = data.weeks(selection.database)
    changed = _widget("week_box", selection.week, lambda to: choose(week=None if to == weeks[0] else str(to)))
    st.selectbox(
        _("Week"),
        weeks,
        key="week_box",
        on_change=changed,
        label_visibility="collapsed",
        width=292,
        format_func=lambda week: f"{week[:4]} {week_label(week, _)}  {week_days(week, selection.lang)}",
        filter_mode="contains",
    )


def _length(selection: Selection, _: Words) -> None:
    changed = _widget("weeks_box", selection.weeks, lambda to: choose(weeks=None if to == DEFAULT_RANGE else str(to)))
    st.selectbox(
        _("Weeks shown"),
        RANGES,
        key="weeks_box",
        on_change=changed,
        label_visibility="collapsed",
        width=142,
        format_func=lambda count: _("{n} weeks").format(n=count),
    )


def _indicator(selection: Selection, _: Words, options: tuple[str, ...]) -> None:
    known = data.indicators(selection.database, selection.lang)
    chosen = selection.indicator if selection.indicator in options else options[0]
    changed = _widget("indicator_box", chosen, lambda to: choose(indicator=str(to)))
    st.selectbox(
        _("Indicator"),
        options,
        key="indicator_box",
        on_change=changed,
        label_visibility="collapsed",
        width=240,
        format_func=lambda key: known[key].name,
        filter_mode="contains",
    )


def _ground(selection: Selection, _: Words) -> None:
    """A switch that is there only where the place once covered other ground: a street moved, an estate was merged."""
    if not data.moved(selection.database, selection.unit_id):
        return
    changed = _widget("ground_box", selection.today, lambda to: choose(ground="today" if to else None))
    said = _("Counts the past over the ground that the place covers today: what moved in brings its past along.")
    st.toggle(_("as it is today"), key="ground_box", on_change=changed, help=said)


def language_box(lang: str, _: Words) -> None:
    """Draw the choice of language; alone on a page that is about files and not about a place and week."""
    names = {"zh": _("Chinese, short"), "en": "EN"}
    changed = _widget("lang_box", lang, lambda to: choose(lang=str(to)))
    st.segmented_control(
        _("Language"),
        list(names),
        key="lang_box",
        format_func=names.__getitem__,
        on_change=changed,
        label_visibility="collapsed",
        required=True,
    )


def week_slider(selection: Selection, _: Words) -> None:
    """Draw the slider over the weeks of the range: the same filter as the week's box, for pages that move in time."""
    known = data.weeks(selection.database)
    span = [
        week for week in reversed(known) if week >= min(selection.first, periods.shift(known[0], 1 - selection.weeks))
    ]
    if len(span) < 2:
        return
    changed = _widget("week_slider", selection.week, lambda to: choose(week=None if to == known[0] else str(to)))
    st.select_slider(
        _("Week"),
        span,
        key="week_slider",
        on_change=changed,
        label_visibility="collapsed",
        format_func=lambda week: f"{week[:4]} {week_label(week, _)}",
    )
