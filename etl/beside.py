"""Columns that stand beside an element's own: its sums so far, plans, parts. They are told and never loaded."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from etl import across, dates, header_words, words
from etl.headers import Column, is_figure
from etl.issues import issue
from etl.read import column_letters

if TYPE_CHECKING:
    from etl.recognise import Table

LONGEST_TITLE, FIGURES = 50, 200
NEAR = date(2024, 1, 1)  # any day: whether a text states a week does not hang on its year


def say_other(table: Table, columns: list[Column], row: str) -> None:
    """Tell of columns that count something else than the week's figure of an element: 服务人次（累计）."""
    for column in columns:
        if column.name in table.body.columns and table.body[column.name].drop_nulls().len():
            cell = f"{column.letters}{row}"
            table.issues.append(issue("column-otherwise", sheet=table.name, cell=cell, value=column.header))


def weeks(piece: str) -> list[str]:
    """Return what a heading says of its week: itself, `第45周`, or in its brackets, `已报到（截至11月8日）`."""
    if across.is_week(piece):
        return [piece]
    return [inside for inside in words.in_brackets(words.fold(piece))[1] if dates.weeks_in(inside, NEAR)]


def say_bare(table: Table, pieces: tuple[tuple[str, ...], ...], row: str) -> None:
    """Tell of columns of figures right of the places that nothing stands above: the half of a heading, mostly."""
    elements = [column.index for column in table.elements()]
    if table.tickets or table.stamp is not None or table.sheet.is_text or not elements:
        return
    for index in range(min(elements), min(len(pieces), max(elements) + 2)):
        name = f"c{index}"
        if pieces[index] or name not in table.body.columns:
            continue
        beside = table.body.filter(pl.any_horizontal(pl.col(f"c{item}").is_not_null() for item in elements))
        if any(is_figure(text) for text in beside[name].drop_nulls().head(FIGURES)):
            cell = f"{column_letters(index)}{row}"
            table.issues.append(issue("column-bare", sheet=table.name, cell=cell))


def say_aside(found: list[Table]) -> None:
    """Refuse tables whose sheet or title says that they hold no figures of the week: 上周, 计划, an example's.

    Sums since the beginning (累计) are left out of what adds up, column by column; what lasts is the same.
    """
    for table in found:
        if table.tickets or table.stamp is not None:
            continue
        name = words.fold(table.name or "")
        titles = [name, *(words.fold(line) for line in table.lines if _is_title(line, table))]
        same = [other for other in found if other is not table and other.data_set == table.data_set]
        example = any(word in name for word in words.folded("beside_header", "examples")) and bool(same)
        aside = next((title for title in titles if _is_aside(title)), name if example else None)
        if aside is not None:
            table.issues.append(issue("table-otherwise", sheet=table.name, value=aside))
        elif any(word in title for title in titles for word in words.folded("beside_header", "so_far")):
            flows = [column for column in table.elements() if words.is_flow(column.field)]
            row = str(table.body["row"][0] - 1) if table.body.height else ""
            table.columns = [column for column in table.columns if column not in flows]
            table.strange = [*table.strange, *flows]
            say_other(table, flows, row)


def _is_aside(title: str) -> bool:
    told = any(word in title for word in words.folded("beside_header", "aside"))
    return told and not any(word in title for word in words.folded("beside_header", "done"))


def _is_title(line: str, table: Table) -> bool:
    """Say whether a line above a table is its title, not a remark or the sender's."""
    plain = words.fold(line)
    named = any(words.fold(title) in plain for title in words.forms()[table.data_set]["titles"])
    return named and len(plain) <= LONGEST_TITLE and ":" not in plain


def is_part_of(pieces: tuple[tuple[str, ...], ...], column: Column, table: Table) -> bool:
    """Say whether a column whose header 其中 begins is a part of the one before it, by `forms.toml`.

    其中：联合支部 after 党支部数 is; 其中：流动党员 after 已报到 is not what 流动党员 means. True for other columns.
    """
    if not column.is_element or not _begins_part(pieces[column.index]):
        return True
    known = {item.index: item for item in table.columns}
    wholes = _wholes(column)
    for index in range(column.index - 1, -1, -1):
        if not pieces[index] or _begins_part(pieces[index]) or any(item.index == index for item in table.rates):
            continue
        if index in known and known[index].is_element:
            return known[index].field in wholes
        folded = {words.fold_header(piece) for piece in pieces[index]}
        return not folded.isdisjoint(words.folded("beside_header", "wholes"))
    return False


def _begins_part(pieces: tuple[str, ...]) -> bool:
    starts = tuple(header_words.part_starts())
    return any(words.fold_header(piece).startswith(starts) for piece in pieces)


def _wholes(column: Column) -> set[str]:
    """Return the elements that a column's element is a part of, and those that they are parts of."""
    known = words.forms()[column.data_set]["parts"]
    found = {column.field}
    for _ in range(2):
        found |= {whole for part, whole in known if part in found}
    return found - {column.field}
