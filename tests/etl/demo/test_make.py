from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from etl import demo
from tests.etl.demo.made import Demo


def _last_week(root: Path) -> str:
    return str(pl.read_csv(root / "demo" / "truth.csv", infer_schema=False)["period_id"].max())


def _contents(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes()
        for folder in ("inbox", "boundaries", "demo")
        for path in (root / folder).rglob("*.*")
    } | {name: (root / name).read_bytes() for name in ("org_units.csv", "org_unit_changes.csv", "linju.toml")}


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(made: Demo, tmp_path: Path) -> None:
    by_default = demo.make(tmp_path / "a", weeks=6, seed=1)
    assert all(path.stat().st_mtime < datetime.now().timestamp() for path in by_default.inbox.iterdir())
    last = _last_week(by_default.root)
    demo.make(tmp_path / "b", weeks=6, seed=1, last_week=last)
    first, again = _contents(tmp_path / "a"), _contents(tmp_path / "b")
    assert first == again
    assert first["org_units.csv"] != made.store.org_units.read_bytes()


def test_too_few_weeks_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least 6"):
        demo.make(tmp_path / "store", weeks=5)
    assert not (tmp_path / "store").exists()


def test_files_arrive_in_the_order_in_which_they_were_sent(made: Demo) -> None:
    inbox, clerks = made.store.inbox, made.words["clerks"]
    bulk = [inbox / name for name in made.words["bulk"]["files"].values()]
    weekly = [path for path in inbox.iterdir() if path not in bulk]
    assert max(path.stat().st_mtime for path in bulk) < min(path.stat().st_mtime for path in weekly)
    ending = clerks["wanghu"]["corrected"].split("}")[1]
    corrected = next(path for path in weekly if path.name.endswith(ending))
    first = inbox / corrected.name.replace(ending, clerks["wanghu"]["file"].split("}")[1])
    assert corrected.stat().st_mtime - first.stat().st_mtime == 3 * 86400
    assert corrected.read_bytes() != first.read_bytes()


def test_one_district_is_late_and_one_sends_nothing_any_more(made: Demo) -> None:
    clerks = made.words["clerks"]
    late = [path for path in made.store.inbox.iterdir() if path.name.startswith(clerks["yanzhou"]["district"])]
    assert len(late) == 4
    for path in late:  # due on Tuesday 12:00
        assert datetime.fromtimestamp(path.stat().st_mtime, ZoneInfo("Asia/Shanghai")).isoweekday() in (3, 4)
    stopped = clerks["luming"]["district"]
    assert not [path for path in made.store.inbox.iterdir() if stopped in path.name]


def test_a_burst_of_parking_complaints(made: Demo, history: dict[str, pl.DataFrame]) -> None:
    head, tickets = made.words["bulk"]["headers"], history["complaints"]
    parking = tickets.filter(pl.col(head["category"]) == made.words["tickets"]["categories"]["parking"][0])
    by_district = parking.group_by(head["district"]).len().sort("len")
    assert by_district[head["district"]][-1] == made.words["clerks"]["lanting"]["district"]
    assert by_district["len"][-1] > 1.5 * by_district["len"][-2]


def test_no_ticket_names_a_place_that_is_not_there(made: Demo, history: dict[str, pl.DataFrame]) -> None:
    head = made.words["bulk"]["headers"]
    tickets = history["complaints"].drop_nulls(head["estate_code"])
    units = made.units.select("id", "valid_from", "valid_to")
    day = pl.col(head["received_at"]).str.head(10)
    joined = tickets.join(units, left_on=head["estate_code"], right_on="id")
    assert joined.height == tickets.height
    assert joined.filter((day < pl.col("valid_from")) | (day > pl.col("valid_to"))).is_empty()
