"""What a briefing says of one week of one version: everything is read here, once, and nothing is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from etl.briefing.figures import Figure, Grid, Indicator, grid_of, indicator_of
from etl.briefing.words import Words
from warehouse import connect, periods, rebuild, versions
from warehouse.queries import base, catalogue, complaints, figures, map_geometry, map_scale, quality, reports
from warehouse.settings import Settings
from warehouse.shown import GAIN_WEEKS, HEADLINE
from warehouse.store import Store

MAPPED = ("branch_coverage", "complaints_per_1000_households")
# of the newest week's complaints many are still being dealt with: these rates look low and will rise
UNSETTLED = ("response_rate", "resolution_rate")
YEAR = 52
TREND_WEEKS = 26
NOT_SENT = Figure()


class BriefingError(ValueError):
    """Why no briefing can be made: a sentence for the one who asked."""


@dataclass(frozen=True)
class Unit:
    """A unit of the register: its name in the language, code, level and parent."""

    key: str
    name: str
    code: str
    level: str
    parent: str | None
    valid_from: date | None
    valid_to: date | None

    def open_on(self, day: date) -> bool:
        """Say whether it is open on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Content:
    """One week of one version in one language. city: the top unit; parts: the level below it that is compared.

    grid: the figures of the city over two years and of all units of `levels` in the weeks that are compared.
    reports: of queries.reports.week; findings: of queries.quality; parts_of_complaints: of queries.complaints.parts.
    """

    words: Words
    settings: Settings
    version: dict[str, Any]
    week: str
    newest: str
    city: Unit
    units: dict[str, Unit]
    parts: tuple[str, ...]
    indicators: dict[str, Indicator]
    grid: Grid
    levels: dict[str, tuple[str, ...]]
    reports: pl.DataFrame
    findings: pl.DataFrame
    complaints: pl.DataFrame
    data_sets: dict[str, str]
    view: dict[str, Any] | None
    outlines: list[dict[str, Any]]
    spreads: dict[str, tuple[float, ...]]

    @property
    def last_week(self) -> str:
        """Return the week before."""
        return periods.shift(self.week, -1)

    @property
    def last_year(self) -> str:
        """Return the week 52 weeks before."""
        return periods.shift(self.week, -YEAR)

    @property
    def published(self) -> date:
        """Return the day on which the version was published."""
        day: date = self.version["published_at"].date()
        return day

    def figure(self, unit: str, key: str, week: str | None = None) -> Figure:
        """Return a figure, this week's by default; one that is not there was not submitted."""
        return self.grid.get((unit, key, week or self.week), NOT_SENT)

    def name(self, unit: str) -> str:
        """Return a unit's name in the language."""
        return self.units[unit].name if unit in self.units else unit

    def settled(self, key: str) -> bool:
        """Say whether an indicator of this week can be compared with other weeks."""
        return not (key in UNSETTLED and self.week == self.newest)


def read(store: Store, week: str | None, lang: str, version: str | None = None) -> Content:
    """Read a week (the newest by default) of a version (the published one); BriefingError where there is none."""
    version = version or store.current()
    if version is None:
        raise BriefingError("the store has no published version yet: load the workbooks with `linju refresh` first")
    try:
        rebuild.ensure(store, versions.manifest_of(store, version))
    except LookupError as error:
        raise BriefingError(str(error.args[0])) from error
    with connect.reader(store, version) as con:
        known = catalogue.weeks(con)["period_id"].to_list()
        if not known:
            raise BriefingError(f"version {version} has no week with data")
        if week is not None and week not in known:
            raise BriefingError(f"version {version} has no week {week}; it has {known[-1]} to {known[0]}")
        return _read(con, store, week or known[0], known[0], Words(lang))


def _read(con: base.Connection, store: Store, week: str, newest: str, words: Words) -> Content:
    units = _units(con, words.lang)
    day = periods.end_of(week)
    city = next((unit for unit in units.values() if unit.parent is None), None)
    if city is None:
        raise BriefingError("the register has no top unit")
    parts = tuple(key for key, unit in units.items() if unit.parent == city.key and unit.open_on(day))
    level = units[parts[0]].level if parts else city.level
    small = store.settings.privacy.small_cell
    levels = _levels(units, level, day)
    grid = grid_of(figures.series(con, [city.key], HEADLINE, periods.shift(week, -2 * YEAR), week, small))
    weeks = {week, *(periods.shift(week, -back) for back in (1, GAIN_WEEKS, YEAR))}
    for name in levels:
        for one in sorted(weeks):
            grid |= grid_of(figures.below(con, city.key, name, HEADLINE, one, one, small))
    folder = store.database(_version(con)["version"]).parent / "geometry"
    view = map_geometry.view_of(folder, city.key)
    indicators = _indicators(con, words.lang)
    return Content(
        words=words,
        settings=store.settings,
        version=_version(con),
        week=week,
        newest=newest,
        city=city,
        units=units,
        parts=parts,
        indicators=indicators,
        grid=grid,
        levels=levels,
        reports=reports.week(con, city.key, [city.key], week),
        findings=quality.findings(con, city.key, week, week, small),
        complaints=complaints.parts(con, city.key, periods.shift(week, -YEAR), week),
        data_sets=dict(catalogue.data_sets(con).select("data_set_id", f"name_{words.lang}").iter_rows()),
        view=view,
        outlines=_outlines(folder, view),
        spreads={key: map_scale.spread(con, key, level) for key in MAPPED if not indicators[key].breaks},
    )


def _version(con: base.Connection) -> dict[str, Any]:
    return catalogue.version(con).row(0, named=True)


def _units(con: base.Connection, lang: str) -> dict[str, Unit]:
    found = {}
    for row in catalogue.units(con).iter_rows(named=True):
        name = row["name_en"] if lang == "en" and row["name_en"] else row["name"]
        span = (row["valid_from"], row["valid_to"])
        unit = Unit(row["org_unit_id"], name, row["code"] or "", row["level"], row["parent_id"], *span)
        found[unit.key] = unit
    return found


def _levels(units: dict[str, Unit], first: str, day: date) -> dict[str, tuple[str, ...]]:
    """Return the compared level and, where there is one, the streets, each with its units open on a day."""
    found: dict[str, tuple[str, ...]] = {}
    for level in dict.fromkeys((first, "street")):
        members = tuple(key for key, unit in units.items() if unit.level == level and unit.open_on(day))
        if members:
            found[level] = members
    return found


def _indicators(con: base.Connection, lang: str) -> dict[str, Indicator]:
    elements = catalogue.elements(con).select("data_element", f"name_{lang}")
    names = dict(elements.iter_rows())
    rows = catalogue.indicators(con).iter_rows(named=True)
    return {row["indicator_id"]: indicator_of(row, names, lang) for row in rows}


def _outlines(folder: Path, view: dict[str, Any] | None) -> list[dict[str, Any]]:
    return map_geometry.outlines(folder, view["areas"]) if view and view["areas"] else []
