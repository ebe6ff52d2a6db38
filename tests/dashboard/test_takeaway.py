"""Files to take away open rightly and start nothing."""

from __future__ import annotations

import csv
import io

import pytest

from dashboard.takeaway_files import safe, to_csv


@pytest.mark.parametrize("cell", ["=1+1", "+86", "-2", "@SUM(A1)", "\t=1", " =cmd", "\r=1"])
def test_a_text_that_would_be_a_formula_is_made_harmless(cell: str) -> None:
    assert safe(cell) == "'" + cell


@pytest.mark.parametrize("cell", [-2, -0.5, 3, None, "幸福里", "3号院"])
def test_numbers_and_names_stay_as_they_are(cell: object) -> None:
    assert safe(cell) == cell  # type: ignore[arg-type]


def test_the_file_is_utf8_with_a_mark_and_reads_back() -> None:
    data = to_csv(["小区", "户数"], [["幸福里,1", 200], ["=x", None]])
    assert data.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in data
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows == [["小区", "户数"], ["幸福里,1", "200"], ["'=x", ""]]
