"""Overview: how does the place stand this week, and what stands out?"""

from __future__ import annotations

from dashboard import blocks, components, data, map_data, takeaway
from dashboard.context import Context, current
from dashboard.formats import Change, Figure, Indicator, change, value_text, week_label, week_long
from dashboard.glossary_terms import UNITS
from dashboard.labels import label
from warehouse import periods

MAIN = ("branch_coverage", "members_reported", "complaints_received", "resolution_rate")
MORE = (
    "report_back_rate",
    "complaints_per_1000_households",
    "satisfaction_rate",
    "in_estate_resolution_rate",
    "owners_committee_rate",
    "service_stations",
)
WATCHED = (
    "branch_coverage",
    "report_back_rate",
    "complaints_per_1000_households",
    "response_rate",
    "resolution_rate",
    "satisfaction_rate",
)
WEEKS_BACK = 4
MIN_CASES = 5
Row = tuple[str, str, str]


def comparable(figure: Figure, indicator: Indicator) -> float | None:
    """Return a figure's value where it stands on enough cases to be ranked: a rate of two complaints says nothing."""
    few = indicator.unit == "share" and (figure.denominator or 0) < MIN_CASES
    return None if few else figure.value(indicator)


def worst(page: Context, found: blocks.Below) -> list[Row]:
    """Return for each watched rate the unit that stands worst."""
    rows = []
    for key in WATCHED:
        indicator = page.indicators[key]
        week = page.selection.week
        figures = [
            (unit, found.grid.get((unit, key, week), blocks.NOT_SENT)) for unit in blocks.ordered(page, key, found)
        ]
        values = [(unit, value) for unit, figure in figures if (value := comparable(figure, indicator)) is not None]
        if values and values[0][1] != values[-1][1]:
            unit, value = values[0]
            rows.append((found.names[unit], indicator.name, value_text(value, indicator.unit, page.lang, page._)))
    return rows


def none_behind(page: Context, found: blocks.Below) -> str:
    """Say why no part is named as furthest behind."""
    _ = page._
    if not found.names:
        return _("No figures below this place.")
    week = page.selection.week
    known = [found.grid.get((unit, key, week), blocks.NOT_SENT) for unit in found.names for key in WATCHED]
    if all(figure.numerator is None and not figure.suppressed for figure in known):
        return _("No figure was submitted for this week.")
    pairs = [
        (unit, key) for unit in found.names for key in WATCHED if _value(page, found, unit, key, week) is not None
    ]
    return _("All are equal.") if pairs else _("None can be ranked.")


def none_improved(page: Context, found: blocks.Below) -> str:
    """Say why no part is named as improved: none did, or no part has figures of both weeks."""
    week, earlier = page.selection.week, periods.shift(page.selection.week, -WEEKS_BACK)
    for key in WATCHED:
        for unit in found.names:
            if None not in (_value(page, found, unit, key, week), _value(page, found, unit, key, earlier)):
                return page._("Nothing improved.")
    return page._("Can not be compared.")


def none_owed(page: Context) -> str:
    """Say why nobody is named who did not send: all did, or nothing was expected."""
    chosen = page.selection
    frame = data.report_week(chosen.database, chosen.unit_id, tuple(page.units.path(chosen.unit_id)), chosen.week)
    expected = frame.filter(expected=True).height > 0
    return page._("Everything expected has come.") if expected else page._("Nothing was expected in this week.")


def _value(page: Context, found: blocks.Below, unit: str, key: str, week: str) -> float | None:
    return comparable(found.grid.get((unit, key, week), blocks.NOT_SENT), page.indicators[key])


def improved(page: Context, found: blocks.Below) -> list[Row]:
    """Return for each watched rate the unit that gained most in four weeks."""
    week, earlier = page.selection.week, periods.shift(page.selection.week, -WEEKS_BACK)
    rows = []
    for key in WATCHED:
        indicator, best = page.indicators[key], None
        for unit in found.names:
            now = found.grid.get((unit, key, week), blocks.NOT_SENT)
            before = found.grid.get((unit, key, earlier), blocks.NOT_SENT)
            if now.carried_from or before.carried_from:
                continue
            after, was = comparable(now, indicator), comparable(before, indicator)
            move = change(after, was, indicator, page._)
            if move is None or not move.good or after is None or was is None:
                continue
            if best is None or abs(after - was) > best[0]:
                best = (abs(after - was), unit, move)
        if best is not None:
            rows.append(_gain(found.names[best[1]], indicator.name, best[2]))
    return rows


def _gain(name: str, indicator: str, move: Change) -> Row:
    return name, indicator, components.arrow(move)


def not_sent(page: Context) -> list[Row]:
    """Return who did not send this week: how many of the data sets, and when the last one came."""
    chosen, _ = page.selection, page._
    path = tuple(page.units.path(chosen.unit_id))
    frame = data.report_week(chosen.database, chosen.unit_id, path, chosen.week)
    missing: dict[str, list[str | None]] = {}
    for row in frame.filter(expected=True, received=False).iter_rows(named=True):
        missing.setdefault(row["org_unit_id"], []).append(row["last_received"])
    names = data.data_set_names(chosen.database, chosen.lang)
    owed = {key: frame.filter(org_unit_id=key, expected=True).height for key in missing}
    rows = []
    for key, last in missing.items():
        if len(last) == owed[key]:
            what = _("all data sets")
        elif len(last) == 1:
            sets = frame.filter(org_unit_id=key, expected=True, received=False)["data_set_id"].to_list()
            what = names.get(sets[0], sets[0])
        else:
            what = _("{n} of {of} data sets").format(n=len(last), of=owed[key])
        known = [week for week in last if week]
        since = _("last: {week}").format(week=week_label(max(known), _)) if known else _("never yet")
        rows.append((page.units.name(key, page.lang), what, since))
    return rows


def draw() -> None:
    """Draw the page."""
    page = current()
    _ = page._
    grid = blocks.own_figures(page, [*MAIN, *MORE], back=0)
    takeaway.add("kpis", _("Key figures"), lambda: figures(page, grid))
    with blocks.together():
        blocks.show(components.cards(blocks.kpis(page, MAIN, grid), page))
        blocks.show(components.cards(blocks.kpis(page, MORE, grid), page, small=True))
        with blocks.row(5, 7):
            with blocks.together():
                small_map(page)
            stands_out(page)


def stands_out(page: Context) -> None:
    """Show which parts are furthest behind, which gained most, and who did not send."""
    _ = page._
    found = blocks.below(page, WATCHED, since=periods.shift(page.selection.week, -WEEKS_BACK))
    lists = {
        _("Furthest behind"): (worst(page, found), none_behind(page, found)),
        _("Most improved in four weeks"): (improved(page, found), none_improved(page, found)),
        _("Not submitted this week"): (not_sent(page), none_owed(page)),
    }
    html = "".join(components.listing(title, rows, nothing) for title, (rows, nothing) in lists.items())
    blocks.show(f'<div class="lj-lists">{html}</div>')
    heads = ["", _("Place"), _("What"), _("Value")]
    lines = [[title, row[0], row[1], takeaway.plain(row[2])] for title, (rows, _no) in lists.items() for row in rows]
    takeaway.add("stands_out", _("What stands out"), lambda: (heads, lines))


def figures(page: Context, grid: blocks.Grid) -> tuple[list[str], list[list[takeaway.Cell]]]:
    """Return the key figures of the week, a week and a year before, for a file: each in its own unit."""
    _, chosen = page._, page.selection
    weeks = (chosen.week, periods.shift(chosen.week, -1), chosen.last_year)
    rows: list[list[takeaway.Cell]] = []
    for key in (*MAIN, *MORE):
        indicator = page.indicators[key]
        found = [grid.get((chosen.unit_id, key, week)) for week in weeks]
        unit = label(UNITS, indicator.unit, _)
        rows.append([indicator.name, unit, *(blocks.cell_value(page, figure, indicator) for figure in found)])
    return [_("Indicator"), _("Unit"), *(week_long(week, _) for week in weeks)], rows


def small_map(page: Context) -> None:
    """Draw the map of the main rate as a picture; a click on a part leads to the large map."""
    html = map_data.small_map(page, MAIN[0])
    if html:
        blocks.show(components.heading(page.indicators[MAIN[0]].name))
        blocks.show(html)
    else:
        blocks.show(components.empty(page._("There is no map of this place.")))


draw()
