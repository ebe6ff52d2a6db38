"""One clerk's table for one data set and week: its rows as written, with subtotals and totals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from etl.demo.bulk import CHOICES, HALVES, YES_NO
from etl.demo.city import Bools, City, Ints, Level
from etl.demo.hand import Cell, Hand
from etl.demo.history import Table

PLACES = ("week", "district", "street", "community", "estate")
SUMMED_IN_ESTATES = ("households",)


@dataclass(frozen=True)
class Content:
    """What a district reports: a table of one level, which rows come, and the names of branches.

    row: the level of a row: estate, community or street.
    """

    city: City
    table: Table
    level: Level
    sent: Bools
    branch_names: list[str]
    row: str

    @property
    def of_estates(self) -> bool:
        """Whether each row is an estate."""
        return self.row == "estate"

    def communities(self) -> Ints:
        """Return the community of each unit, -1 of a street."""
        number = len(self.level)
        if self.row == "street":
            return np.full(number, -1, dtype=np.int64)
        return self.level.parent if self.of_estates else np.arange(number)

    def streets(self, week: int) -> Ints:
        """Return the street of each unit in a week."""
        if self.row == "street":
            return np.arange(len(self.level))
        return self.city.street_of_communities(self.communities(), week)


@dataclass(frozen=True)
class Row:
    """One line of a table. units: the rows of the level it is about; total: 0 a unit, 1 a subtotal, 2 the total."""

    cells: list[Cell]
    total: int
    street: int
    community: int


def rows(
    content: Content, hand: Hand, columns: list[list[str]], district: int, week: int, week_text: str
) -> list[Row]:
    """Return the lines of the table in the clerk's order, without titles and headers."""
    city = content.city
    community_of, street_of = content.communities(), content.streets(week)
    units = np.flatnonzero((city.streets.parent[street_of] == district) & content.sent[:, week])
    fields = [column[0] for column in columns]
    columns_of = [_column(content, hand, name, units, week) for name in fields]
    places = _places(content, hand, fields, units, district, week, week_text)
    written = [places.get(name, values) for name, values in zip(fields, columns_of, strict=True)]
    lines = [
        Row(list(cells), 0, int(street_of[unit]), int(community_of[unit]))
        for unit, cells in zip(units.tolist(), zip(*written, strict=True), strict=True)
    ]
    return _with_totals(content, hand, fields, lines, units, street_of[units], week)


def _column(content: Content, hand: Hand, name: str, units: Ints, week: int) -> list[Cell]:
    """Return one column's cells; columns of places are made elsewhere."""
    if name == "seq":
        return list(range(1, len(units) + 1))
    if name.startswith("rate:"):
        part, whole = (content.table.values[item][units, week] for item in name[5:].split("/"))
        return [_rate(hand, int(a), int(b)) for a, b in zip(part, whole, strict=True)]
    if name not in content.table.values:
        return [None] * len(units)
    values, sent = content.table.values[name][units, week].tolist(), content.table.sent[name][units, week].tolist()
    if name == "branch_name":
        return [content.branch_names[value] if there else None for value, there in zip(values, sent, strict=True)]
    if name == "branch_seat":
        names = content.level.names
        return [str(names[value]) if there else None for value, there in zip(values, sent, strict=True)]
    if name in CHOICES or name in YES_NO:
        return [
            hand.choice(name, value) if there else hand.blank() for value, there in zip(values, sent, strict=True)
        ]
    column = len(name)
    return [
        hand.number(name, value, row, column) if there else hand.blank()
        for row, (value, there) in enumerate(zip(values, sent, strict=True))
    ]


def _places(
    content: Content,
    hand: Hand,
    fields: list[str],
    units: Ints,
    district: int,
    week: int,
    week_text: str,
) -> dict[str, list[Cell]]:
    city = content.city
    communities, streets = content.communities()[units], content.streets(week)[units]
    street_names = city.street_names(week)
    number = len(units)
    found: dict[str, list[Cell]] = {
        "week": [week_text] * number,
        "district": [str(city.districts.names[district])] * number,
        "street": [hand.place("street", str(street_names[i]), 1) for i in streets],
        "community": [
            hand.place("community", str(city.communities.names[i]), at) for at, i in enumerate(communities)
        ],
        "community_code": [str(city.communities.ids[i]) for i in communities],
        "street_code": [str(city.streets.ids[i]) for i in streets],
    }
    if content.of_estates:
        found["estate"] = [hand.place("estate", str(city.estates.names[i]), at + 2) for at, i in enumerate(units)]
        found["estate_code"] = [str(city.estates.ids[i]) for i in units]
    return {name: cells for name, cells in found.items() if name in fields}


def _with_totals(
    content: Content, hand: Hand, fields: list[str], lines: list[Row], units: Ints, streets: Ints, week: int
) -> list[Row]:
    clerk = hand.clerk
    if clerk["totals"] == "none":
        return lines
    label = next(i for i, name in enumerate(fields) if name in PLACES and name != "week")
    total = Row(_sums(content, hand, fields, units, week, label, clerk["total_word"]), 2, -1, -1)
    if clerk["totals"] == "top":
        return [total, *lines]
    if clerk["totals"] != "street" or content.row == "street":
        return [*lines, total]
    found: list[Row] = []
    inner = "district" in fields  # there the subtotal stands beside the merged street, else in the first column
    for street in dict.fromkeys(streets.tolist()):
        here = np.flatnonzero(streets == street)
        found += [lines[i] for i in here]
        at = fields.index("community") if inner else label
        cells = _sums(content, hand, fields, units[here], week, at, clerk["subtotal_word"])
        found.append(Row(cells, 1, street if inner else -1, -1))
    return [*found, total]


def _sums(
    content: Content, hand: Hand, fields: list[str], units: Ints, week: int, label: int, word: str
) -> list[Cell]:
    cells: list[Cell] = []
    for column, name in enumerate(fields):
        if name.startswith("rate:"):
            part, whole = (_sum(content, item, units, week) for item in name[5:].split("/"))
            cells.append(_rate(hand, part, whole))
        elif (
            name in content.table.values
            and name not in YES_NO
            and (name in SUMMED_IN_ESTATES or not content.of_estates)
        ):
            cells.append(_exact(hand, name, _sum(content, name, units, week), column))
        else:
            cells.append(None)
    cells[label] = word
    return cells


def _exact(hand: Hand, name: str, value: int, column: int) -> Cell:
    """Return a sum as the clerk writes numbers, but never as "about"."""
    plain: int | float = value
    if name in HALVES:
        plain = value / 2 if value % 2 else value // 2
    return plain if hand.clerk["numbers"] in ("about", "mixed") else hand.styled(plain, 0, column)


def _sum(content: Content, name: str, units: Ints, week: int) -> int:
    there = content.table.sent[name][units, week]
    return int((content.table.values[name][units, week] * there).sum())


def _rate(hand: Hand, part: int, whole: int) -> Cell:
    """Return a percentage as clerks compute it: a text, or a number for the clerk who uses formulas."""
    if whole == 0:
        return None
    return round(part / whole, 4) if hand.clerk["formulas"] else f"{100 * part / whole:.1f}%"


def is_rate(column: list[str]) -> bool:
    """Return whether the clerk computes this column."""
    return column[0].startswith("rate:")


def header_merges(columns: list[list[str]]) -> list[tuple[int, int, int, int, str]]:
    """Return the header's cells as (first row, first column, last row, last column, text).

    Equal texts side by side are one merged cell, but for the last row; "" continues the cell above.
    """
    height = len(columns[0]) - 1
    grid = [[column[row + 1] for column in columns] for row in range(height)]
    found: list[tuple[int, int, int, int, str]] = []
    for row, texts in enumerate(grid):
        column = 0
        while column < len(texts):
            if not texts[column]:
                column += 1
                continue
            end = column
            if row < height - 1:
                while end + 1 < len(texts) and texts[end + 1] == texts[column] and _same(grid, row, column, end + 1):
                    end += 1
            bottom = row
            while bottom + 1 < height and not any(grid[bottom + 1][column : end + 1]):
                bottom += 1
            found.append((row, column, bottom, end, texts[column]))
            column = end + 1
    return found


def _same(grid: list[list[str]], row: int, a: int, b: int) -> bool:
    return all(grid[above][a] == grid[above][b] for above in range(row))


def runs(lines: list[Row], key: str) -> list[tuple[int, int]]:
    """Return (first, last) of neighbouring lines of the same street or community (key)."""
    found: list[tuple[int, int]] = []
    before: Any = None
    for at, line in enumerate(lines):
        value = line.street if key == "street" else (line.street, line.community) if line.community >= 0 else None
        if line.total == 2 or value is None or value == -1:
            before = None
            continue
        if value == before:
            found[-1] = (found[-1][0], at)
        else:
            found.append((at, at))
        before = value
    return found
