"""The addresses of the desk's pages: they carry place, week, range and language, so that they show the same again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape
from urllib.parse import quote_plus

from dashboard.context import Context

_written = lru_cache(maxsize=4096)(quote_plus)  # a page has hundreds of links, of the same week and language


def address(path: str, asked: Mapping[str, str | None]) -> str:
    """Return the address of a page with its parameters; those that are None are left out."""
    query = "&".join(f"{name}={_written(value)}" for name, value in asked.items() if value is not None)
    return f"/{path}?{query}"


def link(page: Context, path: str, unit: str | None = None, **more: str | None) -> str:
    """Return the address of a page for a unit (the selected one where none is given); more: its own parameters.

    The week and range are written only where they are not the newest and the default: a link follows the newest week.
    """
    chosen = page.selection
    asked: dict[str, str | None] = {"unit": unit or chosen.unit_id}
    if chosen.week != chosen.newest:
        asked["week"] = chosen.week
    if chosen.span == "from":
        asked["from"] = chosen.first
    elif chosen.span != "52":
        asked["weeks"] = chosen.span
    asked |= {**more, "lang": chosen.lang}
    return address(path, asked)


def unit_link(page: Context, unit: str) -> str:
    """Return the address of a unit's own page."""
    return link(page, "unit", unit)


def ways(links: Sequence[tuple[str, str]], said: str = "") -> str:
    """Return a line of (words, address), behind what is said first."""
    made = "".join(f'<a href="{escape(where)}" target="_self">{escape(words)}</a>' for words, where in links)
    return f'<div class="lj-ways">{f"<span>{escape(said)}</span>" if said else ""}{made}</div>'
