"""The explorer's tables: an indicator by unit, the ranking and who stands apart, the pivot. Rows in, HTML out."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from dashboard import blocks, data, narrowed, unit_figures
from dashboard.blocks import Below
from dashboard.chart_rows import HeatCell
from dashboard.context import Context
from dashboard.formats import Figure, Indicator, number, value_text, week_label, week_long
from dashboard.labels import CATEGORIES, CHANNELS, LEVELS, label
from dashboard.map_classes import CARRIED, EMPTY, MISSING, SMALL, Scale, class_labels, palette
from dashboard.rich_table import Cell, Head, Rich, line
from dashboard.unit_links import link, unit_link
from dashboard.unit_links import ways as line_of
from warehouse import periods, ranking

WEEKS_IN_LINE = 26
COLUMNS = 26  # of a pivot: the newest weeks, where there are more
LEAST = 5  # a rate of fewer than this stands apart: 3 estates are at 0 or 100 % by chance
FLOOR = 0.5  # of the units that ought to report, so many must have for a place in the ranking
PLAIN_SPLITS, COMPLAINT_SPLITS = ("unit", "week"), ("unit", "week", "month", "category", "channel")


def splits(indicator: str) -> tuple[str, ...]:
    """Return by what an indicator can be split in the pivot: complaints by category and channel too."""
    return COMPLAINT_SPLITS if indicator in narrowed.PARTS else PLAIN_SPLITS


def ways(page: Context, indicator: Indicator) -> str:
    """Return the line that says what the indicator is and where else it is shown."""
    _ = page._
    links = [
        (_("On the map"), link(page, "map", indicator=indicator.indicator_id)),
        (_("This place's own page"), unit_link(page, page.selection.unit_id)),
        (_("Definition"), f"/glossary?q={indicator.indicator_id}&lang={page.lang}"),
    ]
    return line_of(links, indicator.note or indicator.name)


def values(page: Context, found: Below, key: str, unit: str, weeks: Sequence[str]) -> list[float | None]:
    """Return a unit's values over weeks."""
    return [unit_figures.value_of(found.grid.get((unit, key, week)), page.indicators[key]) for week in weeks]


def ordered(page: Context, key: str, found: Below, order: str) -> list[str]:
    """Return the units as they are to be drawn; those without a figure come last unless the register orders them."""
    units = blocks.ordered(page, key, found)
    if order == "register":
        return list(found.names)
    if order == "best":
        week, indicator = page.selection.week, page.indicators[key]
        known = [u for u in units if unit_figures.value_of(found.grid.get((u, key, week)), indicator) is not None]
        return [*reversed(known), *units[len(known) :]]
    return units


def heat_legend(
    page: Context, indicator: Indicator, classes: Scale, cells: Sequence[Sequence[HeatCell]]
) -> list[tuple[str, str]]:
    """Return (colour, words) of the classes of a heat map, and of the kinds of emptiness that occur in it."""
    _, fills, size = page._, palette(classes, page.theme), len(classes.colours)
    states = {cell.state for line in cells for cell in line}
    labels = class_labels(classes, lambda value: value_text(value, indicator.unit, page.lang, _))
    kinds = [
        (CARRIED, fills[size + size // 2], _("carried forward")),
        (EMPTY, fills[2 * size], _("nothing to count")),
        (SMALL, fills[2 * size + 1], _("too few to show")),
        (MISSING, "", _("not submitted")),
    ]
    found = [(colour, words) for state, colour, words in kinds if state in states]
    return [*((colour, text) for colour, text in zip(fills, labels, strict=False) if text), *found]


def by_unit(page: Context, key: str, level: str, found: Below) -> Rich:
    """Return the indicator by unit: value, changes, the last half year as a line, how many reported."""
    _, chosen = page._, page.selection
    weeks = periods.span(periods.shift(chosen.week, 1 - WEEKS_IN_LINE), chosen.week)
    heads = [
        Head(label(LEVELS, level, _)),
        Head(_("Lies in")),
        Head(page.indicators[key].name, numeric=True, key=key),
    ]
    heads += [Head(words, numeric=True) for words in (_("on the week"), _("on 4 weeks"), _("on the year"))]
    heads += [Head(_("26 weeks"), plain=True), Head(_("Units reported"), numeric=True)]
    rows = []
    for unit in blocks.ordered(page, key, found):
        figure = found.grid.get((unit, key, chosen.week))
        cell = unit_figures.figure_cell(page, found.grid, unit, key)
        if narrowed.is_narrowed(page):
            cell = Cell(cell.text, cell.value, quiet=cell.quiet)
        row = [Cell(found.names[unit], link=unit_link(page, unit)), parent_cell(page, unit), cell]
        for before in (periods.shift(chosen.week, -1), periods.shift(chosen.week, -4), chosen.last_year):
            row.append(unit_figures.changed(page, found.grid, unit, key, before))
        row += [line(values(page, found, key, unit, weeks), page.theme), reported_cell(figure)]
        rows.append(row)
    return Rich(page.indicators[key].name, heads, rows, name="units")


def parent_cell(page: Context, unit: str) -> Cell:
    """Return what a unit lies in, as a cell that leads there."""
    parent = page.units.rows[unit]["parent_id"]
    return Cell(page.units.name(parent, page.lang), link=unit_link(page, parent), quiet=True) if parent else Cell("–")


def reported_cell(figure: Figure | None) -> Cell:
    """Return how many of the units that owe the figure reported, sorted by their share."""
    if figure is None or not figure.expected_units:
        return Cell("–", quiet=True)
    text = f"{number(figure.reported_units)} / {number(figure.expected_units)}"
    return Cell(text, figure.reported_units / figure.expected_units, quiet=True)


def rule_of(indicator: Indicator) -> ranking.Rule:
    """Return how an indicator is ranked here."""
    least = LEAST if indicator.unit == "share" else 0
    return ranking.Rule(
        indicator.direction, indicator.is_rate, indicator.target_low, indicator.target_high, least, FLOOR
    )


def entries(page: Context, key: str, found: Below, week: str) -> list[ranking.Entry]:
    """Return the units' figures of a week as the ranking takes them; without a row there is nothing to rank."""
    made = []
    for unit in found.names:
        figure = found.grid.get((unit, key, week))
        if figure is not None:
            made.append(
                ranking.Entry(
                    unit,
                    figure.numerator,
                    figure.denominator,
                    figure.expected_units,
                    figure.reported_units,
                    figure.carried_from,
                    figure.suppressed,
                )
            )
    return made


def ranking_of(page: Context, key: str, found: Below) -> ranking.Ranking:
    """Return the ranking of the units in the selected week."""
    return ranking.rank(entries(page, key, found, page.selection.week), rule_of(page.indicators[key]))


def ranked(page: Context, key: str, level: str, found: Below, result: ranking.Ranking) -> Rich:
    """Return the ranking: place, value, share of the target, change; who has no place is told by `apart`."""
    _, chosen, indicator = page._, page.selection, page.indicators[key]
    heads = [Head(_("Rank"), numeric=True), Head(label(LEVELS, level, _)), Head(_("Lies in"))]
    heads += [Head(indicator.name, numeric=True, key=key), Head(_("Share of the target"), numeric=True)]
    heads += [Head(_("on the year"), numeric=True), Head(_("26 weeks"), plain=True)]
    weeks = periods.span(periods.shift(chosen.week, 1 - WEEKS_IN_LINE), chosen.week)
    rows = []
    for item in result.ranked:
        place = Cell(f"{item.place}{' =' if item.tied else ''}", item.place)
        share = item.attainment
        goal = Cell("–", quiet=True) if share is None else Cell(value_text(share, "share", page.lang, _), share)
        row = [place, Cell(found.names[item.unit], link=unit_link(page, item.unit)), parent_cell(page, item.unit)]
        row += [unit_figures.figure_cell(page, found.grid, item.unit, key), goal]
        row += [unit_figures.changed(page, found.grid, item.unit, key, chosen.last_year)]
        rows.append([*row, line(values(page, found, key, item.unit, weeks), page.theme)])
    return Rich(_("Ranking"), heads, rows, name="ranking")


def apart(page: Context, found: Below, result: ranking.Ranking) -> str:
    """Return the units without a place, each group with its reason."""
    _ = page._
    groups = [
        (_("too few to compare (fewer than {n})").format(n=LEAST), [item.unit for item in result.small]),
        (_("less than half of it reported"), list(result.withheld)),
        (_("not submitted"), list(result.missing)),
        (_("nothing to count"), list(result.empty)),
    ]
    lines = []
    for reason, units in groups:
        if units:
            names = " · ".join(
                f'<a href="{escape(unit_link(page, unit))}" target="_self">{escape(found.names[unit])}</a>'
                for unit in units[:60]
            )
            more = _(" and {n} more").format(n=number(len(units) - 60)) if len(units) > 60 else ""
            said = _("Without a place, {reason} ({n}):").format(reason=reason, n=number(len(units)))
            lines.append(f'<p class="lj-said lj-apart"><b>{escape(said)}</b> {names}{escape(more)}</p>')
    return "".join(lines)


def name_of(page: Context, split: str, key: str) -> str:
    """Return the words for one row or column of the pivot."""
    if split == "unit":
        return page.units.name(key, page.lang)
    if split == "week":
        return week_long(key, page._)
    if split == "month":
        return key
    return label(CATEGORIES if split == "category" else CHANNELS, key, page._)


def short_name(page: Context, split: str, key: str) -> str:
    """Return the same for the head of a column."""
    return week_label(key, page._) if split == "week" else name_of(page, split, key)


Pivot = dict[tuple[str, str], Figure]


def complaint_pivot(page: Context, key: str, level: str, rows: str, columns: str) -> Pivot:
    """Return (row, column) -> figure of complaints; "" stands for all of a row or column, as the place has it."""
    chosen = page.selection
    found: Pivot = {}
    for split in ((rows, columns), (rows, ""), ("", columns), ("", "")):
        at = level if "unit" in split else chosen.unit_level
        frame = data.complaint_pivot(
            chosen.database, chosen.unit_id, at, split, (chosen.first, chosen.week),
            chosen.category or "", chosen.channel or "",
        )  # fmt: skip
        top, below = narrowed.PARTS[key]
        for row in frame.iter_rows(named=True):
            denominator = float(row[below] or 0) if below else None
            found[row["row_key"], row["column_key"]] = Figure(float(row[top] or 0), denominator)
    return found


def plain_pivot(page: Context, key: str, found: Below, rows: str) -> Pivot:
    """Return (row, column) -> figure of any indicator by unit and week."""
    weeks = set(blocks.weeks_shown(page)[-COLUMNS:])
    return {
        (unit, week) if rows == "unit" else (week, unit): figure
        for (unit, name, week), figure in found.grid.items()
        if name == key and week in weeks and unit in found.names
    }


def pivot_table(page: Context, key: str, cells: Pivot, rows: str, columns: str, row_words: str) -> Rich:
    """Return the pivot: sorted by its rows' sums where there are such, units and weeks in their own order."""
    _, indicator = page._, page.indicators[key]
    across = _ordered(page, columns, {column for _row, column in cells if column}, cells, by_row=False)
    along = _ordered(page, rows, {row for row, _column in cells if row}, cells, by_row=True)
    across = across[-COLUMNS:] if columns in ("week", "month") else across[:COLUMNS]
    totals = ("", "") in cells
    places = ["", *across] if totals else across
    heads = [Head(row_words), *([Head(_("All"), numeric=True)] if totals else [])]
    heads += [Head(short_name(page, columns, column), numeric=True, key=key, by=column) for column in across]
    made = []
    for row in [*along, *([""] if totals else [])]:
        name = name_of(page, rows, row) if row else _("All")
        first = Cell(name, row or None, link=unit_link(page, row) if rows == "unit" and row else "")
        if rows == "unit" or not row:
            first = Cell(first.text, link=first.link)
        made.append([first, *(_pivot_cell(page, indicator, cells.get((row, column))) for column in places)])
    return Rich(_("Pivot"), heads, made, name="pivot")


def _pivot_cell(page: Context, indicator: Indicator, figure: Figure | None) -> Cell:
    if figure is None:
        return Cell("–" if indicator.is_rate else "0", None if indicator.is_rate else 0.0, quiet=True)
    value = figure.value(indicator)
    return Cell(blocks.cell_text(page, figure, indicator), value, quiet=value is None)


def _ordered(page: Context, split: str, keys: set[str], cells: Pivot, *, by_row: bool) -> list[str]:
    if split in ("week", "month"):
        return sorted(keys, reverse=by_row)
    if split == "unit":
        return [unit for unit in page.units.rows if unit in keys]

    def size(key: str) -> float:
        figure = cells.get((key, "") if by_row else ("", key))
        return figure.numerator or 0.0 if figure else 0.0

    return sorted(keys, key=lambda key: (key == "other", -size(key), key))
