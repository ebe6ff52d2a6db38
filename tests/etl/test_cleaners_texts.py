"""Properties of the reader of text files: what is written in any encoding and quoting reads back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from etl import read_encoding, read_text

_CELL = st.text(alphabet="幸福社区甲1,;\t\"\n '，户|", max_size=6)


@given(
    st.lists(st.lists(_CELL, min_size=3, max_size=3), min_size=1, max_size=6),
    st.sampled_from([",", "\t", ";"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030", "utf-16-le", "utf-16-be"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_a_text_file_reads_back_in_every_form(rows: list[list[str]], separator: str, encoding: str, end: str) -> None:
    header = ["街道名称", "社区名称", "应报到"]
    quoted = [['"' + cell.replace('"', '""') + '"' for cell in row] for row in [header, header, header, *rows]]
    text = end.join(separator.join(row) for row in quoted) + end
    data = text.encode(encoding)
    assert read_encoding.decode(data) == text or encoding in ("utf-8-sig", "utf-16")
    read = read_text.read_text(data).drop("row").rows()[3:]
    wanted = [tuple(cell if cell.strip() else None for cell in row) for row in rows if any(row)]
    shown = [tuple(read_back(cell) for cell in row) for row in wanted]
    assert [tuple(read_back(cell) for cell in row) for row in read] == shown


def read_back(cell: str | None) -> str | None:
    return None if cell is None else cell.replace("\r\n", "\n")
