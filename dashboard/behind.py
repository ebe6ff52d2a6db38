"""Which parts of a place lag behind: the ranking that opens the pages of a rate."""

from __future__ import annotations

from dashboard import blocks, components
from dashboard.blocks import Below
from dashboard.chart_rows import ranking
from dashboard.context import Context


def draw(page: Context, key: str, found: Below, title: str, name: str) -> None:
    """Draw the parts by a rate, the furthest behind first; title: the question it answers, name: the chart's own."""
    target = page.indicators[key].target_low
    blocks.show(components.heading(title, blocks.ranking_note(page, found, target)))
    if not blocks.any_value(key, found):
        blocks.show(components.empty(page._("No figures below this place.")))
        return
    bars = blocks.bars(page, key, found)
    figure = ranking(bars, "share", blocks.style_of(page), target=target, up_to=blocks.FIRST_ROW)
    blocks.chart(figure, name, title)
