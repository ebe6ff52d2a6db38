"""Charts and pictures in a page's HTML, drawn in the browser by chart.js, which comes with the page. Pure: text out.

Streamlit cleans HTML of every picture. As an attribute a picture, or the figure that a chart is drawn from, passes
unread, and costs the browser a tenth of what a charting element or Markdown does at each change. The words in it are
escaped as in all HTML that the pages write.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import escape
from typing import Any

_PICTURE = re.compile(r"<svg\b.*?</svg>", re.DOTALL)


def _sealed(text: str) -> str:
    """Return a text as an attribute's value: without `<`, for an end of a tag in it would have it thrown away."""
    return escape(text.replace("%", "%25").replace("<", "%3C"))


def sealed(html: str) -> str:
    """Return HTML whose pictures stand in attributes, for chart.js to put in their places."""
    return _PICTURE.sub(lambda found: passed(found[0]), html)


def passed(html: str) -> str:
    """Return HTML as an attribute, for chart.js to put in its place: a long table costs much to clean."""
    return f'<i data-lj-svg="{_sealed(html)}"></i>'


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
