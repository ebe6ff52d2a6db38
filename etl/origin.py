"""Who sent a file and which week it is about: from its lines, sheet names and its own name."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from etl import dates, names, words
from etl.issues import Issue, issue
from etl.labels import lines_of
from etl.places import Snapshot
from etl.recognise import Table
from warehouse import periods
from warehouse.register import RANK

STATED = ("week", "range", "as_of", "long_range")


@dataclass
class Origin:
    """What a file says of itself. period_id: None where its rows say their own weeks; sender: None = not known."""

    sender: str | None = None
    period_id: str | None = None
    issues: list[Issue] = field(default_factory=list)


def texts_of(tables: list[Table]) -> list[str]:
    """Return the lines around the tables and the names of their sheets."""
    lines = [line for table in tables for line in (*table.lines, *_foot(table))]
    return lines + [table.name for table in tables if table.name]


def _foot(table: Table) -> list[str]:
    tail = table.body.tail(8).drop("row").rows()
    found = [line for row in tail for line in lines_of(row)]
    return [text for text in found if any(words.fold(label) in words.fold(text) for label in _labels())]


def _labels() -> list[str]:
    around = words.words()["around"]
    return [*around["sender_labels"][:-1], *around["fill_labels"], *around["as_of_labels"]]


# the sender -------------------------------------------------------------------------------------------------------


def find_sender(lines: list[str], stems: list[str], snapshot: Snapshot, level: str) -> tuple[str | None, list[Issue]]:
    """Find the sender in the lines, else in the file's name: a labelled line, a district's name, the city's name.

    stems: the file's name, and of one in a .zip the names of its folder and of the .zip.
    """
    for line in lines:
        unit = _labelled(line, snapshot, level)
        if unit is not None:
            return unit, []
    stated = _mentioned(lines, snapshot, level)
    named = next((unit for stem in stems if (unit := _mentioned([stem], snapshot, level))), None)
    if stated and named and stated != named and snapshot.rows[named].level == snapshot.rows[stated].level:
        return stated, [issue("sender-differs", chosen=snapshot.rows[stated].name)]
    if named and (stated is None or RANK[snapshot.rows[named].level] > RANK[snapshot.rows[stated].level]):
        return named, []
    return stated, []


def _labelled(line: str, snapshot: Snapshot, level: str) -> str | None:
    """Read `填报单位：枫林区…`; `单位：个` names no sender."""
    plain = words.fold(line)
    for label in words.words()["around"]["sender_labels"]:
        folded = words.fold(label)
        at = plain.find(folded)
        if at < 0:
            continue
        rest = plain[at + len(folded) :]
        if not rest.startswith((":", "(")):
            continue
        found = _contained(rest, snapshot, (level, "street"))
        if len(found) == 1:
            return found[0]
    return None


def _mentioned(lines: list[str], snapshot: Snapshot, level: str) -> str | None:
    found = {unit for line in lines for unit in _contained(words.fold(line), snapshot, (level,))}
    if len(found) == 1:
        return next(iter(found))
    if found:
        return None
    cities = {unit for line in lines for unit in _contained(words.fold(line), snapshot, ("city",))}
    return next(iter(cities)) if len(cities) == 1 else None


def mentioned(lines: list[str], snapshot: Snapshot, sender: str | None, level: str = "street") -> str | None:
    """Return the one street, or unit of another level, below the sender whose whole name stands in the lines."""
    streets = {unit: names.plain(row.name) for unit, row in snapshot.rows.items() if row.level == level}
    joined = [words.fold(line) for line in lines]
    found = [
        unit
        for unit, name in streets.items()
        if any(name in line for line in joined) and snapshot.below(unit, sender)
    ]
    return found[0] if len(found) == 1 else None


def _contained(text: str, snapshot: Snapshot, levels: tuple[str, ...]) -> list[str]:
    """Return the units, of the first level that has any, whose whole or bare name stands in a text."""
    for level in levels:
        units = [(unit, row) for unit, row in snapshot.rows.items() if row.level == level]
        for whole in (True, False):
            found: dict[str, str] = {}
            for unit, row in units:
                name = names.plain(row.name) if whole else names.keys(level, row.name)[-1][0]
                if len(name) >= 2 and name in text:
                    found[unit] = name
            longest = {
                unit
                for unit, name in found.items()
                if not any(name != item and name in item for item in found.values())
            }
            if longest:
                return sorted(longest)
    return []


# the week -----------------------------------------------------------------------------------------------------------


def find_period(
    lines: list[str], stems: list[str], received: date, *, own_weeks: bool
) -> tuple[str | None, list[Issue]]:
    """Find the week that the lines and the file's name state. own_weeks: the rows have a week column or times.

    Weeks, ranges and as-of dates must agree; a bare date in the file's name counts where nothing stronger is said; a
    fill-in date means the last week that had ended.
    """
    found = [item for line in (*lines, *stems) for item in dates.weeks_in(line, received)]
    stated = [item for item in found if item.kind in STATED]
    weeks = sorted({item.period_id for item in stated})
    if own_weeks and (len(weeks) > 1 or any(item.kind == "long_range" for item in stated)):
        return None, []
    if len(weeks) > 1:
        return None, [issue("period-contradictory", weeks=", ".join(weeks))]
    if any(item.kind == "long_range" for item in stated):
        return None, [
            issue("period-not-a-week", value=next(item.text for item in stated if item.kind == "long_range"))
        ]
    for kinds in (STATED, ("date",), ("month",)):
        chosen = [item for item in found if item.kind in kinds]
        if chosen and len({item.period_id for item in chosen}) == 1:
            noted = [] if all(item.exact for item in chosen) else [
                issue("period-inexact", value=chosen[0].text, period=chosen[0].period_id)
            ]  # fmt: skip
            return chosen[0].period_id, noted
        if chosen:
            weeks = sorted({item.period_id for item in chosen})
            return None, [] if own_weeks else [issue("period-contradictory", weeks=", ".join(weeks))]
    filled = [item for item in found if item.kind == "filled"]
    if filled and not own_weeks:
        period = periods.period_of(periods.start_of(filled[0].period_id) - timedelta(days=7))
        return period, [issue("period-from-fill-date", value=filled[0].text, period=period)]
    return None, []


def month_of(lines: list[str], received: date) -> str | None:
    """Return the month that the lines state, where they state no week but at most a last day: 截至11月8日."""
    found = [item for line in lines for item in dates.weeks_in(line, received)]
    if any(item.kind in ("week", "range", "long_range", "date") for item in found):
        return None
    return next((item.text for item in found if item.kind == "month"), None)


def week_of_row(text: str, near: date, *, of_month: bool) -> str | None:
    """Return the week that a cell of a week column says; None for several, and for a month unless `of_month`."""
    found = dates.weeks_in(text, near)
    if any(item.kind == "long_range" or (item.kind == "month" and not of_month) for item in found):
        return None
    return dates.week(text, near)


def is_month(text: str, near: date) -> bool:
    """Say whether a cell of a week column says a month."""
    return any(item.kind == "month" for item in dates.weeks_in(text, near))


def same_name(written: str, name: str) -> bool:
    """Say whether two texts are one name."""
    return names.plain(written) == names.plain(name)


def sender_of_rows(tables: list[Table], snapshot: Snapshot, level: str) -> str | None:
    """Return the one unit of the sender's level that a column names, the city where it names several."""
    found: set[str] = set()
    for table in tables:
        column = table.column(f"place:{level}")
        if column is None:
            continue
        known = {names.plain(row.name): unit for unit, row in snapshot.rows.items() if row.level == level}
        texts = table.body[column.name].drop_nulls().unique().to_list()
        found |= {known[names.plain(text)] for text in texts if names.plain(text) in known}
    if len(found) == 1:
        return next(iter(found))
    cities = [unit for unit, row in snapshot.rows.items() if row.level == "city"]
    return cities[0] if found and len(cities) == 1 else None
