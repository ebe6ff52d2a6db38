"""What stands in an official form: its sheets, columns, rows and prefilled values. Knows nothing of workbooks.

Columns, words and hints come from `mappings/template.toml`, headers from `headers.csv`, kinds from `data_sets.toml`,
limits from `forms.toml`, units from the register as in force in the week, stocks from the published version.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from etl import header_words, names, words
from etl.places import Places, Snapshot
from etl.stamp import GUIDE, Stamp
from warehouse import inputs, periods, register, workdays
from warehouse.queries import base, forms
from warehouse.store import Store

NOT_IN_A_FORM = {"complaints"}  # they come as the hotline's own export


class FormError(LookupError):
    """A form that can not be made: the unit is unknown, ambiguous, closed in that week, or owes nothing."""


@dataclass(frozen=True)
class Field:
    """One input column. kind: count, number, m2, hours, yesno, choice, text, unit; wholes: elements that bound it."""

    name: str
    header: str
    hint: str
    kind: str
    flow: bool
    words: dict[str, str]
    least: int = 0
    most: int | None = None
    wholes: tuple[str, ...] = ()
    width: float | None = None

    @property
    def numeric(self) -> bool:
        """Say whether numbers are written in it."""
        return self.kind in ("count", "number", "m2", "hours")


@dataclass(frozen=True)
class Value:
    """A prefilled value. older: it is not last week's, but of a week before."""

    value: int | float | str
    older: bool = False


@dataclass(frozen=True)
class Row:
    """One unit's row: its locked texts (code and names) and prefilled values by element."""

    unit: str
    street: str | None
    texts: tuple[str, ...]
    values: dict[str, Value]


@dataclass(frozen=True)
class Sheet:
    """One sheet of a form. locked: headers of the columns that name the unit; groups: name -> columns below it."""

    data_set: str
    tab: str
    name: str
    locked: tuple[str, ...]
    groups: tuple[tuple[str, tuple[Field, ...]], ...]
    rows: tuple[Row, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        """Return the input columns in their order."""
        return tuple(item for _, fields in self.groups for item in fields)


@dataclass(frozen=True)
class Form:
    """The form of one sender and week."""

    sender: str
    sender_name: str
    week: str
    sheets: tuple[Sheet, ...]
    due: Any = field(compare=False)

    def stamp(self) -> Stamp:
        """Return what the form's hidden sheet says."""
        held = {sheet.tab: sheet.data_set for sheet in self.sheets}
        return Stamp(self.sender, self.week, texts()["version"], {**held, texts()["look"]["guide_sheet"]: GUIDE})


@cache
def texts() -> dict[str, Any]:
    """Return template.toml."""
    return tomllib.loads((words.MAPPINGS / "template.toml").read_text(encoding="utf-8"))


def plan(store: Store, unit: str, week: str, also: tuple[str, ...] = ()) -> Form:
    """Say what stands in a unit's form of a week; FormError where there is none to make.

    also: data sets that are not owed every week and get a sheet all the same (standards, street_conditions, ...).
    """
    strange = [name for name in also if name not in texts()["sheet_order"]]
    if strange:
        raise FormError(f"{', '.join(strange)}: there is no such sheet; known: {', '.join(texts()['sheet_order'])}")
    snapshot = Places(register.load(store.org_units, store.org_unit_changes)).at(week)
    sender = find_unit(snapshot, unit)
    due = [name for name in texts()["sheet_order"] if name in (*store.settings.reporting.expected, *also)]
    sheets = [_sheet(store, snapshot, sender, week, name) for name in due if name not in NOT_IN_A_FORM]
    kept = tuple(sheet for sheet in sheets if sheet.rows)
    if not kept:
        raise FormError(f"{unit!r} has no units in {week} that owe a form")
    due_at = workdays.due_at(week, store.settings, inputs.of_store(store).workdays)
    return Form(sender, snapshot.rows[sender].name, week, kept, due_at)


def find_unit(snapshot: Snapshot, wanted: str) -> str:
    """Return the open unit of an id, code or name; a name that several units share needs the code."""
    sure = [unit for unit, row in snapshot.rows.items() if wanted in (unit, row.code)]
    plain = names.plain(wanted)
    found = sure or [unit for unit, row in snapshot.rows.items() if names.plain(row.name) == plain]
    if len(found) != 1:
        raise FormError(
            f"{wanted!r} " + ("is no open unit of the register" if not found else "is not unique: give the code")
        )
    return found[0]


def _sheet(store: Store, snapshot: Snapshot, sender: str, week: str, data_set: str) -> Sheet:
    own = str(words.data_sets()[data_set]["level"])
    level = _row_level(snapshot, own)
    text = texts()[data_set]
    groups = text["parts"] if level != own and "parts" in text else text["groups"]
    columns = tuple((group["name"], tuple(_field(data_set, name) for name in group["columns"])) for group in groups)
    levels = _place_levels(snapshot, sender, level)
    units = sorted(snapshot.units(level, sender), key=lambda unit: _order(snapshot, unit, levels))
    locked = [texts()["locked"]["serial"], header_words.official(f"code:{level}")]
    locked += [header_words.official(f"place:{item}") for item in levels]
    values = _prefilled(store, snapshot, data_set, units, [item for _, group in columns for item in group], week)
    rows = tuple(_row(snapshot, unit, levels, values.get(unit, {})) for unit in units)
    return Sheet(data_set, text["sheet"], text["name"], tuple(locked), columns, rows)


def _row_level(snapshot: Snapshot, level: str) -> str:
    """Return the level whose units get rows: the data set's own, else the finest above it that the register has."""
    ranks = {register.RANK[row.level] for row in snapshot.rows.values()}
    return register.LEVELS[max(rank for rank in ranks if rank <= register.RANK[level])]


def _place_levels(snapshot: Snapshot, sender: str, level: str) -> list[str]:
    """Return the levels that are written out in each row: those between the sender and the row, and the row's own."""
    above = register.RANK[snapshot.rows[sender].level]
    wanted = ("district", "street", "community", "estate")
    return [item for item in wanted if above < register.RANK[item] <= register.RANK[level] or item == level]


def _order(snapshot: Snapshot, unit: str, levels: list[str]) -> tuple[str, ...]:
    """Order the rows by the codes of the units above them, so that a street's rows stand together."""
    chain = [snapshot.at_level(unit, level) for level in levels]
    return tuple(snapshot.rows[item].code if item else "" for item in chain)


def _row(snapshot: Snapshot, unit: str, levels: list[str], values: dict[str, Value]) -> Row:
    chain = [snapshot.at_level(unit, level) for level in levels]
    shown = [snapshot.rows[item].name if item else "" for item in chain]
    return Row(unit, snapshot.at_level(unit, "street"), (snapshot.rows[unit].code, *shown), values)


def _field(data_set: str, name: str) -> Field:
    element, listed, form = words.elements()[name], words.data_sets()[data_set], words.forms()[data_set]
    least, most, _ = form.get("limits", {}).get(name, [0, None, None])
    kind = listed["elements"][name].get("kind", listed["kind"])
    return Field(
        name=name,
        header=header_words.official(name),
        hint=texts()[data_set]["hints"][name],
        kind=element.type,
        flow=kind == "flow",
        words=texts()["words"].get(name, {}),
        least=least,
        most=words.words()["numbers"].get("beyond") if most is None else most,
        wholes=tuple(whole for part, whole in form["parts"] if part == name),
        width=texts()["widths"].get(name),
    )


def _prefilled(
    store: Store, snapshot: Snapshot, data_set: str, units: list[str], fields: list[Field], week: str
) -> dict[str, dict[str, Value]]:
    """Return the stocks that each unit stated last, not longer ago than stocks are carried; flows stay blank.

    All of a unit's values come from one week: what it left blank there stays blank.
    """
    found: dict[str, dict[str, Value]] = {}
    known = {item.name: item for item in fields if not item.flow}
    if "households" in known:
        register_says = {unit: snapshot.rows[unit].households for unit in units}
        found = {unit: {"households": Value(number)} for unit, number in register_says.items() if number is not None}
    version = store.current()
    if version is None or not units:
        return found
    carry = int(words.data_sets()[data_set].get("carry", store.settings.reporting.carry_weeks))
    last = periods.shift(week, -1)
    with base.connect(store.database(version)) as con:
        data = forms.latest_values(con, data_set, units, periods.shift(last, -max(carry - 1, 0)), last)
    for unit, name, number, text, period in data.rows():
        value = _shown(known[name], number, text, snapshot, unit) if name in known else None
        if value is not None:
            found.setdefault(unit, {})[name] = Value(value, older=period < last)
    return found


def _shown(
    item: Field, number: Decimal | None, text: str | None, snapshot: Snapshot, unit: str
) -> int | float | str | None:
    """Return a kept value as the form writes it."""
    if item.kind == "yesno":
        return item.words["yes" if number else "no"] if number is not None else None
    if item.kind == "choice":
        return item.words.get(text or "")
    if item.kind == "unit":
        return _seat(snapshot, unit, text)
    if item.kind == "text":
        return text
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)


def _seat(snapshot: Snapshot, unit: str, seat: str | None) -> str | None:
    """Return the name of a branch's seat, its code where the street has several estates of that name."""
    if seat is None or seat not in snapshot.rows:
        return None
    street = snapshot.at_level(unit, "street")
    row = snapshot.rows[seat]
    same = [other for other in snapshot.named("estate", names.plain(row.name)) if snapshot.below(other, street)]
    return row.name if same == [seat] else row.code
