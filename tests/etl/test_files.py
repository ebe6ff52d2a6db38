"""Files as such: encodings, tickets, what can not be opened, and the way of a file through a refresh."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from etl import read_text
from etl.read import Unreadable
from etl.read import read as read_sheets
from tests.etl.books import RECEIVED, book, codes, errors, read, tickets, values

CSV = (
    "枫林区双报到（2026年第47周）\r\n\r\n街道,社区,应报到,已报到\r\n"
    '桃源街道,幸福社区,120,100\r\n,长青社区,"1,234",80\r\n'
)
EXPECTED = {
    ("k1", "members_resident"): 120,
    ("k1", "members_reported"): 100,
    ("k2", "members_resident"): 1234,
    ("k2", "members_reported"): 80,
}


def written(tmp_path: Path, data: bytes, name: str) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    os.utime(path, (RECEIVED.timestamp(), RECEIVED.timestamp()))
    return path


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_text_files_in_every_encoding(encoding: str, tmp_path: Path) -> None:
    found = read(written(tmp_path, CSV.encode(encoding), "枫林区.csv"), tmp_path)
    assert errors(found) == []
    assert values(found) == EXPECTED


@pytest.mark.parametrize("separator", ["\t", ";"])
def test_other_separators(separator: str, tmp_path: Path) -> None:
    text = CSV.replace('"1,234"', "1234").replace(",", separator)
    assert values(read(written(tmp_path, text.encode(), "枫林区.txt"), tmp_path)) == EXPECTED


def test_the_row_of_a_text_file_is_the_line_where_the_record_begins(tmp_path: Path) -> None:
    text = CSV.replace("已报到", '"已\n报到"')
    found = read(written(tmp_path, text.encode(), "枫林区.csv"), tmp_path)
    rows = {row["row"] for part in found.facts("x") for data in part.values() for row in data.rows(named=True)}
    assert rows == {5, 6}


def test_a_large_text_file_has_the_lines_of_a_small_one(monkeypatch: pytest.MonkeyPatch) -> None:
    text = '周次,小区,备注\n2026-W47,甲,"一\n二"\n2026-W47,乙,\n'
    small = read_text.read_text(text.encode())
    monkeypatch.setattr(read_text, "SMALL", 0)
    assert read_text.read_text(text.encode()).rows() == small.rows()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file-empty"),
        (b"  \r\n", "file-empty"),
        (b"PK\x03\x04 torn", "file-unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "file-unreadable"),
        (b"\xff\x00\x81\x30" * 9, "file-unreadable"),
    ],
)
def test_what_can_not_be_opened(data: bytes, code: str, tmp_path: Path) -> None:
    assert errors(read(written(tmp_path, data, "枫林区.xlsx"), tmp_path)) == [(None, code)]


def test_a_file_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="more than 2 rows"):
        read_sheets(written(tmp_path, CSV.encode(), "a.csv"), max_rows=2)


# tickets ----------------------------------------------------------------------------------------------------

HEAD = [
    "工单编号",
    "受理时间",
    "诉求人姓名",
    "联系电话",
    "所属区县",
    "所属街道",
    "所属社区",
    "所属小区",
    "诉求类别",
    "诉求来源",
    "诉求内容",
    "工单状态",
    "首次响应时间",
    "办结时间",
    "化解层级",
    "满意度评价",
]


def ticket(number: str, **changed: Any) -> list[Any]:
    row = dict(
        zip(
            HEAD,
            [
                number,
                "2026-11-17 09:30",
                "甲某",
                "13912345678",
                "枫林区",
                "桃源街道",
                "幸福社区",
                "锦绣花园",
                "停车管理",
                "12345热线",
                "车位被占",
                "已办结",
                "2026/11/17 10:00:59",
                "2026年11月18日 9:30",
                "小区内",
                "满意",
            ],
            strict=True,
        )
    )
    row.update(changed)
    return list(row.values())


def test_tickets(tmp_path: Path) -> None:
    rows = [
        ["示例市12345热线工单（2026年11月16日至11月22日）"],
        HEAD,
        ticket("T1"),
        ticket("T2", 工单状态="办理中", 办结时间=None, 化解层级=None, 满意度评价="未评价"),
        ticket("T3", 所属小区="不知名小区"),
        ticket("T4", 所属社区=None, 所属小区=None, 满意度评价="不满意"),
    ]
    found = read(book(tmp_path, rows, name="工单.xlsx", sheet="工单"), tmp_path)
    assert errors(found) == []
    assert (found.sender, found.period_id) == ("c", "2026-W47")
    first, second, third, fourth = tickets(found)
    assert first["org_unit_id"] == "e2"
    assert (first["category"], first["channel"], first["period_id"]) == ("parking", "hotline", "2026-W47")
    assert (first["response_minutes"], first["resolution_minutes"]) == (30, 1440)
    assert (first["resolved"], first["resolved_in_estate"], first["rated"], first["satisfied"]) == (
        True,
        True,
        True,
        True,
    )
    assert (second["responded"], second["resolved"], second["resolved_in_estate"]) == (True, False, None)
    assert (second["rated"], second["satisfied"]) == (False, None)
    assert third["org_unit_id"] == "k1"  # the estate is not certain, the community is
    assert fourth["org_unit_id"] == "s1"
    assert fourth["satisfied"] is False
    assert {"place-coarser", "personal-columns-dropped"} <= codes(found)
    assert "甲某" not in str(tickets(found)) + str([item.to_dict() for item in found.issues])
    assert "车位" not in str([item.to_dict() for item in found.issues])


@pytest.mark.parametrize(
    ("changed", "cell", "code"),
    [
        ({"受理时间": "2027-11-17 09:30"}, "B3", "date-future"),
        ({"受理时间": "上周"}, "B3", "date-unreadable"),
        ({"受理时间": None, "工单编号": "T9"}, None, None),
        ({"首次响应时间": "2026-11-16 10:00"}, "M3", "date-order"),
        ({"诉求类别": "外星人"}, "I3", "choice-unknown"),
        ({"所属区县": "青山区", "所属街道": "x"}, "E3", "place-unknown"),
        ({"满意度评价": "还行吧"}, "P3", "choice-unknown"),
    ],
)
def test_wrong_tickets(changed: dict[str, Any], cell: str | None, code: str | None, tmp_path: Path) -> None:
    rows = [["示例市12345热线工单（2026年第47周）"], HEAD, ticket("T1", **changed), ticket("T2")]
    found = read(book(tmp_path, rows, name="工单.xlsx"), tmp_path)
    if code:
        assert errors(found)[0] == (cell, code)
    else:
        assert errors(found) == [("B3", "ticket-incomplete")]


def test_a_ticket_number_stands_once(tmp_path: Path) -> None:
    rows = [["示例市12345热线工单（2026年第47周）"], HEAD, ticket("T1"), ticket("T1")]
    found = read(book(tmp_path, rows, name="工单.xlsx"), tmp_path)
    assert errors(found) == [("A4", "ticket-repeated")]
    assert found.rows == 0


def test_complaints_as_counts(tmp_path: Path) -> None:
    rows = [
        ["枫林区投诉情况（2026年第47周）"],
        ["街道", "社区", "投诉类别", "受理", "解决"],
        ["桃源街道", "幸福社区", "停车管理", 3, 2],
        ["桃源街道", "幸福社区", "噪声扰民", 1, 1],
    ]
    found = read(book(tmp_path, rows), tmp_path)
    assert errors(found) == []
    (part,) = list(found.facts("x"))
    kept = {(row["category"], row["data_element"]): row["value"] for row in part["complaint_counts"].rows(named=True)}
    assert kept[("parking", "complaints_received")] == 3
    assert kept[("noise", "complaints_resolved")] == 1
