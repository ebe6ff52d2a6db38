"""A published figure that does not come out again from what was sent is told, by table and side."""

from __future__ import annotations

from pathlib import Path

from tests.warehouse.small import Sent, load, make
from tests.warehouse.test_any_order import loaded
from warehouse import keep
from warehouse.build import publish
from warehouse.engines import duckdb as engine
from warehouse.store import Store
from warehouse.verify import verify


def altered(store: Store, statement: str) -> None:
    """Alter the served version's file as a hand would that also knows of the seal."""
    database = store.database(store.current() or "")
    with engine.connect(database) as con:
        con.execute(statement)
    keep.seal(database, database.parent)


def test_one_altered_figure_is_told(tmp_path: Path) -> None:
    store = loaded(tmp_path, 2, "keep_newest = 2")
    assert verify(store) == []
    last = "(SELECT MAX(rowid) FROM coded_indicator WHERE numerator IS NOT NULL)"
    altered(store, f"UPDATE coded_indicator SET numerator = numerator + 1 WHERE rowid = {last}")
    assert verify(store) == [
        "v00002: fct_indicator: 1 rows missing when built again",
        "v00002: fct_indicator: 1 rows added when built again",
    ]


def test_a_figure_that_stands_twice_is_told(tmp_path: Path) -> None:
    store = make(tmp_path / "store")
    load(store, "s001", Sent().row(1, "A11", "reporting_back", members_resident=4))
    publish(store, reason="first")
    altered(store, "INSERT INTO coded_value SELECT * FROM coded_value")
    assert verify(store) == ["v00001: fct_value: 1 rows missing when built again"]
