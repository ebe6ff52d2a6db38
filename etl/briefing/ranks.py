"""Three furthest behind and three most improved: only who can be compared has a place, the others are named apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.util import Inches

from etl.briefing import charts, style
from etl.briefing.content import Content
from etl.briefing.figures import Indicator
from etl.briefing.slides import Deck, Run, column_room, shortened, width
from etl.briefing.style import Box
from warehouse import periods, ranking
from warehouse.shown import GAIN_WEEKS

COUNT = 3
_SHOWN = 5  # rows, where many are equal
_MOST = 12  # columns beside one another
_NAMES = 6  # in a line of those who stand apart
UP, DOWN = "\u25b2", "\u25bc"


def ranked(content: Content, indicator: Indicator, week: str | None = None) -> ranking.Ranking:
    """Rank the city's parts by an indicator in a week."""
    entries = [content.figure(unit, indicator.key, week).entry(unit) for unit in content.parts]
    return ranking.rank(entries, indicator.rule(content.settings.ranking))


def _weeks(content: Content, indicator: Indicator) -> tuple[list[ranking.Entry], list[ranking.Entry]]:
    """Return the figures of the city's parts in the shown week and four weeks before."""
    then = periods.shift(content.week, -GAIN_WEEKS)
    now = [content.figure(unit, indicator.key).entry(unit) for unit in content.parts]
    return now, [content.figure(unit, indicator.key, then).entry(unit) for unit in content.parts]


def gained(content: Content, indicator: Indicator) -> tuple[ranking.Gain, ...]:
    """Return who of the city's parts gained most in four weeks."""
    found = ranking.improved(*_weeks(content, indicator), indicator.rule(content.settings.ranking), COUNT)
    how = (indicator.unit, indicator.is_rate)
    return tuple(gain for gain in found if content.words.change(gain.after, gain.before, *how))  # 0.0 points is none


def rule_text(content: Content) -> str:
    """Return the rule of the rankings in words, with the settings' numbers."""
    words, rule = content.words, content.settings.ranking
    given = {"cases": rule.least_cases, "households": rule.least_households}
    return words.say("notes_ranking", floor=words.edge(rule.reporting_floor, "share"), **given)


def slide(deck: Deck, content: Content, indicator: Indicator) -> None:
    """Add the slide of one indicator."""
    from etl.briefing.deck import definitions

    words = content.words
    notes = [rule_text(content), *definitions(content, [indicator.key])]
    page = deck.slide(words.say("ranking_of", name=indicator.name), notes)
    found, gains = ranked(content, indicator), gained(content, indicator)
    left = Box(style.MARGIN, style.TOP, Inches(6.5), Inches(3.6))
    right = Box(left.right + Inches(0.35), style.TOP, style.INNER - left.wide - Inches(0.35), Inches(3.6))
    _worst(deck, page, content, indicator, found, left)
    _gains(deck, page, content, indicator, gains, right)
    lines = [[Run(line, colour=style.QUIET)] for line in apart(content, indicator, found)]
    rows = max(len(found.worst(COUNT)), len(gains))
    whole = 1 < len(found.ranked) <= _MOST and rows <= COUNT and len(lines) <= 2  # else the tables need the room
    if whole:
        _field(page, content, indicator, found)
    if lines:
        top = Inches(6.15) if whole else Inches(5.0)
        deck.text(page, Box(style.MARGIN, top, style.INNER, style.BOTTOM - top), lines, name="apart")


def _field(page: Any, content: Content, indicator: Indicator, found: ranking.Ranking) -> None:
    """Draw all who have a place as columns, best first: how far apart they are, which places do not say."""
    box = Box(style.MARGIN, Inches(4.0), style.INNER, Inches(2.1))
    room = box.wide // len(found.ranked)
    names = [content.name(item.unit) for item in found.ranked]
    if max(width(name, style.TEXT) for name in names) > room:
        names = [shortened(name.split(" ")[0], style.TEXT, room) for name in names]
    formats = {"share": "0.0%", "per_1000_households": "0.00", "households": "0.0"}
    values = [item.value for item in found.ranked]
    number_format = formats.get(indicator.unit, "#,##0")
    charts.columns(page, box, names, indicator.name, values, number_format, content.words.lang)


def _head(deck: Deck, page: Any, box: Box, text: str) -> Box:
    deck.text(page, Box(box.x, box.y, box.wide, Inches(0.45)), [[Run(text, style.SMALL_TITLE, bold=True)]])
    return Box(box.x, box.y + Inches(0.5), box.wide, box.high - Inches(0.5))


def _worst(deck: Deck, page: Any, content: Content, indicator: Indicator, found: ranking.Ranking, box: Box) -> None:
    words = content.words
    inner = _head(deck, page, box, words.say("worst"))
    places = found.worst(COUNT)
    if not places:
        silent = len(found.missing) == len(content.parts)
        deck.text(page, inner, [[Run(words.say("no_figures" if silent else "no_worst"), colour=style.QUIET)]])
        return
    goal = places[0].attainment is not None
    heads = ["place_head", "unit_head", "value_head", *(["attainment_head"] if goal else [])]
    shares = [0.95, 2.95, 1.45, 1.45] if goal else [1.0, 2.8, 1.6]
    rows: list[list[Run | str]] = [[words.say(head) for head in heads]]
    for item in places[:_SHOWN]:
        phrase = "place_tied" if item.tied else "place"
        row: list[Run | str] = [
            words.say(phrase, n=item.place, of=len(found.ranked)),
            _named(content, item.unit, inner, shares),
            Run(words.value(item.value, indicator.unit), bold=True),
        ]
        rows.append([*row, words.value(item.attainment, "share")] if goal else row)
    deck.table(page, inner, shares, rows)
    _more(deck, page, content, inner, len(rows), len(places))


def _gains(
    deck: Deck, page: Any, content: Content, indicator: Indicator, gains: Sequence[ranking.Gain], box: Box
) -> None:
    words = content.words
    inner = _head(deck, page, box, words.say("best_gain"))
    if not gains:
        moves = ranking.moves(*_weeks(content, indicator), indicator.rule(content.settings.ranking))
        deck.text(page, inner, [[Run(words.say("no_gain" if moves else "no_pairs"), colour=style.QUIET)]])
        return
    shares = [3.05, 1.6, 1.25]
    rows: list[list[Run | str]] = [[words.say(head) for head in ("unit_head", "change_head", "now_head")]]
    for gain in gains[:_SHOWN]:
        size = words.change(gain.after, gain.before, indicator.unit, indicator.is_rate)
        arrow = UP if gain.after > gain.before else DOWN
        moved = Run(f"{arrow} {size}", colour=style.BETTER, bold=True)
        rows.append([_named(content, gain.unit, inner, shares, 0), moved, words.value(gain.after, indicator.unit)])
    deck.table(page, inner, shares, rows)
    _more(deck, page, content, inner, len(rows), len(gains))


def _named(content: Content, unit: str, box: Box, shares: Sequence[float], column: int = 1) -> str:
    return shortened(content.name(unit), style.TEXT, column_room(box, shares, column))


def _more(deck: Deck, page: Any, content: Content, box: Box, rows: int, count: int) -> None:
    if count > _SHOWN:
        text = content.words.say("more", n=count - _SHOWN)
        line = Box(box.x, box.y + 460000 * rows + 40000, box.wide, Inches(0.35))
        deck.text(page, line, [[Run(text, colour=style.QUIET)]])


def apart(content: Content, indicator: Indicator, found: ranking.Ranking) -> list[str]:
    """Return a line for each reason why units have no place, with their names."""
    words = content.words
    small = [
        words.say("with_value", name=content.name(item.unit), value=words.value(item.value, indicator.unit))
        for item in found.small
    ]
    alone = (("apart_withheld", found.withheld), ("apart_missing", found.missing), ("apart_empty", found.empty))
    reasons = [("apart_small", small), *((phrase, [content.name(unit) for unit in units]) for phrase, units in alone)]
    lines = []
    for phrase, names in reasons:
        if names:
            shown = words.join(names[:_NAMES])
            shown += f" {words.say('and_more', n=len(names))}" if len(names) > _NAMES else ""
            lines.append(words.say(phrase, names=shown))
    return lines
