"""The map's geometry as files of the published version: `/geo/<version>/<name>.json`, compressed and immutable.

A version never changes once published, so a browser asks for each file once and a change of week or indicator moves
values only.
"""

from __future__ import annotations

import re
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dashboard import forever

_VERSION = re.compile(r"v\d{5,}")
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,119}")


def geometry_file(store: Path, version: str, name: str) -> Path | None:
    """Return the file behind a version and a name; None where either is malformed or nothing is there.

    A name is one path component of letters, digits, `_`, `-` and `.`, so it can not lead out of the folder; a link
    that does is refused as well.
    """
    if not _VERSION.fullmatch(version) or not _NAME.fullmatch(name) or ".." in name:
        return None
    folder = (store / "versions" / version / "geometry").resolve()
    path = (folder / f"{name}.json").resolve()
    return path if path.parent == folder and path.is_file() else None


def respond(store: Path, version: str, name: str, accept_encoding: str) -> Response:
    """Return the answer to a request for a geometry file: 200 with the JSON, or 404."""
    path = geometry_file(store, version, name)
    if path is None:
        return Response("not found", status_code=404, media_type="text/plain", headers={"Cache-Control": "no-store"})
    return forever.answer(path, accept_encoding, "application/geo+json")


def geo_route(store: Path) -> Route:
    """Return the route that serves the geometry of the store's versions."""

    def handler(request: Request) -> Response:
        parts = request.path_params
        return respond(store, parts["version"], parts["name"], request.headers.get("accept-encoding", ""))

    return Route("/geo/{version}/{name}.json", handler, methods=["GET"])
