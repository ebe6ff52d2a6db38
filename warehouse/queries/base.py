"""How a query file is read and run: parameters are bound, the answer is a Polars frame."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl

from warehouse.engines import duckdb as engine

FOLDER = Path(__file__).parent

Connection = engine.Connection


def connect(database: Path) -> Connection:
    """Open the file of a published version, read only; one connection serves all threads by its cursors."""
    return engine.connect(database, read_only=True)


@cache
def text(name: str) -> str:
    """Return the text of the query file of that name (without .sql)."""
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def run(con: Connection, name: str, **params: object) -> pl.DataFrame:
    """Run a query file with bound parameters ($name in the file) on a cursor of its own."""
    with con.cursor() as cursor:
        return cursor.sql(text(name), params=params or None).pl()
