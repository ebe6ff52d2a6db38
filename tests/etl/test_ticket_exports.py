# ruff: noqa: E501  (tables of samples: a sample a line reads better than a broken one)
"""Exports of a hotline drawn at random, whose truth is known: each ticket is read right, or an error stands in its row."""

from __future__ import annotations

import csv
import random
import re
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from etl import words
from etl.issues import ERROR
from etl.reading import Context, Reading, read_file
from tests.etl.test_corpus import _places
from tests.fixtures.workbooks.case import RECEIVED
from tests.fixtures.workbooks.write import HERE, text_of, workbook_bytes
from warehouse.settings import Settings

PHONE, SECRET = "13912345678", "张三说"
TITLE = ["云栖市12345热线工单（2026年第45周）"]
DAYS = [
    "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y.%m.%d %H:%M", "%Y年%m月%d日 %H:%M", "%Y年%m月%d日%H时%M分", "%Y-%m-%dT%H:%M:%S",
    "%Y%m%d%H%M%S", "%m月%d日 %H:%M", " %Y-%m-%d %H:%M ", "\u3000%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M:%S.000", "",
]  # fmt: skip
TAILS = ["", "附近", "东门", "3栋2单元501", "12号", "旁边的空地", "门口停车", f"3栋（电话{PHONE}）"]
PLACES = [
    "s1",
    "s2",
    "k11",
    "k12",
    "k13",
    "k21",
    "k22",
    "k31",
    "j11",
    "j12",
    "j21",
    "m1",
    "e1",
    "e2",
    "e3",
    "e4",
    "e5",
    "e9",
    "d1",
]
SAID = ("ticket:status", "ticket:resolved_yes", "ticket:resolved")
Row = dict[str, Any]


@cache
def headers() -> dict[str, list[str]]:
    """Return every header that each field of a ticket has, from the table that the product reads."""
    with (words.MAPPINGS / "headers.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["field"].startswith("ticket:")]
    own = ("data_set", "field")
    return {
        row["field"]: [
            text for name, cell in row.items() if name not in own for text in (cell or "").split("|") if text
        ]
        for row in rows
    }


@cache
def units() -> dict[str, dict[str, str]]:
    with (HERE / "org_units.csv").open(encoding="utf-8", newline="") as stream:
        return {row["id"]: row for row in csv.DictReader(stream)}


def path(unit: str) -> list[dict[str, str]]:
    """Return the unit's row and those above it, the city first."""
    row = units()[unit]
    return [*path(row["parent_id"]), row] if row["parent_id"] else [row]


def written(rng: random.Random, at: datetime) -> Any:
    form = rng.choice(DAYS)
    return at.strftime(form) if form else rng.choice([at, (at - datetime(1899, 12, 30)) / timedelta(days=1)])


def disguised(rng: random.Random, text: str) -> str:
    if rng.random() < 0.2:
        return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)
    return rng.choice(["", "", " ", "\u3000", "\u00a0"]) + text + rng.choice(["", "", " ", "\n"])


def one(rng: random.Random, number: str, fields: list[str]) -> tuple[Row, Row]:
    """Draw a ticket: (field -> its cell, what is true of it)."""
    table = words.words()
    at = (datetime(2026, 11, 2) + timedelta(minutes=rng.randrange(7 * 1440))).replace(second=0)
    answered = at + timedelta(minutes=rng.randint(1, 600))
    done, resolved = answered + timedelta(minutes=rng.randint(1, 300)), rng.random() < 0.6
    cells: Row = {"ticket:number": rng.choice([number, "\t" + number, " " + number, "'" + number])}
    cells |= {"ticket:received": written(rng, at), "ticket:responded": written(rng, answered)}
    cells["ticket:resolved"] = written(rng, done) if resolved else rng.choice(["", "—", None])
    state = "resolved" if resolved else rng.choice(["open", "responded"])
    cells["ticket:status"] = disguised(rng, rng.choice(table["tickets"]["status"][state]))
    cells["ticket:responded_yes"] = disguised(rng, rng.choice(table["tickets"]["done"]["yes"]))
    cells["ticket:resolved_yes"] = disguised(rng, rng.choice(table["tickets"]["done"]["yes" if resolved else "no"]))
    resolved = resolved and any(field in fields for field in SAID)
    truth: Row = {"received_at": at, "resolved": resolved}
    for field, listed in (("category", table["categories"]), ("channel", table["channels"])):
        code = rng.choice(sorted(listed))
        cells[f"ticket:{field}"] = disguised(rng, rng.choice(listed[code]))
        truth[field] = code if f"ticket:{field}" in fields else None
    for field, name in (("satisfied", "satisfied"), ("in_estate", "resolved_in_estate")):
        code = rng.choice(sorted(table["tickets"][field]))
        cells[f"ticket:{field}"] = disguised(rng, rng.choice(table["tickets"][field][code]))
        known = f"ticket:{field}" in fields and (name == "satisfied" or resolved)
        truth[name] = {"yes": True, "no": False, "blank": None}[code] if known else None
    if "ticket:resolved" in fields and resolved:
        truth["resolution_minutes"] = int((done - at).total_seconds() // 60)
    return cells, truth


def place(rng: random.Random, kind: str, unit: str) -> list[str | None]:
    chain = path(unit)
    names = {row["level"]: row["name"] for row in chain}
    if kind == "columns":
        return [names.get(level) for level in ("district", "street", "community", "estate")]
    above = {"address": rng.choice([0, 1]), "district": 2, "street": 3}[kind]
    own = {"address": [], "district": [names.get("district")], "street": [names.get("district"), names.get("street")]}
    return [*own[kind], "".join(row["name"] for row in chain[above:]) + rng.choice(TAILS)]


def export(rng: random.Random, folder: Path) -> tuple[Path, dict[str, Row]]:
    """Write an export; return it and the truth of its tickets, in their order."""
    fields = [name for name in headers() if name in ("ticket:number", "ticket:received") or rng.random() < 0.7]
    kind = rng.choice(["columns", "address", "district", "street"])
    where = {
        "columns": ["区县", "街道", "社区", "小区"],
        "address": ["事发地址"],
        "district": ["所属区县", "事发地址"],
        "street": ["区县", "街道", "地址"],
    }
    head = [*(rng.choice(headers()[name]) for name in fields), *where[kind], "联系电话", "诉求内容"]
    order = rng.sample(range(len(head)), len(head))
    rows, truths = [], {}
    for index in range(rng.randint(3, 20)):
        number, unit = f"YX2026{index:05d}", rng.choice(PLACES)
        cells, truth = one(rng, number, fields)
        line = [*(cells[name] for name in fields), *place(rng, kind, unit), PHONE, SECRET]
        rows.append([line[item] for item in order])
        truths[number] = truth | {"org_unit_id": unit}
    table = [TITLE, [head[item] for item in order], *rows]
    if rng.random() < 0.4:
        data, name = workbook_bytes({"工单": table}), "工单.xlsx"
    else:
        text = text_of(table, rng.choice([",", "\t", ";"]), rng.choice(["\r\n", "\n"]))
        data, name = text.encode(rng.choice(["utf-8", "gb18030", "utf-16", "utf-8-sig"])), "工单.csv"
    (folder / name).write_bytes(data)
    return folder / name, truths


def rows_at_fault(reading: Reading) -> set[int]:
    cells = [item.cell for item in reading.issues if item.severity == ERROR]
    return {int(found[0]) for cell in cells if cell and (found := re.search(r"\d+", cell))}


@pytest.mark.parametrize("seed", range(24))
def test_every_ticket_is_right_or_at_fault(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(seed)
    if seed % 2:
        monkeypatch.setattr("etl.read_text.SMALL", 0)
    file, truths = export(rng, tmp_path)
    reading = read_file(file, RECEIVED, Context(Settings(), _places("made-up"), []))
    found = {row["ticket_number"]: row for part in reading.facts("x") for row in part["complaints"].rows(named=True)}
    faults = rows_at_fault(reading)
    for line, (number, truth) in enumerate(truths.items(), 3):
        if number not in found:
            assert line in faults, f"{number} is silently missing"
            continue
        assert {name: found[number][name] for name in truth} == truth, number
    assert len(found) >= len(truths) * 0.8
    said = str([(item.to_dict(), item.message("zh")) for item in reading.issues]) + str(list(found.values()))
    assert PHONE not in said and SECRET not in said
