"""What is large and seldom changes goes to the browser by an address, compressed, and is kept there.

A page sends the address alone with each run; the address names the content, so a new content has a new one. What was
made is kept here for those who ask next.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dashboard import forever

KEPT = 40  # answers; one of a meeting's map is some 150 KB
_answers: OrderedDict[str, bytes] = OrderedDict()
_names: dict[Hashable, str] = {}
_lock = Lock()


def address(key: Hashable, make: Callable[[], Any]) -> str:
    """Return where the browser finds what `make` gives (anything JSON can say); made once for a key.

    key: all that the content follows from, without what the code itself brings.
    """
    with _lock:
        name = _names.get(key, "")
        if name in _answers:
            _answers.move_to_end(name)
            return f"/made/{name}.json"
    text = json.dumps(make(), ensure_ascii=False, separators=(",", ":")).encode()
    name = hashlib.sha256(text).hexdigest()[:32]
    packed = gzip.compress(text, compresslevel=5, mtime=0)
    with _lock:
        _answers[name], _names[key] = packed, name
        _answers.move_to_end(name)
        while len(_answers) > KEPT:
            gone, _packed = _answers.popitem(last=False)
            for old in [one for one, named in _names.items() if named == gone]:
                del _names[old]
    return f"/made/{name}.json"


def content(name: str) -> Any:
    """Return what lies under a name; None where nothing does."""
    packed = _answers.get(name)
    return json.loads(gzip.decompress(packed)) if packed is not None else None


def made_route() -> Route:
    """Return the route under which the answers lie."""

    def handler(request: Request) -> Response:
        packed = _answers.get(request.path_params["name"])
        if packed is None:  # made by a server that is gone, or long ago: the page's next run makes it again
            return Response(
                "not found", status_code=404, media_type="text/plain", headers={"Cache-Control": "no-store"}
            )
        answer = forever.packed(packed, request.headers.get("accept-encoding", ""), "application/json")
        # figures: for the browser's own cache alone
        answer.headers["Cache-Control"] = "private, max-age=31536000, immutable"
        return answer

    return Route("/made/{name}.json", handler, methods=["GET"])
