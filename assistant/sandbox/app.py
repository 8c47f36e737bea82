"""The sandbox as an application: REST, authorization, control routes and the chat page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette

from assistant.sandbox import control, oauth
from assistant.sandbox.portal import Portal
from assistant.sandbox.rest import endpoint, methods

if TYPE_CHECKING:
    from assistant.sandbox.options import Options

__all__ = ["create_app", "methods"]


def create_app(options: Options, url: str) -> Starlette:
    """A portal that answers under this address, without a slash at the end; its state is `app.state.portal`."""
    app = Starlette(routes=[*endpoint.routes, *oauth.routes, *control.routes])
    app.state.portal = Portal(options, url)
    return app
