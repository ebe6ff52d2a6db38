"""Plotly's script comes from its package, compressed for whoever can read that, and is asked for once."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.plotly_route import PATH, plotly_route

client = TestClient(Starlette(routes=[plotly_route()]))


def test_the_script_is_plotlys_and_kept_by_the_browser() -> None:
    plain = client.get(PATH, headers={"accept-encoding": "identity"})
    packed = client.get(PATH, headers={"accept-encoding": "gzip"})
    assert plain.text.lstrip().startswith("/**") and "plotly.js v" in plain.text[:200]
    assert "content-encoding" not in plain.headers and packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content
    assert "immutable" in packed.headers["cache-control"]


def test_another_release_has_another_address() -> None:
    assert client.get("/plotly/0.0.1.js").status_code == 404
