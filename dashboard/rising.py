"""Which complaints rose most: four weeks against the four before, in places and about things that count.

A week of which nothing was submitted is no week without complaints: who was silent in one of the weeks is not
compared, and where nobody sent any the words say so.
"""

from __future__ import annotations

import polars as pl

from dashboard import data
from dashboard.context import Context
from dashboard.formats import Figure
from warehouse import periods

RECENT = 4  # weeks compared for "what rose most"
FEW = 4  # a rise to fewer complaints than this, or by less than RISE, is chance
RISE = 3
RECEIVED = "complaints_received"


def risen(frame: pl.DataFrame, most: int) -> pl.DataFrame:
    """Return what rose most of a frame of queries.complaints `below`, with the rise; at most so many rows."""
    if frame.is_empty():
        return frame
    found = frame.with_columns(rise=pl.col("received") - pl.col("before"))
    found = found.filter((pl.col("received") >= FEW) & (pl.col("rise") >= RISE))
    return found.sort("rise", "received", "org_unit_id", descending=[True, True, False]).head(most)


def submitted(page: Context, frame: pl.DataFrame, level: str) -> pl.DataFrame:
    """Return the rows of such a frame whose units sent their complaints in each of the weeks compared."""
    if frame.is_empty():
        return frame
    chosen, weeks = page.selection, _weeks(page.selection.week)
    found = data.below(chosen.database, chosen.unit_id, level, (RECEIVED,), weeks[0], chosen.week, chosen.small_cell)
    grid = data.figures_of(found)
    units = frame["org_unit_id"].unique()
    sent = [unit for unit in units if all(_sent(grid.get((unit, RECEIVED, week))) for week in weeks)]
    return frame.filter(pl.col("org_unit_id").is_in(sent))


def nothing(page: Context) -> str:
    """Say why no rise is named: nothing was submitted, nothing to compare it with, or nothing rose."""
    _, weeks = page._, _weeks(page.selection.week)
    sent = _own(page, weeks)
    if not sent & set(weeks[RECENT:]):
        return _("No complaints were submitted for these weeks.")
    if not sent & set(weeks[:RECENT]):
        return _("No complaints were submitted for the four weeks before.")
    return _("Nothing rose to {n} or more.").format(n=FEW)


def silence(page: Context, first: str, last: str, none: str = "") -> str:
    """Say why weeks show no complaint: there was none (`none`: in other words), or none were submitted."""
    _ = page._
    if _own(page, periods.span(first, last)):
        return none or _("No complaint in these weeks.")
    return _("No complaints were submitted for these weeks.")


def _weeks(week: str) -> list[str]:
    return periods.span(periods.shift(week, 1 - 2 * RECENT), week)


def _sent(figure: Figure | None) -> bool:
    return figure is not None and (figure.numerator is not None or figure.suppressed)


def _own(page: Context, weeks: list[str]) -> set[str]:
    """Return the weeks for which the selected unit sent its complaints, or some of its parts did."""
    chosen = page.selection
    found = data.series(chosen.database, (chosen.unit_id,), (RECEIVED,), weeks[0], weeks[-1], chosen.small_cell)
    return {week for (_unit, _key, week), figure in data.figures_of(found).items() if _sent(figure)}
