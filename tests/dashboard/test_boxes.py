"""A box is told its value where it shows another one or speaks other words, and else left alone: it is drawn anew."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def page() -> None:
    """A page of one box and one row of buttons, whose values stand elsewhere, as ours do in the URL."""
    import streamlit as st

    from dashboard.boxes import box, buttons

    state = st.session_state
    at, words = state.setdefault("at", "b"), state.setdefault("words", "")
    names = {key: f"{key}{words}" for key in "abc"}
    box("box", names, key="box", value=at, set_to=lambda to: state.update(at=to))
    buttons("row", names, key="row", value=at, set_to=lambda to: state.update(at=to))


def told(at: AppTest) -> list[bool]:
    assert not at.exception
    return [at.selectbox[0].proto.set_value, at.button_group[0].proto.set_value]


def test_a_box_is_told_its_value_once() -> None:
    at = AppTest.from_function(page).run()
    assert at.selectbox[0].value == "b" and told(at) == [True, True]
    assert told(at.run()) == [False, False]


def test_a_box_follows_what_stands_elsewhere() -> None:
    at = AppTest.from_function(page).run()
    at.session_state["at"] = "c"
    assert told(at.run()) == [True, True]
    assert at.selectbox[0].value == "c"


def test_the_choice_of_its_user_is_taken_over_and_not_told_back() -> None:
    at = AppTest.from_function(page).run()
    at.selectbox[0].select("a").run()
    assert at.session_state["at"] == "a"
    assert told(at) == [False, True]  # the buttons showed another one
    assert told(at.run()) == [False, False]


def test_in_other_words_a_box_is_told_its_value_again() -> None:
    at = AppTest.from_function(page).run()
    at.session_state["words"] = "!"
    assert told(at.run()) == [True, True]
    assert at.selectbox[0].value == "b"
