"""The slides that are tables: who has not submitted, what looks wrong, what is to be asked."""

from __future__ import annotations

from typing import Any

import polars as pl
from pptx.util import Inches

from etl.briefing import ranks, style
from etl.briefing.content import Content
from etl.briefing.slides import Deck, Run, column_room, shortened, table_height
from etl.briefing.style import Box
from warehouse.shown import RANKED

_SENTENCE = 3  # lines that a finding may take
_QUESTIONS = 6


def by_category(frame: pl.DataFrame, week: str) -> dict[str, float]:
    """Return the complaints received in a week by category."""
    summed = frame.filter(period_id=week).group_by("category").agg(pl.col("received").sum())
    return {code: float(count) for code, count in summed.iter_rows()}


def missing(content: Content) -> list[tuple[str, list[str], str | None]]:
    """Return who did not submit: the sender, the data sets that are due, the newest week in which one came."""
    found: dict[str, tuple[list[str], list[str]]] = {}
    for row in content.reports.filter(expected=True, received=False).iter_rows(named=True):
        sets, last = found.setdefault(row["org_unit_id"], ([], []))
        sets.append(content.data_sets.get(row["data_set_id"], row["data_set_id"]))
        last += [row["last_received"]] if row["last_received"] else []
    return [(unit, sets, max(last, default=None)) for unit, (sets, last) in found.items()]


def reports(deck: Deck, content: Content) -> None:
    """Who has not submitted this week's reports."""
    words = content.words
    due = content.reports.filter(expected=True)
    counted = {name: int(due[name].sum()) for name in ("received", "on_time")}
    title = words.say("reports_title", expected=due.height, **counted) if due.height else words.say("reports_none")
    page = deck.slide(title, [words.say("notes_reports")])
    listed = missing(content)
    box = Box(style.MARGIN, style.TOP, style.INNER, style.BOTTOM - style.TOP)
    if not listed:
        if due.height:
            deck.text(page, box, [[Run(words.say("all_in"), style.SMALL_TITLE)]])
        return
    shares = [2.2, 6.4, 1.6]
    heads = ("sender_head", "missing_head", "last_head")
    rows: list[list[Run | str]] = [[words.say(head) for head in heads]]
    shown = 0
    while shown < len(listed) and table_height(rows, box, shares) < box.high - Inches(1.3):
        unit, sets, last = listed[shown]
        rows.append([content.name(unit), words.join(sets), words.week(last) if last else words.say("never")])
        shown += 1
    deck.table(page, box, shares, rows)
    under = table_height(rows, box, shares)
    said = [words.say("late", names=words.join(late(content)))] if late(content) else []
    said = ([words.say("more", n=len(listed) - shown)] if shown < len(listed) else []) + said
    line = Box(box.x, box.y + under + 120000, box.wide, Inches(0.8))
    deck.text(page, line, [[Run(text, colour=style.QUIET)] for text in said])


def late(content: Content) -> list[str]:
    """Return the names of those of whom a report of this week came after it was due."""
    rows = content.reports.filter(pl.col("expected") & pl.col("received") & ~pl.col("on_time"))
    return [content.name(unit) for unit in rows["org_unit_id"].unique(maintain_order=True).to_list()]


def findings(deck: Deck, content: Content) -> None:
    """What the quality rules find in this week's figures, the gravest first."""
    words, frame = content.words, content.findings
    title = words.say("quality_title", n=frame.height) if frame.height else words.say("quality_none")
    page = deck.slide(title, [words.say("notes_quality")])
    box = Box(style.MARGIN, style.TOP, style.INNER, style.BOTTOM - style.TOP)
    if not frame.height:
        deck.text(page, box, [[Run(words.say("quality_none_text"), style.SMALL_TITLE)]])
        return
    shares = [1.3, 2.2, 2.4, 6.4]
    heads = ("weight_head", "unit_head", "indicator_head", "look_head")
    rows: list[list[Run | str]] = [[words.say(head) for head in heads]]
    for row in frame.iter_rows(named=True):
        name = content.indicators[row["indicator_id"]].name
        cells = [words.say(row["severity"]), content.name(row["org_unit_id"]), name]
        cells = [shortened(cell, style.TEXT, 2 * column_room(box, shares, place)) for place, cell in enumerate(cells)]
        told: list[Run | str] = [
            *cells,
            shortened(sentence(content, row), style.TEXT, _SENTENCE * column_room(box, shares, 3)),
        ]
        if table_height([*rows, told], box, shares) > box.high - Inches(0.45):
            break
        rows.append(told)
    deck.table(page, box, shares, rows)
    more = frame.height - len(rows) + 1
    if more > 0:
        line = Box(box.x, style.BOTTOM - Inches(0.35), box.wide, Inches(0.35))
        deck.text(page, line, [[Run(words.say("more", n=more), colour=style.QUIET)]])


def sentence(content: Content, row: dict[str, Any]) -> str:
    """Return what a rule says of a figure; a count too small to show is "<3"."""
    words, indicator = content.words, content.indicators[row["indicator_id"]]

    def written(value: float | None) -> str:
        if value is None:
            return f"<{content.settings.privacy.small_cell}"
        return words.number(value, 1 if indicator.is_rate else 0)

    return str(row[f"sentence_{words.lang}"]).format(found=written(row["found"]), compared=written(row["compared"]))


def questions(deck: Deck, content: Content) -> None:
    """What the figures ask, as a table in which owners and dates are filled in during the meeting."""
    words = content.words
    page = deck.slide(words.say("questions_title"), [ranks.rule_text(content)])
    box = Box(style.MARGIN, style.TOP, style.INNER, style.BOTTOM - style.TOP)
    shares = [6.7, 3.4, 1.5]
    heads = ("question_head", "owner_head", "due_head")
    rows: list[list[Run | str]] = [[words.say(head) for head in heads]]
    for text, owner in asked(content)[: _QUESTIONS - 1]:
        rows.append([text, shortened(owner, style.TEXT, 2 * column_room(box, shares, 1)), ""])
    open_row = Run(words.say("question_open"), colour=style.QUIET)
    rows += [[open_row, "", ""] for _ in range(_QUESTIONS + 1 - len(rows))]
    deck.table(page, box, shares, rows)


def asked(content: Content) -> list[tuple[str, str]]:
    """Return (question, who is asked) from the rankings, the missing reports and the findings."""
    words, found = content.words, list[tuple[str, str]]()
    for key in RANKED:
        indicator = content.indicators[key]
        ranked = ranks.ranked(content, indicator)
        for item in ranked.worst(1)[:1]:
            place = words.say("place", n=item.place, of=len(ranked.ranked))
            value = words.value(item.value, indicator.unit)
            text = words.say("question_worst", name=indicator.name, value=value, place=place)
            found.append((text, content.name(item.unit)))
    late = missing(content)
    if late:
        count = sum(len(sets) for _, sets, _ in late)
        found.append(
            (words.say("question_missing", n=count), _first(content, [content.name(unit) for unit, _, _ in late]))
        )
    if content.findings.height:
        places = dict.fromkeys(content.name(unit) for unit in content.findings["org_unit_id"].to_list())
        found.append((words.say("question_quality", n=content.findings.height), _first(content, list(places))))
    return found


def _first(content: Content, names: list[str]) -> str:
    """Return one name, or the first of several and how many they are."""
    return names[0] if len(names) == 1 else f"{names[0]} {content.words.say('and_more', n=len(names))}"
