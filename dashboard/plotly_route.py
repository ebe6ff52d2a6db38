"""Plotly's own script, as its package brings it, for chart.js: `/plotly/<version>.js`, compressed and immutable."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dashboard import forever

PATH = f"/plotly/{metadata.version('plotly')}.js"
_SCRIPT = Path(str(metadata.distribution("plotly").locate_file("plotly/package_data/plotly.min.js")))


def handler(request: Request) -> Response:
    """Answer with the script; a browser asks for it once, when the first chart comes."""
    return forever.answer(_SCRIPT, request.headers.get("accept-encoding", ""), "application/javascript")


def plotly_route() -> Route:
    """Return the route of the script."""
    return Route(PATH, handler, methods=["GET"])
