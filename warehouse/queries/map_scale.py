"""What the map asks of all weeks: how a count is spread (its classes are fixed), and when reports came late."""

from __future__ import annotations

from warehouse.queries.base import Connection, run


def spread(con: Connection, indicator: str, level: str) -> tuple[float, ...]:
    """Return (lowest, q20, q40, q60, q80, highest) of a count over all weeks; empty where it has no value."""
    row = run(con, "map_scale", indicator=indicator, level=level).row(0, named=True)
    if not row["cells"]:
        return ()
    return tuple(float(row[name]) for name in ("lowest", "q20", "q40", "q60", "q80", "highest"))


def late(con: Connection, unit: str, data_set: str, first: str, last: str) -> list[str]:
    """Return the weeks in which a report of a data set, for a unit or one below it, came late."""
    frame = run(con, "map_late", unit=unit, data_set=data_set, first=first, last=last)
    weeks: list[str] = frame["period_id"].to_list()
    return weeks
