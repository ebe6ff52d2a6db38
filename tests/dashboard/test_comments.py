"""A comment is written on a figure's page, shown there, marked where the figure stands elsewhere, taken back."""

from __future__ import annotations

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from tests.dashboard.conftest import text_of
from tests.dashboard.test_figure_page import show, traced
from tests.warehouse.small import week
from warehouse import comments
from warehouse.store import Store

__all__ = ["show", "traced"]
Run = Callable[..., AppTest]


def write(at: AppTest, text: str) -> AppTest:
    at.text_area(key="comment_text").input(text)
    return next(button for button in at.button if button.label == "Write it down").click().run()


def test_a_comment_is_written_shown_marked_and_taken_back(show: Run, traced: Store) -> None:
    asked = {"lang": "en", "indicator": "report_back_rate", "unit": "A", "week": week(2)}
    path = comments.path_of(traced)
    try:
        refused = write(show(**asked), "call 13912345678")
        assert [error.value for error in refused.error] == ["No phone or identity numbers: this was not kept."]
        assert not path.exists()
        at = write(show(**asked), "<b>One</b> list came twice.")
        assert "&lt;b&gt;One&lt;/b&gt; list came twice." in text_of(at)
        (item,) = comments.read(path)
        assert item.place == ("A", "report_back_rate", week(2)) and item.version == "v00001" and item.who
        asked.pop("indicator")
        assert ">comments: 1</a>" in text_of(show("reporting", **asked))
        assert " ※1</a>" in text_of(show("reporting", **{**asked, "unit": "C"}))
        assert "※" not in text_of(show("reporting", **{**asked, "unit": "C", "week": week(1)}))
        at = show(**asked, indicator="report_back_rate")
        at = next(button for button in at.button if button.label == "Take back").click().run()
        assert "list came twice" not in text_of(at)
        assert comments.read(path) == []
    finally:
        path.unlink(missing_ok=True)
