"""What moved since the last meeting: that meeting's own version is read beside the one that is shown now."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import data
from dashboard.context import Context
from dashboard.formats import Figure
from dashboard.since import Since, causes_of, since
from warehouse import packs
from warehouse.packs import Pack
from warehouse.shown import HEADLINE
from warehouse.store import Store


def last_meeting(page: Context, store: Store, pack: Pack | None) -> Pack | None:
    """Return the meeting before this one: the newest pack of the place whose figures lie ready; None without."""
    chosen = page.selection
    found = packs.before(store, unit=chosen.unit_id, version=chosen.version, week=chosen.week, than=pack)
    return found if found and store.database(found.version).exists() else None


def lines(page: Context, store: Store, then: Pack) -> list[Since]:
    """Return one line for each key figure of the selected unit."""
    chosen = page.selection
    old = str(store.database(then.version))
    changes: Sequence[dict[str, object]] = []
    if then.version != chosen.version:
        changes = data.week_changes(str(store.root), then.version, chosen.version, then.week)
    return since(
        [page.indicators[key] for key in HEADLINE],
        _shown(old, chosen.unit_id, then.week, chosen.small_cell),
        _shown(chosen.database, chosen.unit_id, then.week, chosen.small_cell),
        _shown(chosen.database, chosen.unit_id, chosen.week, chosen.small_cell),
        causes_of(changes, chosen.unit_id),
    )


def _shown(database: str, unit: str, week: str, small_cell: int) -> dict[str, Figure]:
    found = data.figures_of(data.series(database, (unit,), HEADLINE, week, week, small_cell))
    return {key: figure for (_unit, key, _week), figure in found.items()}
