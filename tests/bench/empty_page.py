"""The least that a Streamlit page can be: one filter and one line. The measure for all others."""

import streamlit as st

chosen = st.selectbox("week", [f"2026-W{week:02d}" for week in range(46, 0, -1)], key="week_box")
st.write(chosen)
