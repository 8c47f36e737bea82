"""Runs the intake: uvicorn with what was measured to be worth it."""

from __future__ import annotations

import gc

import uvicorn
from fastapi import FastAPI

from assistant.intake.protocol import PromptProtocol

MOST_CONNECTIONS = 4000
"""Beyond that a request is answered 503 at once."""
YOUNG_OBJECTS = 20_000
"""Allocations between two looks of the garbage collector; an event makes some hundred objects and no cycles."""


def config(app: FastAPI, host: str, port: int) -> uvicorn.Config:
    """How uvicorn runs it."""
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        loop="uvloop",
        http=PromptProtocol,
        ws="none",
        lifespan="on",
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=False,  # who posted shows in the token, not in the address
        backlog=4096,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_graceful_shutdown=10,
    )


def serve(app: FastAPI, host: str, port: int) -> None:
    """Listen until SIGTERM or SIGINT; requests under way are answered."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, 20, 20)
    uvicorn.Server(config(app, host, port)).run()
