"""The sandbox as an application: REST, authorization, control routes and the chat page."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from starlette.applications import Starlette

from assistant.sandbox import control, oauth
from assistant.sandbox.chat import methods as chat_methods
from assistant.sandbox.page import routes as page
from assistant.sandbox.portal import Portal
from assistant.sandbox.rest import endpoint, methods, v3

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from assistant.sandbox.options import Options

__all__ = ["chat_methods", "create_app", "methods"]


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    yield
    await app.state.portal.chat.deliveries.aclose()


def create_app(options: Options, url: str) -> Starlette:
    """A portal that answers under this address, without a slash at the end; its state is `app.state.portal`."""
    # The page comes first: its download link stands among the addresses of REST.
    app = Starlette(
        routes=[*page.routes, *endpoint.routes, *v3.routes, *oauth.routes, *control.routes], lifespan=_lifespan
    )
    app.state.portal = Portal(options, url)
    return app
