"""What moved since the last meeting, and what of it is history that was told anew. Pure functions.

Between the figure that was on the screen then and the one that is there now lie two different things: the week that
was shown then is counted otherwise today (a late workbook, a correction, a withdrawn file), and time went on. They
are given apart: now - then = restated + moved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.formats import Figure, Indicator
from warehouse.shown import unlike

RESTATED = ("corrected", "withdrawn", "new", "restated", "reference")


@dataclass(frozen=True)
class Since:
    """One indicator: as shown then, that week as known now, this week now. cause: of the restatement, "" = none."""

    indicator: Indicator
    then: Figure
    then_now: Figure
    now: Figure
    cause: str = ""

    @property
    def restated(self) -> float | None:
        """Return by how much the week of the last meeting is counted otherwise today, None where one is missing."""
        return _difference(self.then_now.value(self.indicator), self.then.value(self.indicator))

    @property
    def moved(self) -> float | None:
        """Return what really moved: this week against the week of the last meeting, both as known today."""
        return _difference(self.now.value(self.indicator), self.then_now.value(self.indicator))

    @property
    def unlike(self) -> bool:
        """Say whether another share of the units reported now: a count that moved with it is no better or worse."""
        return not self.indicator.is_rate and unlike(self.now, self.then_now)


Shown = Mapping[str, Figure]  # of one unit and week, by indicator


def since(
    indicators: Sequence[Indicator], then: Shown, then_now: Shown, now: Shown, causes: Mapping[str, str]
) -> list[Since]:
    """Return one line an indicator; figures that are not there were not submitted."""
    return [
        Since(
            item,
            then.get(item.indicator_id, Figure()),
            then_now.get(item.indicator_id, Figure()),
            now.get(item.indicator_id, Figure()),
            causes.get(item.indicator_id, ""),
        )
        for item in indicators
    ]


def causes_of(changes: Sequence[Mapping[str, object]], unit: str) -> dict[str, str]:
    """Return indicator -> cause of what warehouse.versions.diff tells of one week, for one unit."""
    return {str(row["indicator_id"]): str(row["cause"]) for row in changes if row["org_unit_id"] == unit}


def _difference(after: float | None, before: float | None) -> float | None:
    return None if after is None or before is None else after - before
