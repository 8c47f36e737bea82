"""Reads what the portal answered: a result, or one of the errors of `assistant.errors`."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from assistant.bitrix24.scopes import scope_of
from assistant.errors import (
    ForbiddenError,
    MethodMissingError,
    NotConnectedError,
    PlanError,
    PortalBusyError,
    PortalError,
    PortalGoneError,
    PortalUnavailableError,
    RejectedError,
    ScopeMissingError,
    UnsentError,
)


class ExpiredTokenError(NotConnectedError):
    """The access token has run out: renew it and repeat."""


class NeverSentError(UnsentError):
    """No connection came about, so the portal cannot have seen the request."""


class OperationLimitError(PortalBusyError):
    """One method used too much run time and is blocked for some minutes; the others are not."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A successful answer; `result` is decoded JSON with amounts as `Decimal`."""

    result: Any
    total: int | None = None
    """Of list methods: how many rows match."""
    next: int | None = None
    """Of list methods: where the next page starts; `None` after the last."""
    time: Mapping[str, Any] = field(default_factory=dict)
    """What the call cost (api-reference/data-types, time); fields may be missing."""


_FORBIDDEN = {
    "INVALID_CREDENTIALS",
    "user_access_error",
    "ACCESS_DENIED",
    "ACCESS_DENIED_ERROR",
    "WRONG_AUTH_TYPE",
    "allowed_only_intranet_user",
    "BOT_OWNERSHIP_ERROR",
}
_SHUT = {"OVERLOAD_LIMIT", "PAYMENT_REQUIRED"}
"""Applications are kept out."""
_NO_SCOPE = {"insufficient_scope", "BITRIX_REST_V3_EXCEPTION_INSUFFICIENTSCOPEEXCEPTION"}
_OUR_TOKEN = {"NO_AUTH_FOUND", "invalid_token", "invalid_grant"}
_SERVER = {"INTERNAL_SERVER_ERROR", "ERROR_UNEXPECTED_ANSWER"}
_BUSY = {"QUERY_LIMIT_EXCEEDED": 0.5, "OPERATION_TIME_LIMIT": 60.0}
"""Codes of limits and the seconds to wait when the answer does not say."""


def read(method: str, status: int, body: bytes, retry_after: float = 0.0) -> Answer:
    """The answer in the body; `retry_after` are the seconds of that header.

    Raises:
        PortalError: by the code in the body, or by the HTTP status where the code is missing or empty
            (settings/how-to-call-rest-api, system errors).
    """
    try:
        content = json.loads(body, parse_float=Decimal)
    except ValueError:
        # A proxy's page or a cut answer. Of 429 it is known that nothing has run, of 503 it is not.
        if status == 429:
            raise PortalBusyError(f"{method}: HTTP 429 without JSON", retry_after=retry_after or 1.0) from None
        raise PortalUnavailableError(f"{method}: HTTP {status}, the answer is no JSON") from None
    if not isinstance(content, dict) or ("result" not in content and "error" not in content and status < 400):
        raise PortalUnavailableError(f"{method}: HTTP {status}, the answer has no result")
    if "error" in content or status >= 400:
        error = error_of(method, content, status)
        if isinstance(error, PortalBusyError):
            error.retry_after = max(error.retry_after, retry_after)
        raise error
    spent = content.get("time")
    return Answer(
        content["result"],
        number(content.get("total")),
        number(content.get("next")),
        spent if isinstance(spent, Mapping) else {},
    )


def error_of(method: str, content: Mapping[str, Any], status: int = 400) -> PortalError:
    """The typed error of `{"error": code, "error_description": text}`; the code may be empty or a number."""
    code, text = _code_and_text(content)
    detail = f"{method}: HTTP {status} {code or 'without code'}: {text}"
    if code == "expired_token":
        return ExpiredTokenError(detail)
    if code in _BUSY or status == 429:
        kind = OperationLimitError if code == "OPERATION_TIME_LIMIT" else PortalBusyError
        return kind(detail, retry_after=_wait(content, _BUSY.get(code, 1.0)))
    if code == "PORTAL_DELETED":
        return PortalGoneError(detail)
    if code in _SHUT or (code == "ACCESS_DENIED" and "commercial plans" in text):
        return PlanError(detail)
    if code in _NO_SCOPE:
        return ScopeMissingError(detail, scope=scope_of(method))
    if code == "ERROR_METHOD_NOT_FOUND":
        return MethodMissingError(detail)
    if code in _OUR_TOKEN or status == 401:
        return NotConnectedError(detail)
    if code in _FORBIDDEN or status == 403:
        return ForbiddenError(detail)
    if status == 503:
        return PortalBusyError(detail)
    if code in _SERVER or status >= 500:
        return PortalUnavailableError(detail)
    return RejectedError(detail, code=code)


def number(value: object) -> int | None:
    """An integer that may come as text; `None` when it is not there or is none."""
    if isinstance(value, bool) or value is None:
        return None
    try:
        return int(str(value))
    except ValueError:
        return None


def _code_and_text(content: Mapping[str, Any]) -> tuple[str, str]:
    error = content.get("error", "")
    if isinstance(error, Mapping):
        # The shape of REST 3.0.
        code, text = error.get("code", ""), error.get("message", "")
    else:
        code, text = error, content.get("error_description", "")
    plain = " ".join(re.sub(r"<[^>]*>", " ", str(text)).split())
    return str(code or "").strip(), plain[:300]


def _wait(content: Mapping[str, Any], usual: float) -> float:
    times = content.get("time")
    reset = number(times.get("operating_reset_at")) if isinstance(times, Mapping) else None
    return max(0.5, reset - time.time()) if reset else usual
