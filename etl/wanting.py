"""Which columns a table lacks, and whether it is of use without them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from etl import header_words, headers, words
from etl.headers import Column
from etl.issues import issue, phrase
from warehouse.register import RANK

if TYPE_CHECKING:
    from etl.recognise import Table

PATTERN_SAMPLE = 200
TICKET_FIELDS = ("ticket:number", "ticket:received")


def say(table: Table, fields: set[str]) -> None:
    """Say which columns a table lacks: those its data set requires; number and time of a list of tickets.

    fields: what the headers of all its data set's tables in the file may mean: one may hold 应报到, the next 已报到.
    """
    if not table.tickets and not table.elements():
        lacking = [name for name in TICKET_FIELDS if name not in table.headed] or list(TICKET_FIELDS)
        if not any(item.code == "layout-unclear" for item in table.issues):
            _say_lacking(table, table.strange, lacking)
        return
    if not (table.places() or table.unit_columns() or table.codes() or table.tickets):
        _say_lacking(table, _names(table), ["place:unit"] if _names(table) else [])
    levels = [RANK[str(column.level)] for column in table.places()]
    due = RANK[words.data_sets()[table.data_set]["level"]]
    if table.tickets or not levels or max(levels) < due:
        return
    known = {column.field for column in table.columns} | (fields - table.headed)
    required = [name for name in words.forms()[table.data_set]["required"] if name not in known]
    lacking = [name for name in required if table.rows or words.elements()[name].form != "row"]
    if _may_stand_alone(table, lacking):
        table.issues += [issue("column-elsewhere", sheet=table.name, field=name) for name in lacking]
    else:
        _say_lacking(table, table.strange, lacking)


def _may_stand_alone(table: Table, lacking: list[str]) -> bool:
    """Say whether one side of a rate may be loaded without the other: not where an unknown column may be the lacking
    one, misspelt, nor where it is there as a share: `83 % reported`.
    """
    form = words.forms()[table.data_set]
    given = {column.field for column in table.rates}
    known = not table.strange and not given.intersection(lacking)
    return bool(form.get("alone")) and known and len(lacking) < len(form["required"])


def _names(table: Table) -> list[Column]:
    """Return the columns before the figures that hold texts below an unknown header: a row without them is not the
    sender's own.
    """
    first = min((column.index for column in table.elements()), default=0)
    headed = {column.index for column in (*table.columns, *table.strange, *table.rates)}
    bare = [Column(index, "", headers.ANY, "unknown") for index in range(first) if index not in headed]
    left = [*table.strange, *(column for column in bare if _is_bare(table, column))]
    left = [column for column in left if column.index < first and column.name in table.body.columns]
    return [
        column
        for column in left
        if any(not headers.is_figure(text) for text in table.body[column.name].drop_nulls().head(PATTERN_SAMPLE))
    ]


def _is_bare(table: Table, column: Column) -> bool:
    """Say whether nothing stands above a column: not a number, a remark or a name of persons."""
    return all(column.index >= len(head) or head[column.index] is None for head in table.heads)


def _say_lacking(table: Table, unknown: list[Column], lacking: list[str]) -> None:
    near = "、".join(column.header for column in unknown[:3] if column.header)
    for name in lacking:
        table.issues.append(
            issue(
                "column-missing",
                sheet=table.name,
                field=name,
                official=header_words.official(name),
                near_zh=phrase("near_zh").format(names=near) if near else "",
                near_en=phrase("near_en").format(names=near) if near else "",
            )
        )
