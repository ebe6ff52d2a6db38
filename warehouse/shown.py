"""What leaders are shown first, in the meeting room and on the slides alike: indicator ids, in their order."""

from __future__ import annotations

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
