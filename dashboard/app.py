"""The main script: which pages there are, the filters above them, and the version that they stand on."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard import components, data, filters, i18n, meeting_plan, pin, rest, takeaway
from dashboard.context import current
from dashboard.i18n import Words
from dashboard.map_options import MAP_INDICATORS
from dashboard.theme import style, theme
from warehouse.settings import SettingsError
from warehouse.store import Store, StoreMissing

MAP_READY = (Path(__file__).parent / "views" / "map.py").exists()
_PAGES = "_pages"
log = logging.getLogger("linju.dashboard")


def pages(_: Words, *, admin: bool) -> list[StreamlitPage]:
    """Return the pages in the order of the navigation, the first one at /; admin: whether the admin works here."""
    return [
        st.Page("views/overview.py", title=_("Overview"), default=True),
        *([st.Page("views/map.py", title=_("Map"), url_path="map")] if MAP_READY else []),
        st.Page("views/coverage.py", title=_("Coverage"), url_path="coverage"),
        st.Page("views/reporting.py", title=_("Reporting back"), url_path="reporting"),
        st.Page("views/complaints.py", title=_("Complaints"), url_path="complaints"),
        st.Page("views/explore.py", title=_("Explorer"), url_path="explore"),
        st.Page("views/submissions.py", title=_("Submissions"), url_path="submissions"),
        st.Page("views/quality.py", title=_("Quality"), url_path="quality"),
        st.Page("views/meeting.py", title=_("Meeting"), url_path="meeting"),
        st.Page("views/follow_ups.py", title=_("Follow-ups"), url_path="follow_ups"),
        st.Page("views/glossary.py", title=_("Glossary"), url_path="glossary"),
        st.Page("views/list.py", title=_("Lists behind the figures"), url_path="list", visibility="hidden"),
        st.Page("views/unit.py", title=_("One unit"), url_path="unit", visibility="hidden"),
        st.Page("views/figure.py", title=_("Where a figure comes from"), url_path="figure", visibility="hidden"),
        *([st.Page("views/admin.py", title=_("Admin"), url_path="admin")] if admin else []),
    ]


def choosable(page: str, database: str, lang: str) -> tuple[str, ...]:
    """Return the indicators that the filters of a page offer: none where the page itself says which it shows."""
    if page in ("figure", "explore"):
        return tuple(data.indicators(database, lang))
    return tuple(MAP_INDICATORS) if page in ("map", "meeting", "follow_ups") else ()


def pages_kept(lang: str, _: Words, *, admin: bool) -> list[StreamlitPage]:
    """Return the pages as this session made them: making them anew asks the disk about each page's file."""
    held: tuple[object, list[StreamlitPage]] | None = st.session_state.get(_PAGES)
    if held is None or held[0] != (lang, admin):
        held = st.session_state[_PAGES] = ((lang, admin), pages(_, admin=admin))
    return held[1]


def calmly(draw: Callable[[], None], _: Words) -> None:
    """Draw a page; where that fails say so in words and keep the details in the log."""
    try:
        draw()
    except Exception:
        log.exception("the page could not be drawn")
        st.html(components.message(_("This page can not be shown just now."), _("The cause is in the server's log.")))


def language_before_navigation() -> str:
    """Return the language that the titles of the pages are to have: navigation comes before the page is known."""
    saved = st.query_params.get("lang") or st.session_state.get("_filters", {}).get("lang")
    return i18n.language(saved, st.context.locale)


def opened(_: Words) -> tuple[Store | None, str]:
    """Open the store, or return the words for why that can not be done."""
    try:
        return data.open_store(), ""
    except StoreMissing:
        log.exception("no store")
        text = _("On the server, make one with:")
        return None, components.message(_("There is no store here yet."), text, "linju init")
    except SettingsError as error:
        return None, components.message(_("The store's settings can not be read."), str(error))


def main() -> None:
    """Draw one run."""
    lang = language_before_navigation()
    _ = i18n.words(lang)
    st.set_page_config(page_title=_("Linju"), layout="wide", initial_sidebar_state="collapsed")
    st.html(style(theme(st.context.theme.type)))
    store, trouble = opened(_)
    admin = store is not None and store.settings.admin.in_browser
    page = st.navigation(pages_kept(lang, _, admin=admin), position="top")
    if store is None:
        st.html(trouble)
        return
    calmly(lambda: draw(store, page, _), _)


def brand(city: str, _: Words) -> None:
    """Put the product's name and the city's before the navigation."""
    st.logo(components.logo(city, theme(st.context.theme.type), _), size="large")


def draw(store: Store, page: StreamlitPage, _: Words) -> None:
    """Draw the frame of a page and the page."""
    version = pin.version(store)
    lang = filters.chosen_language(page.url_path)
    _ = i18n.words(lang)
    if page.url_path == "admin":
        draw_admin(store, version, page, _)
        return
    if version is None or not data.weeks(str(store.database(version))):
        brand(store.settings.city.name, _)
        st.html(
            components.message(
                _("Nothing has been loaded yet."), _("Put workbooks into the inbox and run:"), "linju refresh"
            )
        )
        pin.watch(store, version, _)
        return
    rest.leave_loaded(page.url_path, version)
    database = str(store.database(version))
    selection = filters.select(database, version, lang, store.settings.privacy.small_cell)
    info = data.version_info(database)
    units = data.units(database)
    brand(units.name(units.root, lang), _)
    if page.url_path == "meeting" and meeting_plan.running(st.query_params.to_dict()):
        filters.write_url()
        calmly(page.run, _)  # no filters and no notice: nothing stands beside the scenes
        return
    unseen = filters.bar(
        selection,
        _,
        indicators=choosable(page.url_path, database, lang),
        complaints=page.url_path == "complaints",
    )
    filters.write_url()
    st.html(takeaway.begin(page.title, current()) + components.sentence(current(), info))
    calmly(page.run, _)
    unseen()
    takeaway.foot(current(), whole_file=store.settings.privacy.whole_file)
    pin.watch(store, version, _)  # last: a notice that comes moves nothing above it


def draw_admin(store: Store, version: str | None, page: StreamlitPage, _: Words) -> None:
    """Draw the admin page: it is about files, so it has no filters, and there is work before the first version."""
    units = data.units(str(store.database(version))) if version else None
    lang = filters.chosen_language(page.url_path)
    brand((units.name(units.root, lang) if units else "") or store.settings.city.name, _)
    filters.write_url()
    st.html(takeaway.begin(page.title, None))
    calmly(page.run, _)
    pin.watch(store, version, _)


main()
