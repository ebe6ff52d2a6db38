"""The scenes of words: who has not submitted, what moved since the last meeting, which follow-ups are open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from html import escape

from dashboard import blocks, chasing, data
from dashboard.context import Context
from dashboard.formats import MINUS, Indicator, better, day, figure_text, number, value_text, week_label
from dashboard.i18n import mark
from dashboard.map_labels import width_of
from dashboard.since import Since
from warehouse.chasing import chase_list
from warehouse.follow_ups import FollowUp
from warehouse.packs import Pack

ROOM, LETTER, SMALL = 790, 32, 26  # of a list, in pixels at 1920 x 1080: its height, and its letters
NONE = "0"
CAUSES = {
    "new": mark("came in since"),
    "restated": mark("sent anew"),
    "withdrawn": mark("a file was withdrawn"),
    "corrected": mark("a cell was corrected"),
    "reference": mark("register or rules changed"),
}


def missing(page: Context, now: datetime) -> str:
    """Return how many reports came, how many on time, and who still owes what; now: in the city's own time."""
    _, chosen = page._, page.selection
    path = tuple(page.units.path(chosen.unit_id))
    frame = data.report_week(chosen.database, chosen.unit_id, path, chosen.week)
    expected = frame.filter(expected=True)
    if expected.is_empty():
        return f'<p class="lj-s-said">{escape(_("Nothing was expected in this week."))}</p>'
    came, in_time = (int(expected[column].sum()) for column in ("received", "on_time"))
    due = chasing.due_at(page)
    said = _("due {day} {time}").format(day=day(due.date(), page.lang), time=f"{due:%H:%M}")
    left = (
        f"{_counted(came, expected.height, _('reports received'))}{_counted(in_time, expected.height, _('on time'))}"
        f'<p class="lj-s-quiet">{escape(said)}</p>'
    )
    return f'<div class="lj-s-thirds"><section>{left}</section><section>{_owed(page, now < due)}</section></div>'


def _counted(count: int, of: int, words: str) -> str:
    figure = f'<div class="lj-s-big">{number(count)}<small>/ {number(of)}</small></div>'
    return f'{figure}<div class="lj-s-name">{escape(words)}</div>'


def _owed(page: Context, early: bool) -> str:
    _, chosen = page._, page.selection
    path = tuple(page.units.path(chosen.unit_id))
    frame = data.report_week(chosen.database, chosen.unit_id, path, chosen.week)
    units = data.report_units(chosen.database, chosen.unit_id, path, chosen.week)
    found = chase_list(chosen.week, frame.clear() if early else frame, units)
    if not found:
        text = _("It is not due yet.") if early else _("Everything expected has come.")
        return f'<p class="lj-s-said">{escape(text)}</p>'
    remind = chasing.reminder(page)
    shown = fitting([("", chasing.summary(item, remind, page._)) for item in found], 1200)
    rows = "".join(
        f"<div><b>{escape(page.units.name(item.sender, page.lang))}</b>"
        f"<span>{escape(chasing.summary(item, remind, page._))}</span></div>"
        for item in found[:shown]
    )
    return f'<div class="lj-s-rows lj-s-long">{rows}</div>{more(page, len(found) - shown)}'


def fitting(rows: Sequence[tuple[str, str]], wide: int) -> int:
    """Return how many rows of a large and a small text fit into the room; a text takes one line or two."""
    used = 0.0
    for count, texts in enumerate(rows):
        for text, size in zip(texts, (LETTER, SMALL), strict=True):
            used += size * 1.35 * (2 if width_of(text, size) > wide else 1)
        used += 30
        if used > ROOM:
            return count
    return len(rows)


def more(page: Context, count: int) -> str:
    """Return how many rows of a list found no room, "" where all did."""
    return f'<p class="lj-s-quiet">{escape(page._(" and {n} more").format(n=number(count)))}</p>' if count > 0 else ""


def since_table(page: Context, lines: Sequence[Since], pack: Pack) -> str:
    """Return what was shown at the last meeting, what of it was told anew, what moved, and what stands there now."""
    _, small = page._, page.selection.small_cell
    heads = [
        _("Indicator"),
        _("shown then, {week}").format(week=week_label(pack.week, _)),
        _("restated since"),
        _("real change"),
        _("now, {week}").format(week=week_label(page.selection.week, _)),
    ]
    body = ""
    for item in lines:
        one = item.indicator
        then, now = (figure_text(figure, one, page.lang, _, small) for figure in (item.then, item.now))
        cells = (escape(then), _told(item, page), _moved(item, page), f"<b>{escape(now)}</b>")
        body += f"<tr><th>{escape(one.name)}</th>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    return f'<table class="lj-s-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _told(item: Since, page: Context) -> str:
    text = delta(item.restated, item.indicator, page)
    if not item.restated:
        return escape(text)
    cause = page._(CAUSES[item.cause]) if item.cause in CAUSES else ""
    return f"{escape(text)}<small>{escape(cause)}</small>" if cause else escape(text)


def _moved(item: Since, page: Context) -> str:
    if item.moved is not None and unsettled(page, item.indicator.indicator_id):
        return f"<small>{escape(page._('still being settled'))}</small>"
    text = delta(item.moved, item.indicator, page)
    if item.unlike and item.moved:
        sent = page._("{n}/{of} reported").format(
            n=number(item.now.reported_units), of=number(item.now.expected_units)
        )
        return f"{escape(text)}<small>{escape(sent)}</small>"
    now, then = item.now.value(item.indicator), item.then_now.value(item.indicator)
    known = now is not None and then is not None and text != NONE
    good = better(now, then, item.indicator) if known else None  # type: ignore[arg-type]
    kind = {True: "lj-good", False: "lj-bad", None: ""}[good]
    return f'<span class="{kind}">{escape(text)}</span>'


def unsettled(page: Context, key: str) -> bool:
    """Say whether an indicator of the shown week still rises by itself, so that it can be compared with no other."""
    return key in blocks.UNSETTLED and page.selection.week == page.selection.newest


def delta(size: float | None, indicator: Indicator, page: Context) -> str:
    """Write a difference with its sign: +1.2 pt, −34; an en dash where it is not known, 0 where nothing changed."""
    _ = page._
    if size is None:
        return "–"
    if indicator.unit == "share":
        text, shown = _("{n} pt").format(n=number(abs(size) * 100, 1)), round(size * 100, 1)
    elif indicator.is_rate:
        text, shown = number(abs(size), 2), round(size, 2)
    else:
        text, shown = value_text(abs(size), indicator.unit, page.lang, _), size
    return f"{'+' if shown > 0 else MINUS}{text}" if shown else NONE


def questions(page: Context, items: Sequence[FollowUp], today: date, as_of: str = "") -> str:
    """Return the open follow-ups, those that are due first first; as_of: words where an earlier moment is shown."""
    _ = page._
    late = sum(item.overdue(today) for item in items)
    words = f'<p class="lj-s-quiet">{escape(as_of)}</p>' if as_of else ""
    counts = _("open, {n} overdue").format(n=number(late)) if late else _("open")
    left = f'<div class="lj-s-big">{number(len(items))}</div><div class="lj-s-name">{escape(counts)}</div>{words}'
    if items:
        shown = fitting([(item.text, about(page, item)) for item in items], 1280)
        rows = "".join(_question(page, item, today) for item in items[:shown])
        right = f'<div class="lj-s-rows lj-s-long">{rows}</div>{more(page, len(items) - shown)}'
    else:
        right = f'<p class="lj-s-said">{escape(_("No follow-up is open here."))}</p>'
    return f'<div class="lj-s-thirds lj-s-narrow"><section>{left}</section><section>{right}</section></div>'


def _question(page: Context, item: FollowUp, today: date) -> str:
    late = f' <em class="lj-bad">{escape(page._("overdue"))}</em>' if item.overdue(today) else ""
    return f"<div><b>{escape(item.text)}</b><i>{late}</i><span>{escape(about(page, item))}</span></div>"


def about(page: Context, item: FollowUp) -> str:
    """Return what a follow-up is pinned to, who sees to it and by when, on one line."""
    _ = page._
    indicator = page.indicators.get(item.indicator or "")
    parts = [page.units.name(item.unit, page.lang) or item.unit, indicator.name if indicator else ""]
    parts += [week_label(item.week, _), item.owner]
    parts += [_("by {day}").format(day=day(item.due, page.lang)) if item.due else _("no due day")]
    return " · ".join(part for part in parts if part)
