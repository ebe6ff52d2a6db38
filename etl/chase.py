"""The chase list of a week, as data and as text: who owes what, with a message to each sender."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from warehouse import connect, replay, workdays
from warehouse.chasing import Chased, Reminder, chase_list
from warehouse.queries import base, catalogue, reports
from warehouse.store import Store


class ChaseError(ValueError):
    """Why nobody can be reminded: a sentence for the one who asked."""


def chase(store: Store, week: str | None, lang: str) -> dict[str, Any]:
    """Return version, week (the newest by default), due and senders [{sender, name, missing, incomplete, message}].

    A report that is not due yet is not missing; a message says which units lack in what came. ChaseError where the
    store has no version or the version no such week.
    """
    version = store.current()
    if version is None:
        raise ChaseError("the store has no published version yet: load the workbooks with `linju refresh` first")
    with connect.reader(store, version) as con:
        weeks = catalogue.weeks(con)["period_id"].to_list()
        if not weeks or (week is not None and week not in weeks):
            raise ChaseError(f"version {version} has no week {week or ''}: nothing has been loaded for it")
        return _read(con, store, version, week or weeks[0], lang)


def _read(con: base.Connection, store: Store, version: str, week: str, lang: str) -> dict[str, Any]:
    basis = replay.version_inputs(store.version_dir(version))
    due = workdays.due_at(week, basis.settings, basis.workdays)
    units, root = _unit_names(con, lang)
    names = {row["data_set_id"]: row[f"name_{lang}"] for row in catalogue.data_sets(con).iter_rows(named=True)}
    came = reports.week(con, root, [root], week)
    is_due = store.now() >= due
    found = chase_list(week, came if is_due else came.clear(), reports.units(con, root, [root], week))
    remind = Reminder(lang, week, due, names, lambda unit: units.get(unit, unit))
    senders = [_sender(item, remind) for item in found]
    notes = [] if is_due else [remind.say("not_due")]
    notes += [] if found else [remind.say("nobody")]
    return {"version": version, "week": week, "due": due.isoformat(), "is_due": is_due, "senders": senders,
            "notes": notes}  # fmt: skip


def _unit_names(con: base.Connection, lang: str) -> tuple[dict[str, str], str]:
    """Return the names of all units in a language, and the unit above all."""
    rows = catalogue.units(con).to_dicts()
    named = {row["org_unit_id"]: (row["name_en"] if lang == "en" else None) or row["name"] for row in rows}
    return named, next((row["org_unit_id"] for row in rows if row["parent_id"] is None), "")


def _sender(item: Chased, remind: Reminder) -> dict[str, Any]:
    found = asdict(item)
    return {"sender": found.pop("sender"), "name": remind.unit_name(item.sender), **found,
            "message": remind.message(item)}  # fmt: skip


def text(found: dict[str, Any]) -> str:
    """Return the messages one below the other, with a line between them, and what there is to say besides."""
    return "\n\n".join([*(one["message"] for one in found["senders"]), *found["notes"]])
