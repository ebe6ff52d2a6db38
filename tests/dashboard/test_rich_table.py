"""Tables that sort: by the same rules as the browser, from the address, with all rows before some are drawn."""

from __future__ import annotations

import re
from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from dashboard.rich_table import LIMIT, Cell, Head, Rich, in_order
from tests.dashboard.conftest import beside_of, text_of

NAMES = ("枫林区", "安居 10 号", "安居 9 号", "–")
FIGURES = (3.0, None, 12.0, 3.0)


def made(rows: int = 4) -> Rich:
    cells = [
        [
            Cell(NAMES[n % 4]),
            Cell(str(FIGURES[n % 4]), FIGURES[n % 4]),
            Cell(str(n)),
        ]
        for n in range(rows)
    ]
    return Rich("Units", [Head("Unit"), Head("Figure", numeric=True, by="figure"), Head("No")], cells, name="units")


def order(asked: str) -> list[int]:
    found = in_order(made(), asked)
    return [int(row[2].text) for row in found.rows]


def test_numbers_are_sorted_as_numbers_and_those_without_come_last() -> None:
    assert order("units.figure.down") == [2, 0, 3, 1]
    assert order("units.figure.up") == [0, 3, 2, 1]


def test_names_are_sorted_by_pinyin_and_the_numbers_in_them() -> None:
    assert order("units.1.up") == [3, 2, 1, 0]
    assert order("units.1.down") == [0, 1, 2, 3]


def test_what_names_no_column_of_the_table_changes_nothing() -> None:
    for asked in ("", "ranking.1.up", "units.9.up", "units.figure.sideways", "units", "units..", "units.1"):
        assert in_order(made(), asked) == made(), asked


def test_rows_beyond_those_drawn_are_sorted_too() -> None:
    whole = in_order(made(LIMIT + 40), "units.3.down")
    html = whole.html(lambda text: text)
    assert f">{LIMIT + 39}</td>" in html and ">0</td>" not in html
    assert 'data-more="1"' in html and html.count('aria-sort="descending"') == 1
    assert whole.taken()[1][0][2] == str(LIMIT + 39)


def test_the_address_sorts_the_explorer_and_its_file_link_names_what_is_shown(
    app: Callable[..., AppTest],
) -> None:
    shown = text_of(app("explore", lang="en", indicator="branches", sort="units.3.down", level="street", unit="d1"))
    counts = [float(value) for value in re.findall(r'<td class="lj-n" data-v="([\d.]+)"><a href="/figure', shown)]
    assert counts == sorted(counts, reverse=True) and len(counts) > 3
    assert re.search(r"/api/v1/figures.json\?unit=d1&amp;indicator=branches&amp;level=street&amp;from=", shown)


def test_a_category_narrows_only_where_complaints_are_shown(app: Callable[..., AppTest]) -> None:
    narrowed = text_of(app("explore", lang="en", indicator="complaints_received", category="parking"))
    assert "only Parking" in narrowed and "&amp;level=district&amp;category=parking" in narrowed
    other = text_of(app("explore", lang="en", indicator="branches", category="parking"))
    assert "only Parking" not in other and "&amp;category=" not in other
    page = text_of(app("complaints", lang="en", category="noise", channel="hotline"))
    assert "category=noise&amp;channel=hotline&amp;from=" in page


def test_the_heat_map_begins_as_it_is_asked_to(app: Callable[..., AppTest]) -> None:
    def first(order: str) -> str:
        at = app("explore", lang="en", view="heat", indicator="report_back_rate", order=order)
        return str(beside_of(at)[0][1][0][0])

    worst, best = first("attention"), first("best")
    assert worst != best and first("register") == "District d1"
