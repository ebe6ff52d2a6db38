"""Which weeks a build has to make: all, or only those that a change of submissions touches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from warehouse import corrections_rows, facts, periods
from warehouse.catalogue import Catalogue
from warehouse.inputs import Inputs
from warehouse.manifest import Manifest
from warehouse.receipts import FactFile, Receipt

CHUNK_WEEKS = 26
# after so many builds of a few weeks one builds all anew, which puts the rows back into the order queries prune by
MOST_CHANGES = 26


@dataclass
class Source:
    """Submissions of a build: those that count, all that are known, where their files lie, what they cover."""

    root: Path
    accepted: list[Receipt]
    known: list[Receipt]
    coverage: pl.DataFrame
    issues: pl.DataFrame
    files: dict[tuple[str, int], list[Path]] = field(default_factory=dict)
    corrections: pl.DataFrame = field(default_factory=corrections_rows.none)

    def __post_init__(self) -> None:
        self.files = _files_by_week(self.root, [file for item in self.accepted for file in item.facts])

    def weeks(self) -> list[int]:
        """Return every week from the first with data to the last."""
        found = {week for _, week in self.files}
        found |= {periods.index_of(period) for period in self.coverage["period_id"].unique()}
        return list(range(min(found), max(found) + 1)) if found else []

    def paths(self, table: str, weeks: Iterable[int]) -> list[Path]:
        """Return the fact files of a table and weeks, in the order of weeks."""
        return [path for week in sorted(set(weeks)) for path in self.files.get((table, week), [])]

    def tables(self) -> set[str]:
        """Return the names of the fact tables other than tickets."""
        return {table for table, _ in self.files if table != facts.TICKETS}


def _files_by_week(root: Path, files: Iterable[FactFile]) -> dict[tuple[str, int], list[Path]]:
    found: dict[tuple[str, int], list[Path]] = defaultdict(list)
    for file in files:
        found[file.table, periods.index_of(file.period_id)].append(root / file.path)
    return found


def source_of(root: Path, submissions_dir: Path, receipts: list[Receipt], accepted: list[Receipt]) -> Source:
    """Read what the submissions cover and their issues; receipts: all known, accepted: those that count."""
    covered = (submissions_dir / item.submission_id / "coverage.parquet" for item in accepted)
    coverage = facts.read(covered, facts.COVERAGE, folder="submission_id")
    every = (submissions_dir / item.submission_id / "issues.parquet" for item in receipts)
    return Source(root, accepted, receipts, coverage, facts.read(every, facts.ISSUE))


@dataclass(frozen=True)
class Plan:
    """The weeks to build, all weeks of the city, and the weeks whose rows a kept file loses first."""

    targets: list[int]
    weeks: list[int]
    parent: str | None  # None: everything is built anew

    def chunks(self) -> list[list[int]]:
        """Return the weeks to build in portions that fit into memory."""
        return [self.targets[at : at + CHUNK_WEEKS] for at in range(0, len(self.targets), CHUNK_WEEKS)]


def carries(catalogue: Catalogue, carry_weeks: int) -> dict[str, int]:
    """Return for how many weeks at most each data set's stocks are carried."""
    found: dict[str, int] = defaultdict(int)
    for element in catalogue.elements:
        weeks = carry_weeks if element.carry is None else element.carry
        found[element.data_set_id] = max(found[element.data_set_id], weeks if element.kind == "stock" else 0)
    return found


def plan(
    inputs: Inputs, source: Source, parent: Manifest | None, old: Source | None, corrected: pl.DataFrame | None = None
) -> Plan:
    """Return what to build: what differs from the parent's submissions, with the weeks that stocks are carried into.

    old: the parent's submissions; None (or other inputs, or too many changes) means everything. corrected: the
    rows of the table correction in which the two differ.
    """
    weeks = source.weeks()
    if parent is None or old is None or not parent.same_basis(inputs) or parent.changes >= MOST_CHANGES:
        return Plan(weeks, weeks, None)
    before, now = parent.sequences(), {item.submission_id: item.sequence for item in source.accepted}
    changed = {name for name in before.keys() | now.keys() if before.get(name) != now.get(name)}
    touched = set(weeks) - set(old.weeks())
    carry = carries(inputs.catalogue, inputs.settings.reporting.carry_weeks)
    for side in (old, source):
        touched |= _weeks_of(side, changed, carry)
    touched |= _ticket_weeks(source, old, changed)
    if corrected is not None:
        for data_set, week in corrected.select("data_set_id", "week_index").unique().rows():
            touched |= set(range(week, week + carry.get(data_set, 0) + 1))
    targets = sorted(touched & set(weeks))
    if len(targets) * 2 > len(weeks) or (old.weeks() and weeks and old.weeks()[0] != weeks[0]):
        return Plan(weeks, weeks, None)
    return Plan(targets, weeks, parent.version)


def _weeks_of(side: Source, changed: set[str], carry: dict[str, int]) -> set[int]:
    found: set[int] = set()
    for item in side.accepted:
        if item.submission_id in changed:
            for file in item.facts:
                week = periods.index_of(file.period_id)
                found |= set(range(week, week + carry.get(file.table, 0) + 1))
    covered = side.coverage.filter(pl.col("submission_id").is_in(list(changed)))["period_id"].unique()
    return found | {periods.index_of(period) for period in covered}


def _ticket_weeks(source: Source, old: Source, changed: set[str]) -> set[int]:
    """Return every week in which any state of a changed ticket lies: its newest state may have left that week."""
    mine: list[Path] = []
    every: list[Path] = []
    for side in (source, old):
        for item in side.accepted:
            paths = [side.root / file.path for file in item.facts if file.table == facts.TICKETS]
            every += paths
            mine += paths if item.submission_id in changed else []
    if not mine:
        return set()
    numbers = pl.scan_parquet(sorted(set(mine))).select("ticket_number").unique()
    states = pl.scan_parquet(sorted(set(every))).select("ticket_number", "period_id")
    found = states.join(numbers, on="ticket_number", how="semi").select(pl.col("period_id").unique()).collect()
    return {periods.index_of(period) for period in found["period_id"]}
