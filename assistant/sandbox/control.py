"""Control routes for tests and operators, under `/_sandbox`; a real portal has none of them."""

from __future__ import annotations

import json
from dataclasses import asdict, fields, is_dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from assistant.sandbox import installation, oauth
from assistant.sandbox.access import APP_SCOPES
from assistant.sandbox.company.people import LOGINS
from assistant.sandbox.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request

    from assistant.sandbox.portal import Portal


def _portal(request: Request) -> Portal:
    portal: Portal = request.app.state.portal
    return portal


def _lines(rows: Iterable[Any]) -> Response:
    text = "".join(json.dumps(row, ensure_ascii=False, default=_plain) + "\n" for row in rows)
    return PlainTextResponse(text, media_type="application/x-ndjson")


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


async def health(request: Request) -> Response:
    """`{"ok": true}` once the portal answers."""
    return JSONResponse({"ok": True, "date": _portal(request).clock.today.isoformat()})


async def calls(request: Request) -> Response:
    """The log of REST calls as JSON lines; `after=N` and `trace=ID` narrow it."""
    query = request.query_params
    return _lines(_portal(request).calls.rows(int(query.get("after", 0)), query.get("trace")))


async def faults(request: Request) -> Response:
    """Set a fault (POST), clear all (DELETE), or list those that still strike (GET)."""
    portal = _portal(request)
    if request.method == "GET":
        return JSONResponse([asdict(fault) for fault in portal.faults.waiting()])
    if request.method == "DELETE":
        portal.faults.clear()
        return JSONResponse({"ok": True})
    try:
        portal.faults.add(Fault(**await request.json()))
    except (TypeError, ValueError) as error:
        return JSONResponse({"error": str(error)}, 400)
    return JSONResponse({"ok": True})


async def hanging(request: Request) -> Response:
    """What the calls that an ordered fault holds up now were traced with."""
    return JSONResponse(_portal(request).faults.hanging)


async def install(request: Request) -> Response:
    """Create the local application and post ONAPPINSTALL to its handler; what the handler answered."""
    portal = _portal(request)
    body = await request.body()
    wish = json.loads(body) if body else {}
    handler = wish.get("handler") or portal.options.handler
    if not handler:
        return JSONResponse({"error": 'Say where the assistant is: {"handler": "http://127.0.0.1:8000"}'}, 400)
    app = portal.register(
        wish.get("client_id") or portal.options.client_id,
        wish.get("client_secret") or portal.options.client_secret,
        handler,
    )
    return JSONResponse(await installation.install(portal, app))


async def tokens(request: Request) -> Response:
    """Token pairs of the fixed logins, of everybody with `all=1`; the application is made when it is not there yet."""
    portal = _portal(request)
    query = request.query_params
    client_id = query.get("client_id") or portal.options.client_id
    app = portal.apps.get(client_id) or portal.register(
        client_id, query.get("client_secret") or portal.options.client_secret, portal.options.handler or ""
    )
    rows = []
    everybody = [user.login for user in portal.company.users.values()]
    for login in everybody if query.get("all") else LOGINS:
        user = portal.login(login)
        assert user is not None
        answer = oauth.token_answer(portal, app, portal.tokens.issue(app, user))
        kept = {key: answer[key] for key in ("access_token", "refresh_token", "expires_in")}
        rows.append(
            {"login": login, "user_id": user.id, **kept, "time_zone": user.time_zone, "language": user.language}
        )
    return JSONResponse({"member_id": portal.member_id, "client_endpoint": portal.client_endpoint, "tokens": rows})


async def webhook(request: Request) -> Response:
    """An inbound webhook of a person: `?login=admin&scopes=crm,im` gives `{"url": "…/rest/1/SECRET/"}`."""
    portal = _portal(request)
    user = portal.login(request.query_params.get("login", "admin"))
    if user is None:
        return JSONResponse({"error": "Nobody has this login"}, 404)
    scopes = request.query_params.get("scopes")
    hook = portal.webhook(user, frozenset(scopes.split(",")) if scopes else APP_SCOPES)
    return JSONResponse({"url": f"{portal.client_endpoint}{hook.user_id}/{hook.secret}/", "user_id": user.id})


async def rename(request: Request) -> Response:
    """Give the portal another address that leads here, `{"url": "http://localhost:PORT"}`; the old one redirects."""
    _portal(request).rename((await request.json())["url"])
    return JSONResponse({"ok": True})


async def assign(request: Request) -> Response:
    """Make other people responsible: `{"table": "deals", "to": {"7": 3}}`, ids of records to ids of people."""
    portal = _portal(request)
    wish = await request.json()
    if wish.get("table") not in ASSIGNED:
        return JSONResponse({"error": f"There are {', '.join(ASSIGNED)}"}, 404)
    rows = getattr(portal.company, wish["table"])
    for record, person in wish["to"].items():
        row = rows.get(int(record))
        if row is None or portal.user(person) is None:
            return JSONResponse({"error": f"There is no record {record} or no person {person}"}, 404)
        rows.put(replace(row, assigned_by=person))
    return JSONResponse({"ok": True})


async def reword(request: Request) -> Response:
    """Change texts of records: `{"table": "deals", "rows": {"7": {"title": "…"}}}`; gives those of before, alike."""
    portal = _portal(request)
    wish = await request.json()
    if wish.get("table") not in REWORDED:
        return JSONResponse({"error": f"There are {', '.join(REWORDED)}"}, 404)
    rows, before = getattr(portal.company, wish["table"]), {}
    for record, texts in wish["rows"].items():
        row = rows.get(int(record))
        if row is None or not all(isinstance(getattr(row, name, None), str) for name in texts):
            return JSONResponse({"error": f"There is no record {record}, or no text {' or '.join(texts)} in it"}, 404)
        before[record] = {name: getattr(row, name) for name in texts}
        changed = replace(row, **{name: str(text) for name, text in texts.items()})
        if isinstance(rows, dict):
            rows[int(record)] = changed
        else:
            rows.put(changed)
    return JSONResponse({"table": wish["table"], "rows": before})


async def staff(request: Request) -> Response:
    """Dismiss somebody, move them or make them a guest; each may be left out.

    `{"login": "max", "active": false, "departments": [3], "kind": "extranet"}`
    """
    portal = _portal(request)
    wish = await request.json()
    user = portal.login(wish.get("login", ""))
    if user is None:
        return JSONResponse({"error": "Nobody has this login"}, 404)
    user.active = bool(wish.get("active", user.active))
    user.departments = tuple(wish.get("departments", user.departments))
    user.kind = str(wish.get("kind", user.kind))
    return JSONResponse({"ok": True})


async def table(request: Request) -> Response:
    """The raw rows of a table as JSON lines, everybody's, for independent computations."""
    portal = _portal(request)
    name = request.path_params["name"]
    if name not in TABLES:
        return JSONResponse({"error": f"There are {', '.join(TABLES)}"}, 404)
    rows = portal.notifications.rows if name == "notifications" else getattr(portal.company, name)
    return _lines(rows.values() if isinstance(rows, dict) else rows)


ASSIGNED = ("deals", "contacts", "companies")
REWORDED = (*ASSIGNED, "users", "groups", "tasks", "activities", "events")
TABLES = ("users", "departments", "groups", "categories", "stages", "currencies", "deals", "history", "contacts",
          "companies", "activities", "tasks", "events", "notifications")  # fmt: skip

routes = [
    Route("/_sandbox/health", health),
    Route("/_sandbox/calls", calls),
    Route("/_sandbox/faults", faults, methods=["GET", "POST", "DELETE"]),
    Route("/_sandbox/hanging", hanging),
    Route("/_sandbox/install", install, methods=["POST"]),
    Route("/_sandbox/tokens", tokens),
    Route("/_sandbox/webhook", webhook),
    Route("/_sandbox/rename", rename, methods=["POST"]),
    Route("/_sandbox/assign", assign, methods=["POST"]),
    Route("/_sandbox/reword", reword, methods=["POST"]),
    Route("/_sandbox/staff", staff, methods=["POST"]),
    Route("/_sandbox/tables/{name}", table),
]
