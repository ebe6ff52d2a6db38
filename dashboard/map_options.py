"""What the map's own strip chooses: how it is shown, circles, what it is held against. In the URL beside the filters.

The URL carries ids (`show=change&against=52&circles=complaints_received`), and what is as by default is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard.context import Context
from warehouse import periods

MAP_INDICATORS = (
    "branch_coverage",
    "report_back_rate",
    "complaints_per_1000_households",
    "response_rate",
    "resolution_rate",
    "satisfaction_rate",
    "in_estate_resolution_rate",
    "owners_committee_rate",
    "property_service_rate",
    "six_haves_rate",
    "households_per_representative",
    "branches",
    "members_reported",
    "complaints_received",
    "service_stations",
    "volunteers",
)
MODES = ("map", "change", "beside", "months", "play")
STAGED = ("beside", "months", "play")  # drawn by the browser from all values at once
NAMES = ("show", "circles", "against", "beside", "only")
BACK = ("1", "4", "52")  # weeks back that have a name of their own
AGAINST = "52"
_SAVED, _WRITTEN, _HERE = "_map", "_map_written", "map_show"


@dataclass(frozen=True)
class Options:
    """How the map is shown. against and beside: a week; beside may be an indicator instead. only: a legend's key."""

    mode: str = "map"
    circles: str = ""
    against: str = AGAINST
    beside: str = AGAINST
    only: str = ""


def read(page: Context, counts: Sequence[str], indicators: Sequence[str], weeks: Sequence[str]) -> Options:
    """Return what is chosen; what does not exist (an old link) is as by default.

    counts: the indicators that can be circles; indicators: those that can stand beside; weeks: those with data.
    """
    saved = _recall()
    mode = saved.get("show", "map")
    circles = saved.get("circles", "")
    chosen = page.selection.indicator
    times = (*BACK, *weeks)
    against, beside = saved.get("against", AGAINST), saved.get("beside", AGAINST)
    key, _, only = saved.get("only", "").partition(":")
    return Options(
        mode=mode if mode in MODES else "map",
        circles=circles if circles in counts and circles != chosen else "",
        against=against if against in times else AGAINST,
        beside=beside if beside in times or (beside in indicators and beside != chosen) else AGAINST,
        only=only if key == f"{chosen}.{mode}" else "",
    )


def week_of(choice: str, week: str) -> str:
    """Return the week that a choice means: so many weeks back, or the week itself."""
    return periods.shift(week, -int(choice)) if choice in BACK else choice


def choose(**chosen: str) -> None:
    """Set options; "" = as by default. Takes effect with the next run."""
    saved: dict[str, str] = st.session_state.setdefault(_SAVED, {})
    for name, value in chosen.items():
        if name not in NAMES:
            raise KeyError(name)
        if value:
            saved[name] = value
        else:
            saved.pop(name, None)


def isolate(page: Context, mode: str, key: str, now: str) -> None:
    """Show one class of the legend alone; the same once more, or "", shows all again."""
    choose(only="" if key in ("", now) else f"{page.selection.indicator}.{mode}:{key}")


def _recall() -> dict[str, str]:
    """Return what is chosen: the URL's where it changed, else what this session holds.

    Streamlit drops the query and the widgets on a change of page: one who comes back finds the map as it was.
    """
    state = st.session_state
    given = {name: st.query_params[name] for name in NAMES if name in st.query_params}
    turned = _HERE not in state
    if _SAVED not in state or (given if turned else given != state.get(_WRITTEN, given)):
        state[_SAVED] = dict(given)
    saved: dict[str, str] = state[_SAVED]
    return saved


def write_url() -> None:
    """Write what is chosen into the URL, where it does not stand there already."""
    saved = dict(st.session_state.get(_SAVED, {}))
    if {name: st.query_params[name] for name in NAMES if name in st.query_params} != saved:
        others = {name: st.query_params[name] for name in st.query_params if name not in NAMES}
        st.query_params.from_dict({**others, **saved})
    st.session_state[_WRITTEN] = saved


def chooser(name: str, default: str) -> Callable[[str], None]:
    """Return what a box or a row of buttons of the strip does when it is changed."""
    return lambda to: choose(**{name: "" if to == default else to})
