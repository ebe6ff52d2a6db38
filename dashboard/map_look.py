"""How the one large map looks in a mode: colours of a week or of a change, circles, labels, cards, the legend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dashboard import data, map_change, map_circles, map_data
from dashboard.context import Context
from dashboard.formats import Indicator, change, value_text, week_long
from dashboard.map_classes import CARRIED, EMPTY, MISSING, SMALL, Cell, LegendItem, legend
from dashboard.map_data import MapData


@dataclass(frozen=True)
class Look:
    """What is drawn: the data (their cells perhaps changes), and the words around them.

    changes: whether the cells are changes. labels: unit id -> (name, value); cards: unit id -> name and lines;
    circles: radii for the estates, where there are any, else the units; circle_legend: HTML.
    """

    found: MapData
    labels: dict[str, tuple[str, str]] = field(default_factory=dict)
    cards: dict[str, list[str]] = field(default_factory=dict)
    items: list[LegendItem] = field(default_factory=list)
    title: str = ""
    notes: tuple[str, ...] = ()
    circles: tuple[float, ...] = ()
    circle_legend: str = ""
    changes: bool = False


def plain(page: Context, indicator: Indicator, found: MapData) -> Look:
    """Return the look of one week."""
    every = [*found.cells, *found.estates]
    return Look(
        found=found,
        labels=map_data.labels(found, page, indicator),
        cards={item.unit: [item.name, *map_data.card_lines(item, page, indicator)] for item in every},
        items=map_data.legend_items(found, page, indicator),
        title=indicator.name,
    )


def against(page: Context, indicator: Indicator, found: MapData, week: str) -> Look:
    """Return the look of a change since an earlier week (or of the way to a later one)."""
    _ = page._

    def earlier(cells: Sequence[Cell]) -> list[Cell]:
        return map_data.cells(page, [item.unit for item in cells], indicator, week)

    before = [*earlier(found.cells), *earlier(found.estates)]
    every = [*found.cells, *found.estates]
    moved = map_change.change_cells(every, before, indicator)
    size = len(found.cells)
    changed = replace(found, cells=moved[:size], estates=moved[size:], scale=map_change.change_scale(indicator))
    labels, cards = {}, {}
    for now, then, move in zip(every, before, moved, strict=True):
        labels[now.unit] = (now.name, _label(now, then, move, page, indicator))
        cards[now.unit] = [now.name, *_card(now, then, move, page, indicator, week)]
    unit = map_change.unit_words(indicator, _)
    lacking = week not in data.weeks(page.selection.database)
    absent = (_("no data in {week}").format(week=week_long(week, _)),) if lacking else ()
    return Look(
        found=changed,
        labels=labels,
        cards=cards,
        items=_items(changed, page, indicator),
        title=_("{name}: change on {week}").format(name=indicator.name, week=week_long(week, _)),
        changes=True,
        notes=(*((unit,) if unit else ()), *absent),
    )


def _items(found: MapData, page: Context, indicator: Indicator) -> list[LegendItem]:
    _ = page._
    words = {
        MISSING: _("not submitted in one of the weeks"),
        CARRIED: _("carried forward"),
        EMPTY: _("not comparable"),
        SMALL: _("too few to show"),
    }
    items = legend(found.cells or found.estates, found.scale, page.theme, str, words)
    named = map_change.class_words(indicator, _)
    return [replace(item, label=named[place]) if item.kind == "class" else item for place, item in enumerate(items)]


def _label(now: Cell, then: Cell, move: Cell, page: Context, indicator: Indicator) -> str:
    if move.value is not None and now.value is not None and then.value is not None:
        return map_change.signed(now.value, then.value, indicator)
    return {MISSING: page._("not submitted"), EMPTY: "", SMALL: page._("too few to show")}.get(move.state, "")


def _card(now: Cell, then: Cell, move: Cell, page: Context, indicator: Indicator, week: str) -> list[str]:
    """Return a hover card's lines: the change, both values with their weeks."""
    _ = page._
    told = change(now.value, then.value, indicator, _) if move.value is not None else None
    head = _label(now, then, move, page, indicator)
    if told is not None:
        head = {True: "+", False: "−", None: ""}[told.up] + told.text
    pairs = ((page.selection.week, now), (week, then))
    lines = [f"{week_long(when, _)}  {map_data.short_text(item, page, indicator) or '–'}" for when, item in pairs]
    return [head or _("not comparable"), *lines]


def with_circles(look: Look, page: Context, key: str, text: float) -> Look:
    """Return the look with circles of a count; text: height of the letters in pixels."""
    count = page.indicators[key]
    units = look.found.estates or look.found.cells
    cells = map_data.cells(page, [item.unit for item in units], count, page.selection.week)
    circles = scale_of(page, key, look.found, text)
    cards = {unit: list(lines) for unit, lines in look.cards.items()}
    for item in cells:
        cards[item.unit].append(f"{count.name}  {map_data.short_text(item, page, count) or '–'}")
    drawn = circle_legend(page, key, circles, some_missing=any(item.value is None for item in cells))
    return replace(look, cards=cards, circles=tuple(map_circles.radii(cells, circles)), circle_legend=drawn)


def circle_legend(page: Context, key: str, circles: map_circles.CircleScale, *, some_missing: bool = True) -> str:
    """Return the legend of a count's circles as HTML; some_missing: say that no circle means no figure."""
    note = page._("no circle = no figure") if some_missing else ""

    def write(value: float) -> str:
        return value_text(value, "count", page.lang, page._)

    return map_circles.legend(circles, page.indicators[key].name, note, write)


def scale_of(page: Context, key: str, found: MapData, text: float) -> map_circles.CircleScale:
    """Return the radii of a count's circles on the level that carries them: the same in every week."""
    level = "estate" if found.estates else str(found.view["level"])
    return map_circles.circle_scale(map_data.spread(page.selection.database, key, level), text)
