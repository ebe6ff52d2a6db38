"""Corrections onto stored facts: the fact files stay as they came, a build reads corrected copies of some."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from warehouse import corrections, corrections_rows, facts, periods
from warehouse import corrections_tickets as tickets
from warehouse.build_plan import Source
from warehouse.catalogue import Catalogue
from warehouse.corrections import Fault, Line, Unreadable
from warehouse.receipts import REFUSED, WITHDRAWN, Receipt
from warehouse.register import Register

Row = dict[str, Any]

_KEY = ("submission_no", "week_index", "element_no", "row", "sheet", "cell")


@dataclass
class Applied:
    """What corrections come to. files: path -> corrected rows; resting: lines whose submission does not count."""

    files: dict[Path, pl.DataFrame] = field(default_factory=dict)
    rows: pl.DataFrame = field(default_factory=corrections_rows.none)
    faults: list[Fault] = field(default_factory=list)
    resting: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Basis:
    """What lines are read against."""

    catalogue: Catalogue
    register: Register
    reference: Path

    def element(self, data_set: str, name: str) -> tuple[str, str]:
        """Return how an element's values are written: its type, and its table of words."""
        return str(self.catalogue.data_sets[data_set]["elements"][name]["type"]), name


def base(submission_id: str) -> str:
    """Return an id without the number of a later loading of the same bytes."""
    return re.sub(r"-\d+$", "", submission_id)


def apply(lines: list[Line], source: Source, basis: Basis) -> Applied:
    """Correct the facts of the submissions that count. The lines hold one after the other, in their order."""
    made, wanted = Applied(), defaultdict(list)
    known = defaultdict(set)
    for item in source.known:
        known[base(item.submission_id)].add(item.status)
    counting = defaultdict(list)
    for item in source.accepted:
        counting[base(item.submission_id)].append(item)
    for line in lines:
        lacking, name = line.missing(), base(line.submission)
        if lacking:
            made.faults.append(Fault("correction-incomplete", line, lacking))
        elif counting[name]:
            wanted[name].append(line)
        elif known[name] & {WITHDRAWN, REFUSED}:
            made.resting.append(line)
        else:
            made.faults.append(Fault("correction-submission", line, "submission"))
    found = [_Corrected(item, source, basis, wanted[name], made) for name in wanted for item in counting[name]]
    rows = [row for item in found for row in item.work()]
    made.rows = _merged(rows)
    return made


def _merged(rows: list[Row]) -> pl.DataFrame:
    """Return one row a corrected value: what it was at first, what it is at last."""
    merged: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        key = tuple(row[name] for name in _KEY)
        merged[key] = {**row, "old": merged[key]["old"]} if key in merged else row
    return pl.DataFrame(list(merged.values()), schema=corrections_rows.COLUMNS, orient="row")


def _matches(line: Line, row: Row) -> bool:
    return not line.sheet or line.sheet == row["sheet"]


def row_of(cell: str) -> int | None:
    """Return the row that a cell's address names."""
    found = re.search(r"(\d+)$", cell)
    return int(found[1]) if found else None


class _Corrected:
    """The facts of one submission while its lines are worked through."""

    def __init__(self, receipt: Receipt, source: Source, basis: Basis, lines: list[Line], made: Applied) -> None:
        self.receipt, self.source, self.basis, self.lines, self.made = receipt, source, basis, lines, made
        self.numbers = {(item.data_set_id, item.element_id): item.number for item in basis.catalogue.elements}

    def work(self) -> list[Row]:
        """Work through the lines; return the rows of the table `correction`."""
        hits = self._hits()
        done: list[Row] = []
        for line in self.lines:
            done += self._line(line, hits)
        for path in {hit["path"] for hit in hits if hit["changed"]}:
            self.made.files[path] = _file(path, [hit for hit in hits if hit["path"] == path])
        return done

    def _hits(self) -> list[Row]:
        """Find the stored rows that the lines concern: each with its file, its place there, and what it says."""
        cells, rows = {line.cell for line in self.lines}, {row_of(line.cell) for line in self.lines}
        by_kind: dict[bool, list[Path]] = {True: [], False: []}
        for file in self.receipt.facts:
            by_kind[file.table == facts.TICKETS].append(self.source.root / file.path)
        found = _found(by_kind[False], facts.VALUES, pl.col("cell").is_in(list(cells)), is_ticket=False)
        numbers = [row for row in rows if row is not None]
        return found + _found(by_kind[True], facts.TICKET, pl.col("row").is_in(numbers), is_ticket=True)

    def _line(self, line: Line, hits: list[Row]) -> list[Row]:
        mine = [hit for hit in hits if _matches(line, hit["row"]) and self._names(line, hit)]
        if not mine or len({hit["row"]["sheet"] for hit in mine}) > 1:
            self.made.faults.append(Fault("correction-cell", line, "cell"))
            return []
        done = []
        for hit in mine:
            act: Callable[[Line, Row], list[Row] | Fault] = self._ticket if hit["ticket"] else self._value
            result = act(line, hit)
            if isinstance(result, Fault):
                self.made.faults.append(result)
                return []
            hit["changed"] = True
            done += result
        return done

    @staticmethod
    def _names(line: Line, hit: Row) -> bool:
        if hit["removed"]:
            return False
        if hit["ticket"]:
            return bool(row_of(line.cell) == hit["row"]["row"])
        return line.cell == hit["row"]["cell"] and line.field in ("", hit["row"]["data_element"])

    def _value(self, line: Line, hit: Row) -> list[Row] | Fault:
        row = hit["row"]
        kind, table = self.basis.element(row["data_set_id"], row["data_element"])
        now = row["value"] if row["value_text"] is None else row["value_text"]
        said = corrections.write(now, kind, table, self.basis.reference)
        try:
            if self._read(line.old, kind, table) != now:
                return Fault("correction-old", line, "old", said, row["data_element"])
        except Unreadable:
            return Fault("correction-old", line, "old", said, row["data_element"])
        try:
            new = self._read(line.new, kind, table)
        except Unreadable as error:
            return Fault("correction-new", line, "new", str(error))
        hit["removed"] = new is None
        if new is not None:
            row["value" if row["value_text"] is None else "value_text"] = new
            row["qualifier"] = None
        written = "" if new is None else corrections.write(new, kind, table, self.basis.reference)
        return [
            self._said(
                line, row, row["data_set_id"], row["data_element"], row["category"], row["cell"], said, written
            )
        ]

    def _read(self, text: str, kind: str, table: str) -> corrections.Value:
        value = corrections.read(text, kind, table, self.basis.reference)
        if kind != "unit" or value is None or value in self.basis.register.newest:
            return value
        coded = [unit for unit, row in self.basis.register.newest.items() if row.code == value]
        if len(coded) != 1:
            raise Unreadable("org_units.csv")
        return coded[0]

    def _ticket(self, line: Line, hit: Row) -> list[Row] | Fault:
        before = dict(hit["row"])
        fault = tickets.change(line, hit["row"], self.basis.reference)
        if fault is not None:
            return fault
        number = before["ticket_number"]
        return [
            self._said(line, hit["row"], facts.TICKETS, element, number, cell, old, new)
            for element, cell, old, new in tickets.differences(before, hit["row"], self.basis.reference)
        ]

    def _said(
        self, line: Line, row: Row, data_set: str, element: str, category: str | None, cell: str, old: str, new: str
    ) -> Row:
        return {
            "submission_id": self.receipt.submission_id, "org_unit_id": row["org_unit_id"],
            "period_id": row["period_id"], "data_set_id": data_set, "data_element": element, "category": category,
            "sheet": row["sheet"], "row": row["row"], "cell": cell, "old": old, "new": new, "reason": line.reason,
            "who": line.who, "date": line.date, "submission_no": self.receipt.sequence,
            "week_index": periods.index_of(row["period_id"]), "element_no": self.numbers[data_set, element],
        }  # fmt: skip


def _found(paths: list[Path], schema: dict[str, pl.DataType], which: pl.Expr, *, is_ticket: bool) -> list[Row]:
    if not paths:
        return []
    holding = (
        pl.scan_parquet(paths, include_file_paths="path").filter(which).select(pl.col("path").unique()).collect()
    )
    hits = []
    for name in sorted(holding["path"]):
        data = facts.conform(pl.read_parquet(name), schema).with_row_index("at").filter(which)
        for row in data.rows(named=True):
            at = row.pop("at")
            hits.append(
                {"path": Path(name), "at": at, "row": row, "ticket": is_ticket, "changed": False, "removed": False}
            )
    return hits


def _file(path: Path, hits: Iterable[Row]) -> pl.DataFrame:
    """Return a file's rows with the corrected ones in their places, and without those that a correction took out."""
    changed = {hit["at"]: hit for hit in hits if hit["changed"]}
    schema = facts.TICKET if any(hit["ticket"] for hit in changed.values()) else facts.VALUES
    data = facts.conform(pl.read_parquet(path), schema).with_row_index("at")
    rows = [{"at": at, **hit["row"]} for at, hit in changed.items() if not hit["removed"]]
    fresh = pl.DataFrame(rows, schema=data.schema, orient="row")
    return pl.concat([data.filter(~pl.col("at").is_in(list(changed))), fresh]).sort("at").drop("at")


def put_in(source: Source, made: Applied, folder: Path) -> None:
    """Write the corrected copies into a folder and let a source read them in the place of the files as they came."""
    copies = {}
    for number, (path, data) in enumerate(made.files.items()):
        copies[path] = folder / f"{number}.parquet"
        folder.mkdir(parents=True, exist_ok=True)
        data.write_parquet(copies[path])
    source.files = {key: [copies.get(path, path) for path in paths] for key, paths in source.files.items()}
    source.corrections = made.rows
