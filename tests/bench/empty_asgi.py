"""Serves the empty page as the dashboard is served."""

from pathlib import Path

import streamlit as st

app = st.App(Path(__file__).with_name("empty_page.py"))
