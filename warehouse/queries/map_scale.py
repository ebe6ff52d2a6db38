"""How a count is spread over a level and all weeks, so that a colour means the same value in every week."""

from __future__ import annotations

from warehouse.queries.base import Connection, run


def spread(con: Connection, indicator: str, level: str) -> tuple[float, ...]:
    """Return (lowest, q20, q40, q60, q80, highest) of a count over all weeks; empty where it has no value."""
    row = run(con, "map_scale", indicator=indicator, level=level).row(0, named=True)
    if not row["cells"]:
        return ()
    return tuple(float(row[name]) for name in ("lowest", "q20", "q40", "q60", "q80", "highest"))
