"""Files that never change under their address: a browser asks for each of them once."""

from __future__ import annotations

import gzip
from functools import lru_cache
from pathlib import Path

from starlette.responses import Response

_FOREVER = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}


@lru_cache(maxsize=256)
def _compressed(path: Path) -> bytes:
    """Return the gzipped bytes of a file; kept, since it never changes (a map's file is some 2 to 60 KB)."""
    return gzip.compress(path.read_bytes(), compresslevel=6, mtime=0)


def answer(path: Path, accept_encoding: str, media_type: str) -> Response:
    """Return a file as the answer to a request, compressed for a browser that reads that."""
    if "gzip" in accept_encoding.lower():
        return packed(_compressed(path), accept_encoding, media_type)
    return Response(path.read_bytes(), media_type=media_type, headers=_FOREVER)


def packed(content: bytes, accept_encoding: str, media_type: str) -> Response:
    """Return gzipped bytes as the answer to a request, unpacked for a browser that does not read that."""
    if "gzip" in accept_encoding.lower():
        headers = {**_FOREVER, "Content-Encoding": "gzip"}
        return Response(content, media_type=media_type, headers=headers)
    return Response(gzip.decompress(content), media_type=media_type, headers=_FOREVER)
