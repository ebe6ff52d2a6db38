"""The places of the made-up city and what happens to them.

Arrays of one level stand in the order of their codes; `estate_community[i]` is the row of the community of estate i.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from etl.demo import shapes

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Strings = npt.NDArray[np.object_]

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Level:
    """The units of one level. parent: rows of the level above. opens, closes: weeks, opens <= week < closes."""

    ids: Strings
    names: Strings
    names_en: Strings
    parent: Ints
    lnglat: Floats
    opens: Ints
    closes: Ints

    def __len__(self) -> int:
        return len(self.ids)

    def open_in(self, weeks: int) -> Bools:
        """Return which unit (row) is open in which week (column)."""
        week = np.arange(weeks)
        return (self.opens[:, None] <= week) & (week < self.closes[:, None])


@dataclass(frozen=True)
class Events:
    """When (week, 0 = first) what happens to whom (row of its level)."""

    renamed_street: int
    rename_week: int
    old_street_name: str
    old_street_name_en: str
    split_estate: int
    split_into: tuple[int, int]
    split_week: int
    merged_estate: int
    merged_into: int
    merge_week: int
    moved_community: int
    moved_to_street: int
    move_week: int
    lagging: int
    late: int
    stopped: int
    stop_week: int
    burst: int
    burst_weeks: range
    corrected: int
    corrected_week: int


@dataclass(frozen=True)
class City:
    """The whole: levels, households by the register, outlines, events and the weeks that it is about."""

    weeks: tuple[str, ...]
    id: str
    name: str
    name_en: str
    districts: Level
    streets: Level
    communities: Level
    estates: Level
    households: Ints
    outlines: shapes.Shapes
    events: Events

    @property
    def street_of_estate(self) -> Ints:
        """The street (row) of each estate as the history begins."""
        return self.communities.parent[self.estates.parent]

    @property
    def district_of_community(self) -> Ints:
        """The district (row) of each community."""
        return self.streets.parent[self.communities.parent]

    @property
    def district_of_estate(self) -> Ints:
        """The district (row) of each estate."""
        return self.district_of_community[self.estates.parent]

    def street_of_communities(self, community: Ints, week: Ints | int) -> Ints:
        """Return the streets (rows) of communities in given weeks: one community moves."""
        event = self.events
        moved = (community == event.moved_community) & (np.asarray(week) >= event.move_week)
        return np.where(moved, event.moved_to_street, self.communities.parent[community])

    @property
    def lasting(self) -> Bools:
        """Which estates have households in the last week: the open ones, and the one that went on in another."""
        return (self.estates.closes == len(self.weeks)) | (np.arange(len(self.estates)) == self.events.merged_estate)

    def street_names(self, week: int) -> Strings:
        """Return the streets' names as they were in a week."""
        names = self.streets.names.copy()
        if week < self.events.rename_week:
            names[self.events.renamed_street] = self.events.old_street_name
        return names
