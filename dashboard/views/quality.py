"""Quality: which figures were built right and look wrong all the same?"""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from dashboard import blocks, components, data, map_report, takeaway
from dashboard.components import Column
from dashboard.context import Context, current
from dashboard.formats import number, week_label, week_long
from dashboard.labels import LEVELS, SEVERITIES, label


def sentence(row: dict[str, Any], page: Context) -> str:
    """Return what a rule says of a figure; a count too small to show is "<3"."""
    indicator = page.indicators[row["indicator_id"]]
    decimals = 1 if indicator.is_rate else 0

    def written(value: float | None) -> str:
        return f"<{page.selection.small_cell}" if value is None else number(value, decimals)

    text = str(row["sentence_en"] if page.lang == "en" else row["sentence_zh"])
    return text.format(found=written(row["found"]), compared=written(row["compared"]))


def listed(page: Context, frame: pl.DataFrame) -> None:
    """Show the week's findings as a table to take away."""
    chosen, _ = page.selection, page._
    columns = [
        Column("severity", _("Weight")),
        Column("place", _("Place")),
        Column("level", _("Level")),
        Column("indicator", _("Indicator")),
        Column("sentence", _("What to look at")),
    ]
    rows = [
        [
            label(SEVERITIES, row["severity"], _),
            row["name_en"] if page.lang == "en" else row["name"],
            label(LEVELS, row["level"], _),
            page.indicators[row["indicator_id"]].name,
            sentence(row, page),
        ]
        for row in frame.iter_rows(named=True)
    ]
    if not rows:
        blocks.show(components.empty(_("No rule finds fault with the figures of this week.")))
        return
    blocks.show(components.table(columns, rows, _))
    takeaway.button("quality", lambda: (columns, rows), _, title=_("Which figures look wrong?"), of=chosen.week)


def rules(page: Context, frame: pl.DataFrame) -> None:
    """Show by rule how often it found something in the weeks chosen, and when last."""
    _ = page._
    counted = (
        frame.group_by("rule_id", "sentence_zh", "sentence_en", "severity", maintain_order=True)
        .agg(pl.len().alias("n"), pl.col("period_id").max().alias("last"))
        .sort("n", descending=True)
    )
    columns = [
        Column("rule", _("Rule")),
        Column("last", _("Last found")),
        Column("n", _("Findings"), numeric=True),
    ]
    rows = [
        [
            str(row["sentence_en"] if page.lang == "en" else row["sentence_zh"]).format(found="…", compared="…"),
            week_label(row["last"], _),
            number(row["n"]),
        ]
        for row in counted.iter_rows(named=True)
    ]
    if rows:
        blocks.show(components.table(columns, rows, _))
        values = [[*row[:-1], n] for row, n in zip(rows, counted["n"], strict=True)]
        takeaway.button("rules", lambda: (columns, values), _, title=_("How often over these weeks?"))
    else:
        blocks.show(components.empty(_("No rule found anything in these weeks.")))


def draw() -> None:
    """Draw the page."""
    page = current()
    _, chosen = page._, page.selection
    frame = data.findings(chosen.database, chosen.unit_id, chosen.first, chosen.week, chosen.small_cell)
    week = frame.filter(pl.col("period_id") == chosen.week)
    blocks.show(
        components.heading(
            _("Which figures look wrong?"),
            _("{week} · {n} findings at {place} and below").format(
                week=week_long(chosen.week, _), n=number(week.height), place=page.unit_name
            ),
        )
    )
    listed(page, week)
    left, right = st.columns([7, 5], gap="large")
    with left:
        span = f"{week_label(chosen.first, _)} – {week_label(chosen.week, _)}"
        blocks.show(components.heading(_("How often over these weeks?"), span))
        rules(page, frame)
    with right:
        blocks.show(components.heading(_("What this is"), ""))
        text = _(
            "A figure stands here where it was read and added up rightly and still looks wrong. "
            "It counts; nothing is changed or left out. Ask whoever sent it."
        )
        blocks.show(f'<p class="lj-q">{text}</p>')
        map_report.show(page)


draw()
