"""Like for like: the same units throughout, carried forward is not reported, a week of silence takes nobody out."""

from __future__ import annotations

from pathlib import Path

from tests.warehouse.small import Sent, load, make, week
from warehouse.build import publish
from warehouse.queries import base, like_for_like


def test_only_units_that_reported_in_every_week_are_compared(tmp_path: Path) -> None:
    made, sent = make(tmp_path), Sent()
    for at, first, second, third in ((1, 10, 5, 7), (2, 11, None, 8), (4, 12, 6, 9)):
        for unit, said in (("A11", first), ("A12", second), ("B11", third)):
            sent.row(at, unit, "reporting_back", members_resident=said, members_reported=1 if said else None)
    load(made, "s1", sent)
    publish(made, reason="test")
    with base.connect(made.database("v00001")) as con:
        rate = like_for_like.series(con, "report_back_rate", "C", week(1), week(4))
        one = like_for_like.series(con, "members_resident", "A", week(1), week(2))
        none = like_for_like.series(con, "members_resident", "C", week(3), week(3))
    # A12 is out: its week 2 is carried forward; week 3, in which nobody reported, takes nobody out
    assert rate.rows() == [(week(1), 2, 17, 2, 3), (week(2), 2, 19, 2, 3), (week(4), 2, 21, 2, 3)]
    assert one.rows() == [(week(1), 10, None, 1, 2), (week(2), 11, None, 1, 2)]
    assert none.is_empty()
