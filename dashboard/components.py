"""The blocks that pages are made of, as HTML text: cards, lists, tables, messages. Every written value is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from dashboard.context import Context
from dashboard.formats import (
    Change,
    Figure,
    Indicator,
    change,
    day,
    emptiness,
    number,
    value_parts,
    week_days,
    week_label,
    week_long,
)
from dashboard.i18n import Words
from dashboard.labels import CATEGORIES, CHANNELS, label
from dashboard.lineage_links import figure_link
from dashboard.theme import Theme
from warehouse.shown import unlike

SPARK_WIDTH, SPARK_HEIGHT = 200, 40
TABLE_ROWS = 10
TABLE_LIMIT = 300


def logo(city: str, chosen: Theme, _: Words) -> str:
    """Return the product's name and the city's as an SVG picture, 32 px high."""
    name = _("Linju")
    width = 12 + sum(19 if ord(char) > 255 else 11 for char in name)
    whole = width + 24 + sum(17 if ord(char) > 255 else 9 for char in city)
    font = "Noto Sans SC,Noto Sans CJK SC,Microsoft YaHei,PingFang SC,sans-serif"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="32" viewBox="0 0 {whole} 32" '
        f'font-family="{font}">'
        f'<text x="0" y="23" font-size="20" font-weight="700" fill="{chosen.accent}">{escape(name)}</text>'
        f'<text x="{width}" y="22" font-size="16" fill="{chosen.ink}">{escape(city)}</text></svg>'
    )


def message(title: str, text: str = "", command: str = "") -> str:
    """Return a calm message in place of a page; text is plain."""
    code = f"<code>{escape(command)}</code>" if command else ""
    return f'<div class="lj-message"><h2>{escape(title)}</h2><p>{escape(text)}</p>{code}</div>'


def empty(text: str) -> str:
    """Return the words that stand where a chart or table has nothing to show."""
    return f'<div class="lj-empty">{escape(text)}</div>'


def heading(text: str, small: str = "") -> str:
    """Return the line above a chart: the question that it answers, and how to read it."""
    more = f"<small>{escape(small)}</small>" if small else ""
    return f'<div class="lj-h">{escape(text)}{more}</div>'


def sentence(page: Context, info: dict[str, Any]) -> str:
    """Return the line on top of every page: what is shown, as of which version, and that data are made up."""
    _, chosen = page._, page.selection
    path = " › ".join(page.units.name(unit, page.lang) for unit in page.units.path(chosen.unit_id))
    when = f"{week_long(chosen.week, _)} · {week_days(chosen.week, page.lang)}"
    span = _("{n} weeks, from {week}").format(n=chosen.weeks, week=week_long(chosen.first, _))
    only = [label(CATEGORIES, chosen.category, _)] if chosen.category else []
    only += [label(CHANNELS, chosen.channel, _)] if chosen.channel else []
    narrowed = (
        f'<span class="lj-only">{escape(_("only {what}").format(what=" · ".join(only)))}</span>' if only else ""
    )
    published = info["published_at"]
    version = _("version {version}, published {day} {time}").format(
        version=info["version"], day=day(published.date(), page.lang), time=f"{published:%H:%M}"
    )
    made_up = f'<span class="lj-made-up">{escape(_("Made-up data"))}</span>' if info["made_up"] else ""
    return (
        f'<div class="lj-sentence"><b>{escape(path)}</b><span>{escape(when)}</span>'
        f"<span>{escape(span)}</span>{narrowed}"
        f"<span>{escape(version)}</span>{made_up}</div>"
    )


@dataclass(frozen=True)
class Kpi:
    """One key figure: now, a week and a year before, and the values of the last weeks for its spark line.

    unsettled: the week's own cases are still being worked on, so that a lower rate is no worse one.
    """

    indicator: Indicator
    now: Figure
    week_before: Figure | None
    year_before: Figure | None
    spark: Sequence[float | None] = ()
    unsettled: bool = False


def cards(kpis: Sequence[Kpi], page: Context, *, small: bool = False, links: bool = True) -> str:
    """Return a row of key figures, each with the way to where it comes from."""
    kind = "lj-cards lj-small" if small else "lj-cards"
    return f'<div class="{kind}">{"".join(_card(kpi, page, links) for kpi in kpis)}</div>'


def _source(page: Context, indicator: Indicator) -> str:
    said = escape(page._("Where does this figure come from?"))
    link = escape(figure_link(page, indicator.indicator_id))
    source = f'<a class="lj-from" href="{link}" target="_self" title="{said}">{escape(page._("source"))}</a>'
    count = page.comments.get((page.selection.unit_id, indicator.indicator_id, page.selection.week), 0)
    if not count:
        return source
    told = escape(page._("comments: {n}").format(n=count))
    return f'<span class="lj-froms"><a class="lj-from" href="{link}" target="_self">{told}</a> {source}</span>'


def _card(kpi: Kpi, page: Context, links: bool) -> str:
    _, indicator = page._, kpi.indicator
    value = kpi.now.value(indicator)
    missing = emptiness(kpi.now, indicator, _)
    if missing or value is None:
        few = f"<{page.selection.small_cell}"
        text = few if kpi.now.suppressed and not indicator.is_rate else missing
        figure = f'<div class="lj-figure lj-none">{escape(text)}</div>'
    else:
        written, unit = value_parts(value, indicator.unit, page.lang, _)
        figure = f'<div class="lj-figure">{escape(written)}<span class="lj-unit">{escape(unit)}</span></div>'
    title = escape(indicator.note or indicator.name)
    source = _source(page, indicator) if links else ""
    return (
        f'<div class="lj-card"><div class="lj-name" title="{title}">{escape(indicator.name)}{source}</div>{figure}'
        f'<div class="lj-changes">{moves(kpi, _)}</div><div class="lj-note">{escape(note(kpi, _)) or "&nbsp;"}</div>'
        f"{spark(kpi.spark, page.theme) or '<span></span>'}</div>"
    )


def moves(kpi: Kpi, _: Words) -> str:
    """Return how a key figure moved on the week and on the year, as HTML."""
    found = ((_("on the week"), kpi.week_before), (_("on the year"), kpi.year_before))
    return "".join(_move(label, _between(before, kpi, _)) for label, before in found)


def note(kpi: Kpi, _: Words) -> str:
    """Return in words what a key figure lacks: still being settled, not all reported, carried forward; or ""."""
    figure = kpi.now
    said = [_("still being settled")] if kpi.unsettled and figure.numerator is not None else []
    if figure.numerator is not None and figure.reported_units < figure.expected_units:
        counted = _("{n}/{of} reported").format(n=number(figure.reported_units), of=number(figure.expected_units))
        said.append(counted)
    if figure.numerator is not None and figure.carried_from:
        text = _("partly carried forward from {week}")
        text = text if figure.expected_units > 1 else _("carried forward from {week}")
        said.append(text.format(week=week_label(figure.carried_from, _)))
    return " · ".join(said)


def _between(before: Figure | None, kpi: Kpi, _: Words) -> Change | None:
    """Compare two weeks. A count of fewer units than before is neither better nor worse: it has no colour."""
    if before is None:
        return None
    now, indicator = kpi.now, kpi.indicator
    move = change(now.value(indicator), before.value(indicator), indicator, _)
    blank = kpi.unsettled or (not indicator.is_rate and unlike(now, before))
    return replace(move, good=None) if move is not None and blank else move


def _move(label: str, move: Change | None) -> str:
    if move is None:
        return f"<span>{escape(label)} –</span>"
    return f"<span>{escape(label)} {arrow(move)}</span>"


def arrow(move: Change) -> str:
    """Return a change with its arrow; the colour says good or bad, never up or down."""
    sign = {True: "▲ ", False: "▼ ", None: ""}[move.up]
    kind = {True: "lj-good", False: "lj-bad", None: ""}[move.good]
    return f'<span class="{kind}">{sign}{escape(move.text)}</span>'


def spark(values: Sequence[float | None], chosen: Theme) -> str:
    """Return a small line without axes; a gap stays a gap, the last point is marked."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    low, high = min(known), max(known)
    if low == high:  # what does not change runs through the middle
        low, high = low - 1, high + 1
    span = high - low
    step = SPARK_WIDTH / max(len(values) - 1, 1)
    path, pen = [], False
    for place, value in enumerate(values):
        if value is None:
            pen = False
            continue
        at = f"{place * step:.1f},{SPARK_HEIGHT - 4 - (value - low) / span * (SPARK_HEIGHT - 8):.1f}"
        path.append(f"{'L' if pen else 'M'}{at}")
        pen = True
    pen_style = f'fill="none" stroke="{chosen.main}" stroke-width="1.8" vector-effect="non-scaling-stroke"'
    line = f'<path d="{"".join(path)}" {pen_style}/>'
    box = f'viewBox="0 0 {SPARK_WIDTH} {SPARK_HEIGHT}" preserveAspectRatio="none" aria-hidden="true"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{line}</svg>'


@dataclass(frozen=True)
class Column:
    """One column of a table; numeric ones are set to the right. unit: of its figures in a file, if no indicator's."""

    key: str
    title: str
    numeric: bool = False
    unit: str = ""


def table(columns: Sequence[Column], rows: Sequence[Sequence[str]], _: Words, *, most: int = TABLE_ROWS) -> str:
    """Return a table of ten rows; the others (to a limit, said) unfold. Cells: plain text or `Linked`."""
    first = _table(columns, rows[:most])
    rest = rows[most:TABLE_LIMIT]
    if not rest:
        return first
    text = _("{n} more rows").format(n=number(len(rest)))
    if len(rows) > TABLE_LIMIT:
        text += " · " + _("all {n} are in the file to take away").format(n=number(len(rows)))
    return f'{first}<details class="lj-rest"><summary>{escape(text)}</summary>{_table(columns, rest)}</details>'


class Linked(str):
    """A cell's text that leads somewhere."""

    link: str

    def __new__(cls, words: str, link: str) -> Linked:
        """Make the text; link is an address of this server."""
        made = super().__new__(cls, words)
        made.link = link
        return made


def _written(cell: str) -> str:
    if isinstance(cell, Linked):
        return f'<a href="{escape(cell.link)}" target="_self">{escape(cell)}</a>'
    return escape(cell)


def _table(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> str:
    def kind(column: Column) -> str:
        return ' class="lj-n"' if column.numeric else ""

    head = "".join(f"<th{kind(column)}>{escape(column.title)}</th>" for column in columns)
    body = "".join(
        "<tr>"
        + "".join(f"<td{kind(c)}>{_written(cell)}</td>" for c, cell in zip(columns, row, strict=True))
        + "</tr>"
        for row in rows
    )
    head = f"<thead><tr>{head}</tr></thead>"
    return f'<div class="lj-wide"><table class="lj-table">{head}<tbody>{body}</tbody></table></div>'


def listing(title: str, rows: Sequence[tuple[str, str, str]], nothing: str) -> str:
    """Return a short list of (what, quiet second word, HTML on the right), or words where it is empty."""
    if not rows:
        body = f'<tr><td class="lj-q">{escape(nothing)}</td></tr>'
    else:
        body = "".join(
            f'<tr><td>{escape(what)}</td><td class="lj-q">{escape(second)}</td><td class="lj-n">{right}</td></tr>'
            for what, second, right in rows
        )
    return f'<div><div class="lj-h">{escape(title)}</div><table class="lj-list"><tbody>{body}</tbody></table></div>'


def legend(items: Sequence[tuple[str, str]]) -> str:
    """Return a line of (colour, words); without a colour the mark is a dashed outline."""
    marks = "".join(
        f"<span><i {f'style=background:{colour}' if colour else 'class=lj-dashed'}></i>{escape(text)}</span>"
        for colour, text in items
    )
    return f'<div class="lj-legend">{marks}</div>'
