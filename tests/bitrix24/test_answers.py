"""What an answer of the portal means."""

import json

import pytest

from assistant.bitrix24.answers import ExpiredTokenError, error_of, read
from assistant.errors import (
    ForbiddenError,
    MethodMissingError,
    NotConnectedError,
    PlanError,
    PortalBusyError,
    PortalGoneError,
    PortalUnavailableError,
    RejectedError,
    ScopeMissingError,
)


def body(**content: object) -> bytes:
    return json.dumps(content).encode()


def test_a_result_comes_with_its_total_and_the_next_page() -> None:
    answer = read("crm.item.list", 200, body(result={"items": []}, total="120", next=50))
    assert (answer.result, answer.total, answer.next) == ({"items": []}, 120, 50)


def test_amounts_keep_every_digit() -> None:
    answer = read("crm.item.list", 200, b'{"result": 1234567890123.45}')
    assert str(answer.result) == "1234567890123.45"


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (401, "expired_token", ExpiredTokenError),
        (401, "NO_AUTH_FOUND", NotConnectedError),
        (403, "insufficient_scope", ScopeMissingError),
        (403, "INVALID_CREDENTIALS", ForbiddenError),
        (403, "user_access_error", ForbiddenError),
        (403, "ACCESS_DENIED", ForbiddenError),
        (400, "ACCESS_DENIED", ForbiddenError),
        (429, "OPERATION_TIME_LIMIT", PortalBusyError),
        (503, "QUERY_LIMIT_EXCEEDED", PortalBusyError),
        (429, "", PortalBusyError),
        (503, "", PortalBusyError),
        (503, "OVERLOAD_LIMIT", PlanError),
        (500, "PORTAL_DELETED", PortalGoneError),
        (500, "INTERNAL_SERVER_ERROR", PortalUnavailableError),
        (500, "ERROR_UNEXPECTED_ANSWER", PortalUnavailableError),
        (500, "", PortalUnavailableError),
        (404, "ERROR_METHOD_NOT_FOUND", MethodMissingError),
        (400, "INVALID_ARG_VALUE", RejectedError),
        (400, "", RejectedError),
        (400, 0, RejectedError),
        (401, "", NotConnectedError),
        (403, "", ForbiddenError),
    ],
)
def test_the_code_or_else_the_status_decides(status: int, code: object, expected: type[Exception]) -> None:
    with pytest.raises(expected):
        read("crm.deal.list", status, body(error=code, error_description="Что-то не так"))


def test_a_free_plan_is_told_from_a_denied_method() -> None:
    text = "REST API is available only on commercial plans"
    assert isinstance(error_of("x", {"error": "ACCESS_DENIED", "error_description": text}, 403), PlanError)


def test_the_missing_scope_is_named() -> None:
    error = error_of("tasks.task.list", {"error": "insufficient_scope"}, 403)
    assert isinstance(error, ScopeMissingError)
    assert error.scope == "task"


def test_the_shape_of_rest_3_is_read_too() -> None:
    error = error_of("x", {"error": {"code": "BITRIX_REST_V3_EXCEPTION_X", "message": "no"}}, 400)
    assert isinstance(error, RejectedError)
    assert error.code == "BITRIX_REST_V3_EXCEPTION_X"


def test_markup_in_a_text_does_not_reach_the_log() -> None:
    error = error_of("x", {"error": "ERROR_CORE", "error_description": "No title<br>\n<b>at all</b>"}, 400)
    assert error.detail.endswith("No title at all")


@pytest.mark.parametrize("content", [b"<html>502</html>", b'{"result": [1, 2', b"", b"[]", b'{"time": {}}', b"null"])
def test_what_is_no_answer_is_an_absent_portal(content: bytes) -> None:
    with pytest.raises(PortalUnavailableError):
        read("crm.item.list", 200, content)


def test_a_page_of_a_proxy_that_limits_means_busy() -> None:
    with pytest.raises(PortalBusyError):
        read("crm.item.list", 429, b"<html>Too Many Requests</html>")
