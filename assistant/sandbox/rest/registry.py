"""The registry of REST methods: what a method is called, may be sent, needs, and which function answers it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from assistant.sandbox.access import App, Webhook
    from assistant.sandbox.company.records import User
    from assistant.sandbox.portal import Portal

BASIC = "basic"
"""The scope that every application and webhook has."""


class RestError(Exception):
    """A refusal as the portal words it: `{"error": code, "error_description": description}` with an HTTP status."""

    def __init__(self, code: str, description: str, status: int = 400) -> None:
        super().__init__(f"{code}: {description}")
        self.code = code
        self.description = description
        self.status = status


@dataclass(frozen=True, slots=True)
class Actor:
    """Whose rights a call has: a person through an application's token or through a webhook."""

    user: User | None
    app: App | None
    webhook: Webhook | None
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Call:
    """One call of one method; the commands of a batch are calls of their own."""

    portal: Portal
    method: str
    """The name as registered."""
    params: dict[str, Any]
    """Decoded, without `auth`, keyed as the method declares its parameters."""
    actor: Actor
    trace: tuple[str, ...]
    """Identities of the events that led to this call, from the header `X-Trace-Id`."""
    now: datetime
    """The portal's time, with its zone."""

    @property
    def user(self) -> User:
        """The person whose rights hold; calls without a person are refused."""
        if self.actor.user is None:
            raise RestError("INVALID_CREDENTIALS", "This method needs a person", 403)
        return self.actor.user


@dataclass(frozen=True, slots=True)
class Listing:
    """A result with the top-level `total` and `next` of list methods."""

    result: Any
    total: int | None
    next: int | None
    pages: int = 0
    """Pages that were read for it; what they cost is an option of the sandbox."""
    counted: int = 0
    """Those of them that were counted as well."""


Handler = TypeVar("Handler", bound="Callable[[Call], Any]")


@dataclass(frozen=True, slots=True)
class Method:
    """A registered method."""

    name: str
    scope: str
    params: frozenset[str]
    required: frozenset[str]
    app_only: bool
    kind: Literal["read", "write"]
    blank_errors: bool
    """Whether complaints about parameters carry an empty error code, as in calendar.* and crm.*.list."""
    batch: bool
    """Whether it may stand in a batch."""
    only_in: str
    """The only profile of a portal that has it; empty for all."""
    handler: Callable[[Call], Any]

    def spelled(self, name: str) -> str | None:
        """The declared spelling of a parameter: classic methods take `filter` and `FILTER` alike."""
        if name in self.params:
            return name
        for other in (name.lower(), name.upper()):
            if other in self.params:
                return other
        return None


METHODS: dict[str, Method] = {}
"""By lower-case name."""


def method(
    name: str,
    *,
    scope: str,
    params: Iterable[str] = (),
    required: Iterable[str] = (),
    app_only: bool = False,
    kind: Literal["read", "write"] = "read",
    blank_errors: bool = False,
    batch: bool = True,
    only_in: str = "",
) -> Callable[[Handler], Handler]:
    """Register a plain function `(call) -> result | Listing` under a method's name, in any letter case.

    Functions run in the event loop, so they must be quick; they may start tasks with `asyncio.create_task`.

    Args:
        name: the name as documented, for example `imbot.v2.Chat.Message.send`.
        scope: the scope that the application or webhook needs, `basic` for none.
        params: top-level parameters; others are refused. Required ones need not be repeated.
        required: parameters without which the call is refused.
        app_only: refuse webhooks.
        kind: `read` or `write`.
        blank_errors: complain about parameters with an empty error code.
        batch: False for uploads and downloads, which a batch refuses.
        only_in: the only profile of a portal that has the method.
    """

    def register(handler: Handler) -> Handler:
        key = name.lower()
        if key in METHODS:
            raise ValueError(f"The method {name} is registered twice")
        needed = frozenset(required)
        METHODS[key] = Method(
            name, scope, frozenset(params) | needed, needed, app_only, kind, blank_errors, batch, only_in, handler
        )
        return handler

    return register
