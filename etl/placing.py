"""The place cells of rows -> org units, each distinct combination resolved once for each span of the register."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from etl import origin
from etl.headers import Column
from etl.issues import issue
from etl.places import Places, Snapshot
from etl.recognise import Table
from etl.report import Report
from etl.resolve import Place, Resolution, Resolver
from warehouse.register import RANK

UNIT, PERIOD, EPOCH = "unit", "period", "epoch"


@dataclass
class Placer:
    """Resolves the rows of one file. sender: the unit below which all its places lie."""

    places: Places
    resolver: Resolver
    sender: str | None

    def place(self, data: pl.DataFrame, table: Table, report: Report) -> pl.DataFrame:
        """Add the column `unit` to rows that have `period`; a row without a certain unit gets null and an issue."""
        periods = data[PERIOD].drop_nulls().unique().to_list()
        epochs = pl.DataFrame(
            {PERIOD: periods, EPOCH: [self.places.epoch(item) for item in periods]},
            schema={PERIOD: pl.String(), EPOCH: pl.Int32()},
        )
        sample = {self.places.epoch(item): item for item in periods}
        data = data.join(epochs, on=PERIOD, how="left", maintain_order="left")
        keys = [EPOCH, *self._columns(table), *[name for name in data.columns if name.startswith("own_")]]
        distinct = data.select("row", *keys).group_by(keys, maintain_order=True).agg(pl.col("row").first())
        units: list[str | None] = []
        said: set[tuple[str, str]] = set()
        bad: list[dict[str, object]] = []
        for item in distinct.rows(named=True):
            if item[EPOCH] is None:
                units.append(None)
                continue
            snapshot = self.places.at(sample[item[EPOCH]])
            found = self._one(snapshot, table, item)
            units.append(self._judge(snapshot, table, report, item, found, said))
            if units[-1] is None:
                bad.append(item)
        distinct = distinct.with_columns(pl.Series(UNIT, units, dtype=pl.String())).drop("row")
        data = data.join(distinct, on=keys, how="left", nulls_equal=True, maintain_order="left")
        report.bad.update(data.filter(pl.col(UNIT).is_null() & pl.col(EPOCH).is_not_null())["row"].to_list())
        return data

    def _columns(self, table: Table) -> list[str]:
        return [c.name for c in (*table.codes(), *table.places(), *table.unit_columns())]

    def _one(self, snapshot: Snapshot, table: Table, item: dict[str, str | None]) -> Resolution:
        names = [(str(c.level), str(item[c.name])) for c in table.ordered_places() if item[c.name]]
        codes = [(c.field.removeprefix("code:"), str(item[c.name])) for c in table.codes() if item[c.name]]
        resolver = self._scoped(snapshot, table)
        if not table.ordered_places() and not table.codes():
            return Resolution(resolver.sender)
        if not table.tickets and not codes and _unnamed(table, item, names):
            return Resolution(None, "place-missing")
        if not names and not codes:
            return Resolution(self.sender if table.tickets else None, "place-missing", certain=self.sender)
        return resolver.resolve(snapshot, Place(tuple(names), tuple(codes)))

    def _scoped(self, snapshot: Snapshot, table: Table) -> Resolver:
        """A sheet without a street column that is named after a street (or whose title is) lies below that street."""
        if table.tickets or any(c.level == "street" for c in table.columns) or table.codes():
            return self.resolver
        scope = origin.mentioned_street([*(table.lines), table.name or ""], snapshot, self.sender)
        if scope is None:
            return self.resolver
        return self.resolver.below(scope)

    def _judge(
        self,
        snapshot: Snapshot,
        table: Table,
        report: Report,
        item: dict[str, object],
        found: Resolution,
        said: set[tuple[str, str]],
    ) -> str | None:
        row = int(str(item["row"]))
        if found.unit is not None:
            for written, unit in found.assumed:
                if (written, unit) not in said and len(said) < 100:
                    said.add((written, unit))
                    cell = self._cell(table, item, written)
                    report.add(
                        issue("place-assumed", sheet=table.name, cell=cell, value=written, chosen=snapshot.path(unit))
                    )
            return found.unit
        column = self._column(table, found.field)
        coarser = found.certain if table.tickets and found.code in ("place-unknown", "place-ambiguous") else None
        if coarser is not None and RANK[snapshot.rows[coarser].level] <= RANK["city"]:
            coarser = None
        code = "place-coarser" if coarser else str(found.code)
        if len([item for item in report.issues if item.code == code]) < 100:
            report.add(
                issue(
                    code,
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
        return coarser

    def _column(self, table: Table, level: str | None) -> Column | None:
        wanted = level if level and level.startswith("code:") else f"place:{level}"
        columns = table.ordered_places() or table.codes()
        return table.column(wanted) or (columns[-1] if columns else None)

    def _cell(self, table: Table, item: dict[str, object], written: str) -> str | None:
        return next((f"{c.letters}{item['row']}" for c in table.ordered_places() if item[c.name] == written), None)


def _unnamed(table: Table, item: dict[str, str | None], names: list[tuple[str, str]]) -> bool:
    """Say whether a row names no place of its own: its finest cell is blank and the coarser ones were filled down."""
    places = table.ordered_places()
    if not names or (item[places[-1].name] and not table.rows):
        return not names
    if table.rows:
        estate = table.column("place:estate")
        return estate is None or not item[estate.name]
    finest = [c for c in places if item[c.name]][-1]
    return item.get(f"own_{finest.name}") is False
