"""The two doors that the portal posts to, as plain ASGI: the work per event is counted in microseconds."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable

from starlette.types import Message as AsgiMessage
from starlette.types import Receive, Scope, Send

from assistant.errors import AssistantError, BadEventError, StoreUnavailableError
from assistant.intake.delivery import part
from assistant.intake.events import EVENT_NAME, events_of
from assistant.intake.form import Payload, decode
from assistant.intake.known_portals import KnownPortals
from assistant.intake.store import Store

log = logging.getLogger(__name__)

LARGEST_BODY = 256 * 1024
"""Bytes; a real delivery has about four thousand."""
BODY_WITHIN = 10.0
"""Seconds for a body that comes in pieces."""
INSTALL_EVENTS = frozenset({"ONAPPINSTALL", "ONAPPUPDATE"})
UNINSTALL = "ONAPPUNINSTALL"

InstallHandler = Callable[[Payload], object]
"""Takes the decoded payload of ONAPPINSTALL, ONAPPUPDATE or ONAPPUNINSTALL; may block. The token of an
ONAPPUNINSTALL was verified; the tokens of an ONAPPINSTALL are proved by using them.

May raise `AssistantError`: answered 503 when another try can help, else 400."""

UNREAD = frozenset({408, 413})
"""After these the rest of the body is not even read: the connection is closed."""
ERROR_CODES = {
    400: "BAD_REQUEST",
    403: "WRONG_TOKEN",
    408: "TOO_SLOW",
    413: "TOO_LARGE",
    415: "UNKNOWN_FORM",
    503: "NOT_STORED",
}


class Door:
    """Reads and decodes a body and answers with JSON; what is done with the payload is up to `enter`."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one POST."""
        status, answer = 200, ACCEPTED
        try:
            content_type, length = _headers(scope)
            await self.enter(decode(await _body(receive, length), content_type))
        except BadEventError as error:
            status, answer = error.status, _error(error.status, error.detail)
        except StoreUnavailableError as error:
            status, answer = 503, _error(503, error.detail)
        except ConnectionAbortedError:
            return
        except Exception:
            log.exception("An event could not be taken")
            status, answer = 500, _error(500, "this is our mistake, it stands in the log")
        if status != 200:
            client = scope.get("client") or ("?",)
            log.warning("POST %s from %s: %d %s", self.path_told(scope), client[0], status, answer.decode())
        await send(_start(status, answer))
        await send({"type": "http.response.body", "body": answer})

    def path_told(self, scope: Scope) -> str:
        """The path as the log may tell it."""
        return str(scope["path"])

    async def enter(self, payload: Payload) -> None:
        """Do what is to be done with a payload, before it is acknowledged."""
        raise NotImplementedError


class StoringDoor(Door):
    """Stores the events of a portal that proved itself."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def portal_of(self, payload: Payload) -> str:
        """The portal that a delivery is proved to come from.

        Raises:
            BadEventError: it is not proved (403).
            StoreUnavailableError: it cannot be found out now.
        """
        raise NotImplementedError

    async def enter(self, payload: Payload) -> None:
        """Verify, read and store; returns when the event is safe."""
        portal = await self.portal_of(payload)
        events = events_of(payload, portal, time.time())
        if events:
            await self._store.put(events)


class EventDoor(StoringDoor):
    """`POST /b24/events`: events of the bot."""

    def __init__(self, portals: KnownPortals, store: Store) -> None:
        super().__init__(store)
        self._portals = portals

    async def portal_of(self, payload: Payload) -> str:
        """By the application token."""
        return await verify(payload, self._portals)


class InstallDoor(Door):
    """`POST /b24/install`: the application was installed or removed."""

    def __init__(self, portals: KnownPortals, handler: InstallHandler) -> None:
        self._portals = portals
        self._handler = handler

    async def enter(self, payload: Payload) -> None:
        """Hand it over; returns when it is done."""
        name = str(payload.get("event", "")).upper()
        if name == UNINSTALL:
            portal = await verify(payload, self._portals)
        elif name in INSTALL_EVENTS:
            portal, _ = proof(payload)
        elif EVENT_NAME.fullmatch(name):
            return
        else:
            raise BadEventError("`event` is missing or no name of an event")
        try:
            await asyncio.to_thread(self._handler, payload)
        except (BadEventError, StoreUnavailableError):
            raise
        except AssistantError as error:
            log.warning("%s of portal %s failed: %s (id %s)", name, portal, error.detail, error.id)
            status = 503 if error.retry else 400
            raise BadEventError(f"{name} failed, see the log (id {error.id})", status=status) from error
        finally:
            self._portals.forget(portal)


def proof(payload: Payload) -> tuple[str, str]:
    """`member_id` and `application_token` of a delivery, not yet verified.

    Raises:
        BadEventError: one of them is missing (403).
    """
    auth = part(payload, "auth")
    member = auth.get("member_id")
    if not member:  # the documentation promises only the token at the top level
        bot = part(part(payload, "data"), "bot")
        member = part(bot, "auth").get("member_id")
    token = auth.get("application_token")
    if not (isinstance(member, str) and isinstance(token, str) and member and token and len(member) <= 64):
        raise BadEventError("auth[member_id] or auth[application_token] is missing", status=403)
    return member, token


async def verify(payload: Payload, portals: KnownPortals) -> str:
    """The `member_id` of a delivery that shows the right token.

    Raises:
        BadEventError: it does not, or the portal is not known (403).
        StoreUnavailableError: it cannot be found out now.
    """
    member, token = proof(payload)
    if not await portals.verify(member, token):
        raise BadEventError("the application token is not the one of this portal", status=403)
    return member


def _headers(scope: Scope) -> tuple[str, int]:
    content_type, length = "", 0
    for name, value in scope["headers"]:
        if name == b"content-type":
            content_type = value.decode("latin-1").lower()
        elif name == b"content-length":
            length = int(value) if value.isdigit() else 0
    return content_type, length


async def _body(receive: Receive, length: int) -> bytes:
    if length > LARGEST_BODY:
        raise BadEventError(f"the body is larger than {LARGEST_BODY} bytes", status=413)
    message = await receive()
    if not message.get("more_body") and message["type"] == "http.request":
        return bytes(message.get("body", b""))
    pieces: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(BODY_WITHIN):
            while True:
                if message["type"] == "http.disconnect":
                    raise ConnectionAbortedError
                pieces.append(message.get("body", b""))
                size += len(pieces[-1])
                if size > LARGEST_BODY:
                    raise BadEventError(f"the body is larger than {LARGEST_BODY} bytes", status=413)
                if not message.get("more_body"):
                    return b"".join(pieces)
                message = await receive()
    except TimeoutError:
        raise BadEventError(f"the body took longer than {BODY_WITHIN:.0f} s", status=408) from None


def _error(status: int, text: str) -> bytes:
    return json.dumps({"error": ERROR_CODES.get(status, "ERROR"), "error_description": text}).encode()


def _start(status: int, body: bytes) -> AsgiMessage:
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    if status in UNREAD:
        headers.append((b"connection", b"close"))
    return {"type": "http.response.start", "status": status, "headers": headers}


ACCEPTED = b'{"status":"ok"}'
