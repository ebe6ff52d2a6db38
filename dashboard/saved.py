"""Views kept under a name, to open again: one's own and those for all."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

import streamlit as st

from dashboard import data, selection
from dashboard.i18n import Words
from dashboard.selection import Selection
from warehouse import saved_views
from warehouse.saved_views import View
from warehouse.store import Store

NAME, FOR_ALL, WHO = "view_name", "view_for_all", "view_who"
_KEPT_WHO, _SAID = "_admin_who", "_view_said"


def who() -> str:
    """Return under which name this session keeps things: what was typed here or on the admin page."""
    return " ".join(str(st.session_state.get(_KEPT_WHO) or "").split())


def link(view: View, lang: str) -> str:
    """Return the address of a kept view in the reader's own language."""
    return f"/{view.page}?{urlencode({**view.query, 'lang': lang})}"


def _remember_name() -> None:
    st.session_state[_KEPT_WHO] = st.session_state.get(WHO, "")


def _save(page: str, query: dict[str, str], _: Words) -> None:
    """Keep this view; what came of it is said below the button."""
    state = st.session_state
    try:
        view = saved_views.save(
            Store(data.store_root(), who=who() or None),
            str(state.get(NAME, "")),
            page,
            query,
            who=who(),
            for_all=bool(state.get(FOR_ALL)),
        )
        state[_SAID], state[NAME] = _("Kept: {name}").format(name=view.name), ""
    except ValueError:
        state[_SAID] = _("Give the view a name, and say whose it is.")
    except (OSError, TimeoutError):
        state[_SAID] = _("The view could not be kept: the store can not be written just now.")


def _remove(view: View, _: Words) -> None:
    try:
        saved_views.remove(Store(data.store_root(), who=who() or None), view, who=who())
    except (KeyError, OSError, TimeoutError):
        st.session_state[_SAID] = _("The view could not be taken away.")


@st.fragment
def kept(chosen: Selection, _: Words) -> None:
    """Draw the views that can be opened, and the form that keeps this one."""
    page, query = selection.page(), {**selection.query(), **selection.bound()}
    views = saved_views.seen_by(data.open_store(), who())
    st.html(f'<div class="lj-h">{escape(_("Kept views"))}</div>{_list(views, chosen.lang, _)}')
    st.text_input(_("Keep this view as"), key=NAME, max_chars=saved_views.LONGEST, width=320)
    st.session_state.setdefault(WHO, who())
    st.text_input(_("Your name"), key=WHO, max_chars=40, on_change=_remember_name, width=320)
    st.checkbox(_("for everybody"), key=FOR_ALL)
    st.button(_("Keep this view"), key="view_save", on_click=_save, args=(page, query, _))
    if text := st.session_state.pop(_SAID, ""):
        st.caption(text)
    own = [view for view in views if who() and view.saved_by == who()]
    if own:
        _taking_away(own, _)


def _list(views: list[View], lang: str, _: Words) -> str:
    if not views:
        return f'<p class="lj-said">{escape(_("None yet."))}</p>'
    rows = "".join(
        f'<li><a href="{escape(link(view, lang))}" target="_self">{escape(view.name)}</a>'
        f"<small>{escape(_('for everybody') if not view.owner else _('own'))}</small></li>"
        for view in views
    )
    return f'<ul class="lj-views">{rows}</ul>'


def _taking_away(own: list[View], _: Words) -> None:
    """Draw the way to take one of one's own views away."""
    names = {f"{view.owner}\n{view.name}": view for view in own}
    at = st.selectbox(
        _("Take a view away"),
        list(names),
        index=None,
        key="view_gone",
        format_func=lambda key: names[key].name,
        width=320,
    )
    if at:
        st.button(_("Take it away"), key="view_remove", on_click=_remove, args=(names[at], _))
