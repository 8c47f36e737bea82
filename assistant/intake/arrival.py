"""`GET /b24/oauth`: the browser of a person who comes back from the portal's page."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import html
from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import HTMLResponse

from assistant.models import WebPage

ARRIVAL_PATH = "/b24/oauth"
MOST_AT_ONCE = 8
"""Exchanges under way; each holds a thread for as long as the authorization server takes."""

Arrive = Callable[[Mapping[str, str]], WebPage]
"""Takes the query of the address and gives the page; may block for as long as the vendor takes."""

STYLE = """
:root { color-scheme: light dark; font: 17px/1.5 system-ui, sans-serif }
body { margin: 0; min-height: 100vh; display: grid; place-items: center }
main { max-width: 26rem; padding: 1.5rem }
h1 { font-size: 1.4rem; margin: 0 0 .75rem }
h1::before { content: "✓"; color: #2a9d4a; margin-right: .5rem }
.bad h1::before { content: "!"; color: #c0392b }
p { margin: .5rem 0 }
"""
_DIGEST = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
HEADERS = {
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_DIGEST}'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    # The address holds the code and the state.
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class ArrivalDoor:
    """Shows the page that `arrive` gives."""

    def __init__(self, arrive: Arrive) -> None:
        self._arrive = arrive
        self._room = asyncio.Semaphore(MOST_AT_ONCE)

    async def answer(self, request: Request) -> HTMLResponse:
        """Answer one browser."""
        async with self._room:
            page = await asyncio.to_thread(self._arrive, dict(request.query_params))
        return HTMLResponse(drawn(page), 200 if page.good else 400, HEADERS)


def drawn(page: WebPage) -> str:
    """The page as HTML, without scripts and without anything from elsewhere."""
    lines = "".join(f"<p>{html.escape(line)}</p>" for line in page.lines)
    head = (
        f'<!doctype html><html lang="{page.lang}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">'
        f"<title>{html.escape(page.title)}</title><style>{STYLE}</style>"
    )
    kind = "good" if page.good else "bad"
    return f'{head}<main class="{kind}"><h1>{html.escape(page.title)}</h1>{lines}</main></html>'
