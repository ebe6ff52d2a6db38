"""Boxes and rows of buttons that show what stands in the URL, told their value only where they show another one.

Streamlit draws a widget that is told its value anew, be it the one it has: fifty parts a box, and a page has nine.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any

import streamlit as st

_SAID = "_boxes_said"  # key -> the words that a widget was drawn with: it is told its value again in other words


def given(key: str, value: object, said: Hashable = None) -> None:
    """Give a widget its value before it is drawn, unless it has it; said: all the words that it shows.

    In other words (another language, a new register) the browser's own value is no longer one of its options.
    """
    state = st.session_state
    before = state.setdefault(_SAID, {})
    if key not in state or state[key] != value or before.get(key) != said:
        state[key] = value
    before[key] = said


def widget(key: str, value: object, set_to: Callable[[Any], None], said: Hashable = None) -> Callable[[], None]:
    """Give a widget its value, and return what to do when its user changes it."""
    given(key, value, said)

    def changed() -> None:
        if st.session_state.get(key) is not None:
            set_to(st.session_state[key])

    return changed


def named(options: Iterable[str], say: Callable[[str], str]) -> dict[str, str]:
    """Return the options of a box with their words."""
    return {option: say(option) for option in options}


def choice(names: Mapping[str, str], *, key: str, value: str, set_to: Callable[[str], None]) -> dict[str, Any]:
    """Tell a widget that chooses one of several its value; return what all of Streamlit's take to show it.

    names: option -> its words.
    """
    return {
        "options": list(names),
        "key": key,
        "format_func": names.__getitem__,
        "on_change": widget(key, value, set_to, tuple(names.items())),
        "label_visibility": "collapsed",
    }


def box(
    words: str, names: Mapping[str, str], *, key: str, value: str, set_to: Callable[[str], None], **how: Any
) -> None:
    """Draw a box to choose one of several; words: what it chooses, for ears; how: its width and the like."""
    st.selectbox(words, **choice(names, key=key, value=value, set_to=set_to), **how)


def buttons(words: str, names: Mapping[str, str], *, key: str, value: str, set_to: Callable[[str], None]) -> None:
    """Draw a row of buttons of which one is on."""
    st.segmented_control(words, **choice(names, key=key, value=value, set_to=set_to), required=True)


def slider(words: str, names: Mapping[str, str], *, key: str, value: str, set_to: Callable[[str], None]) -> None:
    """Draw a slider over several in their order."""
    st.select_slider(words, **choice(names, key=key, value=value, set_to=set_to))
