"""DuckDB: the only place that connects, and the few acts that the build needs of an engine."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

import duckdb
import polars as pl

Connection = duckdb.DuckDBPyConnection

THREADS = min(os.cpu_count() or 2, 8)
MEMORY = "3GB"
READER_THREADS, READER_MEMORY = 2, "1GB"

_HERE = Path(__file__).parent


def connect(path: Path | None = None, *, read_only: bool = False) -> Connection:
    """Open a DuckDB file (None: in memory). It never looks for an extension outside; errors are duckdb.Error.

    All readers of one process are set alike: DuckDB refuses a second connection to a file with another configuration,
    so a page that holds the published version would keep a comparison or a build beside it from reading that version.
    """
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "threads": str(READER_THREADS if read_only else THREADS),
        "memory_limit": READER_MEMORY if read_only else MEMORY,
    }
    return duckdb.connect(str(path) if path else ":memory:", read_only=read_only, config=config)


@lru_cache(maxsize=256)
def sql_file(path: Path) -> str:
    """Return the text of a .sql file without a trailing semicolon."""
    return path.read_text(encoding="utf-8").strip().rstrip(";")


def create_temporary(con: Connection, name: str, select: str) -> None:
    """Make (or replace) a temporary table of a SELECT's rows."""
    con.execute(sql_file(_HERE / "create_temporary.sql").format(name=name, select=select))


def drop_temporary(con: Connection, name: str) -> None:
    """Drop a temporary table if it is there."""
    con.execute(sql_file(_HERE / "drop_temporary.sql").format(name=name))


def append(con: Connection, table: str, select: str) -> None:
    """Append a SELECT's rows, whose columns come in the table's order, to a table."""
    con.sql(select).insert_into(table)


def append_frame(con: Connection, table: str, data: pl.DataFrame) -> None:
    """Append a frame's rows to a table; the columns are matched by place."""
    if data.height:
        con.from_arrow(data.to_arrow()).insert_into(table)


def table_of_frame(con: Connection, name: str, data: pl.DataFrame) -> None:
    """Make (or replace) a temporary table of a frame."""
    con.register("given_frame", data.to_arrow())
    create_temporary(con, name, sql_file(_HERE / "given_frame.sql"))
    con.unregister("given_frame")


def view_of_parquet(con: Connection, name: str, paths: list[Path], schema: dict[str, pl.DataType]) -> None:
    """Give parquet files of one schema a name for this connection; no file at all gives a table without rows."""
    # registered views are temporary: a view made by the relation itself would stay in the published file
    found = con.read_parquet([str(path) for path in paths]) if paths else pl.DataFrame(schema=schema).to_arrow()
    con.register(name, found)
