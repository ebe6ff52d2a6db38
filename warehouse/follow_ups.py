"""Follow-ups: a question or task of a meeting, pinned to a unit, a week and an indicator, until somebody closes it.

They stand in follow_ups.jsonl, to which lines are only ever added: one opens a follow-up, each later one changes it.
What was open at an earlier moment can so be read again.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from warehouse import periods
from warehouse.store import Store
from warehouse.written import add_line, lines, tidy, writing

OPEN, DONE, DROPPED = "open", "done", "dropped"
STATES = (OPEN, DONE, DROPPED)
LONGEST_TEXT, LONGEST_OWNER = 200, 40


class FollowUpError(ValueError):
    """A follow-up that can not be kept: no text, no such state or week."""


@dataclass(frozen=True)
class Step:
    """One entry of a follow-up's history. at: ISO moment in the city's time; note: what was said with it."""

    at: str
    who: str
    state: str
    due: date | None
    note: str = ""


@dataclass(frozen=True)
class FollowUp:
    """One question or task as it stands. indicator: None where it is about the unit as a whole.

    owner: an office or role; version: of the figures that it was asked about; history: oldest first.
    """

    follow_up_id: str
    text: str
    unit: str
    week: str
    indicator: str | None
    owner: str
    due: date | None
    state: str
    version: str
    history: tuple[Step, ...]

    @property
    def opened_at(self) -> str:
        """Return the moment at which it was written down, ISO."""
        return self.history[0].at

    def overdue(self, today: date) -> bool:
        """Say whether it is open after its due day."""
        return self.state == OPEN and self.due is not None and self.due < today


def path_of(store: Store) -> Path:
    """Return the file in which a store's follow-ups stand."""
    return store.root / "follow_ups.jsonl"


def add(
    store: Store,
    text: str,
    *,
    unit: str,
    week: str,
    indicator: str | None = None,
    owner: str = "",
    due: date | None = None,
    version: str = "",
) -> FollowUp:
    """Write a follow-up down; FollowUpError without a text or week, StoreBusy where another process keeps writing."""
    said = tidy(text, LONGEST_TEXT)
    if not said or not unit:
        raise FollowUpError("a follow-up has a text and a unit")
    try:
        periods.start_of(week)
    except ValueError as error:
        raise FollowUpError(str(error)) from error
    path = path_of(store)
    with writing(path):
        name = f"f{sum(entry.get('action') == 'open' for entry in lines(path)) + 1:05d}"
        opened = {
            **_head(store, name, "open"), "text": said, "unit": unit, "week": week, "indicator": indicator,
            "owner": tidy(owner, LONGEST_OWNER), "due": _written(due), "version": version,
        }  # fmt: skip
        add_line(path, opened)
    store.journal("follow_up", follow_up=name, state=OPEN)
    return _opened(opened)


def change(
    store: Store, follow_up_id: str, *, state: str | None = None, due: date | None = None, note: str = ""
) -> FollowUp:
    """Change the state or the due day, with a note; None = as it is. LookupError where there is no such follow-up."""
    if state is not None and state not in STATES:
        raise FollowUpError(f"a follow-up is {', '.join(STATES)}, not {state!r}")
    path = path_of(store)
    with writing(path):
        item = next((one for one in everything(store) if one.follow_up_id == follow_up_id), None)
        if item is None:
            raise LookupError(f"there is no follow-up {follow_up_id!r}")
        entry = {
            **_head(store, follow_up_id, "change"), "state": state or item.state,
            "due": _written(due or item.due), "note": tidy(note, LONGEST_TEXT),
        }  # fmt: skip
        add_line(path, entry)
    store.journal("follow_up", follow_up=follow_up_id, state=entry["state"])
    return _changed(item, entry)


def everything(store: Store, until: datetime | None = None) -> list[FollowUp]:
    """Return all follow-ups, oldest first, as they stand, or stood at a moment; a damaged line is left out."""
    found: dict[str, FollowUp] = {}
    for entry in lines(path_of(store)):
        with suppress(KeyError, TypeError, ValueError):
            if until is not None and datetime.fromisoformat(entry["at"]) > until:
                continue
            name = entry["id"]
            if entry["action"] == "open":
                found[name] = _opened(entry)
            elif name in found:
                found[name] = _changed(found[name], entry)
    return list(found.values())


def open_ones(store: Store, unit: str | None = None, until: datetime | None = None) -> list[FollowUp]:
    """Return the open follow-ups (of one unit), those that are due first first, those without a due day last."""
    found = [item for item in everything(store, until) if item.state == OPEN and unit in (None, item.unit)]
    return sorted(found, key=lambda item: (item.due or date.max, item.opened_at))


def _head(store: Store, name: str, action: str) -> dict[str, Any]:
    return {"id": name, "action": action, "at": store.now().isoformat(timespec="seconds"), "who": store.who}


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _opened(entry: dict[str, Any]) -> FollowUp:
    due = _day(entry["due"])
    return FollowUp(
        follow_up_id=str(entry["id"]),
        text=str(entry["text"]),
        unit=str(entry["unit"]),
        week=str(entry["week"]),
        indicator=entry["indicator"],
        owner=str(entry["owner"]),
        due=due,
        state=OPEN,
        version=str(entry["version"]),
        history=(Step(str(entry["at"]), str(entry["who"]), OPEN, due),),
    )


def _changed(item: FollowUp, entry: dict[str, Any]) -> FollowUp:
    due, state = _day(entry["due"]), str(entry["state"])
    if state not in STATES:
        raise ValueError(state)
    step = Step(str(entry["at"]), str(entry["who"]), state, due, str(entry["note"]))
    return replace(item, state=state, due=due, history=(*item.history, step))
