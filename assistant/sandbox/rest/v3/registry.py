"""The methods of REST 3.0, apart from the classic ones whose names some of them share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from assistant.sandbox.rest.registry import RestError

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.sandbox.profiles import Profile
    from assistant.sandbox.rest.registry import Call

PREFIX = "BITRIX_REST_V3_EXCEPTION_"


class RefusedError(RestError):
    """A refusal in the words of REST 3.0; `fields` are those that did not pass the validation."""

    def __init__(self, code: str, message: str, status: int = 400, fields: tuple[str, ...] = ()) -> None:
        super().__init__(PREFIX + code, message, status)
        self.fields = fields


Handler = TypeVar("Handler", bound="Callable[[Call], Any]")


@dataclass(frozen=True, slots=True)
class Method:
    """A registered method."""

    name: str
    scope: str
    kind: Literal["read", "write"]
    handler: Callable[[Call], Any]


METHODS: dict[str, Method] = {}
"""By lower-case name."""


def method(name: str, *, scope: str, kind: Literal["read", "write"] = "read") -> Callable[[Handler], Handler]:
    """Register a function `(call) -> result` under a method's name; it checks its parameters itself."""

    def register(handler: Handler) -> Handler:
        METHODS[name.lower()] = Method(name, scope, kind, handler)
        return handler

    return register


def offered(profile: Profile, name: str) -> Method | None:
    """The method of that name; older portals have none of them."""
    return None if profile == "on-premise" else METHODS.get(name.lower())


def invalid(*fields: str) -> RefusedError:
    """What is said of fields that are missing or wrong."""
    return RefusedError("VALIDATION_REQUESTVALIDATIONEXCEPTION", "Ошибка при валидации объекта запроса", fields=fields)
