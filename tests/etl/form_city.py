"""A city of a few units for the tests of forms, and a clerk who fills a form in."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from etl import template_plan
from etl.template_plan import Field
from etl.template_sheets import FIRST
from warehouse.settings import City, Reporting, Settings, dump
from warehouse.store import Store, create

WEEK, NEXT = "2024-W10", "2024-W11"
REGISTER = """id,code,name,name_en,level,parent_id,valid_from,valid_to,households,lng,lat
C,990100,示例市,Shili,city,,,,,,
D,990102,枫林区,Fenglin,district,C,,,,,
E,990103,望湖区,Wanghu,district,C,,,,,
S1,990102001,桃源街道,Taoyuan,street,D,,,,,
S2,990102002,柳岸街道,Liuan,street,D,,,,,
S3,990103001,柳岸街道,Liuan,street,E,,,,,
K1,990102001001,春晖社区,Chunhui,community,S1,,,,,
K2,990102001002,莲池社区,Lianchi,community,S1,,,,,
K3,990102002001,春晖社区,Chunhui,community,S2,,,,,
K4,990103001001,水岸社区,Shuian,community,S3,,,,,
H1,990102001001001,幸福里,Xingfuli,estate,K1,,,120,,
H2,990102001001002,王府雅筑,Wangfu,estate,K1,,,300,,
H3,990102001002001,幸福里,Xingfuli,estate,K2,,,80,,
H4,990102002001001,天香花园,Tianxiang,estate,K3,,,,,
H5,990102002001002,老厂宿舍,Laochang,estate,K3,,2024-02-01,60,,
H6,990103001001001,湖景苑,Hujing,estate,K4,,,50,,
"""


def make(root: Path, *, expected: tuple[str, ...] | None = None, sender_level: str = "district") -> Store:
    """Make the city's store, without any submission."""
    reporting = Reporting(sender_level=sender_level)
    if expected is not None:
        reporting = Reporting(sender_level=sender_level, expected=expected)
    return create(root, dump(Settings(city=City(name="示例市"), reporting=reporting)), REGISTER.encode())


def answer(item: Field, number: int, given: dict[str, object]) -> object:
    """What the clerk writes into a blank cell: something that the form allows and that differs from row to row."""
    if item.words:
        return list(item.words.values())[number % len(item.words)]
    if item.kind == "text":
        return f"第{number}党支部"
    if item.kind == "unit":
        return None
    wholes = [given[name] for name in item.wholes if isinstance(given.get(name), (int, float))]
    most = min([*wholes, item.most if item.most is not None else 90 - number])  # type: ignore[type-var]
    return min(int(most), 40 + number)  # type: ignore[call-overload]


def fill(store: Store, unit: str, week: str, form: Path) -> dict[tuple[str, str], object]:
    """Fill in every blank cell of a form where it lies; returns what stands in it by (unit, data element)."""
    book = openpyxl.load_workbook(form)
    said: dict[tuple[str, str], object] = {}
    for sheet in template_plan.plan(store, unit, week).sheets:
        page = book[sheet.tab]
        for number, row in enumerate(sheet.rows):
            given: dict[str, object] = {}
            for column, item in enumerate(sheet.fields, start=len(sheet.locked) + 1):
                cell = page.cell(FIRST + 1 + number, column)
                if cell.value is None:
                    cell.value = answer(item, number, given)
                given[item.name] = said[row.unit, item.name] = cell.value
    book.save(form)
    return said
