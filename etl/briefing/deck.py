"""The slides, one function each, in the order of the meeting: figures, map, who stands where, complaints, reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pptx.enum.text import MSO_ANCHOR
from pptx.util import Emu, Inches, Pt

from etl.briefing import charts, map_slide, ranks, style, tables
from etl.briefing.content import MAPPED, TREND_WEEKS, YEAR, Content
from etl.briefing.figures import Indicator, is_better
from etl.briefing.slides import Deck, Run
from etl.briefing.style import Box, rgb
from warehouse import periods, shown
from warehouse.shown import HEADLINE, RANKED

UP, DOWN = "\u25b2", "\u25bc"


def make(content: Content) -> Deck:
    """Return the whole deck; the file is `deck.file`."""
    words = content.words
    deck = Deck(words.lang, footer(content), source(content))
    cover(deck, content)
    headline(deck, content)
    for key in MAPPED:
        map_of(deck, content, content.indicators[key])
    for key in RANKED:
        ranks.slide(deck, content, content.indicators[key])
    complaints_trend(deck, content)
    complaints_by_category(deck, content)
    coverage_trend(deck, content)
    tables.reports(deck, content)
    tables.findings(deck, content)
    tables.questions(deck, content)
    return deck


def write(content: Content, path: Path) -> int:
    """Write the deck and return how many slides it has."""
    deck = make(content)
    deck.file.core_properties.title = f"{content.city.name} {content.words.week_long(content.week)}"
    deck.file.core_properties.author = content.words.say("product")
    deck.file.core_properties.comments = footer(content)
    deck.file.save(str(path))
    return len(deck.file.slides)


def footer(content: Content) -> str:
    """Return what stands below every slide: city, week, version, date, and that the data are made up."""
    words, version = content.words, content.version["version"]
    given = {"city": content.city.name, "week": words.week_long(content.week), "version": version}
    text = words.say("footer", published=content.published.isoformat(), **given)
    return text + (words.say("footer_made_up") if content.version["made_up"] else "")


def source(content: Content) -> list[str]:
    """Return the lines that end every slide's notes."""
    words, version = content.words, content.version["version"]
    given = {"city": content.city.name, "week": words.week_long(content.week), "version": version}
    lines = ["", words.say("notes_source", published=content.published.isoformat(), **given)]
    return lines + ([words.say("notes_made_up")] if content.version["made_up"] else [])


def definitions(content: Content, keys: Iterable[str]) -> list[str]:
    """Return the notes' definitions, formulas and caveats of indicators."""
    words = content.words
    found = [content.indicators[key] for key in keys]
    lines = [words.say("notes_definitions")]
    for item in found:
        phrase = "notes_formula" if item.is_rate else "notes_count"
        formula = words.say(phrase, numerator=item.numerator, denominator=item.denominator)
        lines.append(f"{item.name}: {item.note} {formula}")
    caveats = [f"{item.name}: {item.caveat}" for item in found if item.caveat]
    weeks = content.settings.reporting.carry_weeks
    return [*lines, words.say("notes_caveats"), *caveats, words.say("notes_carried", n=weeks)]


def cover(deck: Deck, content: Content) -> None:
    """Title: city, week, version, date, and a mark where the data are made up."""
    words = content.words
    notes = definitions(content, HEADLINE)
    page = deck.slide(f"{content.city.name} · {words.say('title')}", notes)
    page.shapes.title.top, page.shapes.title.height = Inches(2.2), Inches(1.1)
    for run in page.shapes.title.text_frame.paragraphs[0].runs:
        run.font.size = Pt(style.COVER if words.lang == "zh" else style.FIGURE)
    product = Box(style.MARGIN, Inches(0.7), style.INNER, Inches(0.5))
    deck.text(page, product, [[Run(words.say("product"), style.SMALL_TITLE, style.ACCENT, bold=True)]])
    week = f"{words.week_long(content.week)}  {words.days(content.week)}"
    told = words.say("published", version=content.version["version"], published=words.day(content.published))
    deck.text(page, Box(style.MARGIN, Inches(3.4), style.INNER, Inches(0.6)), [[Run(week, 28)]])
    line = [Run(told, style.SMALL_TITLE, style.QUIET)]
    deck.text(page, Box(style.MARGIN, Inches(4.1), style.INNER, Inches(0.5)), [line])
    if content.version["made_up"]:
        box = Box(style.MARGIN, Inches(4.9), Inches(2.6), Inches(0.55))
        mark = deck.text(page, box, [[Run(words.say("made_up"), style.SMALL_TITLE, style.ACCENT, bold=True)]])
        mark.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        mark.text_frame.margin_left = Emu(120000)
        mark.line.color.rgb, mark.line.width = rgb(style.ACCENT), Pt(1.5)


def headline(deck: Deck, content: Content) -> None:
    """Eight key figures, each with its change on last week and last year."""
    notes = [content.words.say("notes_change"), *definitions(content, HEADLINE)]
    page = deck.slide(content.words.say("headline"), notes)
    gap, wide = Inches(0.3), round((style.INNER - 3 * Inches(0.3)) / 4)
    high = round((style.BOTTOM - style.TOP - gap) / 2)
    for place, key in enumerate(HEADLINE):
        row, column = divmod(place, 4)
        box = Box(style.MARGIN + column * (wide + gap), style.TOP + row * (high + gap), wide, high)
        _card(deck, page, content, content.indicators[key], box)


def _card(deck: Deck, page: Any, content: Content, indicator: Indicator, box: Box) -> None:
    words, figure = content.words, content.figure(content.city.key, indicator.key)
    value = figure.value(indicator)
    name = Box(box.x, box.y, box.wide, Inches(0.62))
    deck.text(page, name, [[Run(indicator.name, colour=style.QUIET)]], anchor=MSO_ANCHOR.BOTTOM)
    lines: list[list[Run]] = []
    if value is None:
        lines.append([Run(words.say(figure.empty_word(indicator)), 28, style.QUIET)])
    else:
        large, small = words.parts(value, indicator.unit)
        lines.append([Run(large, style.FIGURE, bold=True), Run(f" {small}", style.SMALL_TITLE, style.QUIET)])
        lines += _changes(content, indicator, value)
        lines += [[Run(text, colour=style.QUIET)] for text in _remarks(content, indicator)][:1]
    deck.text(page, Box(box.x, name.bottom, box.wide, box.high - name.high), lines, name=indicator.key)


def _changes(content: Content, indicator: Indicator, value: float) -> list[list[Run]]:
    words = content.words
    if not content.settled(indicator.key):
        return [[Run(words.say("unsettled"), colour=style.QUIET)]]
    found = []
    for phrase, week in (("last_week", content.last_week), ("last_year", content.last_year)):
        now, then = (content.figure(content.city.key, indicator.key, at) for at in (content.week, week))
        fewer = not indicator.is_rate and shown.unlike(now, then)
        moved = change(content, indicator, value, then.value(indicator), unlike=fewer)
        found.append([Run(f"{words.say(phrase)} ", colour=style.QUIET), moved])
    return found


def change(content: Content, indicator: Indicator, now: float, before: float | None, *, unlike: bool = False) -> Run:
    """Return a change with its arrow, in the colour of better or worse; unlike: in neither."""
    words = content.words
    if before is None:
        return Run(words.say("no_compare"), colour=style.QUIET)
    size = words.change(now, before, indicator.unit, indicator.is_rate)
    if not size:
        return Run(words.say("unchanged"), colour=style.QUIET)
    good = None if unlike else is_better(now, before, indicator)
    colour = style.QUIET if good is None else style.BETTER if good else style.WORSE
    return Run(f"{UP if now > before else DOWN} {size}", colour=colour, bold=True)


def _remarks(content: Content, indicator: Indicator) -> list[str]:
    words, figure = content.words, content.figure(content.city.key, indicator.key)
    found = []
    if figure.reported_units < figure.expected_units:
        of = words.number(figure.expected_units)
        found.append(words.say("reported", n=words.number(figure.reported_units), of=of))
    if figure.carried_from:
        found.append(words.say("carried", week=words.week(figure.carried_from)))
    return found


def map_of(deck: Deck, content: Content, indicator: Indicator) -> None:
    """The map of an indicator as native shapes, its legend at the right, the review number below."""
    words = content.words
    level = words.of("levels", content.units[content.parts[0]].level) if content.parts else ""
    schematic = bool(content.view and content.view["schematic"])
    notes = definitions(content, [indicator.key])
    notes += [words.say("notes_schematic")] if schematic else []
    page = deck.slide(words.say("map_of", name=indicator.name, level=level), notes)
    room = Box(style.MARGIN, style.TOP, Inches(8.5), style.BOTTOM - style.TOP - Inches(0.45))
    below = Box(room.x, room.bottom + Inches(0.05), room.wide, Inches(0.4))
    if not content.outlines:
        deck.text(page, room, [[Run(words.say("no_map"))]])
        return
    bare = map_slide.draw(deck, page, content, indicator, room)
    if bare:
        texts = {unit: content.figure(unit, indicator.key).text(indicator, words) for unit in bare}
        names = [f"{content.name(unit)} {text}" for unit, text in texts.items()]
        page.notes_slide.notes_text_frame.text += "\n" + words.say("unlabelled", names=words.join(names))
    side = Box(Inches(9.4), style.TOP, style.WIDTH - style.MARGIN - Inches(9.4), style.BOTTOM - style.TOP)
    map_slide.legend(deck, page, content, indicator, side)
    said = [words.say("schematic")] if schematic else []
    number = content.settings.map.review_number
    said += [words.say("review_number", number=number)] if number else []
    drawn = {feature["properties"]["id"] for feature in content.outlines}
    lost = [content.name(unit) for unit in content.parts if unit not in drawn]
    said += [words.say("undrawn", names=words.join(lost))] if lost else []
    deck.text(page, below, [[Run(" · ".join(said), colour=style.QUIET)]], name="map_note")


def complaints_trend(deck: Deck, content: Content) -> None:
    """Complaints received by week, with the same weeks a year before."""
    words, key = content.words, "complaints_received"
    value = content.figure(content.city.key, key).value(content.indicators[key])
    title = words.say("complaints_title", value=words.number(value)) if value is not None else None
    notes = [words.say("notes_year"), *definitions(content, [key])]
    page = deck.slide(title or words.say("complaints_title_none"), notes)
    weeks = periods.span(periods.shift(content.week, 1 - TREND_WEEKS), content.week)
    _trend(deck, page, content, key, weeks)


def coverage_trend(deck: Deck, content: Content) -> None:
    """Branch coverage by week, with the year before and the target."""
    words, key = content.words, "branch_coverage"
    indicator = content.indicators[key]
    text = content.figure(content.city.key, key).text(indicator, words)
    notes = [words.say("notes_year"), *definitions(content, [key])]
    page = deck.slide(words.say("coverage_title", name=indicator.name, value=text), notes)
    weeks = periods.span(periods.shift(content.week, 1 - TREND_WEEKS), content.week)
    _trend(deck, page, content, key, weeks)


def _trend(deck: Deck, page: Any, content: Content, key: str, weeks: Sequence[str]) -> None:
    words, indicator, city = content.words, content.indicators[key], content.city.key
    now = [content.figure(city, key, week).value(indicator) for week in weeks]
    before = [content.figure(city, key, periods.shift(week, -YEAR)).value(indicator) for week in weeks]
    if not any(value is not None for value in (*now, *before)):
        box = Box(style.MARGIN, style.TOP, style.INNER, Inches(0.6))
        deck.text(page, box, [[Run(words.say("no_weeks"), style.SMALL_TITLE)]])
        return
    shown = [charts.Line(words.say("this_year"), now)]
    if any(value is not None for value in before):
        shown.append(charts.Line(words.say("year_before"), before, "past"))
    goal = indicator.low if indicator.direction == "up" else indicator.high
    if goal is not None:
        name = words.say("target", value=words.edge(goal, indicator.unit))
        shown.append(charts.Line(name, [goal] * len(weeks), "target"))
    box = Box(style.MARGIN, style.TOP, style.INNER, style.BOTTOM - style.TOP)
    share, values = indicator.unit == "share", [value for line in shown for value in line.values]
    ends = charts.share_ends(values) if share else charts.count_ends(values)
    below = words.say("axis_cut", value=words.edge(ends[0], indicator.unit)) if ends[0] else words.say("axis")
    labels = [str(int(week[6:])) for week in weeks]
    charts.lines(page, box, labels, shown, "0%" if share else "#,##0", words.lang, below, ends)


def complaints_by_category(deck: Deck, content: Content) -> None:
    """Complaints of the week by category, the most first, beside the same week a year before."""
    words, frame = content.words, content.complaints
    now, before = tables.by_category(frame, content.week), tables.by_category(frame, content.last_year)
    notes = definitions(content, ["complaints_received"])
    page = deck.slide(words.say("categories_title"), notes)
    box = Box(style.MARGIN, style.TOP, style.INNER, style.BOTTOM - style.TOP)
    if not now:
        sent = content.figure(content.city.key, "complaints_received").numerator is not None
        deck.text(page, box, [[Run(words.say("no_complaints" if sent else "missing_complaints"))]])
        return
    order = sorted(now, key=lambda code: (code == "other", -now[code], code))
    shown: list[tuple[str, Sequence[float | None]]] = [(words.say("this_week"), [now[code] for code in order])]
    if before:
        shown.append((words.say("week_last_year"), [before.get(code, 0.0) for code in order]))
    charts.bars(page, box, [words.of("categories", code) for code in order], shown, words.lang)
