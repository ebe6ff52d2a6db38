"""How large the reader's window is, so that the map is fitted into it: a laptop, a desk's screen, a projector."""

from __future__ import annotations

import streamlit as st

from dashboard.maps import Frame

# by the window's height in pixels: what the map is fitted into, a little less than its room there
FRAMES = {
    0: Frame(),
    1: Frame(width=1240, height=700, left=210, pad=30, text=15),
    2: Frame(width=1800, height=1100, left=240, pad=40, text=18),
}
_KEY = "_window"
_SCRIPT = """
export default function({data, setStateValue}) {
  const high = window.innerHeight, wide = window.innerWidth;
  const size = high >= 1350 && wide >= 2300 ? 2 : high >= 950 && wide >= 1700 ? 1 : 0;
  if (size !== data) setStateValue("size", size);
}
"""
_asked = st.components.v2.component("linju_window", js=_SCRIPT)


def frame() -> Frame:
    """Return the frame for the window of this session; a small one until the browser has said otherwise."""
    return FRAMES[int(st.session_state.get(_KEY, 0))]


def ask() -> None:
    """Ask the browser for its size; only where it differs from what is known does the page run once more."""
    known = int(st.session_state.get(_KEY, 0))
    answer = _asked(data=known, key="window_size", on_size_change=_heard)
    del answer


def _heard() -> None:
    state = st.session_state.get("window_size")
    size = getattr(state, "size", None)
    if size in FRAMES:
        st.session_state[_KEY] = size
