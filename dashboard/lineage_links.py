"""The link from a figure to its cells: version, place, week and language stand in it, so it shows the same again."""

from __future__ import annotations

from dashboard.context import Context
from dashboard.unit_links import address

PAGE = "figure"


def figure_link(page: Context, indicator_id: str, unit: str | None = None, week: str | None = None) -> str:
    """Return the address of a figure's page; without unit and week those that are selected."""
    chosen = page.selection
    asked = {
        "unit": unit or chosen.unit_id,
        "indicator": indicator_id,
        "week": week or chosen.week,
        "lang": chosen.lang,
        "version": chosen.version,
    }
    return address(PAGE, asked)
