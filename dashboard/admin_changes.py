"""What changed between two versions: thousands of figures by indicator, then those of the city and its districts."""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboard import blocks, components, takeaway
from dashboard.admin_page import AdminPage
from dashboard.components import Column
from dashboard.formats import number, value_text, week_label
from dashboard.i18n import mark
from warehouse import versions
from warehouse.store import Store

CAUSES = {
    "new": mark("newly reported"),
    "restated": mark("restated"),
    "withdrawn": mark("withdrawn"),
    "corrected": mark("corrected"),
    "reference": mark("register, catalogue or settings"),
}
UPPER = ("city", "district")
TAKEN = 100_000
SCHEMA = {
    "org_unit_id": pl.String,
    "period_id": pl.String,
    "indicator_id": pl.String,
    "before": pl.Float64,
    "after": pl.Float64,
    "cause": pl.String,
}


@st.cache_resource(max_entries=4, show_spinner=False)
def changes(_store: Store, root: str, before: str, after: str) -> pl.DataFrame:
    """Return every figure that differs between two versions; a version never changes, so it is asked once."""
    found = versions.diff(_store, before, after)
    return pl.DataFrame([{key: row.get(key) for key in SCHEMA} for row in found], schema=SCHEMA)


def by_indicator(found: pl.DataFrame) -> pl.DataFrame:
    """Return one row an indicator: figures that changed, by cause, places, first and last week."""
    causes = [pl.col("cause").eq(name).sum().alias(name) for name in CAUSES]
    counted = [pl.len().alias("figures"), pl.col("org_unit_id").n_unique().alias("places")]
    weeks = [pl.col("period_id").min().alias("first"), pl.col("period_id").max().alias("last")]
    return found.group_by("indicator_id", maintain_order=True).agg(*counted, *weeks, *causes)


def draw(page: AdminPage, known: list[str]) -> None:
    """Draw the comparison of two versions; it is made when it is asked for."""
    _ = page._
    blocks.show(components.heading(_("What changed between two versions?")))
    if len(known) < 2:
        blocks.show(components.empty(_("There is only one version.")))
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        before = _version_box(_("From"), known, 1, "admin_diff_from")
        after = _version_box(_("To"), known, 0, "admin_diff_to")
        if st.button(_("Compare"), key="admin_compare", disabled=before == after):
            st.session_state["_admin_compared"] = (before, after)
    if st.session_state.get("_admin_compared") != (before, after):
        return
    with st.spinner(_("Being compared …")):
        try:
            found = changes(page.store, str(page.store.root), before, after)
        except LookupError:
            blocks.show(components.empty(_("That version is not there any more.")))
            return
    show(page, found, f"{before}-{after}")


def _version_box(label: str, known: list[str], index: int, key: str) -> str:
    said = {version: f"{label} {version}" for version in known}
    box = st.selectbox(label, known, index, said.__getitem__, key=key, label_visibility="collapsed", width=160)
    return str(box)


def show(page: AdminPage, found: pl.DataFrame, name: str) -> None:
    """Draw what differs."""
    _ = page._
    if found.is_empty():
        blocks.show(components.empty(_("No figure differs.")))
        return
    blocks.show(sums(page, found))
    levels = {unit: page.names.level(unit) for unit in found["org_unit_id"].unique()}
    upper = found.filter(pl.col("org_unit_id").replace_strict(levels, default="").is_in(UPPER))
    small = _("{n} of {of} changed figures").format(n=number(upper.height), of=number(found.height))
    blocks.show(components.heading(_("City and districts"), small))
    heads = [_("Week"), _("Place"), _("Indicator"), _("Before"), _("After"), _("Why")]
    columns = [Column(head, head, numeric=at in (3, 4)) for at, head in enumerate(heads)]
    newest = upper.sort("period_id", descending=True, maintain_order=True)
    rows = [_row(page, *row) for row in newest.head(components.TABLE_LIMIT).select(list(SCHEMA)).iter_rows()]
    blocks.show(components.table(columns, rows, _))
    takeaway.button(
        f"changes-{name}",
        lambda: (
            [_("Week"), _("Place"), _("Indicator"), _("Before"), _("After"), _("Why"), _("Code")],
            [_plain(page, *row) for row in found.head(TAKEN).select(list(SCHEMA)).iter_rows()],
        ),
        _,
    )


def sums(page: AdminPage, found: pl.DataFrame) -> str:
    """Return the table of indicators: how many figures changed, and why."""
    _ = page._
    data = by_indicator(found)
    causes = [cause for cause in CAUSES if data[cause].sum()]
    columns = [
        Column("indicator", _("Indicator")),
        Column("weeks", _("Weeks")),
        Column("places", _("Places"), numeric=True),
        Column("figures", _("Figures"), numeric=True),
        *(Column(cause, _(CAUSES[cause]), numeric=True) for cause in causes),
    ]
    place = {key: at for at, key in enumerate(page.names.order())}
    rows = []
    for row in sorted(data.iter_rows(named=True), key=lambda item: place.get(item["indicator_id"], len(place))):
        first, last = week_label(row["first"], _), week_label(row["last"], _)
        weeks = f"{row['last'][:4]} {last}" if row["first"] == row["last"] else (
            f"{row['first'][:4]} {first} – {row['last'][:4]} {last}"
        )  # fmt: skip
        counts = [number(row[key]) if row[key] else "–" for key in ("places", "figures", *causes)]
        rows.append([page.names.indicator(row["indicator_id"]).name, weeks, *counts])
    return components.table(columns, rows, _)


def _row(
    page: AdminPage, unit: str, week: str, key: str, before: float | None, after: float | None, cause: str
) -> list[str]:
    indicator, _ = page.names.indicator(key), page._
    values = [value_text(value, indicator.unit, page.lang, _) for value in (before, after)]
    why = _(CAUSES[cause]) if cause in CAUSES else cause
    return [f"{week[:4]} {week_label(week, _)}", page.names.unit(unit), indicator.name, *values, why]


def _plain(
    page: AdminPage, unit: str, week: str, key: str, before: float | None, after: float | None, cause: str
) -> list[str | float | None]:
    why = page._(CAUSES[cause]) if cause in CAUSES else cause
    return [week, page.names.path(unit), page.names.indicator(key).name, before, after, why, key]
