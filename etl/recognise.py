"""A sheet -> its table: data set, header, columns with their meaning, the lines above, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from etl import beside, blocks, header_words, located, personal, several, units, wanting, words
from etl import stamp as stamps
from etl.header_words import ANY, OTHERWISE, Meaning
from etl.headers import Column, Grid, Header
from etl.issues import Issue, issue, phrase
from etl.labels import lines_of
from etl.read import Sheet
from etl.several import Part
from etl.stamp import Stamp
from etl.wanting import PATTERN_SAMPLE, TICKET_FIELDS
from warehouse import facts
from warehouse.register import RANK


@dataclass
class Table:
    """One table of a sheet. body: the rows below the header (`row`, `c0`, ...); lines: texts above it and below it.

    rows: it lists estates one by one. tickets: a row is a complaint. stamp: of the official form that it belongs to.
    heads: the rows down to its header's last as written. strange: columns that are not known; headed: what its
    headers may mean; rates: columns of shares, which are never stored; filled: columns that lines above blocks tell.
    """

    sheet: Sheet
    data_set: str
    columns: list[Column]
    body: pl.DataFrame
    lines: list[str]
    rows: bool = False
    tickets: bool = False
    issues: list[Issue] = field(default_factory=list)
    stamp: Stamp | None = None
    heads: list[tuple[str | None, ...]] = field(default_factory=list)
    strange: list[Column] = field(default_factory=list)
    headed: set[str] = field(default_factory=set)
    rates: list[Column] = field(default_factory=list)
    filled: set[str] = field(default_factory=set)

    @property
    def name(self) -> str | None:
        """Return the sheet's name, None in a text file."""
        return self.sheet.name

    def column(self, name: str) -> Column | None:
        """Return the column of a field."""
        return next((column for column in self.columns if column.field == name), None)

    def elements(self) -> list[Column]:
        """Return the columns that hold data elements."""
        return [column for column in self.columns if column.is_element]

    def places(self) -> list[Column]:
        """Return the columns that name places, from coarse to fine."""
        found = [column for column in self.columns if column.level in RANK]
        return sorted(found, key=lambda column: RANK[str(column.level)])

    def unit_columns(self) -> list[Column]:
        """Return the columns that name units of any level."""
        return [column for column in self.columns if column.field == "place:unit"]

    def ordered_places(self) -> list[Column]:
        """Return all columns that name places in the order in which they narrow the place: a column for any unit that
        stands left of the others is the coarsest, else the finest. What lines above blocks tell is coarser than all.
        """
        told = [column for column in self.places() if column.name in self.filled]
        places = [column for column in self.places() if column not in told]
        if not self.unit_columns():
            return self.places()
        first = [item for item in self.unit_columns() if all(item.index < column.index for column in places)]
        return [*told, *first, *places, *[item for item in self.unit_columns() if item not in first]]

    def address(self) -> Column | None:
        """Return the column of free-text addresses of a list of tickets."""
        return self.column("place:address") if self.tickets else None

    def codes(self) -> list[Column]:
        """Return the columns that hold codes of places, from coarse to fine."""
        found = [column for column in self.columns if column.field.startswith("code:")]
        return sorted(found, key=lambda column: RANK.get(column.field.removeprefix("code:"), -1))


def tables(sheets: list[Sheet], file_stem: str) -> tuple[list[Table], list[Issue]]:
    """Find the table of each sheet; the issues tell of sheets that hold none."""
    stamp, noted = stamps.find(sheets)
    found = []
    for sheet in sheets:
        if not sheet.cells.height or not stamps.holds_data(sheet, stamp):
            continue
        if not sheet.visible:
            noted.append(issue("sheet-hidden", sheet=sheet.name))
            continue
        parts = several.parts(sheet, file_stem) if stamp is None else several.whole(sheet, file_stem)
        if not parts:
            noted.append(issue("sheet-left-out", sheet=sheet.name or file_stem))
        found += [table_of(part, stamp) for part in parts]
    if not found:
        noted.append(issue("table-missing"))
    beside.say_aside(found)
    for table in found:
        wanting.say(table, {name for other in found if other.data_set == table.data_set for name in other.headed})
    return found, noted


def table_of(part: Part, stamp: Stamp | None = None) -> Table:
    """Say what each column of a table means. stamp: says for certain which data set it holds."""
    sheet, scores = part.sheet, part.scores
    certain = stamp.sheets.get(sheet.name or "") if stamp else None
    scores = {certain: scores[certain]} if certain in scores else scores
    best = max(scores.values())
    tied = [name for name in words.data_sets() if scores.get(name) == best]
    table = _table(sheet, part.grid, part.header, tied[0])
    table.stamp = stamp
    table.issues += part.issues
    if stamp is None:
        blocks.fill(table, part)
    if not all(_same_columns(table, part, name) for name in tied[1:]):
        choices = [words.data_sets()[name] for name in tied]
        table.issues.append(
            issue(
                "data-set-tie",
                sheet=table.name,
                choices_zh="、".join(item["name_zh"] for item in choices),
                choices_en=", ".join(item["name_en"] for item in choices),
            )
        )
    return table


def _same_columns(table: Table, part: Part, data_set: str) -> bool:
    """Say whether the columns mean the same in a table of another data set: 应建支部小区数 | 已覆盖小区数 | 应报到 |
    已报到 holds figures of two forms, and each column belongs to one of them alone.
    """
    other = _table(part.sheet, part.grid, part.header, data_set)
    own = [column for column in table.columns if column.name not in table.filled]
    return (
        own == other.columns
        and table.strange == other.strange
        and (table.rows, table.tickets) == (other.rows, other.tickets)
    )


def _general_factor(table: Table) -> int:
    """Return what the unit line above a table multiplies those columns by that have no unit of their own."""
    found = units.line_factors(table.lines)
    if len(found) > 1:  # `单位：个、万人` leaves open which column is which
        table.issues.append(issue("unit-unclear", sheet=table.name))
        return 1
    factor = next(iter(found), 1)
    if factor != 1:
        table.issues.append(issue("unit-of-table", sheet=table.name, factor=factor))
    return factor


def _table(sheet: Sheet, grid: Grid, header: Header, data_set: str) -> Table:
    fields = {name for column in header.meanings if OTHERWISE not in column for _, name in column}
    tickets = data_set == facts.TICKETS and fields.issuperset(TICKET_FIELDS)
    rows = data_set == "estates" and "place:estate" in fields
    lines = [line for row in grid.raw[: header.first] for line in lines_of(row)]
    lines += [text for pieces in header.pieces for piece in pieces for text in beside.weeks(piece)]
    table = Table(
        sheet,
        data_set,
        [],
        sheet.cells.slice(header.end),
        lines,
        rows,
        tickets,
        heads=grid.raw[: header.end],
    )
    personal, unknown, other = [], [], []
    general = _general_factor(table)
    for index, (pieces, meanings) in enumerate(zip(header.pieces, header.meanings, strict=True)):
        if not pieces:
            continue
        column = _column(index, pieces, header_words.choose(meanings, data_set, rows), tickets, general)
        # no element is a share: a rate is never taken as written
        share = column.data_set != ANY and units.is_share(pieces)
        if column.field in ("personal", "free_text") or _looks_personal(table, column):
            personal.append(column)
        elif share or column.field == "derived" or (column.field == "unknown" and units.is_rate(column.header)):
            table.rates.append(column)
        elif column.field == "unknown":
            unknown.append(column)
        elif column.field == OTHERWISE[1] or not beside.is_part_of(header.pieces, column, table):
            other.append(column)
        elif column.field != "ignored":
            table.columns.append(column)
            _say_foreign(table, column, pieces, f"{column.letters}{grid.numbers[header.end - 1]}")
    place = f"{grid.numbers[header.end - 1]}"
    _say_personal(table, personal, place)
    _say_unknown(table, unknown, place)
    beside.say_other(table, other, place)
    _say_repeated(table, place)
    beside.say_bare(table, header.pieces, place)
    table.strange, table.headed = [*unknown, *other], fields
    return table


def _column(index: int, pieces: tuple[str, ...], meaning: Meaning | None, tickets: bool, factor: int) -> Column:
    """Return a column by what its header means. factor: of those that have no unit of their own."""
    if meaning is not None and not tickets and meaning[1].startswith("ticket:"):
        meaning = meaning if meaning[1] in ("ticket:category", "ticket:channel") else None
    owner, what = meaning or (ANY, "unknown")
    field_, _, category = what.partition("/")
    return Column(index, "".join(pieces), owner, field_, units.factor(pieces) or factor, category or None)


def _say_foreign(table: Table, column: Column, pieces: tuple[str, ...], cell: str) -> None:
    """Refuse figures in a unit that is not the element's: minutes are no hours."""
    unit = units.foreign(pieces, words.elements()[column.field].type) if column.is_element else None
    if unit is not None:
        table.issues.append(issue("unit-foreign", sheet=table.name, cell=cell, field=column.field, value=unit))


def _looks_personal(table: Table, column: Column) -> bool:
    """Find phone and identity numbers by their pattern in a column that should not have them."""
    if column.field == "ticket:number" or column.name not in table.body.columns:
        return False
    sample = table.body[column.name].drop_nulls().head(PATTERN_SAMPLE).to_list()
    plain = [words.half_width(text).replace(" ", "") for text in sample]
    identity = sum(personal.is_identity(text) for text in plain)
    phones = sum(personal.is_phone(text) for text in plain)
    return bool(plain) and (identity > 0 or phones * 2 > len(plain))


def _say_personal(table: Table, columns: list[Column], row: str) -> None:
    # a plain remark column is left out without a word; names and numbers of persons are worth a warning
    named = [column for column in columns if column.field != "free_text" or table.tickets]
    if named:
        shown = "、".join(
            f"{located.name_of_column(table.sheet, column, row)} {column.header}"[:20] for column in named[:12]
        )
        table.issues.append(Issue("personal-columns-dropped", sheet=table.name, details={"columns": shown}))


def _say_unknown(table: Table, columns: list[Column], row: str) -> None:
    for column in columns:
        if column.name in table.body.columns and not table.body[column.name].drop_nulls().len():
            continue
        near = header_words.nearest(words.fold_header(column.header), table.data_set)
        table.issues.append(
            issue(
                "column-unknown",
                sheet=table.name,
                cell=f"{column.letters}{row}",
                value=column.header,
                near_zh=phrase("near_zh").format(names="、".join(near)) if near else "",
                near_en=phrase("near_en").format(names=", ".join(near)) if near else "",
            )
        )


def _say_repeated(table: Table, row: str) -> None:
    first: dict[str, Column] = {}
    for column in list(table.columns):
        known = first.setdefault(f"{column.field}/{column.category or ''}", column)
        if known is column:
            continue
        table.columns.remove(column)
        if not table.body[column.name].drop_nulls().len():  # a header merged over a column that nobody uses
            continue
        table.issues.append(
            issue(
                "column-repeated",
                sheet=table.name,
                cell=f"{column.letters}{row}",
                field=column.field,
                value=column.header,
                other=located.name_of_column(table.sheet, known, row),
            )
        )
