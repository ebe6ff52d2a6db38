"""What the check of the boundary files found, in words: for whoever keeps them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from dashboard import blocks, components, map_data
from dashboard.context import Context
from dashboard.i18n import Words
from warehouse.queries import map_geometry

SHOWN = 5


def show(page: Context) -> None:
    """Draw what is wrong with the outlines of the version; nothing where nothing is."""
    report = map_geometry.report(map_data.folder(page.selection.database))
    found = lines(report, lambda unit: page.units.name(unit, page.lang) or unit, page._)
    if found:
        rows = "".join(f"<li>{escape(line)}</li>" for line in found)
        blocks.show(components.heading(page._("Boundary files")) + f'<ul class="lj-faults">{rows}</ul>')


def lines(report: Mapping[str, Any], name: Callable[[str], str], _: Words) -> list[str]:
    """Return a sentence for each kind of fault of a geometry report; name: unit id -> name."""

    def named(units: Sequence[str]) -> str:
        return ", ".join(map(name, units))

    found = [
        (_("Files that can not be read ({n}): {items}"), list(report.get("unreadable", ()))),
        (_("Outlines that no unit of the register answers to ({n}): {items}"), list(report.get("unmatched", ()))),
        (_("Outlines that crossed themselves, repaired ({n}): {items}"), [*map(name, report.get("repaired", ()))]),
        (_("Outlines that overlap ({n}): {items}"), [*map(named, report.get("overlaps", ()))]),
        (_("Gaps between outlines ({n}): between {items}"), [*map(named, report.get("gaps", ()))]),
    ]
    return [_line(text, items) for text, items in found if items]


def _line(text: str, items: Sequence[str]) -> str:
    rest = "; …" if len(items) > SHOWN else ""
    return text.format(n=len(items), items="; ".join(items[:SHOWN]) + rest)
