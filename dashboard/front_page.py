"""What the app's one HTML page is served with: the server's own address, a way back that works, a way into what
opens by a key, what puts the page's HTML in its place, draws its charts and saves them, and a rule against outside
addresses.

Streamlit's page looks for its server below the path of the page it is on, so a link to /map first asks
/map/_stcore/health in vain. Told the address, it asks once, in the right place: no errors, two round trips less.
"""

from __future__ import annotations

from pathlib import Path

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.plotly_route import PATH

_TOLD = f"window.__streamlit = {{BACKEND_BASE_URL: location.origin + '/'}}; window.ljPlotly = '{PATH}'"
ADDRESS = f"<script>{_TOLD}</script>".encode()
CHARTED = frozenset({"coverage", "reporting", "complaints"})  # these begin with charts
EARLY = f'<link rel="preload" as="script" href="{PATH}">'.encode()  # fetched while the server makes the first page
SCRIPTS = b"".join(
    b"<script>" + (Path(__file__).parent / name).read_bytes() + b"</script>"
    for name in ("history.js", "keyboard.js", "content.js", "chart.js", "takeaway.js")
)
# Whatever a library tries, the browser asks nobody but this server.
POLICY = (
    b"default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; connect-src 'self' ws: wss: data: blob:; "
    b"frame-ancestors 'self'; base-uri 'self'; form-action 'self'"
)


class FrontPage:
    """ASGI middleware: writes the address and the way back into HTML pages and sends the policy with them."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; change only responses that are HTML."""
        if scope["type"] != "http" or not _asks_for_page(scope):
            await self.app(scope, receive, send)
            return
        # The page is to come plain, not compressed: it is small, and is written into.
        headers = [(name, value) for name, value in scope["headers"] if name.lower() != b"accept-encoding"]
        early = EARLY if scope["path"].rpartition("/")[2] in CHARTED else b""
        await self.app({**scope, "headers": headers}, receive, _Page(send, early).send)


class _Page:
    """Holds an HTML response back until it is whole; sends every other one as it comes.

    early: what is to be fetched at once on this page.
    """

    def __init__(self, send: Send, early: bytes) -> None:
        self.forward = send
        self.early = early
        self.start: Message | None = None
        self.body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_html(message):
            self.start = message
        elif message["type"] == "http.response.body" and self.start is not None:
            self.body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._send_page(self.start)
        else:
            await self.forward(message)

    async def _send_page(self, start: Message) -> None:
        body = self.body.replace(b"<head>", b"<head>" + ADDRESS + self.early + SCRIPTS, 1)
        dropped = (b"content-length", b"etag", b"last-modified")
        headers = [(name, value) for name, value in start["headers"] if name.lower() not in dropped]
        headers += [(b"content-length", str(len(body)).encode()), (b"content-security-policy", POLICY)]
        await self.forward({**start, "headers": headers})
        await self.forward({"type": "http.response.body", "body": body})


def _asks_for_page(scope: Scope) -> bool:
    return any(name.lower() == b"accept" and b"text/html" in value for name, value in scope["headers"])


def _is_html(start: Message) -> bool:
    headers = {name.lower(): value for name, value in start["headers"]}
    return headers.get(b"content-type", b"").startswith(b"text/html")
