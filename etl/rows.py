"""The rows below a header: which are data, which totals, notes or blank; merged and blank-below cells filled down."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from etl import across, groups, headers, merges, words
from etl.groups import BLANK, DATA, KIND
from etl.headers import Column
from etl.issues import issue
from etl.labels import LISTED, NOTE, PART, SUBTOTAL, TOTAL, kind_of
from etl.recognise import Table
from etl.report import Report
from warehouse.register import RANK

FIGURE = r"^\s*[0-9０-９]"
MANY = 4


def map_texts(frame: pl.DataFrame, column: str, read: Callable[[str], str | None], name: str) -> pl.DataFrame:
    """Add a text column made from another by a function, which is called once for each distinct text."""
    texts = frame[column].drop_nulls().unique().to_list()
    found = pl.Series([read(text) for text in texts], dtype=pl.String())
    if not texts:
        return frame.with_columns(pl.lit(None, pl.String()).alias(name))
    return frame.with_columns(
        pl.col(column).replace_strict(texts, found, default=None, return_dtype=pl.String()).alias(name)
    )


def sort_out(table: Table) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the data rows, filled down, and the total rows of a table; what was left out is noted in its issues.

    Both keep the frame's columns and have `kind`; data rows keep their order and their `row`.
    """
    if table.rows:
        table.body = merges.fill(table.body, table, [item for item in table.elements() if merges.is_worded(item)])
    body = _with_kind(table)
    data = body.filter(pl.col(KIND) == DATA)
    totals = body.filter(pl.col(KIND).is_in([TOTAL, SUBTOTAL]))
    if not data.height and not table.tickets:  # a week without a complaint is a list without tickets
        table.issues.append(issue("table-without-rows", sheet=table.name))
    _note_left_out(table, body)
    _note_hidden(table, data)
    placed = [column for column in table.columns if column.level or column.field in ("week", "place:unit")]
    data = merges.fill(data, table, placed)  # in a list of tickets a blank place is one that nobody knows
    if not table.tickets:
        named = _group_rows(table, body)
        over = groups.ends(table, body.filter(~pl.col("row").is_in(named["row"].to_list())))
        data = _fill_down(table, pl.concat([data, named, over]).sort("row"))
        data = _fill_weeks(table, data.filter(pl.col(KIND) == DATA))
    return data, totals


def _group_rows(table: Table, body: pl.DataFrame) -> pl.DataFrame:
    """Return the rows that only name the group of those below them: 桃源街道 in a row of its own."""
    columns = table.ordered_places()
    if len(columns) < 2:
        return body.clear()
    coarse = columns[0]
    others = [name for name in table.body.columns if name not in ("row", coarse.name)]
    alone = pl.all_horizontal(pl.col(name).is_null() for name in others) if others else pl.lit(True)
    found = body.filter((pl.col(KIND) == NOTE) & pl.col(coarse.name).is_not_null() & alone)
    levels = {coarse.level} if coarse.level else set(RANK)
    named = [text for text in found[coarse.name].unique() if across.level_of(text) in levels]
    return found.filter(pl.col(coarse.name).is_in(named))


def _fill_weeks(table: Table, data: pl.DataFrame) -> pl.DataFrame:
    """Repeat a week in the rows below it where the weeks stand before the places and so group them."""
    column = table.column("week")
    if column is None or not all(column.index < place.index for place in table.ordered_places()):
        return data
    return data.with_columns(pl.col(column.name).forward_fill())


def report_long(data: pl.DataFrame, table: Table, report: Report) -> None:
    """Hold back the rows of a text file that have cells beyond the last header: their cells may be shifted."""
    if not table.sheet.is_text:
        return
    headed = [number for head in table.heads for number, text in enumerate(head) if text is not None]
    for index in range(max(headed, default=0) + 1, table.sheet.width):
        column = Column(index, "", headers.ANY, "")
        long = data.filter(pl.col(column.name).is_not_null())
        report.rows("row-too-long", long.select("row", pl.col(column.name).alias("value")), column)


def _labels(table: Table) -> list[str]:
    """Return the columns in which a total or note may be named: all up to the first element, and the places."""
    first = min(
        (column.index for column in table.columns if column.is_element or "ticket" in column.field), default=1
    )
    places = [column.index for column in table.ordered_places()]
    wanted = sorted({*range(max(first, 1)), *places})
    return [f"c{index}" for index in wanted if f"c{index}" in table.body.columns]


def _with_kind(table: Table) -> pl.DataFrame:
    body, labels = table.body, [] if table.tickets else _labels(table)
    kinds = []
    for name in labels:
        body = map_texts(body, name, kind_of, f"{KIND}_{name}")
        kinds.append(pl.col(f"{KIND}_{name}"))
    cells = [pl.col(name) for name in table.body.columns if name != "row"]
    first = pl.coalesce(pl.col(name) for name in table.body.columns if name != "row")
    written = _any([pl.col(column.name).is_not_null() for column in _values(table)])
    if table.tickets:  # a ticket without its time is a ticket all the same: a note has a cell or two
        written = written | (pl.sum_horizontal(cell.is_not_null().cast(pl.Int32()) for cell in cells) >= MANY)
    label = pl.coalesce(kinds) if kinds else _total_of_tickets(table)
    begun = [pl.col(column.name).str.contains(FIGURE).fill_null(False) for column in _values(table)]
    figures = _any(begun)
    kind = (
        pl.when(pl.all_horizontal(cell.is_null() for cell in cells))
        .then(pl.lit(BLANK))
        .when(label.is_in([TOTAL, SUBTOTAL, PART]))
        .then(label)
        .when((label == NOTE) | ((label == LISTED) & ~figures))
        .then(pl.lit(NOTE))
        .when(~written)
        .then(pl.lit(NOTE))
        .otherwise(pl.lit(DATA))
    )
    body = body.with_columns(kind.alias(KIND), first.alias("first"), figures.alias("figures"))
    body = body.with_columns(pl.when(_again(table)).then(pl.lit(BLANK)).otherwise(pl.col(KIND)).alias(KIND))
    return body.drop([f"{KIND}_{name}" for name in labels])


def _total_of_tickets(table: Table) -> pl.Expr:
    """Say total where a list of tickets ends with `合计 | 6件`: the word stands first, or for the number."""
    wanted = {"c0", *(column.name for column in table.columns if column.field == "ticket:number")}
    found: pl.Expr = pl.lit(None, pl.String())
    for name in sorted(wanted & set(table.body.columns)) if table.tickets else ():
        texts = table.body[name].drop_nulls()
        texts = texts.filter(texts.str.len_bytes() != texts.str.len_chars()).unique()  # a million numbers are none
        totals = [text for text in texts if kind_of(text) in (TOTAL, SUBTOTAL)]
        found = pl.when(pl.col(name).is_in(totals)).then(pl.lit(TOTAL)).otherwise(found) if totals else found
    return found


def _again(table: Table) -> pl.Expr:
    """Say of each row whether it is one of the header's, or above it, printed again on a new page."""
    rows = []
    for head in table.heads:
        told = [index for index, text in enumerate(head) if text is not None]
        if len(told) < 2:
            continue
        first = f"c{told[0]}"
        word = words.fold_header(str(head[told[0]]))
        texts = table.body[first].drop_nulls()
        if not word.isascii():  # a million numbers of tickets are no header
            texts = texts.filter(texts.str.len_bytes() != texts.str.len_chars())
        spellings = [text for text in texts.unique() if words.fold_header(text) == word]
        if not spellings:
            continue
        for row in table.body.filter(pl.col(first).is_in(spellings)).iter_rows():
            folded = [None if text is None else words.fold_header(text) for text in row[1 : len(head) + 1]]
            if folded == [None if text is None else words.fold_header(text) for text in head]:
                rows.append(row[0])
    return pl.col("row").is_in(rows)


def _any(found: list[pl.Expr]) -> pl.Expr:
    return pl.any_horizontal(found) if found else pl.lit(False)


def _values(table: Table) -> list[Column]:
    if table.tickets:  # a note stands in the first column, where the number does: the time tells them apart
        return [column for column in table.columns if column.field == "ticket:received"]
    return table.elements()


def _note_left_out(table: Table, body: pl.DataFrame) -> None:
    last = body.filter(pl.col(KIND) == DATA)["row"].max()
    out = body.filter(pl.col(KIND) == PART)["row"].to_list()
    doubtful = pl.col("figures") | (pl.col("row") < (last or 0))
    body = body.filter(~pl.col("row").is_in(_group_rows(table, body)["row"].to_list()))
    out += body.filter((pl.col(KIND) == NOTE) & doubtful)["row"].to_list()
    if out:
        table.issues.append(issue("rows-left-out", sheet=table.name, rows=_list(out)))


def _note_hidden(table: Table, data: pl.DataFrame) -> None:
    hidden = (
        sorted(set(data["row"].to_list()) & table.sheet.marks.hidden_rows) if table.sheet.marks.hidden_rows else []
    )
    if hidden:
        table.issues.append(issue("rows-hidden", sheet=table.name, rows=_list(hidden)))
    columns = [column for column in table.columns if column.index in table.sheet.marks.hidden_columns]
    if columns:
        shown = ", ".join(f"{column.letters} {column.header}" for column in columns[:10])
        table.issues.append(issue("columns-hidden", sheet=table.name, columns=shown))


def _list(rows: list[int]) -> str:
    return ", ".join(str(row) for row in rows[:10]) + (" …" if len(rows) > 10 else "")


def _fill_down(table: Table, data: pl.DataFrame) -> pl.DataFrame:
    """Repeat a group's name in the rows below it, within the group above; the finest column is never filled.

    `own` says that a row's finest filled place cell was written in that very row: 桃源街道 | (blank) | 120 states the
    street, while a row below 幸福社区 that names no estate states nothing.
    """
    columns = table.ordered_places()
    if len(columns) < 2:
        return data
    group: pl.Expr = pl.lit(0)
    for column in columns[:-1]:
        stated = pl.col(column.name).is_not_null() & (column.name not in table.filled)
        own = stated.alias(f"own_{column.name}")
        filled = (
            pl.col(column.name).forward_fill().over(group)
            if column is not columns[0]
            else pl.col(column.name).forward_fill()
        )
        data = data.with_columns(own).with_columns(filled.alias(column.name))
        group = pl.struct([item.name for item in columns[: columns.index(column) + 1]]).rle_id()
        data = data.with_columns(group.alias("group"))
        group = pl.col("group")
    return data.with_columns(pl.col(column.name).replace(groups.END, None) for column in columns[:-1])
