"""The version that a page stands on: the one it began with, until its reader asks for the newer one."""

from __future__ import annotations

import streamlit as st

from dashboard import filters
from dashboard.i18n import Words
from warehouse.store import Store

_VERSION = "_version"
EVERY_SECONDS = 5


def version(store: Store) -> str | None:
    """Return the version of this session, None where the store has published nothing yet."""
    pinned: str | None = st.session_state.get(_VERSION) or _linked()
    if pinned is None or not store.database(pinned).exists():
        pinned = store.current()
        if pinned is not None and not store.database(pinned).exists():
            pinned = None
    st.session_state[_VERSION] = pinned
    return pinned


def _linked() -> str | None:
    """Return the version that a link names, so that it shows the same figures again."""
    named = st.query_params.get("version", "")
    return named if named[:1] == "v" and named[1:].isdigit() else None


def move_to(wanted: str) -> None:
    """Stand on another version from the next run on; its figures must lie ready."""
    st.session_state[_VERSION] = wanted
    st.query_params.pop("version", None)


def _show_newer(newest: str) -> None:
    move_to(newest)
    filters.choose(week=None)


@st.fragment(run_every=EVERY_SECONDS)
def watch(store: Store, shown: str | None, _: Words) -> None:
    """Offer a newer version by a quiet notice; nothing on the page changes before it is asked for."""
    newest = store.current()
    if newest is None or newest == shown or not store.database(newest).exists():
        return
    with st.container(horizontal=True, key="newer", vertical_alignment="center", gap="small"):
        st.html(f'<span class="lj-newer">{_("Newer figures are ready.")}</span>', width="content")
        if st.button(_("Show them"), key="show_newer", type="tertiary", on_click=_show_newer, args=(newest,)):
            st.rerun(scope="app")
