"""Plotly's own script, as its package brings it, for chart.js: `/plotly/<version>.js`, compressed and immutable."""

from __future__ import annotations

import gzip
from functools import cache
from importlib import metadata, resources

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

PATH = f"/plotly/{metadata.version('plotly')}.js"
_SCRIPT = "application/javascript"
_FOREVER = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}


@cache
def _script(*, compressed: bool) -> bytes:
    found = (resources.files("plotly") / "package_data" / "plotly.min.js").read_bytes()
    return gzip.compress(found, compresslevel=4, mtime=0) if compressed else found


def handler(request: Request) -> Response:
    """Answer with the script; a browser asks for it once, when the first chart comes."""
    compressed = "gzip" in request.headers.get("accept-encoding", "").lower()
    headers = {**_FOREVER, "Content-Encoding": "gzip"} if compressed else _FOREVER
    return Response(_script(compressed=compressed), media_type=_SCRIPT, headers=headers)


def plotly_route() -> Route:
    """Return the route of the script."""
    return Route(PATH, handler, methods=["GET"])
