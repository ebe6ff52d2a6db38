"""The hover card of the map: a frame, filled by style rules. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.theme import FONT, Theme


def tooltip(theme: Theme) -> dict[str, Any]:
    """Return the hover card: an empty frame; `hover_style`, which knows week and language, fills it."""
    return {
        "html": '<b class="lj-t lj-{c}"></b><div class="lj-v lj-{c}"></div><div class="lj-n lj-{c}"></div>',
        "style": {
            "backgroundColor": theme.paper,
            "color": theme.ink,
            "border": f"1px solid {theme.line}",
            "borderRadius": "6px",
            "padding": "8px 12px",
            "fontFamily": FONT,
            "boxShadow": "0 2px 10px rgba(0,0,0,.18)",
            "zIndex": "20",
        },
    }


def hover_style(cards: Mapping[str, Sequence[str]]) -> str:
    """Return the style element that fills the hover cards: {feature class: (name, value, lines below…)}.

    Streamlit puts only a feature's own properties into a card, and these are cached with the geometry; so the week's
    figures come as CSS content, a rule a unit.
    """
    rules = [
        f".lj-{unit}{{--t:{css_text(name)};--v:{css_text(''.join(lines[:1]))};--n:{css_text(chr(10).join(lines[1:]))}}}"
        for unit, (name, *lines) in cards.items()
    ]
    fixed = (
        ".lj-t::before{content:var(--t)}"
        ".lj-v::before{content:var(--v);font-size:20px;font-weight:600;font-variant-numeric:tabular-nums}"
        ".lj-n::before{content:var(--n);white-space:pre-line;font-size:13px;opacity:.85}"
    )
    return f"<style>{fixed}{''.join(rules)}</style>"


def css_text(text: str) -> str:
    """Return a text as a CSS string; everything but letters, digits and plain signs as an escape."""
    kept = (char if char.isalnum() or char in " .,%/+-–·≥−()" else f"\\{ord(char):X} " for char in text)
    return '"' + "".join(kept) + '"'
