"""The twelve small maps: a stock by each month's last week, a flow by the sum of the month's weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dashboard import data, map_data
from dashboard.context import Context
from dashboard.formats import Figure, Indicator, month, week_label
from dashboard.map_classes import SMALL, Cell, Scale, cell
from warehouse import periods

MONTHS = 12
_WEEKS = 52 / 12  # in a month


def spans(week: str, count: int = MONTHS) -> list[tuple[str, ...]]:
    """Return the weeks of each of so many months, oldest first; the last month ends with the given week.

    A week belongs to the month of its Monday.
    """
    found: dict[tuple[int, int], list[str]] = {}
    when = week
    while len(found) <= count:
        start = periods.start_of(when)
        found.setdefault((start.year, start.month), []).insert(0, when)
        when = periods.shift(when, -1)
    return [tuple(weeks) for weeks in reversed(list(found.values())[:count])]


def adds_up(indicator: Indicator) -> bool:
    """Return whether the weeks of a month are added: what happened is, what stands is not."""
    return indicator.measure == "flow"


def title(page: Context, weeks: Sequence[str], indicator: Indicator) -> str:
    """Return a month's name; of a sum also where it ends, if the month goes on after it."""
    start, end = periods.start_of(weeks[-1]), periods.start_of(periods.shift(weeks[-1], 1))
    name = month(start, page.lang)
    if not adds_up(indicator) or start.month != end.month:
        return name
    return page._("{month}, to {week}").format(month=name, week=week_label(weeks[-1], page._))


def note(page: Context, indicator: Indicator) -> str:
    """Return how a month's figure came about, in words."""
    if not adds_up(indicator):
        return page._("each month by its last week")
    if indicator.is_rate:
        return page._("each month: numerators and denominators of its weeks added up")
    return page._("each month: the sum of its weeks")


def scale(indicator: Indicator, weekly: Scale) -> Scale:
    """Return the classes of a month: those of a week; for a sum their breaks grow to a month's, of two figures."""
    if not adds_up(indicator) or indicator.is_rate:
        return weekly
    return replace(weekly, breaks=tuple(float(round(float(f"{step * _WEEKS:.2g}"))) for step in weekly.breaks))


def add_up(figures: Sequence[Figure | None]) -> Figure | None:
    """Return one figure of several weeks: numerators and denominators summed, never an average of rates.

    None where there is no row at all. A week not submitted adds nothing; one too small to show hides the sum.
    """
    known = [figure for figure in figures if figure is not None]
    if not known:
        return None
    counted = [figure for figure in known if figure.numerator is not None]
    bottoms = [figure.denominator for figure in counted if figure.denominator is not None]
    hidden = any(figure.suppressed for figure in known)
    return Figure(
        numerator=None if hidden or not counted else sum(figure.numerator or 0.0 for figure in counted),
        denominator=None if hidden or not bottoms else sum(bottoms),
        expected_units=sum(figure.expected_units for figure in known),
        reported_units=sum(figure.reported_units for figure in known),
        suppressed=hidden,
    )


def sums(
    page: Context, units: Sequence[str], indicator: Indicator, weeks: Sequence[str]
) -> tuple[list[Cell], list[str]]:
    """Return the units' figures of a month whose weeks are added up, in the given order, and how they are told."""
    chosen = page.selection
    found = data.by_week(chosen.database, tuple(units), indicator.indicator_id, chosen.small_cell)
    cells, texts = [], []
    for unit in units:
        figures = [found.get(week, {}).get(unit) for week in weeks]
        item = cell(unit, page.units.name(unit, page.lang), add_up(figures), indicator)
        cells.append(item)
        texts.append(_text(page, item, indicator, figures))
    return cells, texts


def _text(page: Context, item: Cell, indicator: Indicator, figures: Sequence[Figure | None]) -> str:
    """Return a sum in words; where weeks are missing, of how many weeks it is."""
    if item.state == SMALL:
        return page._("too few to show")  # no "<5": the weeks together may be more
    said = map_data.short_text(item, page, indicator)
    came = sum(figure is not None and figure.numerator is not None for figure in figures)
    if item.value is None or came == len(figures):
        return said
    return f"{said} · {page._('{n} of {of} weeks').format(n=came, of=len(figures))}"
