"""The intake as an application: events, installation, the end of connecting, health."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from assistant.errors import StoreUnavailableError
from assistant.intake.arrival import ARRIVAL_PATH, ArrivalDoor, Arrive
from assistant.intake.door import EventDoor, InstallDoor, InstallHandler, StoringDoor
from assistant.intake.known_portals import ApplicationToken, KnownPortals
from assistant.intake.secret_path import SecretPath, SecretPathDoor
from assistant.intake.store import Accept, Store

EVENTS_PATH = "/b24/events"
INSTALL_PATH = "/b24/install"


class Intake(FastAPI):
    """An application whose events take the short way in.

    The layers around a route cost more than the decoding of an event, and its door needs none of them.
    """

    def __init__(self, events: StoringDoor, leads_there: Callable[[str], bool], **options: Any) -> None:
        super().__init__(**options)
        self._events = events
        self._leads_there = leads_there

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take one request."""
        if scope["type"] == "http" and scope["method"] == "POST" and self._leads_there(scope["path"]):
            await self._events(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


def create_app(
    accept: Accept,
    application_token: ApplicationToken,
    install_handler: InstallHandler,
    secret_path: SecretPath | None = None,
    arrive: Arrive | None = None,
    *,
    budgets: Callable[[], Sequence[Mapping[str, float]]] = tuple,
) -> FastAPI:
    """The intake.

    Args:
        accept: stores events; called in one thread of its own.
        application_token: what a portal must show; called in threads, seldom.
        install_handler: takes what the portal posts on installation and removal; called in a thread.
        secret_path: where alone events are taken when the bot belongs to no application: then nothing is installed.
        arrive: connects a person who comes back from the portal's page; called in threads. Without it nobody does.
        budgets: how many requests each portal takes now, for `/health/ready`; called in threads.
    """
    store = Store(accept)
    portals = KnownPortals(application_token)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        store.start()
        yield
        store.stop()

    events = SecretPathDoor(secret_path, store) if secret_path else EventDoor(portals, store)
    leads_there = secret_path.leads if secret_path else EVENTS_PATH.__eq__
    options = {"docs_url": None, "redoc_url": None, "openapi_url": None}
    app = Intake(events, leads_there, title="Assistant intake", lifespan=lifespan, **options)

    @app.get("/health/live")
    async def live() -> dict[str, str]:
        """The process answers."""
        return {"status": "ok"}

    @app.get("/health/ready")
    async def ready() -> JSONResponse:
        """Events can be stored; and how many requests each portal takes."""
        try:
            await store.put(())
            requests = await run_in_threadpool(budgets)
        except StoreUnavailableError as error:
            return JSONResponse({"status": "unavailable", "error_description": error.detail}, status_code=503)
        return JSONResponse({"status": "ok", "requests": list(requests)})

    if secret_path is None:
        app.router.routes.append(Route(EVENTS_PATH, events, methods=["POST"]))
        app.router.routes.append(Route(INSTALL_PATH, InstallDoor(portals, install_handler), methods=["POST"]))
        if arrive:
            app.router.routes.append(Route(ARRIVAL_PATH, ArrivalDoor(arrive).answer, methods=["GET"]))
    return app
