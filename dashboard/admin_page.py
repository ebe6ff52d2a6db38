"""What every part of the admin page is given: the store, the desk, the words, and who is at work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from dashboard import admin_jobs, admin_names, filters, i18n, pin
from dashboard.admin_jobs import Desk
from dashboard.admin_names import Names
from dashboard.data import store_root
from dashboard.formats import day
from dashboard.i18n import mark
from dashboard.theme import Theme, theme
from warehouse.store import Store, actor

WHO, STEP = "admin_who", "admin_step"
LONGEST_NAME = 40
RECEIVE, CHECK, LOAD, VERSIONS, JOURNAL = "receive", "check", "load", "versions", "journal"
STEPS = {
    RECEIVE: mark("1 Receive"),
    CHECK: mark("2 Check"),
    LOAD: mark("3 Load"),
    VERSIONS: mark("Versions"),
    JOURNAL: mark("Journal"),
}


@dataclass(frozen=True)
class AdminPage:
    """One run of the admin page. database: of the version that the page stands on, None before the first one."""

    store: Store
    desk: Desk
    names: Names
    lang: str
    _: i18n.Words
    theme: Theme
    database: str | None

    @property
    def who(self) -> str:
        """Return under which name this page acts."""
        return self.store.who

    def at(self, moment: datetime | str | None) -> str:
        """Write a moment short: 11月24日 09:30 / Nov 24 09:30."""
        if moment is None or moment == "":
            return "–"
        when = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        return f"{day(when.date(), self.lang)} {when:%H:%M}"


def typed_name() -> str | None:
    """Return the name that was typed in this session, None where none was."""
    text = " ".join(str(st.session_state.get("_admin_who", "")).split())[:LONGEST_NAME]
    return text or None


def keep_name() -> None:
    """Keep what was typed beyond the box's own life: Streamlit forgets the state of what is not drawn."""
    st.session_state["_admin_who"] = st.session_state.get(WHO, "")


def name_box(page: AdminPage) -> None:
    """Draw the box for the name under which things are done; left empty it is the account of this machine."""
    if WHO not in st.session_state:
        st.session_state[WHO] = st.session_state.get("_admin_who", "")
    st.text_input(
        page._("Your name"),
        key=WHO,
        placeholder=page._("Your name (else: {account})").format(account=actor()),
        max_chars=LONGEST_NAME,
        on_change=keep_name,
        label_visibility="collapsed",
        width=260,
    )


def step() -> str:
    """Return which part of the page is shown: the one chosen, else the one in the address, else the first."""
    chosen = st.session_state.get("_admin_step") or st.query_params.get("step")
    return chosen if chosen in STEPS else RECEIVE


def go_to(wanted: str) -> None:
    """Show another part with the next run."""
    st.session_state["_admin_step"] = wanted


def current_page() -> AdminPage:
    """Return the page of this run."""
    store = Store(store_root(), who=typed_name())
    lang = filters.chosen_language("admin")
    version = pin.version(store)
    return AdminPage(
        store=store,
        desk=admin_jobs.desk_of(store),
        names=admin_names.names_of(store, lang),
        lang=lang,
        _=i18n.words(lang),
        theme=theme(st.context.theme.type),
        database=str(store.database(version)) if version else None,
    )
