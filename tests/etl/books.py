"""Small workbooks and a small register for the tests of the ETL."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import polars as pl
from openpyxl.worksheet.worksheet import Worksheet

from etl.aliases import Alias
from etl.issues import ERROR
from etl.places import Places
from etl.reading import Context, Reading, read_file
from warehouse import register
from warehouse.settings import Settings

ZONE = ZoneInfo("Asia/Shanghai")
RECEIVED = datetime(2026, 11, 23, 18, 0, tzinfo=ZONE)  # the Monday after 2026-W47

UNITS = """id,code,name,name_en,level,parent_id,valid_from,valid_to,households,lng,lat
c,100,示例市,,city,,,,,,
d1,101,枫林区,,district,c,,,,,
d2,102,望湖区,,district,c,,,,,
s1,101001,桃源街道,,street,d1,,,,,
s2,101002,泰山路街道,,street,d1,,,,,
s3,102001,滨江街道,,street,d2,,,,,
s4,101003,旧城街道,,street,d1,,2026-11-18,,,
s4,101003,新城街道,,street,d1,2026-11-19,,,,
k1,101001001,幸福社区,,community,s1,,,,,
k2,101001002,长青社区,,community,s1,,,,,
k3,101002001,幸福社区,,community,s2,,,,,
k4,101002002,石桥村,,community,s2,,,,,
k5,102001001,江畔社区,,community,s3,,,,,
k6,101003001,城门社区,,community,s4,,,,,
e1,E1,幸福里（一期）,,estate,k1,,,300,,
e2,E2,锦绣花园,,estate,k1,,,200,,
e3,E3,明珠小区,,estate,k2,,,100,,
e4,E4,明珠花园,,estate,k2,,,150,,
e5,E5,阳光城,,estate,k3,,,,,
e6,E6,江景苑,,estate,k5,,,,,
"""

REPORTING = ["街道", "社区", "应报到在职党员", "已报到"]
ESTATES = ["街道", "社区", "小区名称", "户数", "应建支部", "支部形式", "支部名称", "物业服务"]


def places(tmp_path: Path) -> Places:
    """Return the small register."""
    path = tmp_path / "org_units.csv"
    path.write_text(UNITS, encoding="utf-8")
    return Places(register.load(path, tmp_path / "none.csv"))


def context(tmp_path: Path, *, aliases: list[Alias] | None = None, **given: Any) -> Context:
    """Return what a file is read against."""
    return Context(Settings(), places(tmp_path), aliases or [], **given)


def book(
    tmp_path: Path,
    rows: list[list[Any]],
    *,
    name: str = "枫林区（2026年第47周）.xlsx",
    sheet: str = "双报到",
    change: Callable[[Worksheet], None] | None = None,
) -> Path:
    """Write a workbook of one sheet."""
    made = openpyxl.Workbook()
    page = made.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(row)
    if change:
        change(page)
    path = tmp_path / name
    made.save(path)
    os.utime(path, (RECEIVED.timestamp(), RECEIVED.timestamp()))
    return path


def read(path: Path, tmp_path: Path, **given: Any) -> Reading:
    """Read a file against the small register."""
    return read_file(path, RECEIVED, context(tmp_path, **given))


def facts(reading: Reading) -> pl.DataFrame:
    """Return the fact rows of counts and estates."""
    parts = [data for tables in reading.facts("x") for name, data in tables.items() if name != "complaints"]
    return pl.concat(parts)


def values(reading: Reading) -> dict[tuple[str, str], Any]:
    """Return (unit, element) -> the number, or the text where there is none."""
    return {
        (row["org_unit_id"], row["data_element"]): row["value_text"] if row["value"] is None else float(row["value"])
        for row in facts(reading).rows(named=True)
    }


def tickets(reading: Reading) -> list[dict[str, Any]]:
    """Return the ticket rows."""
    return [row for tables in reading.facts("x") for data in tables.values() for row in data.rows(named=True)]


def errors(reading: Reading) -> list[tuple[str | None, str]]:
    """Return (cell, code) of the errors."""
    return [(item.cell, item.code) for item in reading.issues if item.severity == ERROR]


def codes(reading: Reading) -> set[str]:
    """Return the codes of all issues."""
    return {item.code for item in reading.issues}
