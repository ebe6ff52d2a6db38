"""The scenes of figures: key figures, who is furthest behind and who gained most, complaints. HTML, all escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import polars as pl

from dashboard import blocks, components, data, fair, meeting_charts, meeting_reports, narrowed, rising
from dashboard.components import Kpi
from dashboard.context import Context
from dashboard.formats import (
    Change,
    Figure,
    Indicator,
    change,
    emptiness,
    number,
    value_parts,
    value_text,
    week_label,
    week_long,
)
from dashboard.labels import CATEGORIES, label
from warehouse import periods, ranking, replay
from warehouse.settings import Ranking
from warehouse.shown import GAIN_WEEKS, HEADLINE, RANKED

COLUMNS, SHOWN = 3, 3
RISEN = 5
CHART = (1072, 550)  # pixels at 1920 x 1080: as wide as its column, so that its letters keep their 24


def headline(page: Context) -> str:
    """Return eight key figures, each 96 px high."""
    grid = blocks.own_figures(page, HEADLINE, back=0)
    cells = "".join(_key_figure(kpi, page) for kpi in blocks.kpis(page, HEADLINE, grid))
    return f'<div class="lj-s-figures">{cells}</div>'


def _key_figure(kpi: Kpi, page: Context) -> str:
    note = components.note(kpi, page._)
    small = f'<div class="lj-s-note">{escape(note)}</div>' if note else ""
    moves = f'<div><div class="lj-s-moves">{components.moves(kpi, page._)}</div>{small}</div>'
    return (
        f'<div class="lj-s-figure"><div class="lj-s-name">{escape(kpi.indicator.name)}</div>'
        f"{big(kpi.now, kpi.indicator, page)}{moves}"
        f"{components.spark(kpi.spark, page.theme)}</div>"
    )


def big(figure: Figure, indicator: Indicator, page: Context) -> str:
    """Return a figure 96 px high, its unit small behind it; or the words for why there is none."""
    value = figure.value(indicator)
    missing = emptiness(figure, indicator, page._)
    if value is None or missing:
        few = figure.suppressed and not indicator.is_rate
        text = f"<{page.selection.small_cell}" if few else missing
        return f'<div class="lj-s-big lj-s-none">{escape(text)}</div>'
    written, unit = value_parts(value, indicator.unit, page.lang, page._)
    return f'<div class="lj-s-big">{escape(written)}<small>{escape(unit)}</small></div>'


def rules(page: Context) -> Ranking:
    """Return the ranking rules of the version that is shown: those of its time."""
    return replay.version_inputs(data.open_store().version_dir(page.selection.version)).settings.ranking


def ranked(page: Context) -> str:
    """Return three indicators side by side: the three furthest behind, since when, and the three that gained most."""
    wanted = dict.fromkeys((page.selection.indicator, *RANKED))
    keys = [key for key in wanted if page.indicators[key].direction in ("up", "down", "band")][:COLUMNS]
    found = blocks.below(page, keys)
    if not found.names:
        return f'<p class="lj-s-said">{escape(page._("No figures below this place."))}</p>'
    settings = rules(page)
    columns = "".join(_column(page, page.indicators[key], settings, found) for key in keys)
    return f'<div class="lj-s-columns">{columns}</div>'


def _column(page: Context, indicator: Indicator, settings: Ranking, found: blocks.Below) -> str:
    _, week, key = page._, page.selection.week, indicator.indicator_id
    rule, units = fair.rule_of(indicator, settings), list(found.names)
    now = fair.entries(units, key, week, found.grid)
    order = ranking.rank(now, rule)
    worst = "".join(_worst(page, indicator, rule, item, order, found) for item in order.worst(SHOWN)[:SHOWN])
    worst += _more(page, len(order.worst(SHOWN)) - SHOWN)
    none = _("All are equal.") if order.ranked else _("None can be ranked.")
    if len(order.missing) == len(units):
        none = _("No figure was submitted for this week.")
    nothing = f'<p class="lj-s-said">{escape(none)}</p>'
    before = fair.entries(units, key, periods.shift(week, -GAIN_WEEKS), found.grid)
    rose = _rose(page, indicator, rule, (now, before), found)
    return (
        f"<section><h3>{escape(indicator.name)}</h3>"
        f'<h4>{escape(_("Furthest behind"))}</h4><div class="lj-s-rows">{worst or nothing}</div>'
        f'<h4>{escape(_("Most improved in four weeks"))}</h4><div class="lj-s-rows">{rose}</div>'
        f"{_apart(page, order, found)}</section>"
    )


def _rose(
    page: Context,
    indicator: Indicator,
    rule: ranking.Rule,
    weeks: tuple[list[ranking.Entry], list[ranking.Entry]],
    found: blocks.Below,
) -> str:
    """Return who gained most between the earlier week and now (weeks: now, before), or why nobody is named."""
    _, (now, before), gains = page._, weeks, []
    told = _("Nothing improved.") if ranking.moves(now, before, rule) else _("Can not be compared.")
    if meeting_reports.unsettled(page, indicator.indicator_id):
        told = _("This week is still being settled.")
    else:
        gains = list(ranking.improved(now, before, rule, SHOWN))
    gains = [item for item in gains if _move(page, indicator, item).up is not None]  # too little to be seen
    rows = "".join(_gain(page, indicator, item, found) for item in gains[:SHOWN]) + _more(page, len(gains) - SHOWN)
    return rows or f'<p class="lj-s-said">{escape(told)}</p>'


def _worst(
    page: Context,
    indicator: Indicator,
    rule: ranking.Rule,
    item: ranking.Place,
    order: ranking.Ranking,
    found: blocks.Below,
) -> str:
    _ = page._
    since = fair.since(item.unit, found.names, indicator, rule, page.selection.week, found.grid, SHOWN)
    small = _("place {n} of {of}").format(n=item.place, of=len(order.ranked))
    if since <= periods.shift(page.selection.week, -51):
        small += " · " + _("for a year or longer")
    elif since != page.selection.week:
        year = since[:4] != page.selection.week[:4]
        small += " · " + _("since {week}").format(week=(week_long if year else week_label)(since, _))
    value = value_text(item.value, indicator.unit, page.lang, _)
    return _row(found.names[item.unit], small, escape(value))


def _move(page: Context, indicator: Indicator, item: ranking.Gain) -> Change:
    return change(item.after, item.before, indicator, page._) or Change("", None, None)


def _gain(page: Context, indicator: Indicator, item: ranking.Gain, found: blocks.Below) -> str:
    now = page._("now {value}").format(value=value_text(item.after, indicator.unit, page.lang, page._))
    return _row(found.names[item.unit], now, components.arrow(_move(page, indicator, item)))


def _more(page: Context, count: int) -> str:
    """Return how many more are equal to the last that is named."""
    said = page._("and {n} more with the same value").format(n=number(count))
    return f"<div><span>{escape(said)}</span></div>" if count > 0 else ""


def _row(name: str, small: str, right: str) -> str:
    return f"<div><b>{escape(name)}</b><i>{right}</i><span>{escape(small)}</span></div>"


def _apart(page: Context, order: ranking.Ranking, found: blocks.Below) -> str:
    """Return how many have no place among the others, and why."""
    _ = page._
    said = [
        text.format(n=number(count))
        for text, count in (
            (_("{n} on few cases"), len(order.small)),
            (_("{n} with too few reports"), len(order.withheld)),
            (_("{n} not submitted"), len(order.missing)),
            (_("{n} with nothing to count"), len(order.empty)),
        )
        if count
    ]
    return f'<p class="lj-s-apart">{escape(_("Not ranked:"))} {escape(" · ".join(said))}</p>' if said else ""


def complaints(page: Context) -> str:
    """Return complaints of the week, their way over a year beside the year before, and what rose most."""
    _, chosen, key = page._, page.selection, "complaints_received"
    grid = blocks.own_figures(page, (key,), back=52)
    (kpi,) = blocks.kpis(page, (key,), grid)
    weeks = periods.span(max(periods.shift(chosen.week, -51), data.weeks(chosen.database)[-1]), chosen.week)
    values, before = (
        [_value(grid.get((chosen.unit_id, key, periods.shift(week, -back))), kpi.indicator) for week in weeks]
        for back in (0, 52)
    )
    wide, high = CHART
    style = blocks.style_of(page)
    title = _("Complaints received each week")
    drawn = meeting_charts.line(values, before, weeks, "count", style, width=wide, height=high, label=title)
    chart = drawn or f'<p class="lj-s-said">{escape(_("No figure for these weeks."))}</p>'
    told = f"{title} · {_('thin line = last year')}" if any(value is not None for value in before) else title
    return (
        f'<div class="lj-s-halves"><section>{big(kpi.now, kpi.indicator, page)}'
        f'<div class="lj-s-moves">{components.moves(kpi, _)}</div><h4>{escape(told)}</h4>{chart}</section>'
        f"<section><h3>{escape(_('What rose most, four weeks on four'))}</h3>{_risen(page)}{_rates(page)}</section>"
        "</div>"
    )


def _value(figure: Figure | None, indicator: Indicator) -> float | None:
    return figure.value(indicator) if figure is not None else None


def risen(page: Context) -> pl.DataFrame:
    """Return what rose most below the selected unit: streets of a city or district, else the level below."""
    chosen = page.selection
    level = "street" if chosen.unit_level in ("city", "district", "cluster") else chosen.level
    if level is None:
        return pl.DataFrame()
    return rising.risen(rising.submitted(page, narrowed.recent(page, level, rising.RECENT), level), RISEN)


def _risen(page: Context) -> str:
    found = risen(page)
    if found.is_empty():
        return f'<p class="lj-s-said">{escape(rising.nothing(page))}</p>'
    names = blocks.place_names(page, found["org_unit_id"].to_list())
    rows = ""
    for name, row in zip(names, found.iter_rows(named=True), strict=True):
        move = components.arrow(Change(f"{number(row['before'])} → {number(row['received'])}", True, False))
        rows += _row(name, label(CATEGORIES, row["category"], page._), move)
    return f'<div class="lj-s-rows">{rows}</div>'


def _rates(page: Context, keys: Sequence[str] = ("response_rate", "resolution_rate", "satisfaction_rate")) -> str:
    """Return how complaints are dealt with, in one line of middle-sized figures."""
    grid = blocks.own_figures(page, keys, back=0)
    cells = ""
    for kpi in blocks.kpis(page, keys, grid, spark=False):
        note = components.note(kpi, page._) if kpi.unsettled else ""
        kind = "" if kpi.now.value(kpi.indicator) is not None else ' class="lj-s-none"'
        figure = f"<b{kind}>{escape(blocks.cell_text(page, kpi.now, kpi.indicator))}</b>"
        cells += f"<div>{figure}<span>{escape(kpi.indicator.name)}</span><span>{escape(note)}</span></div>"
    return f'<div class="lj-s-trio">{cells}</div>'
