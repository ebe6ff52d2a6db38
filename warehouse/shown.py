"""What leaders are shown first, in the meeting room and on the slides alike: indicator ids in their order, names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Protocol

HEADLINE = (
    "branch_coverage",
    "members_reported",
    "complaints_received",
    "resolution_rate",
    "report_back_rate",
    "complaints_per_1000_households",
    "satisfaction_rate",
    "owners_committee_rate",
)
RANKED = ("branch_coverage", "report_back_rate", "complaints_per_1000_households")
GAIN_WEEKS = 4  # the most improved are those that gained most since so many weeks ago
_MOST = 2 / 3  # of the names that end alike for their last word to be left out


class Reported(Protocol):
    """A figure that knows how many of the units that owe it reported it."""

    @property
    def reported_units(self) -> int:
        """Return how many reported."""

    @property
    def expected_units(self) -> int:
        """Return how many owe it."""


def unlike(now: Reported, then: Reported) -> bool:
    """Say whether other shares of the units reported two figures: a count of fewer is neither better nor worse."""
    return now.reported_units * then.expected_units != then.reported_units * now.expected_units


def shared_word(names: Sequence[str]) -> str:
    """Return the last word that most names share, "" where there is none: they can be told apart without it.

    "Taoyuan Subdistrict" beside "Liuan Subdistrict" can do without; "Qinghe County" among districts can not.
    """
    ends = Counter(name.rpartition(" ")[2] for name in names if " " in name)
    word, count = max(ends.items(), key=lambda item: (item[1], item[0]), default=("", 0))
    return word if count > 1 and count >= len(names) * _MOST else ""
