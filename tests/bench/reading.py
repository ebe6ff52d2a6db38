"""Large files: 100,000 rows of .xlsx and 1,000,000 tickets of .csv, beside what the libraries need to read them.

A bare read gives what the product needs too: every cell as text with the number of its record. What polars needs to
read the same file with its numbers and dates typed, which is part of checking it, stands beside it. All times are
those of the clock, and in brackets the processor's seconds: on a busy machine only these can be compared.
"""

from __future__ import annotations

import csv
import os
import resource
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

import polars as pl
import xlsxwriter
from python_calamine import CalamineWorkbook

from etl import aliases, pipeline
from etl.places import Places
from etl.reading import Context, Reading, read_file
from etl.setup import create_store
from warehouse import periods, register
from warehouse.store import Store

T = TypeVar("T")
STREETS, COMMUNITIES, WEEKS = 100, 1_000, 100
TICKETS = 1_000_000
LAST = "2026-W45"
RECEIVED = datetime(2026, 11, 10, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
ELEMENTS = ["应报到在职党员", "已报到", "本周新报到", "本周参加活动", "服务人次", "共建单位"]
HEAD = ["id", "code", "name", "name_en", "level", "parent_id"]
TICKET_HEAD = [
    "工单编号",
    "受理时间",
    "区县",
    "街道",
    "社区",
    "诉求类别",
    "诉求渠道",
    "办理状态",
    "办结时间",
    "满意度",
    "联系电话",
    "事发地址",
]


def _units() -> list[tuple[str, str, str, str]]:
    """Return (id, name, level, parent) of a city of one district."""
    units = [("c", "样例市", "city", ""), ("1", "样例区", "district", "c")]
    units += [(f"1{street:03d}", f"样{street:03d}街道", "street", "1") for street in range(STREETS)]
    below = COMMUNITIES // STREETS
    return units + [
        (f"1{number // below:03d}{number % below:03d}", f"样{number:04d}社区", "community", f"1{number // below:03d}")
        for number in range(COMMUNITIES)
    ]


def make_store(folder: Path) -> Store:
    """Make a store of 1,000 communities."""
    path = folder / "org_units.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow([*HEAD, "valid_from", "valid_to", "households", "lng", "lat"])
        rows.writerows(
            [unit, unit, name, "", level, parent, "", "", "", "", ""] for unit, name, level, parent in _units()
        )
    return create_store(folder / "store", "样例市", path)[0]


def make_workbook(path: Path) -> Path:
    """Write 100,000 rows: the figures of 1,000 communities in 100 weeks."""
    communities = [(unit, name) for unit, name, level, _ in _units() if level == "community"]
    streets = {unit: name for unit, name, level, _ in _units() if level == "street"}
    weeks = periods.span(periods.shift(LAST, 1 - WEEKS), LAST)
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    page = book.add_worksheet("双报到")
    page.write_row(0, 0, ["样例区双报到历史数据"])
    page.write_row(1, 0, ["周次", "街道", "社区", *ELEMENTS])
    row = 2
    for number, week in enumerate(weeks):
        for place, (unit, name) in enumerate(communities):
            base = 100 + place % 97 + number
            page.write_row(row, 0, [week, streets[unit[:4]], name, base, base - 7, 3, 20, 35 + place % 11, 4])
            row += 1
    book.close()
    return path


def make_tickets(path: Path) -> Path:
    """Write 1,000,000 tickets of a year, as a hotline exports them."""
    communities = [(unit, name) for unit, name, level, _ in _units() if level == "community"]
    streets = {unit: name for unit, name, level, _ in _units() if level == "street"}
    first = datetime(2025, 11, 3)
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(TICKET_HEAD)
        for number in range(TICKETS):
            unit, name = communities[number * 7 % COMMUNITIES]
            at = first + timedelta(seconds=number * 31)
            done = at + timedelta(minutes=60 + number % 5000)
            rows.writerow([
                f"GD{number:09d}", f"{at:%Y-%m-%d %H:%M:%S}", "样例区", streets[unit[:4]], name,
                ("停车管理", "环境卫生", "物业服务", "噪音扰民")[number % 4], ("来电", "微信")[number % 2],
                ("已办结", "办理中")[number % 9 == 0], "" if number % 9 == 0 else f"{done:%Y/%m/%d %H:%M}",
                ("满意", "不满意", "未评价")[number % 3], f"139{number:08d}",
                f"样例区{streets[unit[:4]]}{name}{number % 97}栋{number % 3000}室",
            ])  # fmt: skip
    return path


@dataclass(frozen=True)
class Took:
    """Seconds of the clock and of the processor."""

    clock: float
    processor: float

    def __str__(self) -> str:
        return f"{self.clock:.2f} s ({self.processor:.2f})"


def _timed(act: Callable[[], T]) -> tuple[Took, T]:
    clock, processor = time.perf_counter(), time.process_time()
    found = act()
    return Took(time.perf_counter() - clock, time.process_time() - processor), found


def _line(what: str, bare: Took, took: Took, reading: Reading, more: str = "") -> str:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return (
        f"{what}: bare {bare}{more}, read and checked {took}: {took.clock / bare.clock:.1f}x "
        f"({took.processor / bare.processor:.1f}x), {reading.rows} rows fit, {reading.errors} errors, peak {peak} MB"
    )


def _read(path: Path, store: Store) -> tuple[Took, Reading]:
    places = Places(register.load(store.org_units, store.org_unit_changes))
    context = Context(store.settings, places, aliases.load(store))
    return _timed(lambda: read_file(path, RECEIVED, context))


def _bare_workbook(path: Path) -> int:
    sheet = CalamineWorkbook.from_path(path).get_sheet_by_name("双报到")
    return len(sheet.to_python(skip_empty_area=False))


def run() -> list[str]:
    """Make both files, read them bare and through the ETL, and dry-run them as `linju check` does."""
    lines = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = make_store(folder)
        path = make_workbook(folder / "样例区双报到.xlsx")
        bare, _ = _timed(lambda: _bare_workbook(path))
        lines.append(_line("100,000 rows of .xlsx", bare, *_read(path, store)))
        lines.append(f"100,000 rows of .xlsx: check with its effect {_checked(store, path)}")
        path = make_tickets(folder / "样例市12345工单.csv")
        bare, _ = _timed(lambda: pl.read_csv(path, infer_schema=False, row_index_name="record").height)
        typed, _ = _timed(lambda: pl.read_csv(path, try_parse_dates=True).height)
        lines.append(_line("1,000,000 tickets of .csv", bare, *_read(path, store), f", with types and dates {typed}"))
        lines.append(f"1,000,000 tickets of .csv: check with its effect {_checked(store, path)}")
    return lines


def _checked(store: Store, path: Path) -> Took:
    os.utime(path, (RECEIVED.timestamp(), RECEIVED.timestamp()))
    return _timed(lambda: pipeline.check(store, [path]))[0]


if __name__ == "__main__":
    print("\n".join(run()))
