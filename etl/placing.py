"""The place cells of rows -> org units, each distinct combination resolved once for each span of the register."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from etl import names, origin
from etl.addresses import inner_part
from etl.headers import Column
from etl.issues import issue
from etl.places import Places, Snapshot
from etl.recognise import Table
from etl.report import Report
from etl.resolve import Place, Resolution, Resolver
from warehouse.register import RANK

UNIT, PERIOD, EPOCH, RUN, KEY = "unit", "period", "epoch", "run", "key"
MOST = 2**63
OFFICIAL = 6  # digits of the shortest official code


@dataclass
class Placer:
    """Resolves the rows of one file. sender: the unit below which all its places lie."""

    places: Places
    resolver: Resolver
    sender: str | None
    _known: dict[int, tuple[list[tuple[str, str]], list[tuple[str, str]]]] = field(default_factory=dict)
    _keys: dict[int, list[str]] = field(default_factory=dict)
    _scopes: dict[tuple[int, int], Resolver] = field(default_factory=dict)
    _streets: dict[tuple[int, int, tuple[str | None, ...]], Resolution] = field(default_factory=dict)

    def place(self, data: pl.DataFrame, table: Table, report: Report) -> pl.DataFrame:
        """Add the column `unit` to rows that have `period`; a row without a certain unit gets null and an issue."""
        address = table.address()
        if address is not None:
            data = data.with_columns(pl.col(address.name).str.replace(inner_part(), ""))
        periods = data[PERIOD].drop_nulls().unique().sort().to_list()
        epochs = pl.Series([self.places.epoch(item) for item in periods], dtype=pl.Int32())
        known = pl.col(PERIOD).replace_strict(periods, epochs, default=None, return_dtype=pl.Int32())
        data = data.with_columns((known if periods else pl.lit(None, pl.Int32())).alias(EPOCH))
        cells = [*self._columns(table), *[name for name in data.columns if name.startswith("own_")]]
        data = self._with_runs(data, table, cells)
        keys = [RUN, *cells]
        data = data.with_columns(_combination(data, keys).alias(KEY))
        begun = data.filter(pl.col(PERIOD).is_not_null()) if data[PERIOD].null_count() else data
        distinct = begun.select(KEY, *keys, "row", PERIOD).unique(KEY, keep="first", maintain_order=True)
        items = distinct.rows(named=True)
        found = [self._one(self.places.at(item[PERIOD]), table, item) for item in items]
        at_fault = begun.filter(
            pl.col(KEY).is_in([item[KEY] for item, one in zip(items, found, strict=True) if one.unit is None])
        )
        rows = dict(at_fault.group_by(KEY).agg("row").rows())
        said: set[tuple[str, str]] = set()
        units = [
            self._judge(
                self.places.at(item[PERIOD]), table, report, item | {"rows": rows.get(item[KEY], [])}, one, said
            )
            for item, one in zip(items, found, strict=True)
        ]
        report.say_rest()
        if units:
            named = pl.Series(units, dtype=pl.String())
            place = data[KEY].replace_strict(distinct[KEY], named, default=None, return_dtype=pl.String())
        else:
            place = pl.Series([None] * data.height, dtype=pl.String())
        data = data.drop(RUN, KEY).with_columns(place.alias(UNIT))
        if data[UNIT].null_count():
            report.bad.update(data.filter(pl.col(UNIT).is_null() & pl.col(EPOCH).is_not_null())["row"].to_list())
        return data

    def _with_runs(self, data: pl.DataFrame, table: Table, cells: list[str]) -> pl.DataFrame:
        """Add `run`: rows with the same cells in one run of epochs mean the same unit, and are resolved once."""
        epochs = data[EPOCH].drop_nulls().unique().sort().to_list()
        if len(epochs) < 2:
            return data.with_columns(pl.lit(0, pl.Int32()).alias(RUN))
        distinct = data.select(cells).unique(maintain_order=True) if cells else pl.DataFrame({"": [0]})
        runs = []
        for number, item in enumerate(distinct.rows(named=True)):
            # an address may name anything: it is read anew in each epoch
            breaks = epochs if table.address() else self.resolver.breaks(self._place(table, item))
            runs += [(number, epoch, bisect_right(breaks, epoch)) for epoch in epochs]
        table_of_runs = pl.DataFrame(
            runs, schema={"number": pl.Int32(), EPOCH: pl.Int32(), RUN: pl.Int32()}, orient="row"
        )
        if not cells:
            return data.join(table_of_runs.drop("number"), on=EPOCH, how="left", maintain_order="left")
        numbered = distinct.with_row_index("number").with_columns(pl.col("number").cast(pl.Int32()))
        data = data.join(numbered, on=cells, how="left", nulls_equal=True, maintain_order="left")
        return data.join(table_of_runs, on=["number", EPOCH], how="left", maintain_order="left").drop("number")

    def _place(self, table: Table, item: dict[str, Any]) -> Place:
        parts = [(level, *self._parted(item[name])) for level, name in self._names(table) if item[name]]
        named = [(level, text) for level, _, text in parts if text]
        inside = [("any" if level == "unit" else level, code) for level, code, _ in parts if code]
        coded = [(level, item[name]) for level, name in self._codes(table) if item[name]]
        return Place(tuple(named), tuple(sorted([*inside, *coded], key=lambda code: RANK.get(code[0], -1))))

    def _parted(self, text: str) -> tuple[str | None, str]:
        """Part a cell that holds code and name; a short code counts only where some unit has or had it."""
        code, name = names.coded(text)
        known = code is not None and (len(code) >= OFFICIAL or code in self.places.index.codes)
        return (code, name) if known else (None, text)

    def _names(self, table: Table) -> list[tuple[str, str]]:
        if id(table) not in self._known:
            names = [(str(column.level), column.name) for column in table.ordered_places()]
            codes = [(column.field.removeprefix("code:"), column.name) for column in table.codes()]
            self._known[id(table)] = (names, codes)
        return self._known[id(table)][0]

    def _codes(self, table: Table) -> list[tuple[str, str]]:
        self._names(table)
        return self._known[id(table)][1]

    def _columns(self, table: Table) -> list[str]:
        """Return the columns that a row's place depends on, the free-text address last."""
        if id(table) not in self._keys:
            address = table.address()
            placed = [*table.codes(), *table.places(), *table.unit_columns(), *([address] if address else [])]
            self._keys[id(table)] = [column.name for column in placed]
        return self._keys[id(table)]

    def _one(self, snapshot: Snapshot, table: Table, item: dict[str, Any]) -> Resolution:
        found = self._by_columns(snapshot, table, item)
        address = table.address()
        text = item[address.name] if address else None
        if text is None or (found.unit is None and found.code != "place-missing"):
            return found
        return self._refined(snapshot, found, text)

    def _refined(self, snapshot: Snapshot, found: Resolution, text: str) -> Resolution:
        """Go on from what the columns say with what the address says; both must agree."""
        known = found.unit or found.certain
        read = self.resolver.book(snapshot).find(text, known)
        if read.strange is not None:
            code = "place-contradictory" if found.unit else "place-outside"
            return Resolution(None, code, "address", text, (read.strange,))
        if read.unit != known or found.unit is not None:
            return Resolution(read.unit, assumed=found.assumed)
        code = "place-ambiguous" if read.rivals else "place-unknown"
        return Resolution(None, code, "address", text, read.rivals[:3], certain=read.unit)

    def _by_columns(self, snapshot: Snapshot, table: Table, item: dict[str, Any]) -> Resolution:
        """Resolve the columns of a row; of many addresses in one street the street is looked up once."""
        if not table.tickets:
            return self._look_up(snapshot, table, item)
        columns = self._columns(table)
        cells = tuple(item[name] for name in (columns[:-1] if table.address() else columns))
        key = (id(snapshot), id(table), cells)
        if key not in self._streets:
            self._streets[key] = self._look_up(snapshot, table, item)
        return self._streets[key]

    def _look_up(self, snapshot: Snapshot, table: Table, item: dict[str, Any]) -> Resolution:
        place = self._place(table, item)
        resolver = self._scoped(snapshot, table)
        if not self._names(table) and not self._codes(table):
            if table.tickets and self._is_city(snapshot):
                return Resolution(None, "place-missing", certain=self.sender)
            # figures of one unit alone: 填报单位：桃源街道幸福社区, or a sheet named after the community
            lines = [*table.lines, table.name or ""]
            community = origin.mentioned(lines, snapshot, resolver.sender, "community")
            return Resolution(community or resolver.sender)
        coded = any(item[name] for _, name in self._codes(table))
        if not table.tickets and not coded and _unnamed(table, item, place):
            return Resolution(None, "place-missing")
        if not place.names and not place.codes:
            return Resolution(self.sender if table.tickets else None, "place-missing", certain=self.sender)
        return resolver.resolve(snapshot, place)

    def _is_city(self, snapshot: Snapshot) -> bool:
        return self.sender in snapshot.rows and RANK[snapshot.rows[self.sender].level] <= RANK["city"]

    def _scoped(self, snapshot: Snapshot, table: Table) -> Resolver:
        """A sheet without a street column that is named after a street (or whose title is) lies below that street."""
        if table.tickets or any(c.level == "street" for c in table.columns) or table.codes():
            return self.resolver
        key = (id(table), id(snapshot))
        if key not in self._scopes:
            scope = origin.mentioned([*table.lines, table.name or ""], snapshot, self.sender)
            self._scopes[key] = self.resolver if scope is None else self.resolver.below(scope)
        return self._scopes[key]

    def _judge(
        self,
        snapshot: Snapshot,
        table: Table,
        report: Report,
        item: dict[str, Any],
        found: Resolution,
        said: set[tuple[str, str]],
    ) -> str | None:
        if found.unit is not None:
            for written, unit in found.assumed:
                if (written, unit) not in said:
                    said.add((written, unit))
                    cell = self._cell(table, item, written)
                    report.add_limited(
                        issue("place-assumed", sheet=table.name, cell=cell, value=written, chosen=snapshot.path(unit))
                    )
            return found.unit
        coarser = found.certain if table.tickets and found.code in ("place-unknown", "place-ambiguous") else None
        if coarser is not None and RANK[snapshot.rows[coarser].level] <= RANK["city"]:
            coarser = None
        # a warning is given once, an error on every cell
        for line in item["rows"][:1] if coarser else item["rows"]:
            self._say(snapshot, table, report, found, coarser, line)
        return coarser

    def _say(
        self, snapshot: Snapshot, table: Table, report: Report, found: Resolution, coarser: str | None, row: int
    ) -> None:
        column = self._column(table, found.field)
        report.add_limited(
            issue(
                "place-coarser" if coarser else str(found.code),
                sheet=table.name,
                cell=f"{column.letters}{row}" if column else f"A{row}",
                field=column.field if column else None,
                value=found.written,
                suggestions=[
                    {"org_unit_id": unit, "name": snapshot.rows[unit].name, "path": snapshot.path(unit)}
                    for unit in found.suggestions
                ],
                chosen=snapshot.path(coarser) if coarser else "",
                sender=snapshot.rows[self.sender].name if self.sender in snapshot.rows else "",
                row=row,
            ),
            row,
        )

    def _column(self, table: Table, level: str | None) -> Column | None:
        wanted = level if level and level.startswith("code:") else f"place:{level}"
        address = table.address()
        columns = table.ordered_places() or table.codes() or ([address] if address else [])
        within = f"place:{wanted.removeprefix('code:')}"  # a code that stands in the cell of the name
        return table.column(wanted) or table.column(within) or (columns[-1] if columns else None)

    def _cell(self, table: Table, item: dict[str, Any], written: str) -> str | None:
        cells = [(column, item[column.name] or "") for column in table.ordered_places()]
        return next((f"{column.letters}{item['row']}" for column, text in cells if written in text), None)


def _combination(data: pl.DataFrame, names: list[str]) -> pl.Series:
    """Return a number for each row, the same where all these columns are the same: a million rows name few places."""
    number = pl.Series(KEY, [0], dtype=pl.UInt64()).new_from_index(0, data.height)
    for name in names:
        column = data[name]
        codes = column.cast(pl.Categorical).to_physical() if column.dtype == pl.String() else column
        codes = codes.cast(pl.UInt64())
        size = int(codes.max() or 0) + 2  # type: ignore[arg-type]
        if (int(number.max() or 0) + 1) * size >= MOST:  # type: ignore[arg-type]
            number = number.rank("dense").cast(pl.UInt64())
        number = number * size + codes.fill_null(size - 1)
    return number.alias(KEY)


def _unnamed(table: Table, item: dict[str, Any], place: Place) -> bool:
    """Say whether a row names no place of its own: its finest cell is blank and the coarser ones were filled down."""
    places = table.ordered_places()
    if not place.names or (item[places[-1].name] and not table.rows):
        return not place.names
    if table.rows:
        estate = table.column("place:estate")
        return estate is None or not item[estate.name]
    finest = [c for c in places if item[c.name]][-1]
    return item.get(f"own_{finest.name}") is False
