"""How a query file is read and run: parameters are bound, the answer is a Polars frame."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import duckdb
import polars as pl

FOLDER = Path(__file__).parent

Connection = duckdb.DuckDBPyConnection


def connect(database: Path) -> Connection:
    """Open the file of a published version, read only; one connection serves all threads by its cursors."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "threads": "2",
        "memory_limit": "1GB",
    }
    return duckdb.connect(str(database), read_only=True, config=config)


@cache
def text(name: str) -> str:
    """Return the text of the query file of that name (without .sql)."""
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def run(con: Connection, name: str, **params: object) -> pl.DataFrame:
    """Run a query file with bound parameters ($name in the file) on a cursor of its own."""
    with con.cursor() as cursor:
        return cursor.sql(text(name), params=params or None).pl()
