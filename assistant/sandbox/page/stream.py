"""The live stream of the page: Server-Sent Events of what concerns one person."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from starlette.responses import StreamingResponse
from starlette.routing import Route

from assistant.sandbox.chat.views import full_name
from assistant.sandbox.page import shown
from assistant.sandbox.page.happened import happened
from assistant.sandbox.page.requests import person, portal_of, refusing

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request
    from starlette.responses import Response

    from assistant.sandbox.changes import Change, Subscription
    from assistant.sandbox.portal import Portal

HEARTBEAT = 15.0
"""Seconds between signs of life, so that a lost page is noticed."""


async def stream(request: Request) -> Response:
    """`?as=`: what concerns a person, live.

    Events: `ready` (nothing is missed from now on), `message`, `typing`, `dialogs`, `call`, `delivery`, `change`.
    """
    portal = portal_of(request)
    viewer = person(portal, request.query_params.get("as")).id
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_events(portal, viewer), media_type="text/event-stream", headers=headers)


async def _events(portal: Portal, viewer: int) -> AsyncIterator[str]:
    with portal.changes.subscribe() as changes:
        yield "event: ready\ndata: {}\n\n"
        while True:
            change = await _next(changes)
            if change is None:
                yield ": alive\n\n"
                continue
            told = tell(portal, change, viewer)
            if told is not None:
                name, data = told
                yield f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False, default=str)}\n\n"


async def _next(changes: Subscription) -> Change | None:
    try:
        return await asyncio.wait_for(changes.get(), HEARTBEAT)
    except TimeoutError:
        return None


def tell(portal: Portal, change: Change, viewer: int) -> tuple[str, dict[str, Any]] | None:
    """The event's name and data for a person; None when it is not the person's business."""
    kind, payload = change.kind, change.payload
    if kind in ("call", "delivery"):
        return kind, payload
    if kind.startswith(("bot.", "command.")):
        return "dialogs", {}
    if kind.startswith(("message.", "chat.", "typing")):
        chat = portal.chat.chats.get(payload["chat_id"])
        if chat is None or (viewer not in chat.members and kind != "chat.update"):
            return None
        if kind.startswith("chat."):
            return "dialogs", {}
        where = {"dialog": chat.dialog_id(viewer), "chat_id": chat.id}
        if kind == "typing":
            return "typing", {**where, "name": full_name(portal, payload["user_id"]), **payload}
        message = portal.chat.messages.get(payload["message_id"])
        what = shown.message(portal, message) if message else {"id": payload["message_id"]}
        return "message", {**where, "action": kind.removeprefix("message.") if message else "delete", "message": what}
    if kind.startswith("notify.") and payload["user_id"] != viewer:
        return None
    return "change", happened(portal, change)


routes = [Route("/_sandbox/stream", refusing(stream))]
