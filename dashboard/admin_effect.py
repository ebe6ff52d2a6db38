"""What loading moves, or moved, in figures: city and districts, before and after, and rules that would break."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import streamlit as st

from dashboard import admin_progress, blocks, components, takeaway
from dashboard.admin_jobs import Job
from dashboard.admin_page import AdminPage
from dashboard.components import Column
from dashboard.data import indicators, series
from dashboard.formats import Figure, change, number, value_text, week_long
from etl.results import CheckResult
from warehouse import periods

Move = dict[str, Any]


def draw(page: AdminPage, job: Job, where: str) -> None:
    """Draw what a check would move or a refresh moved: in sentences, then one place and week at a time."""
    _, result = page._, job.result
    assert result is not None
    done = where == "load"
    title = _("What loading moved") if done else _("What loading would move")
    if result.failures:
        blocks.show(components.heading(_("Rules that would break")))
        blocks.show(admin_progress.rules(page, result.failures))
    if not result.effect:
        blocks.show(components.heading(title))
        blocks.show(components.empty(_("No figure of the city or a district changes.")))
        return
    weeks = sorted({str(move["period_id"]) for move in result.effect}, reverse=True)
    small = _("{n} figures of the city and its districts in {weeks} weeks")
    small = small.format(n=number(len(result.effect)), weeks=len(weeks))
    blocks.show(components.heading(title, small))
    if said := job.moves.get(page.lang):
        heads = [" class=lj-head" if line.endswith((":", "\uff1a")) else "" for line in said]
        items = "".join(f"<li{head}>{escape(line)}</li>" for head, line in zip(heads, said, strict=True))
        blocks.show(f'<ul class="lj-moves">{items}</ul>')
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        week = _week_box(page, weeks, where)
        unit = _unit_box(page, [move for move in result.effect if move["period_id"] == week], where)
    moves = [move for move in result.effect if move["period_id"] == week and move["org_unit_id"] == unit]
    blocks.show(table(page, moves, unit, week))
    takeaway.button(f"effect_{where}", lambda: (_heads(page), rows_of(page, result.effect)), _)


def _week_box(page: AdminPage, weeks: list[str], where: str) -> str:
    _ = page._
    return str(
        st.selectbox(
            _("Week"), weeks, key=f"admin_effect_week_{where}", label_visibility="collapsed", width=180,
            format_func=lambda week: week_long(week, _),
        )
    )  # fmt: skip


def _unit_box(page: AdminPage, moves: Sequence[Move], where: str) -> str:
    units = sorted({str(move["org_unit_id"]) for move in moves}, key=lambda u: (page.names.level(u) != "city", u))
    return str(
        st.selectbox(
            page._("Place"), units, key=f"admin_effect_unit_{where}", label_visibility="collapsed", width=200,
            format_func=page.names.unit,
        )
    )  # fmt: skip


def ordered(page: AdminPage, moves: Sequence[Move]) -> list[Move]:
    """Return moves in the order of the catalogue."""
    place = {key: at for at, key in enumerate(page.names.order())}
    return sorted(moves, key=lambda move: place.get(move["indicator_id"], len(place)))


def table(page: AdminPage, moves: Sequence[Move], unit: str, week: str) -> str:
    """Return one place's and week's figures: the week before, what stood there, what stands there then."""
    _ = page._
    past = week_before(page, unit, week, [str(move["indicator_id"]) for move in moves])
    columns = [
        Column("indicator", _("Indicator")),
        Column("past", _("The week before"), numeric=True),
        Column("before", _("Until now"), numeric=True),
        Column("after", _("After loading"), numeric=True),
        Column("move", _("on the week"), numeric=True),
    ]
    rows = []
    for move in ordered(page, moves):
        indicator = page.names.indicator(move["indicator_id"])
        before = past.get(indicator.indicator_id)
        texts = [value_text(value, indicator.unit, page.lang, _) for value in (before, move["before"], move["after"])]
        moved = change(move["after"], before, indicator, _)
        sign = {True: "▲ ", False: "▼ ", None: ""}[moved.up] if moved else ""
        rows.append([indicator.name, *texts, f"{sign}{moved.text}" if moved else "–"])
    return components.table(columns, rows, _)


def week_before(page: AdminPage, unit: str, week: str, wanted: list[str]) -> dict[str, float]:
    """Return the figures of the week before from the version that the page stands on, where it has them."""
    if page.database is None:
        return {}
    last = periods.shift(week, -1)
    known = indicators(page.database, page.lang)
    keys = tuple(sorted(set(wanted) & set(known)))
    found: dict[str, float] = {}
    for row in series(page.database, (unit,), keys, last, last, page.store.settings.privacy.small_cell).iter_rows(
        named=True
    ):
        value = Figure(row["numerator"], row["denominator"]).value(known[row["indicator_id"]])
        if value is not None:
            found[row["indicator_id"]] = value
    return found


def _heads(page: AdminPage) -> list[str]:
    _ = page._
    return [_("Week"), _("Place"), _("Indicator"), _("Until now"), _("After loading"), _("Code")]


def rows_of(page: AdminPage, moves: Sequence[Move]) -> list[list[str | float | None]]:
    """Return all moves as a table to take away, the full numbers."""
    return [
        [
            move["period_id"], page.names.unit(move["org_unit_id"]), page.names.indicator(move["indicator_id"]).name,
            move["before"], move["after"], move["indicator_id"],
        ]
        for move in moves
    ]  # fmt: skip


def in_words(page: AdminPage, result: CheckResult) -> str:
    """Return in a sentence what a refresh did."""
    _ = page._
    loaded = [item for item in result.submissions if item.status == "accepted"]
    refused = [item for item in result.submissions if item.status == "refused"]
    again = [item for item in result.submissions if item.status == "unchanged"]
    said = [_("{n} files loaded, {rows} rows").format(n=len(loaded), rows=number(sum(item.rows for item in loaded)))]
    said += [_("{n} refused; they stay in the inbox").format(n=len(refused))] if refused else []
    said += [_("{n} had been loaded before").format(n=len(again))] if again else []
    if result.version:
        said.append(_("published as {version}").format(version=result.version))
    else:
        said.append(_("no figure changed, so there is no new version"))
    return " · ".join(said)
