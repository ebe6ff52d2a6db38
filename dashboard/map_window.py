"""What the browser tells the map page: how large the window is, and which line of the legend was pressed."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard.maps import Frame

# by the window's height in pixels: what the map is fitted into, a little less than its room there
FRAMES = {
    0: Frame(top=30),
    1: Frame(width=1240, height=700, left=210, pad=30, text=15, top=30),
    2: Frame(width=1660, height=1000, left=240, pad=40, text=18, top=30),
    3: Frame(width=2600, height=1400, left=360, pad=60, text=30, top=60),  # a wall of 3840 x 2160; see map.css
}
_KEY = "_window"
_SCRIPT = """
export default function({data, setStateValue, setTriggerValue}) {
  const high = window.innerHeight, wide = window.innerWidth;
  const least = [[0, 0], [1700, 950], [2300, 1350], [3600, 1900]];
  const size = least.findLastIndex(([w, h]) => wide >= w && high >= h);
  if (size !== data.size) setStateValue("size", size);
  const pressed = event => {
    const button = event.target.closest && event.target.closest("[data-lj-only]");
    if (!button) return;
    const key = button.dataset.ljOnly;
    setTriggerValue("only", key);
    // the page draws the legend anew: who came by keyboard stays where they were
    if (event.detail === 0)
      setTimeout(() => document.querySelector(`[data-lj-only="${key}"]`)?.focus({preventScroll: true}), 700);
  };
  document.addEventListener("click", pressed);
  return () => document.removeEventListener("click", pressed);
}
"""
_asked = st.components.v2.component("linju_window", js=_SCRIPT)


def frame() -> Frame:
    """Return the frame for the window of this session; a small one until the browser has said otherwise."""
    return FRAMES[int(st.session_state.get(_KEY, 0))]


def ask(pressed: Callable[[str], None]) -> None:
    """Ask the browser for its size, and hear what is pressed in a legend (`pressed` gets the line's key).

    Only where the size differs from what is known does the page run once more.
    """
    known = int(st.session_state.get(_KEY, 0))

    def told() -> None:
        key = getattr(st.session_state.get("window_size"), "only", None)
        if key is not None:
            pressed(str(key))

    _asked(data={"size": known}, key="window_size", on_size_change=_heard, on_only_change=told)


def _heard() -> None:
    state = st.session_state.get("window_size")
    size = getattr(state, "size", None)
    if size in FRAMES:
        st.session_state[_KEY] = size
