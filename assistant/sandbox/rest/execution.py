"""Runs one call: scope, parameters, limits and the method itself."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from assistant.sandbox.clock import PORTAL_ZONE
from assistant.sandbox.profiles import find
from assistant.sandbox.rest.registry import Call, Listing, Method, RestError

if TYPE_CHECKING:
    from assistant.sandbox.portal import Portal
    from assistant.sandbox.rest.registry import Actor

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a call gave, with its `time` block."""

    listing: Listing
    time: dict[str, Any]


def execute(portal: Portal, actor: Actor, name: str, params: dict[str, Any], trace: tuple[str, ...]) -> Outcome:
    """Run a method with decoded parameters.

    Raises:
        RestError: whatever the portal would answer instead.
    """
    started = time.time()
    method = find(portal.options.profile, name)
    who = actor.app.client_id if actor.app else f"webhook {actor.webhook.user_id if actor.webhook else 0}"
    if portal.operating.exceeded(who, method.name):
        raise RestError("OPERATION_TIME_LIMIT", "Method is blocked due to operation time limit.", 429)
    _permit(method, actor)
    call = Call(portal, method.name, _checked(method, params), actor, trace, portal.clock.now())
    begun = time.time()
    try:
        result = method.handler(call)
    except RestError:
        raise
    except Exception as error:
        log.exception("%s failed", method.name)
        raise RestError("INTERNAL_SERVER_ERROR", "Internal server error", 500) from error
    finally:
        portal.operating.charge(who, method.name, time.time() - begun)
    finished = time.time()
    block = {
        "start": started,
        "finish": finished,
        "duration": finished - started,
        "processing": finished - begun,
        "date_start": _date(started),
        "date_finish": _date(finished),
        "operating_reset_at": portal.operating.reset_at(who, method.name),
        "operating": portal.operating.spent(who, method.name),
    }
    return Outcome(result if isinstance(result, Listing) else Listing(result, None, None), block)


def _permit(method: Method, actor: Actor) -> None:
    if method.scope not in actor.scopes:
        raise RestError("insufficient_scope", "The request requires higher privileges than provided.", 403)
    if method.app_only and actor.app is None:
        raise RestError("ACCESS_DENIED", "Application context required", 403)


def _checked(method: Method, params: dict[str, Any]) -> dict[str, Any]:
    checked = {}
    for name, value in params.items():
        spelled = method.spelled(name)
        if spelled is None:
            known = ", ".join(sorted(method.params)) or "none"
            raise _complaint(method, f"Unknown parameter {{{name}}} of {method.name}; known: {known}")
        checked[spelled] = value
    for name in sorted(method.required):
        if name not in checked or checked[name] is None:
            raise _complaint(method, f"Could not find value for parameter {{{name}}}")
    return checked


def _complaint(method: Method, text: str) -> RestError:
    return RestError("" if method.blank_errors else "100", text)


def _date(timestamp: float) -> str:
    return datetime.fromtimestamp(int(timestamp), PORTAL_ZONE).isoformat()
