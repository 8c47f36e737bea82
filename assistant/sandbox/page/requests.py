"""What the routes of the page read from a request: the portal, the person, the JSON body."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse

from assistant.sandbox.chat.people import RefusedError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from assistant.sandbox.company.records import User
    from assistant.sandbox.portal import Portal

    Answer = Callable[[Request], Awaitable[Response]]


def portal_of(request: Request) -> Portal:
    """The portal that the application serves."""
    portal: Portal = request.app.state.portal
    return portal


def person(portal: Portal, name: object) -> User:
    """The person with this login or id.

    Raises:
        RefusedError: there is nobody like that.
    """
    text = str(name or "")
    user = portal.user(int(text)) if text.isdecimal() else portal.login(text)
    if user is None:
        raise RefusedError(f'There is nobody {text!r}; "as" is a login, for example anna, or an id')
    return user


async def body_of(request: Request) -> dict[str, Any]:
    """The JSON object in the body.

    Raises:
        RefusedError: it is something else.
    """
    try:
        body = json.loads(await request.body() or b"{}")
    except ValueError:
        raise RefusedError("The body is not JSON") from None
    if not isinstance(body, dict):
        raise RefusedError("The body is not a JSON object")
    return body


def number_of(value: object, name: str) -> int:
    """An id.

    Raises:
        RefusedError: it is no number.
    """
    if isinstance(value, int) or (isinstance(value, str) and value.isdecimal()):
        return int(value)
    raise RefusedError(f'"{name}" is a number')


def refusing(answer: Answer) -> Answer:
    """Turn refusals into `400 {"error": text}`."""

    async def guarded(request: Request) -> Response:
        try:
            return await answer(request)
        except RefusedError as refusal:
            return JSONResponse({"error": str(refusal)}, 400)

    return guarded
