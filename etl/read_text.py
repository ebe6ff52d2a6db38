"""Text files: encoding, separator, and the line where each record begins."""

from __future__ import annotations

import codecs
import csv
import io
from itertools import islice

import polars as pl

SMALL = 4_000_000
HEAD_LINES = 60
BEYOND = "beyond"
SEPARATORS = (",", "\t", ";", "|")


def decode(data: bytes) -> str:
    """Return the text of a file in UTF-8 (with or without BOM), UTF-16 or GB18030; UnicodeDecodeError for others."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16")
    if data[:1000].count(0) > len(data[:1000]) // 4:
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def read_text(data: bytes) -> pl.DataFrame:
    """Read records as columns `row` (the line where it begins), `c0`, `c1`, ...; ValueError for binary data."""
    text = decode(data)
    if "\0" in text[:10_000]:
        raise ValueError("not a text file")
    separator = _separator(text)
    quick = None if len(data) < SMALL else _by_polars(text, separator)
    frame = _by_csv(text, separator) if quick is None else quick
    if '="' not in text:
        return frame
    # `="0012"`: so that the workbook program keeps a number as text
    return frame.with_columns(pl.exclude("row").str.replace(r'^="(.*)"$', "$1"))


def _separator(text: str) -> str:
    lines = text[:65_536].splitlines()[:HEAD_LINES]
    return max(
        SEPARATORS, key=lambda sign: sorted(line.count(sign) for line in lines)[len(lines) // 2] if lines else 0
    )


def _by_csv(text: str, separator: str) -> pl.DataFrame:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    csv.field_size_limit(10_000_000)
    numbers, rows, begins = [], [], 1
    try:
        for row in reader:
            if any(row):
                numbers.append(begins)
                rows.append(row)
            begins = reader.line_num + 1
    except csv.Error as error:
        raise ValueError(str(error)) from error
    width = max((len(row) for row in rows), default=0)
    columns = {
        f"c{index}": [row[index] if index < len(row) and row[index].strip() else None for row in rows]
        for index in range(width)
    }
    return pl.DataFrame(
        {"row": numbers, **columns}, schema={"row": pl.Int32(), **{name: pl.String() for name in columns}}
    )


def _by_polars(text: str, separator: str) -> pl.DataFrame | None:
    """Read a large file; None where its lines or cells can not be counted with certainty (blank lines, long rows)."""
    head = list(islice(csv.reader(io.StringIO(text[:1_000_000], newline=""), delimiter=separator), HEAD_LINES))
    names = [f"c{index}" for index in range(max(len(row) for row in head))]
    # a header of its own, for a title line above the table has fewer cells than the table has columns
    header = separator.join([*names, BEYOND]) + "\n"
    if text.count("\r") != text.count("\r\n"):
        return None
    try:
        frame = pl.read_csv(
            io.BytesIO((header + text).encode("utf-8")),
            infer_schema=False,
            separator=separator,
            truncate_ragged_lines=True,
            null_values="",
        )
    except pl.exceptions.PolarsError:
        return None
    if frame[BEYOND].null_count() < frame.height:  # a row that is longer than the others
        return None
    breaks = pl.lit(0, pl.UInt32())
    if '"' in text:
        breaks = pl.sum_horizontal(pl.col(name).str.count_matches("\n").fill_null(0) for name in names)
    frame = frame.with_columns(
        row=(
            pl.int_range(1, pl.len() + 1) + breaks.cum_sum().shift(1, fill_value=0)
            if '"' in text
            else pl.int_range(1, pl.len() + 1)
        ).cast(pl.Int32())
    )
    lines = text.count("\n") + (not text.endswith("\n"))
    inside = int(frame.select(breaks.sum()).item()) if '"' in text else 0
    if frame.height + inside != lines:
        return None
    return frame.select("row", *names)
