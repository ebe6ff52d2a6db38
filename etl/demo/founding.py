"""How the made-up city comes about: how many units, which names, which codes, where."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from etl.demo import reorganised, shapes, texts
from etl.demo.city import City, Events, Floats, Ints, Level
from etl.demo.texts import Name, Texts

CITY_CODE = "990100"  # no real code begins with 99
NEW_ESTATES = 40
COMMUNITIES = (6, 13)  # in a street: at least, less than
ESTATES = 3.22  # in a community, on the average
# rows of the districts in names.csv
LAGGING, LATE, BURST, STOPPED, CORRECTED, RENAMED = 2, 3, 4, 6, 1, 0

Names = dict[str, list[Name]]


class _Parts(NamedTuple):
    """What the streets are filled with: one list or array an attribute, in the order of the codes."""

    ids: list[str]
    names: list[Name]
    parent: Ints
    points: Floats


def found(rng: np.random.Generator, weeks: list[str], words: Texts) -> City:
    """Make the city for these weeks (at least six)."""
    stock = texts.names()
    streets_of = [
        [item for item in stock["street"] if item.parent == district.name] for district in stock["district"]
    ]
    outlines = shapes.draw(rng, [len(items) for items in streets_of])
    last = len(weeks)
    districts = _level(
        _Parts(
            [f"9901{2 + i:02d}" for i in range(len(streets_of))],
            stock["district"],
            np.zeros(len(streets_of), dtype=np.int64),
            _middles(outlines.districts),
        ),
        last,
    )
    street_ids = [f"{districts.ids[d]}{i + 1:03d}" for d, items in enumerate(streets_of) for i in range(len(items))]
    streets = _level(
        _Parts(
            street_ids,
            [item for items in streets_of for item in items],
            outlines.street_district,
            _middles(outlines.streets),
        ),
        last,
    )
    community_parts, estate_parts = _fill_streets(rng, stock, words, districts, streets, outlines)
    communities, estates = _level(community_parts, last), _level(estate_parts, last)
    households = np.clip(rng.lognormal(4.87, 0.55, len(estates)), 18, 900).astype(np.int64)
    estates = _opened_later(rng, estates, last)
    events = _events(last, words, streets)
    _, *new_names = words["city"]["renamed_street"]
    streets.names[events.renamed_street], streets.names_en[events.renamed_street] = new_names
    estates, households, events = _split(words, estates, households, communities, streets, events, last)
    city = words["city"]
    made = City(tuple(weeks), CITY_CODE, city["name"], city["name_en"], districts, streets, communities, estates,
                households, outlines, events)  # fmt: skip
    return reorganised.reorganise(made)


def _level(parts: _Parts, weeks: int) -> Level:
    number = len(parts.ids)
    return Level(
        np.array(parts.ids, dtype=object),
        np.array([item.name for item in parts.names], dtype=object),
        np.array([item.name_en for item in parts.names], dtype=object),
        parts.parent, parts.points, np.zeros(number, dtype=np.int64), np.full(number, weeks, dtype=np.int64),
    )  # fmt: skip


def _middles(polygons: list[shapes.Polygon]) -> Floats:
    at = [shape.representative_point() for shape in polygons]
    return np.round(np.array([[point.x, point.y] for point in at]), 6)


def _fill_streets(
    rng: np.random.Generator, stock: Names, words: Texts, districts: Level, streets: Level, outlines: shapes.Shapes
) -> tuple[_Parts, _Parts]:
    """Return the communities and the estates of all streets."""
    communities = _Parts(
        [],
        [],
        np.repeat(np.arange(len(streets)), sizes := rng.integers(*COMMUNITIES, len(streets))),
        np.empty((0, 2)),
    )
    estates = _Parts([], [], np.empty(0, dtype=np.int64), np.empty((0, 2)))
    middles, points, numbers = [], [], []
    for street, size in enumerate(sizes.tolist()):
        rural = str(districts.names[streets.parent[street]]).endswith(words["city"]["district_town"])
        per_community = np.clip(rng.poisson(ESTATES, size), 1, 9)
        ids = [f"{streets.ids[street]}{i + 1:03d}" for i in range(size)]
        communities.ids.extend(ids)
        communities.names.extend(_community_names(rng, stock, words, size, rural))
        estates.ids.extend(f"{unit}{i + 1:03d}" for unit, n in zip(ids, per_community, strict=True) for i in range(n))
        estates.names.extend(_estate_names(rng, stock, int(per_community.sum())))
        at, middle = shapes.points_inside(rng, outlines.streets[street], per_community)
        middles.append(middle)
        points.append(at)
        numbers.append(per_community)
    parent = np.repeat(np.arange(len(communities.ids)), np.concatenate(numbers))
    return communities._replace(points=np.vstack(middles)), estates._replace(parent=parent, points=np.vstack(points))


def _community_names(rng: np.random.Generator, stock: Names, words: Texts, size: int, rural: bool) -> list[Name]:
    """Names are unique below one street and repeat across the city, as in real life."""
    stems = [stock["community"][i] for i in rng.choice(len(stock["community"]), size, replace=False)]
    village = (rng.random(size) < (0.45 if rural else 0.0)).astype(int)
    ends, ends_en = words["city"]["community_endings"], words["city"]["community_endings_en"]
    return [
        Name("", stem.name + ends[v], f"{stem.name_en} {ends_en[v]}") for stem, v in zip(stems, village, strict=True)
    ]


def _estate_names(rng: np.random.Generator, stock: Names, size: int) -> list[Name]:
    """Names are unique below one street; former factories' estates end otherwise than the new ones."""
    both = [
        (prefix, suffix)
        for prefix in stock["estate_prefix"]
        for suffix in stock["estate_suffix"]
        if suffix.parent in ("any", prefix.parent)
    ]
    chosen = rng.choice(len(both), size, replace=False)
    return [Name("", both[i][0].name + both[i][1].name, f"{both[i][0].name_en} {both[i][1].name_en}") for i in chosen]


def _opened_later(rng: np.random.Generator, estates: Level, weeks: int) -> Level:
    """Some estates are handed over during the three years (not in a short demo)."""
    opens = estates.opens.copy()
    if weeks >= 40:
        chosen = rng.choice(len(estates), NEW_ESTATES, replace=False)
        opens[chosen] = rng.integers(4, weeks - 10, NEW_ESTATES)
    return replace(estates, opens=opens)


def _events(weeks: int, words: Texts, streets: Level) -> Events:
    old_name = words["city"]["renamed_street"][0]
    return Events(
        renamed_street=int(np.flatnonzero(streets.names == old_name)[0]),
        rename_week=weeks - 60 if weeks >= 80 else weeks // 3,
        old_street_name=old_name,
        old_street_name_en=str(streets.names_en[streets.names == old_name][0]),
        split_estate=-1, split_into=(-1, -1), split_week=weeks - 30 if weeks >= 60 else weeks // 3,
        merged_estate=-1, merged_into=-1, merge_week=weeks - 24 if weeks >= 60 else weeks // 2,
        moved_community=-1, moved_to_street=-1, move_week=weeks - 40 if weeks >= 60 else weeks // 2 + 1,
        lagging=LAGGING, late=LATE, stopped=STOPPED, stop_week=max(1, weeks - 6),
        burst=BURST, burst_weeks=range(weeks - 16, weeks - 11) if weeks >= 40 else range(1, 3),
        corrected=CORRECTED, corrected_week=weeks - 2,
    )  # fmt: skip


def _split(
    words: Texts, estates: Level, households: Ints, communities: Level, streets: Level, events: Events, weeks: int
) -> tuple[Level, Ints, Events]:
    """Close one large estate of the burst's district and open two in its place; the street gets its new name."""
    district = streets.parent[communities.parent[estates.parent]]
    old = int(np.argmax(np.where((district == events.burst) & (estates.opens == 0), households, 0)))
    community = estates.parent[old]
    end = int(np.searchsorted(estates.parent, community, side="right"))
    size = int((estates.parent == community).sum())
    ids = [f"{communities.ids[community]}{size + k:03d}" for k in (1, 2)]
    first = int(households[old] * 0.55)
    endings = zip(words["city"]["split_endings"], words["city"]["split_endings_en"], strict=True)
    names = [(estates.names[old] + zh, f"{estates.names_en[old]} {en}") for zh, en in endings]
    at = np.round(estates.lnglat[old] + np.array([[0.0003, 0.0], [-0.0003, 0.0]]), 6)
    closes = estates.closes.copy()
    closes[old] = events.split_week
    split = Level(
        np.insert(estates.ids, end, ids), np.insert(estates.names, end, [name for name, _ in names]),
        np.insert(estates.names_en, end, [name for _, name in names]),
        np.insert(estates.parent, end, [community] * 2),
        np.insert(estates.lnglat, end, at, axis=0), np.insert(estates.opens, end, [events.split_week] * 2),
        np.insert(closes, end, [weeks, weeks]),
    )  # fmt: skip
    households = np.insert(households, end, [first, int(households[old]) - first])
    return split, households, replace(events, split_estate=old, split_into=(end, end + 1))
