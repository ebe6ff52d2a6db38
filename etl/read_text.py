"""Text files: separator, records, and the line where each record begins.

A large file is parsed by polars in all cores, where every line and cell can be accounted for; whatever it can not be
certain of (a bare CR amid other line ends, rows far longer than the rest) is read record by record.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

import numpy as np
import polars as pl

from etl import read_encoding

SMALL = 4_000_000
HEAD_LINES, HEAD = 60, 65_536
BEYOND = 8  # cells that a row may have beyond the widest of the first lines
RECORDS = 50_000  # made into a frame at once
BLOCK = 1 << 18
SEPARATORS = (",", "\t", ";", "|")
CR, LF, EQUALS, QUOTE = 13, 10, 61, 34
_QUOTED = re.compile(r'"[^"]*"')


def read_text(data: bytes) -> pl.DataFrame:
    """Read records as columns `row` (the line where it begins), `c0`, `c1`, ...; ValueError for binary data."""
    data = data.rstrip(b"\x1a") if data.endswith(b"\x1a") else data  # how DOS ended a text
    quick = None if len(data) < SMALL else _by_polars(data)
    return _by_csv(data) if quick is None else quick


def _separator(text: str) -> str:
    """Return the sign that stands equally often in most lines, outside of quotes."""
    lines = [line for line in _QUOTED.sub("", text[:HEAD]).splitlines()[:HEAD_LINES] if line.strip(" ")]
    if not lines:
        return ","

    def weight(sign: str) -> float:
        counts = sorted(line.count(sign) for line in lines)
        middle = counts[len(counts) // 2]
        return middle * (counts.count(middle) / len(counts)) ** 2

    return max(SEPARATORS, key=weight)


def _refuse_binary(text: str) -> None:
    if "\0" in text[:10_000]:
        raise ValueError("not a text file")


# record by record ---------------------------------------------------------------------------------------------------


def _by_csv(data: bytes) -> pl.DataFrame:
    encoding = read_encoding.encoding_of(data)
    head = read_encoding.beginning(data, encoding, 4 * HEAD)
    _refuse_binary(head)
    raw = io.BytesIO(data[2:] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else data)
    csv.field_size_limit(10_000_000)
    try:
        with io.TextIOWrapper(raw, encoding, newline="") as stream:
            records = _records(csv.reader(stream, delimiter=_separator(head)))
            frames = [_frame(part) for part in iter(lambda: list(islice(records, RECORDS)), [])]
    except csv.Error as error:
        raise ValueError(str(error)) from error
    frame = pl.concat(frames, how="diagonal") if frames else pl.DataFrame(schema={"row": pl.Int32()})
    return _without_formulas(frame)


def _records(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    begins = 1
    for row in reader:
        if any(row):
            yield begins, row
        begins = reader.line_num + 1  # type: ignore[attr-defined]


def _frame(records: list[tuple[int, list[str]]]) -> pl.DataFrame:
    width = max(len(row) for _, row in records)
    columns = {
        f"c{index}": [row[index] if index < len(row) and row[index].strip() else None for _, row in records]
        for index in range(width)
    }
    schema = {"row": pl.Int32(), **{name: pl.String() for name in columns}}
    return pl.DataFrame({"row": [number for number, _ in records], **columns}, schema=schema)


def _without_formulas(frame: pl.DataFrame) -> pl.DataFrame:
    """Read `="0012"` as 0012: so a program keeps a number as text for the workbook program."""
    return frame.with_columns(pl.exclude("row").str.replace(r'^="(.*)"$', "$1"))


# all at once --------------------------------------------------------------------------------------------------------


def _by_polars(data: bytes) -> pl.DataFrame | None:
    """Read a large file; None where its lines or cells can not be counted with certainty."""
    for encoding in dict.fromkeys((read_encoding.guess(data), read_encoding.GB18030)):
        try:
            plain = read_encoding.recoded(data, encoding)
        except UnicodeDecodeError:
            continue
        plain = plain if b"\n" in plain[:HEAD] else plain.replace(b"\r", b"\n")
        frame = None if _has_bare_cr(plain) else _parsed(plain)
        if frame is not None:
            return _with_lines(frame, plain)
    return None


def _parsed(data: bytes) -> pl.DataFrame | None:
    head = read_encoding.beginning(data, read_encoding.UTF8, 16 * HEAD)
    _refuse_binary(head)
    separator = _separator(head)
    lines = csv.reader(io.StringIO(head, newline=""), delimiter=separator)
    width = max((len(row) for row in islice(lines, HEAD_LINES)), default=1)
    for more in (0, BEYOND):
        names = [f"c{index}" for index in range(width + more)]
        try:
            frame = pl.read_csv(
                data,
                has_header=False,
                schema={name: pl.String() for name in [*names, "beyond"]},
                missing_columns="insert",
                separator=separator,
                truncate_ragged_lines=True,
                null_values="",
            )
        except pl.exceptions.PolarsError:
            return None
        if frame["beyond"].null_count() == frame.height:
            return frame.select(
                name for name in names if int(name[1:]) < width or frame[name].null_count() < frame.height
            )
    return None


def _with_lines(frame: pl.DataFrame, data: bytes) -> pl.DataFrame | None:
    """Number the records by their lines: a line break within quotes moves those below."""
    lines = _count(data, LF) + (not data.endswith(b"\n"))
    number = pl.int_range(1, pl.len() + 1)
    if frame.height != lines:
        breaks = pl.sum_horizontal(pl.all().str.count_matches("\n", literal=True).fill_null(0))
        if frame.height + int(frame.select(breaks.sum()).item()) != lines:
            return None
        number = number + breaks.cum_sum().shift(1, fill_value=0)
    frame = frame.select(number.cast(pl.Int32()).alias("row"), pl.all())
    return _without_formulas(frame) if b'"' in data and _count(data, EQUALS, QUOTE) else frame


def _has_bare_cr(data: bytes) -> bool:
    crs = _count(data, CR)
    return crs > 0 and crs != _count(data, CR, LF)


def _count(data: bytes, sign: int, then: int | None = None) -> int:
    """Count a byte, or two in a row, in blocks that stay in the processor's cache."""
    signs, found = np.frombuffer(data, np.uint8), 0
    for at in range(0, len(signs), BLOCK):
        block = signs[at : at + BLOCK + (then is not None)]
        hits = block == sign if then is None else (block[:-1] == sign) & (block[1:] == then)
        found += int(np.count_nonzero(hits))
    return found
