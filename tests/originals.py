"""The clerks' files read by a path of its own (openpyxl, csv; never etl): what cells say, what figures they give."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import tomllib
import unicodedata
from collections import defaultdict
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string, get_column_letter

from warehouse.store import Store

YES, NO = {"是", "有", "√"}, {"否", "无", "×"}
KINDS = {"独立": "independent", "联合": "joint", "功能": "functional", "无": "none", "未": "none"}
COMMITTEES = {
    "已": "formed",
    "未": "none",
    "组建中": "forming",
    "正在": "forming",
    "在建": "forming",
    "筹": "forming",
}
MINUTES = {"response_minutes": "首次响应时间", "resolution_minutes": "办结时间"}
TICKET_STATES = {
    "complaints_responded": lambda said: bool(said),
    "complaints_resolved": lambda said: said == "是",
    "complaints_resolved_in_estate": lambda said: said == "小区内",
    "complaints_rated": lambda said: said in ("满意", "非常满意", "基本满意", "不满意"),
    "complaints_satisfied": lambda said: said in ("满意", "非常满意", "基本满意"),
}
SERVED = ("independent", "joint", "functional")


class Originals:
    """All files that were loaded into a store, by the hash of their bytes, opened once each."""

    def __init__(self, store: Store) -> None:
        every = (path for path in (store.inbox / "loaded").rglob("*") if path.is_file())
        self.paths = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in every}
        self.register = Tree(store.version_dir(store.current() or "") / "inputs" / "org_units.csv")
        self.sent = {item.submission_id: item for item in store.receipts()}
        self.read = cache(_open)

    def said(self, cell: dict[str, Any]) -> str:
        """Return what stands in the cell that lineage names, as plain text."""
        if cell["submission_id"] is None:
            return _at(self.read(self.register.path), None, cell["cell"])
        path = self.paths[self.sent[cell["submission_id"]].sha256]
        assert path.name.startswith(Path(cell["file"]).stem.split("_loaded")[0])
        return _at(self.read(path), cell["sheet"], cell["cell"])

    def minutes(self, cell: dict[str, Any]) -> Decimal:
        """Return the minutes of a ticket from its receipt: the two times stand in its row, below their headers."""
        book = self.read(self.paths[self.sent[cell["submission_id"]].sha256])
        _, line = coordinate_from_string(cell["cell"])
        times = [_time(_at(book, cell["sheet"], f"{_column(book, cell['sheet'], head)}{line}"))
                 for head in ("受理时间", MINUTES[cell["data_element"]])]  # fmt: skip
        return Decimal(int((times[1] - times[0]).total_seconds() // 60))


def _column(book: Any, sheet: str | None, head: str) -> str:
    if sheet is None:
        return str(get_column_letter(book[1].index(head) + 1))
    return str(next(coordinate_from_string(at)[0] for at, value in book[sheet].items() if value == head))


def _time(said: str) -> datetime:
    plain = said.replace("/", "-")
    return datetime.fromisoformat(plain)


def _open(path: Path) -> Any:
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path, data_only=True)
        return {name: {cell.coordinate: cell.value for row in book[name] for cell in row} for name in book.sheetnames}
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    lines, found, begins = csv.reader(io.StringIO(text, newline="")), {}, 1
    for row in lines:
        found[begins] = row  # the line where the record begins
        begins = lines.line_num + 1
    return found


def _at(book: Any, sheet: str | None, address: str) -> str:
    if sheet is not None:
        value = book[sheet][address]
    else:
        letters, line = coordinate_from_string(address)
        value = book[line][column_index_from_string(letters) - 1]
    return unicodedata.normalize("NFKC", "" if value is None else str(value)).strip()


class Tree:
    """org_units.csv on a day: who lies below whom."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open(encoding="utf-8-sig", newline="") as stream:
            self.rows = list(csv.DictReader(stream))

    @cache  # noqa: B019  one tree lives for the whole run
    def on(self, week: str) -> dict[str, dict[str, str]]:
        """Return the rows in force on the Sunday of a week, by id."""
        year, number = week.split("-W")
        day = (date.fromisocalendar(int(year), int(number), 1) + timedelta(days=6)).isoformat()
        rows = sorted(self.rows, key=lambda row: row["valid_from"])
        return {r["id"]: r for r in rows if (r["valid_from"] or "0") <= day <= (r["valid_to"] or "9")}

    def above(self, unit: str, week: str) -> list[str]:
        """Return a unit and all that it lies in."""
        rows, found = self.on(week), []
        while unit in rows:
            found.append(unit)
            unit = rows[unit]["parent_id"]
        return found

    def street(self, unit: str, week: str) -> str:
        return next(item for item in self.above(unit, week) if self.on(week)[item]["level"] == "street")


def number(said: str) -> Decimal:
    """A count as clerks write it: 1,020, 约56, 80余, 无."""
    if said == "无":
        return Decimal(0)
    match = re.fullmatch(r"约?(\d[\d,]*(?:\.\d+)?)余?", said)
    assert match, f"not a number: {said!r}"
    return Decimal(match[1].replace(",", ""))


def meaning(element: str, kind: str, said: str, *, ticket: str | None) -> Any:
    """What one cell says of one element: a number, 0 or 1, a choice's code, a name."""
    if ticket is not None and element == "complaints_received":
        assert said == ticket
        return Decimal(1)
    if ticket is not None:
        return Decimal(int(TICKET_STATES[element](said)))
    if kind == "yesno":
        assert said in YES | NO, said
        return Decimal(int(said in YES))
    if kind == "choice":
        table = KINDS if element == "branch_kind" else COMMITTEES
        return next(code for start, code in table.items() if said.startswith(start))
    return said if kind in ("text", "unit") else number(said)


class Rules:
    """The catalogue's own rules, read from its files."""

    def __init__(self, reference: Path) -> None:
        self.sets = tomllib.loads((reference / "data_sets.toml").read_text(encoding="utf-8"))
        self.indicators = tomllib.loads((reference / "indicators.toml").read_text(encoding="utf-8"))

    def element(self, name: str, preferred: str) -> dict[str, Any]:
        homes = [entry["elements"] for entry in (self.sets[preferred], *self.sets.values())]
        found: dict[str, Any] = next(home[name] for home in homes if name in home)
        return found


def holds(value: Any, wanted: Any) -> bool:
    """Whether a value meets a condition of a counted element."""
    if isinstance(wanted, dict):
        return bool(wanted.get("least", value) <= value <= wanted.get("most", value))
    listed = [wanted] if isinstance(wanted, str) else wanted
    return value in listed or (value == 1 and "yes" in listed) or (value == 0 and "no" in listed)


class Recomputed:
    """One figure from what its cells say, by the rule of the catalogue."""

    def __init__(self, files: Originals, rules: Rules, explained: dict[str, Any]) -> None:
        self.files, self.rules, self.asked = files, rules, explained
        self.entry = rules.indicators[explained["indicator_id"]]
        self.home = self.entry["data_set_id"]
        self.said: dict[str, dict[tuple[str, str | None], dict[str, Any]]] = {
            "numerator": defaultdict(dict), "denominator": defaultdict(dict)
        }  # fmt: skip
        for cell in explained["cells"]:
            self._take(cell)

    def _take(self, cell: dict[str, Any]) -> None:
        kind = self.rules.element(cell["data_element"], self.home)["type"]
        ticket = cell["category"] if re.fullmatch(r"\d{6,}", cell["category"] or "") else None
        if cell["data_element"] in MINUTES:
            value = self.files.minutes(cell)
        else:
            value = meaning(cell["data_element"], kind, self.files.said(cell), ticket=ticket)
        for part, units in self.said.items():
            if cell["part"] in (part, "both"):
                key = (cell["org_unit_id"], cell["category"])
                assert cell["data_element"] not in units[key], f"twice: {cell}"
                units[key][cell["data_element"]] = value

    def part(self, name: str) -> Decimal:
        """Return the numerator or the denominator (scaled)."""
        total = Decimal(0)
        for term in self.entry[name]:
            sign, element = (-1 if term.startswith("-") else 1), term.lstrip("-").removeprefix("rows:")
            counted = "rows:" in term
            if element in ("branches", "joint_branches", "functional_branches"):
                total += sign * self._branches(self.said[name], element.removesuffix("branches").rstrip("_"))
                continue
            values = [self._of(element, cells) for cells in self.said[name].values()]
            total += sign * sum((Decimal(1) if counted else v for v in values if v is not None), Decimal(0))
        return total / (self.entry.get("denominator_scale", 1) if name == "denominator" else 1)

    def _of(self, element: str, cells: dict[str, Any]) -> Decimal | None:
        if element in cells:
            return Decimal(cells[element])
        if element == "estates":
            return Decimal(1)
        where = self.rules.element(element, self.home).get("where", {})
        known = [holds(cells[name], wanted) for name, wanted in where.items() if name in cells]
        return Decimal(int(all(known))) if known else None

    def _branches(self, units: dict[tuple[str, str | None], dict[str, Any]], kind: str) -> int:
        """One name below one street is one branch, at the seat it names, else at the first of its estates by code."""
        week, tree = self.asked["period_id"], self.files.register
        rows, groups = tree.on(week), defaultdict(list)
        for (unit, _), cells in units.items():
            if cells.get("branch_kind") in SERVED:
                street = tree.street(unit, week)
                seat = self._seat(cells.get("branch_seat"), street, week)
                name = cells.get("branch_name") or seat or unit
                groups[street, name].append((rows[unit]["code"], unit, seat, cells["branch_kind"]))
        found = 0
        for members in groups.values():
            members.sort()
            seat = next((item for _, _, item, _ in members if item), members[0][1])
            right = not kind or any(how == kind for *_, how in members)
            found += right and self.asked["org_unit_id"] in tree.above(seat, week)
        return found

    def _seat(self, said: str | None, street: str, week: str) -> str | None:
        tree = self.files.register
        if not said or said in tree.on(week):
            return said or None
        named = [unit for unit, row in tree.on(week).items() if row["name"] == said and row["level"] == "estate"]
        inside = [unit for unit in named if tree.street(unit, week) == street]
        assert len(inside) == 1, f"the seat {said} is in doubt"
        return inside[0]
