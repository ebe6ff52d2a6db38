"""What is chosen: one frozen Selection, held by the session and written into the URL, so that a link gives the view.

The URL carries ids (`unit=430211`, `week=2026-W47`), never labels: a link made in Chinese opens in English, and two
streets of one name stay apart. (Streamlit's own binding writes the labels.) What is as by default is left out: a link
without a week follows the newest one.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from dashboard import data
from dashboard.i18n import language
from dashboard.labels import CATEGORIES, CHANNELS
from warehouse import periods

PARAMS = ("unit", "week", "weeks", "from", "indicator", "ground", "lang")
NARROWING = ("category", "channel")
# the indicators that are kept by category and channel
NARROWED = (
    "complaints_received", "response_rate", "resolution_rate", "satisfaction_rate", "in_estate_resolution_rate",
    "complaints_per_1000_households",
)  # fmt: skip
# what a page has beside the filters that all pages share
OWN_PARAMS = {
    "complaints": NARROWING,
    "explore": (*NARROWING, "view", "level", "order", "second", "rows", "columns"),
    "list": ("list",),
}
EVERY_PARAM = tuple(dict.fromkeys([*PARAMS, *(name for own in OWN_PARAMS.values() for name in own)]))
DEFAULT_RANGE = 52
LONGEST_RANGE = 520
YEAR_TO_DATE = "ytd"
_SAVED, _WRITTEN, _PAGE, _CURRENT = "_filters", "_filters_written", "_filters_page", "_selection"


@dataclass(frozen=True)
class Selection:
    """What the page shows. weeks is the length of the range that ends with week; first is its first week.

    unit_id: the city where nothing else was chosen; level: that of the units one step below it, None without.
    category and channel are set only on pages that narrow their complaints by them.
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
    category: str | None = None
    channel: str | None = None
    span: str = ""  # how the range was chosen: its length, "ytd", or "from" for a first week

    @property
    def last_year(self) -> str:
        """Return the week 52 weeks before."""
        return periods.shift(self.week, -52)


def current() -> Selection:
    """Return the selection of this run: what the views work from."""
    selection: Selection = st.session_state[_CURRENT]
    return selection


def params_of(page: str) -> tuple[str, ...]:
    """Return the parameters that a page's address may carry."""
    return (*PARAMS, *OWN_PARAMS.get(page, ()))


def choose(**chosen: str | int | None) -> None:
    """Set filters from elsewhere than their widgets, as by a click on the map; None = default; else KeyError.

    Takes effect with the next run: call it in a callback, or follow it with st.rerun().
    """
    saved: dict[str, str] = st.session_state.setdefault(_SAVED, {})
    for name, value in chosen.items():
        if name not in EVERY_PARAM:
            raise KeyError(name)
        if value is None:
            saved.pop(name, None)
        else:
            saved[name] = str(value)


def chosen(name: str) -> str | None:
    """Return what is chosen for a parameter, None where it is as by default."""
    saved: dict[str, str] = st.session_state.get(_SAVED, {})
    return saved.get(name)


def page() -> str:
    """Return the path of the page that is drawn, "" for the first one."""
    return str(st.session_state.get(_PAGE, ""))


def bound() -> dict[str, str]:
    """Return what else stands in the address: switches that a page ties to it, and the version of a link."""
    return {name: st.query_params[name] for name in st.query_params if name not in (*EVERY_PARAM, "version")}


def query() -> dict[str, str]:
    """Return what is chosen on this page, as its address carries it (without the language)."""
    saved: dict[str, str] = st.session_state.get(_SAVED, {})
    names = params_of(page())
    return {name: saved[name] for name in names if name in saved and name != "lang"}


def clear() -> None:
    """Take back every filter of this page and the order of its tables; the language stays."""
    choose(**dict.fromkeys(query()))
    st.query_params.pop("sort", None)


def recall(page: str) -> dict[str, str]:
    """Return what is chosen: the URL's filters where it changed, else what this session holds.

    Streamlit drops the query on a change of page: a new page without filters in its URL keeps those of the last one.
    """
    state, names = st.session_state, params_of(page)
    given = {name: st.query_params[name] for name in names if name in st.query_params}
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
    names = params_of(page())
    kept: dict[str, str] = st.session_state.get(_SAVED, {})
    saved = {name: value for name, value in kept.items() if name in names}
    given = {name: st.query_params[name] for name in names if name in st.query_params}
    if given != saved:
        others = {name: st.query_params[name] for name in st.query_params if name not in names}
        st.query_params.from_dict({**others, **saved})
    st.session_state[_WRITTEN] = saved


def _known(saved: dict[str, str], name: str, known: object, otherwise: str) -> str:
    """Return what is chosen where it exists; an old link's unit or week that is no more is dropped."""
    value = saved.get(name, otherwise)
    if value not in known:  # type: ignore[operator]
        saved.pop(name, None)
        return otherwise
    return value


def span_of(saved: dict[str, str], week: str, earliest: str) -> tuple[str, int, str]:
    """Return the range that ends with a week: its first week, its length, and how it was chosen.

    `from=2026-W10` names its first week, `weeks=ytd` begins with the year, `weeks=26` counts; else 52 weeks.
    """
    since, length = saved.get("from", ""), saved.get("weeks", "")
    try:
        start = periods.start_of(since) if since else None
    except ValueError:
        start = None
    if start is not None and since <= week:
        first, how = since, "from"
    elif length == YEAR_TO_DATE:
        first, how = f"{week[:4]}-W01", YEAR_TO_DATE
    else:
        count = int(length) if length.isdigit() and 1 <= int(length) <= LONGEST_RANGE else DEFAULT_RANGE
        return max(periods.shift(week, 1 - count), earliest), count, str(count)
    return max(first, earliest), len(periods.span(first, week)), how


def narrows_here(page: str, indicator: str, view: str) -> bool:
    """Say whether a category and channel narrow what a page shows: in the explorer only where it shows complaints."""
    if page == "explore":
        return indicator in NARROWED and view != "scatter"
    return NARROWING[0] in params_of(page)


def select(database: str, version: str, lang: str, small_cell: int) -> Selection:
    """Make the selection from what is chosen; what does not exist (an old link) falls back to the default."""
    saved: dict[str, str] = st.session_state[_SAVED]
    units, weeks = data.units(database), data.weeks(database)
    unit = _known(saved, "unit", units.rows, units.root)
    week = _known(saved, "week", weeks, weeks[0])
    first, count, how = span_of(saved, week, weeks[-1])
    indicators = data.indicators(database, lang)
    indicator = saved.get("indicator", "branch_coverage")
    indicator = indicator if indicator in indicators else next(iter(indicators))
    narrows = narrows_here(page(), indicator, saved.get("view", ""))
    category, channel = saved.get("category", ""), saved.get("channel", "")
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
        category=category if narrows and category in CATEGORIES else None,
        channel=channel if narrows and channel in CHANNELS else None,
        span=how,
    )
    st.session_state[_CURRENT] = selection
    return selection
