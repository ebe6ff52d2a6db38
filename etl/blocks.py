"""Blocks of rows below a line that names their street or community: the name is filled down to them.

街道：桃源街道        in a row of its own, above each block's own header or between the rows below one header; also
一、桃源街道          with a number, with brackets, or several levels in one line;
桃源街道              in the one column 单位名称 of all units, where no row of figures is a street's own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from etl import across, clean, header_words, labels, names, units, words
from etl.headers import ANY, Column
from etl.issues import issue
from etl.read import column_letters
from etl.several import Part
from warehouse.register import RANK

if TYPE_CHECKING:
    from etl.recognise import Table

ABOVE = 4  # rows above a header in which its block may be named without a label
CELLS = 2  # `街道：` and the name in the next cell
FINEST = len(RANK)
_PARTS = re.compile(r"[\s,;]+(?=[^\s:]+ *:)")


@dataclass(frozen=True)
class Line:
    """A row that names blocks. row: as the sheet numbers it; column: of its first cell; units: level -> name."""

    row: int
    column: int
    units: dict[str, str]
    labelled: bool


def fill(table: Table, part: Part) -> None:
    """Give a table a column for each level that lines above its blocks name; those rows leave its body."""
    mixed = table.unit_columns()
    if table.tickets or table.sheet.at is not None or table.codes() or (mixed and (table.places() or mixed[1:])):
        return
    finest = min((RANK[str(column.level)] for column in table.places()), default=FINEST)
    within = _groups(table, mixed[0]) if mixed else _within(table, finest)
    if mixed and not within:
        return
    above = _above(part, finest)
    bare = {level for line in within if not line.labelled for level in line.units}
    above = [line for line in above if line.labelled or bare.intersection(line.units)]
    if not within and not any(line.labelled for line in above):
        return
    last = max((line.row for line in above if not line.labelled), default=None)
    lines = [*(line for line in above if line.labelled or line.row == last), *within]
    _write(table, lines, {line.row for line in within})
    shown = ", ".join(str(line.row) for line in lines[:10]) + (" …" if len(lines) > 10 else "")
    table.issues.append(issue("blocks-named", sheet=table.name, lines=shown))


def _within(table: Table, finest: int) -> list[Line]:
    """Return the lines among the rows below the header: nothing stands in them but a name."""
    cells = [pl.col(name) for name in table.body.columns if name != "row"]
    few = pl.sum_horizontal(cell.is_not_null().cast(pl.Int32()) for cell in cells).is_between(1, CELLS)
    first = pl.coalesce(pl.when(cell.is_not_null()).then(pl.lit(index)) for index, cell in enumerate(cells))
    found = (_line(row, finest) for row in table.body.filter(few).with_columns(first.alias("first")).iter_rows())
    return [line for line in found if line is not None]


def _groups(table: Table, column: Column) -> list[Line]:
    """Return the lines of a column of units of all levels that can be nothing but headings of the rows below them.

    A street without figures may be one that sent none. It is a heading where all rows of figures are of finer units
    and some row follows before the next heading; where one is followed by none, none of them is certain.
    """
    figures = [pl.col(item.name) for item in table.elements()]
    named = table.body.filter(pl.col(column.name).is_not_null())
    texts = named.filter(pl.any_horizontal(cell.is_not_null() for cell in figures))[column.name].to_list()
    ranks = [RANK[level] for text in texts if (level := across.level_of(names.coded(text)[1])) in RANK and level]
    lines = _within(table, min(ranks, default=RANK["estate"]))
    if not lines:
        return []
    starts = [line.row for line in lines]
    levels = [max(RANK[level] for level in line.units) for line in lines]
    others = {
        row for row, text in named.select("row", column.name).rows()
        if row not in set(starts) and labels.kind_of(text) is None
    }  # fmt: skip
    ends = [*starts[1:], max(others, default=0) + 1]
    follow = [any(start < row < end for row in others) for start, end in zip(starts, ends, strict=True)]
    for place, filled in enumerate(follow[:-1]):
        if not filled and levels[place + 1] <= levels[place]:
            return []
    return lines if follow[-1] else lines[:-1]  # a street named below the last row: a signature


def _above(part: Part, finest: int) -> list[Line]:
    """Return the lines above the header."""
    found = []
    rows = zip(part.grid.numbers, part.grid.raw[: part.header.first], strict=False)
    for index, (number, texts) in enumerate(rows):
        told = [place for place, text in enumerate(texts) if text is not None]
        line = _line((number, *texts, told[0]), finest) if 0 < len(told) <= CELLS else None
        if line is not None and (line.labelled or index >= part.header.first - ABOVE):
            found.append(line)
    return found


def _line(row: tuple[int | str | None, ...], finest: int) -> Line | None:
    """Read one row (its number, its cells, the first written column): a line where it names coarser units only."""
    texts = tuple(None if text is None else str(text) for text in row[1:-1])
    joined = labels.lines_of(texts)
    if len(joined) == CELLS and _is_number(joined[0]):  # in the column of running numbers
        joined = joined[1:]
    if len(joined) != 1:
        return None
    plain = words.half_width(words.without_number(joined[0]))
    named = _labelled(plain) if ":" in plain else _bare(plain)
    coarser = {level: name for level, name in named.items() if RANK[level] < finest}
    if not coarser or len(coarser) < len(named):
        return None
    return Line(int(str(row[0])), int(str(row[-1])), coarser, ":" in plain)


def _is_number(text: str) -> bool:
    plain = words.half_width(text).strip(" ().\u3001")
    return plain.isdigit() or clean.chinese_numeral(plain) is not None


def _labelled(plain: str) -> dict[str, str]:
    """Read `街道:桃源街道 社区:幸福社区`; empty where any part is something else, such as a number of them."""
    found: dict[str, str] = {}
    for part in _PARTS.split(plain):
        label, _, name = part.partition(":")
        role, name = across.role_of_label(label.strip()), words.without_brackets(name.strip())[0].strip()
        level = str(role).removeprefix(across.PLACE)
        if level not in RANK or not _is_name(name):
            return {}
        found[level] = name
    return found


def _bare(plain: str) -> dict[str, str]:
    name = words.without_brackets(plain)[0]
    level = across.level_of(name)
    return {level: name} if level in RANK and level else {}


def _is_name(text: str) -> bool:
    """Say whether a text may be a unit's name: `15个` is none."""
    if not text or len(text) > across.LONGEST_NAME or ":" in text:
        return False
    return not (text[0].isdigit() and (text.isdigit() or units.is_unit(text.lstrip("0123456789."))))


def _write(table: Table, lines: list[Line], own: set[int]) -> None:
    """Add the columns, and to the sheet the addresses of the lines that their texts come from."""
    levels = sorted({level for line in lines for level in line.units}, key=lambda level: RANK[level])
    states: list[tuple[int | str | None, ...]] = []
    state: dict[str, tuple[str, str]] = {}
    for line in sorted(lines, key=lambda line: line.row):
        coarsest = min(RANK[level] for level in line.units)
        state = {level: told for level, told in state.items() if RANK[level] < coarsest}
        cell = f"{column_letters(line.column)}{line.row}"
        state |= {level: (name, cell) for level, name in line.units.items()}
        told = [state.get(level, (None, None)) for level in levels]
        states.append((line.row, *(text for text, _ in told), *(cell for _, cell in told)))
    width = table.sheet.width
    names = [f"c{width + place}" for place in range(len(levels))]
    schema = {"row": pl.Int32(), **dict.fromkeys([*names, *[f"at_{name}" for name in names]], pl.String())}
    told_of = pl.DataFrame(states, schema=schema, orient="row").set_sorted("row")
    _address(table, told_of, names)
    body = table.body.filter(~pl.col("row").is_in(sorted(own))).set_sorted("row")
    written = pl.any_horizontal(pl.col(name).is_not_null() for name in body.columns if name != "row")
    body = body.join_asof(told_of.select("row", *names), on="row", strategy="backward")
    table.body = body.with_columns(pl.when(written).then(pl.col(name)).alias(name) for name in names)
    for place, level in enumerate(levels):
        field = f"{across.PLACE}{level}"
        table.columns.append(Column(width + place, header_words.official(field), ANY, field))
    table.filled |= set(names)


def _address(table: Table, told_of: pl.DataFrame, names: list[str]) -> None:
    """Say where each cell stands in the file: those of the added columns in the line above their block."""
    last = table.sheet.cells["row"].to_list()[-1]
    rows = pl.DataFrame({"row": pl.Series(range(1, last + 1), dtype=pl.Int32())}).set_sorted("row")
    own = [
        pl.concat_str(pl.lit(column_letters(index)), pl.col("row")).alias(f"c{index}")
        for index in range(table.sheet.width)
    ]
    added = told_of.select("row", *(pl.col(f"at_{name}").alias(name) for name in names))
    table.sheet = replace(table.sheet, at=rows.with_columns(own).join_asof(added, on="row", strategy="backward"))
