"""The served app: the Streamlit pages and, beside them, the map's geometry, the charts' script, what a meeting's map
leads to, and figures for other programs.

Run with `uvicorn dashboard.asgi:app`; the store is the folder named by LINJU_STORE, else ./store.
"""

from __future__ import annotations

import sys
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from dashboard.api import api_routes
from dashboard.by_address import made_route
from dashboard.front_page import FrontPage
from dashboard.geo_route import geo_route
from dashboard.plotly_route import plotly_route
from dashboard.served import store_root

APP = Path(__file__).resolve().parent / "app.py"
TURN = 0.0002  # s; Python's own is 0.005

# One thread makes a page while another sends its parts: with Python's own turns each of forty parts waited longer for
# the other's turn to end than it took to make. With such short ones two dozen busy threads lose a third to changing.
sys.setswitchinterval(TURN)

app = st.App(
    APP,
    routes=[geo_route(store_root()), plotly_route(), made_route(), *api_routes(store_root())],
    middleware=[Middleware(FrontPage)],
)
