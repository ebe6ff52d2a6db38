"""Which estate of the made-up city goes on in another, and which community comes to another street.

Nothing here is drawn by chance, so that a city with these changes is otherwise the city without them.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from shapely import Point, Polygon, contains_xy
from shapely.ops import nearest_points

from etl.demo.city import City, Floats, Ints

MARGIN = 0.004  # degrees from the street's border
MERGED, MOVED = 5, 7  # rows of the districts in names.csv


def reorganise(city: City) -> City:
    """Return the city with one small estate merged into a neighbour and one community moved to the next street."""
    old, into = _merge(city)
    community = _move(city)
    events = replace(
        city.events, merged_estate=old, merged_into=into,
        moved_community=community, moved_to_street=int(city.communities.parent[community]) + 1,
    )  # fmt: skip
    closes = city.estates.closes.copy()
    closes[old] = events.merge_week
    here = city.estates.parent == community
    points = np.vstack([city.communities.lnglat[[community]], city.estates.lnglat[here]])
    points = _inside(points, city.outlines.streets[events.moved_to_street])
    at, estates_at = city.communities.lnglat.copy(), city.estates.lnglat.copy()
    at[community], estates_at[here] = points[0], points[1:]
    return replace(
        city, communities=replace(city.communities, lnglat=at),
        estates=replace(city.estates, closes=closes, lnglat=estates_at), events=events,
    )  # fmt: skip


def _inside(points: Floats, street: Polygon) -> Floats:
    """Return the points, those of a place first its own, drawn together just inside the street that it belongs to."""
    near, _ = nearest_points(street.buffer(-MARGIN), Point(*points[0]))
    for scale in (0.5, 0.25, 0.1, 0.02):
        found = np.round(np.array([near.x, near.y]) + (points - points[0]) * scale, 6)
        if contains_xy(street, found[:, 0], found[:, 1]).all():
            return found
    raise RuntimeError("no room in the street")


def _merge(city: City) -> tuple[int, int]:
    """Return the smallest estate of a district that has neighbours in its community, and the smallest of those."""
    estates = city.estates
    steady = (estates.opens == 0) & (estates.closes == len(city.weeks)) & (city.district_of_estate == MERGED)
    size = np.where(steady, city.households, np.iinfo(np.int64).max)
    for old in np.argsort(size, kind="stable").tolist():
        near = np.flatnonzero(steady & (estates.parent == estates.parent[old]))
        near = near[near != old]
        if len(near):
            return old, int(near[np.argmin(city.households[near])])
    raise RuntimeError("no two estates of one community")


def _move(city: City) -> int:
    """Return the last community of a street that lies nearest to the next street, where none bears its name.

    The last one, so that the communities of each street stay neighbours in the order of the codes.
    """
    streets = np.flatnonzero(city.streets.parent == MOVED)
    found = []
    for street in streets[:-1].tolist():
        community = int(np.flatnonzero(city.communities.parent == street)[-1])
        if not _names(city, street + 1) & _names(city, street, community):
            point = Point(*city.communities.lnglat[community])
            found.append((city.outlines.streets[street + 1].distance(point), community))
    return min(found)[1]


def _names(city: City, street: int, community: int | None = None) -> set[str]:
    """Return the names of the communities and estates of a street, or of one of its communities."""
    here: Ints = np.flatnonzero(city.communities.parent == street)
    if community is not None:
        here = np.array([community])
    return {*city.communities.names[here], *city.estates.names[np.isin(city.estates.parent, here)]}
