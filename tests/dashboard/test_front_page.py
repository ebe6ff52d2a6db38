from __future__ import annotations

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from dashboard import plotly_route
from dashboard.front_page import FrontPage

PAGE = "<html><head><title>x</title></head></html>"
app = Starlette(
    routes=[
        Route("/map", lambda _: HTMLResponse(PAGE)),
        Route("/coverage", lambda _: HTMLResponse(PAGE)),
        Route("/text", lambda _: PlainTextResponse("<head>")),
    ],
    middleware=[Middleware(FrontPage)],
)
client = TestClient(app)


def test_a_page_is_told_its_servers_address() -> None:
    response = client.get("/map", headers={"accept": "text/html,*/*", "accept-encoding": "gzip"})
    assert "<head><script>window.__streamlit" in response.text
    assert f"window.ljPlotly = '{plotly_route.PATH}'" in response.text
    assert "history.pushState" in response.text and "stPopoverBody" in response.text
    assert int(response.headers["content-length"]) == len(response.content)


def test_a_page_that_begins_with_charts_fetches_what_draws_them_at_once() -> None:
    early = f'<link rel="preload" as="script" href="{plotly_route.PATH}">'
    assert early in client.get("/coverage", headers={"accept": "text/html"}).text
    assert early not in client.get("/map", headers={"accept": "text/html"}).text


def test_a_page_may_ask_nobody_outside() -> None:
    policy = client.get("/map", headers={"accept": "text/html"}).headers["content-security-policy"]
    assert policy.startswith("default-src 'self'")
    assert "http" not in policy


def test_what_is_no_page_goes_through_unchanged() -> None:
    assert client.get("/text", headers={"accept": "text/html"}).text == "<head>"
    assert client.get("/map", headers={"accept": "application/json"}).text == PAGE
