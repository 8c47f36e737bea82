"""The HTTP side of REST 3.0 (api-reference/rest-v3)."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

from starlette.responses import Response
from starlette.routing import Route

from assistant.sandbox.rest.endpoint import StruckError, actor_of, encode, strike_after, strike_before
from assistant.sandbox.rest.registry import Call, RestError
from assistant.sandbox.rest.v3.registry import Method, RefusedError, offered
from assistant.sandbox.rest.v3.replays import digest, printable

if TYPE_CHECKING:
    from starlette.requests import Request

    from assistant.sandbox.portal import Portal
    from assistant.sandbox.rest.registry import Actor

NAME = "api/"
"""How these methods are told from the classic ones in the log of calls and in faults."""


async def rest(request: Request) -> Response:
    """Answer one request."""
    portal: Portal = request.app.state.portal
    started = time.time()
    name = NAME + request.path_params["method"]
    trace = tuple(part.strip() for part in request.headers.get("x-trace-id", "").split(",") if part.strip())
    row: dict[str, Any] = {"ts": started, "method": name, "params": {}, "as": None, "trace": list(trace)}
    error: str | None = None
    try:
        body = await request.body()
        params = _decoded(request, body)
        access = params.pop("auth", None)
        row["params"] = params
        await strike_before(portal, request, name)
        actor = actor_of(portal, request, access)
        row["as"] = actor.user.id if actor.user else None
        method = _method(portal, actor, request.path_params["method"])
        call = Call(portal, method.name, params, actor, trace, portal.clock.now())
        response = await _answered(request, method, call, body)
    except RestError as refusal:
        error = refusal.code
        response = Response(encode({"error": _told(refusal)}), refusal.status, media_type="application/json")
    except StruckError as fault:
        error, response = fault.name, fault.response
    row |= {"status": response.status_code, "error": error, "ms": round((time.time() - started) * 1000, 1)}
    portal.changes.publish("call", portal.calls.add(**row))
    return response


def _decoded(request: Request, body: bytes) -> dict[str, Any]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        content = json.loads(body) if body and kind == "application/json" else None if body else {}
    except ValueError:
        content = None
    if not isinstance(content, dict):
        raise RefusedError("INVALIDJSONEXCEPTION", "Тело запроса не является корректным JSON")
    return content


def _method(portal: Portal, actor: Actor, name: str) -> Method:
    method = offered(portal.options.profile, name)
    if method is None:
        raise RestError("ERROR_METHOD_NOT_FOUND", "Method not found!", 404)
    if method.scope not in actor.scopes:
        raise RefusedError("INSUFFICIENTSCOPEEXCEPTION", "Недостаточно прав", 403)
    return method


async def _answered(request: Request, method: Method, call: Call, body: bytes) -> Response:
    portal, actor = call.portal, call.actor
    key = request.headers.get("idempotency-key") if method.kind == "write" else None
    caller = (_caller(actor), actor.user.id if actor.user else 0, method.name, key or "")
    headers = {"Idempotency-Key": key} if key else {}
    if key is not None:
        if not printable(key):
            raise RefusedError("INVALIDIDEMPOTENCYKEYEXCEPTION", "Недопустимый ключ")
        kept = portal.replays.find(caller)
        if kept and kept.digest != digest(body):
            raise RefusedError("IDEMPOTENCYKEYREUSEDEXCEPTION", "Ключ использован с другим телом запроса", 422)
        if kept:
            headers["Idempotent-Replayed"] = "true"
            return Response(kept.body, headers=headers, media_type="application/json")
    answer = _run(method, call)
    if key is not None:
        portal.replays.keep(caller, body, answer)
    response = await strike_after(portal, request, [NAME + method.name], answer)
    response.headers.update(headers)
    return response


def _run(method: Method, call: Call) -> bytes:
    began = time.time()
    result = method.handler(call)
    call.portal.operating.charge(_caller(call.actor), NAME + method.name, time.time() - began)
    return encode({"result": result, "time": {"start": began, "finish": time.time(), "operating": 0}})


def _caller(actor: Actor) -> str:
    return actor.app.client_id if actor.app else f"webhook {actor.webhook.secret if actor.webhook else ''}"


def _told(refusal: RestError) -> dict[str, Any]:
    told: dict[str, Any] = {"code": refusal.code, "message": refusal.description}
    if isinstance(refusal, RefusedError) and refusal.fields:
        told["validation"] = [
            {"message": f"Обязательное поле `{name}` не указано", "field": name} for name in refusal.fields
        ]
    return told


routes = [
    Route("/rest/api/{user_id:int}/{secret}/{method}", rest, methods=["GET", "POST"]),
    Route("/rest/api/{method}", rest, methods=["GET", "POST"]),
]
