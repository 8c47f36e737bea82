"""The HTTP side of REST: from a request to a logged answer, with ordered faults on the way."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from typing import TYPE_CHECKING, Any, NoReturn

from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from assistant.sandbox.rest import identity
from assistant.sandbox.rest.decoding import decode
from assistant.sandbox.rest.execution import execute
from assistant.sandbox.rest.registry import RestError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import Receive, Scope, Send

    from assistant.sandbox.portal import Portal
    from assistant.sandbox.rest.registry import Actor, Listing

LONGEST_SILENCE = 120.0
"""Seconds."""
HTML = "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>"


class Dropped(Response):
    """An answer that breaks off: the connection is closed before any of the body."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Promise a body, send none."""
        headers = [(b"content-type", b"application/json"), (b"content-length", b"2")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})


def encode(value: Any) -> bytes:
    """JSON as PHP writes it: empty maps are `[]`."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if "{}" in body:
        body = json.dumps(_php(value), ensure_ascii=False, separators=(",", ":"))
    return body.encode()


def _php(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _php(inner) for key, inner in value.items()} or []
    if isinstance(value, list | tuple):
        return [_php(inner) for inner in value]
    return value


async def rest(request: Request) -> Response:
    """Answer one REST request."""
    portal: Portal = request.app.state.portal
    started = time.time()
    if portal.old_domain and request.headers.get("host") == portal.old_domain:
        # The body is lost where a client follows this by itself (settings/how-to-call-rest-api/change-domen).
        return RedirectResponse(f"{portal.url}{request.url.path}", 302)
    name = request.path_params["method"].removesuffix(".json")
    trace = tuple(part.strip() for part in request.headers.get("x-trace-id", "").split(",") if part.strip())
    row: dict[str, Any] = {"ts": started, "method": name, "params": {}, "as": None, "trace": list(trace)}
    error: str | None = None
    try:
        params = await decode(request)
        access = params.pop("auth", None)
        row["params"] = params
        await strike_before(portal, request, name)
        actor = actor_of(portal, request, access)
        row["as"] = _whose(name, params, actor)
        outcome = execute(portal, actor, name, params, trace)
        await _take_time(portal, outcome.listing)
        answer: dict[str, Any] = {"result": outcome.listing.result}
        if outcome.listing.next is not None:
            answer["next"] = outcome.listing.next
        if outcome.listing.total is not None:
            answer["total"] = outcome.listing.total
        body = encode({**answer, "time": outcome.time})
        response = await strike_after(portal, request, called(name, params), body)
    except RestError as refusal:
        error = refusal.code
        body = encode({"error": refusal.code, "error_description": refusal.description})
        response = Response(body, refusal.status, media_type="application/json")
    except StruckError as fault:
        error, response = fault.name, fault.response
    row |= {"status": response.status_code, "error": error, "ms": round((time.time() - started) * 1000, 1)}
    portal.changes.publish("call", portal.calls.add(**row))
    return response


class StruckError(Exception):
    """An ordered fault that replaces the answer."""

    def __init__(self, name: str, response: Response) -> None:
        super().__init__(name)
        self.name = name
        self.response = response


async def strike_before(portal: Portal, request: Request, name: str) -> None:
    """Let ordered faults strike before a method runs.

    Raises:
        RestError: the portal refuses.
        StruckError: it answers with something else.
    """
    if portal.options.latency_ms:
        await asyncio.sleep(portal.options.latency_ms / 1000)
    if fault := portal.faults.take("latency", name):
        with portal.faults.holding(_trace(request)):
            await asyncio.sleep(int(fault.value or 0) / 1000)
    if portal.faults.take("limit", name) or not portal.bucket.admit(request.client.host if request.client else ""):
        raise RestError("QUERY_LIMIT_EXCEEDED", "Too many requests", 503)
    if fault := portal.faults.take("status", name):
        value = fault.value if isinstance(fault.value, dict) else {"status": fault.value}
        status = int(value.get("status") or 500)
        raise RestError(value.get("error", "INTERNAL_SERVER_ERROR"), value.get("description", "Ordered fault"), status)
    if portal.faults.take("expired_token", name):
        raise RestError("expired_token", "The access token provided has expired.", 401)
    if portal.faults.take("html", name):
        raise StruckError("html", HTMLResponse(HTML, 502))
    if portal.faults.take("drop", name, when="before"):
        raise StruckError("drop", Dropped())
    if portal.faults.take("hang", name, when="before"):
        await _hang(portal, request)


async def _take_time(portal: Portal, listing: Listing) -> None:
    """As long as reading the pages would take; other requests run meanwhile."""
    spent = listing.pages * portal.options.page_ms + listing.counted * portal.options.count_ms
    if spent:
        await asyncio.sleep(spent / 1000)


async def strike_after(portal: Portal, request: Request, names: list[str], body: bytes) -> Response:
    """The answer, unless an ordered fault strikes after a method has run.

    Raises:
        StruckError: the connection breaks off, or no answer comes for as long as the caller waits.
    """
    if any(portal.faults.take("hang", name, when="after") for name in names):
        await _hang(portal, request)
    if any(portal.faults.take("drop", name, when="after") for name in names):
        raise StruckError("drop", Dropped())
    if portal.faults.take("truncate", names[0]):
        raise StruckError("truncate", Response(body[: len(body) // 2], media_type="application/json"))
    return Response(body, media_type="application/json")


def _trace(request: Request) -> str:
    return request.headers.get("x-trace-id", "")


async def _hang(portal: Portal, request: Request) -> NoReturn:
    """Until the caller gives up."""
    with portal.faults.holding(_trace(request)), contextlib.suppress(TimeoutError):
        async with asyncio.timeout(LONGEST_SILENCE):
            while (await request.receive())["type"] != "http.disconnect":
                pass
    raise StruckError("hang", Dropped())


def actor_of(portal: Portal, request: Request, access: Any) -> Actor:
    """Who calls: by the address of a webhook or by a token.

    Raises:
        RestError: nobody that the portal knows.
    """
    if "secret" in request.path_params:
        return identity.by_webhook(portal, request.path_params["user_id"], request.path_params["secret"])
    return identity.by_token(portal, access)


def called(name: str, params: dict[str, Any]) -> list[str]:
    """The method and, for a batch, those of its commands."""
    if name.lower() != "batch":
        return [name]
    commands = params.get("cmd")
    inner = commands.values() if isinstance(commands, dict) else commands if isinstance(commands, list) else []
    return [name, *(str(each).partition("?")[0] for each in inner)]


def _whose(name: str, params: dict[str, Any], actor: Actor) -> int | str | None:
    names = called(name, params)
    names = names[1:] if name.lower() == "batch" else names
    if names and all(str(each).lower().startswith("imbot.") for each in names):
        return "bot"
    return actor.user.id if actor.user else None


routes = [
    Route("/rest/{user_id:int}/{secret}/{method}", rest, methods=["GET", "POST"]),
    Route("/rest/{method}", rest, methods=["GET", "POST"]),
]
