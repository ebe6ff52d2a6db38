"""The older history as a city would migrate it: one large CSV for each data set, UTF-8 with BOM, a week column."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from etl.demo.city import Bools, City, Ints, Strings
from etl.demo.history import Estates, Reports, Table
from etl.demo.texts import Texts
from warehouse import periods

HALVES = ("service_hours", "station_area_m2")  # kept in halves
CHOICES = {
    "branch_kind": ("none", "independent", "joint", "functional"),
    "owners_committee": ("none", "forming", "formed"),
}
YES_NO = (
    "should_have_branch", "property_service", "service_station", "street_empowered",
    "street_freed_of_investment_tasks", "street_funded", "joint_meeting_held",
)  # fmt: skip
BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class _Rows:
    """Which cells (unit, week) are rows of the file, in the file's order: week by week."""

    unit: Ints
    week: Ints

    def pick(self, names: Strings, index: Ints) -> pl.Series:
        return pl.Series(names.tolist(), dtype=pl.String).gather(index)

    def words(self, words: list[str], values: Ints) -> pl.Series:
        return pl.Series(words, dtype=pl.String).gather(values[self.unit, self.week])


def group_names(city: City, estates: Estates, words: Texts) -> list[str]:
    """Return the name of each branch: that of the first estate it serves, and its kind."""
    first = np.full(len(estates.seat), -1, dtype=np.int64)
    for estate in np.flatnonzero(estates.group >= 0)[::-1].tolist():
        first[estates.group[estate]] = estate
    kinds = CHOICES["branch_kind"]
    return [
        words["branches"][kinds[kind]].format(estate=city.estates.names[estate])
        for kind, estate in zip(estates.kind_of_group.tolist(), first.tolist(), strict=True)
    ]


def write(path: Path, data: pl.DataFrame) -> None:
    """Write a frame as CSV, UTF-8 with BOM, as an office program would save it."""
    with path.open("wb") as stream:
        stream.write(BOM)
        data.write_csv(stream, line_terminator="\r\n")


def estates_frame(city: City, report: Reports, estates: Estates, words: Texts, weeks: int) -> pl.DataFrame:
    """Return the first weeks of the estates' history under the headers of the bulk file."""
    table, level = estates.table, city.estates
    rows = _rows(table.sent["should_have_branch"][:, :weeks])
    community = level.parent[rows.unit]
    columns = _place(city, report, words, rows, community)
    columns["estate"] = rows.pick(level.names, rows.unit)
    columns["estate_code"] = rows.pick(level.ids, rows.unit)
    for element, values in table.values.items():
        if element in words["bulk"]["left_out"]:
            continue
        columns[element] = _element(city, estates, words, rows, element, values)
        columns[element] = _blanked(columns[element], table.sent[element], rows)
    return _headed(columns, words)


def communities_frame(
    city: City, report: Reports, table: Table, words: Texts, weeks: int, sent: Bools
) -> pl.DataFrame:
    """Return the first weeks of one of the communities' data sets under the headers of the bulk file."""
    rows = _rows(sent[:, :weeks])
    columns = _place(city, report, words, rows, rows.unit)
    columns["community_code"] = rows.pick(city.communities.ids, rows.unit)
    for element, values in table.values.items():
        if element in words["bulk"]["left_out"]:
            continue
        columns[element] = _blanked(_number(element, values, rows), table.sent[element], rows)
    return _headed(columns, words)


def _rows(sent: Bools) -> _Rows:
    week, unit = np.nonzero(sent.T)
    return _Rows(unit, week)


def _place(city: City, report: Reports, words: Texts, rows: _Rows, community: Ints) -> dict[str, pl.Series]:
    """Return week, time of report, district, street (by its name of that week) and community."""
    bulk = words["bulk"]
    style = bulk["week_styles"]
    written = []
    for number, period in enumerate(city.weeks):
        year, week, _ = periods.start_of(period).isocalendar()
        written.append(style[0 if number < len(city.weeks) // 2 else 1].format(y=year, w=week))
    street = city.street_of_communities(community, rows.week)
    district = city.streets.parent[street]
    arrival = np.array([[at.strftime("%Y-%m-%d %H:%M") for at in row] for row in report.arrival], dtype=object)
    names = np.concatenate([city.street_names(0), city.streets.names])
    newer = (rows.week >= city.events.rename_week) * len(city.streets)
    return {
        "week": rows.pick(np.array(written, dtype=object), rows.week),
        "reported": rows.pick(arrival.ravel(), district * len(city.weeks) + rows.week),
        "district": rows.pick(city.districts.names, district),
        "street": rows.pick(names, street + newer),
        "community": rows.pick(city.communities.names, community),
    }


def _element(city: City, estates: Estates, words: Texts, rows: _Rows, element: str, values: Ints) -> pl.Series:
    bulk = words["bulk"]["words"]
    if element in CHOICES:
        return rows.words([bulk[element][choice] for choice in CHOICES[element]], values)
    if element in YES_NO:
        yes, no = bulk.get(element, [bulk["yes"], bulk["no"]])
        return rows.words([no, yes], values)
    if element == "branch_name":
        return rows.words([*group_names(city, estates, words), ""], values)
    if element == "branch_seat":
        return rows.words([*city.estates.ids.tolist(), ""], values)
    return _number(element, values, rows)


def _number(element: str, values: Ints, rows: _Rows) -> pl.Series:
    numbers = pl.Series(values[rows.unit, rows.week])
    return numbers / 2 if element in HALVES else numbers


def _blanked(column: pl.Series, sent: Bools, rows: _Rows) -> pl.Series:
    """Return the column with a blank where the cell was not filled in."""
    return column.set(pl.Series(~sent[rows.unit, rows.week]), None)


def _headed(columns: dict[str, pl.Series], words: Texts) -> pl.DataFrame:
    bulk = words["bulk"]
    headers = {**bulk["headers"], "week": bulk["week"], "reported": bulk["reported"]}
    return pl.DataFrame({headers[name]: column for name, column in columns.items()})
