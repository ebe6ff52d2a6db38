"""Charts and whole blocks of a page's HTML as attributes, which chart.js and content.js draw. Pure: text out.

Streamlit cleans HTML of every picture and puts it in anew at each change. As an attribute a block passes unread, and
content.js touches only what differs. The words in it are escaped as in all HTML that the pages write.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import Any

# What would end the attribute, or be taken for a tag in it, as addresses write it.
_HELD = (("%", "%25"), ("<", "%3C"), ("&", "%26"), ('"', "%22"))


def sealed(html: str) -> str:
    """Return HTML as one attribute, for content.js to put in its place: unread by what cleans HTML on the way."""
    for sign, written in _HELD:
        html = html.replace(sign, written)
    return f'<i class="lj-held" data-lj-html="{html}"></i>'


def figures(held: object) -> str:
    """Return plain data as an attribute's value, in JSON: chart.js and takeaway.js read it as it stands."""
    text = json.dumps(held, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return escape(text.replace("<", "\\u003c"))


def chart(figure: Mapping[str, Any], key: str, title: str) -> str:
    """Return the place of a chart, as high as it will be; key: unique on the page, title: what it shows."""
    named = f'role="img" aria-label="{escape(title)}"' if title else ""
    size = f'style="height:{figure["layout"]["height"]}px"'
    held = f'data-lj-key="{escape(key)}" data-lj-figure="{figures(figure)}"'
    return f'<div class="lj-chart" {named} {size} {held}></div>'
