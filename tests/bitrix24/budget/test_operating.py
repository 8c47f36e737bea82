"""The run time of methods: read from answers, obeyed before the portal has to block one."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from redis import Redis

from assistant.bitrix24 import Budget, Patience, Transport
from assistant.bitrix24.answers import Answer
from assistant.bitrix24.batch import BatchAnswer, Command, payload
from assistant.bitrix24.budget.operating import used_up
from assistant.errors import PortalBusyError
from assistant.settings import Settings
from tests.portal_in_a_box import RunningSandbox

ONCE = Patience(unavailable=(), busy=())
DEALS = Command("deals", "crm.item.list", {"entityTypeId": 2, "select": ["id"]})
USERS = Command("users", "user.get", {"FILTER": {"ID": [1]}})


def test_a_method_is_left_alone_shortly_before_its_limit() -> None:
    reset = int(time.time()) + 100
    answer = Answer([], time={"operating": 433.0, "operating_reset_at": reset})
    assert used_up("user.get", {}, answer, 480) == {"user.get": pytest.approx(100, abs=2)}
    answer = Answer([], time={"operating": 430.0, "operating_reset_at": reset})
    assert used_up("user.get", {}, answer, 480) == {}


def test_an_answer_without_run_time_pauses_nothing() -> None:
    assert used_up("user.get", {}, Answer([]), 480) == {}
    assert used_up("batch", payload([USERS]), Answer({"result_time": [], "result_error": []}), 480) == {}


def test_each_method_of_a_batch_is_counted_for_itself() -> None:
    times = {"deals": {"operating": 479.0}, "users": {"operating": 1.0}}
    answer = Answer({"result": {}, "result_error": [], "result_time": times})
    assert used_up("batch", payload([DEALS, USERS]), answer, 480) == {"crm.item.list": 60.0}


@pytest.fixture
def transport(redis: Redis, redis_settings: Settings) -> Iterator[Transport]:
    settings = redis_settings.model_copy(update={"operating_limit": 1e-9})
    with Transport(ONCE, budget=Budget(redis, settings)) as made:
        yield made


def test_a_used_up_method_is_not_called_again_before_its_time(transport: Transport, sandbox: RunningSandbox) -> None:
    transport.call(sandbox.webhook(), "user.get", {"FILTER": {"ID": [1]}}, auth="", repeatable=True)
    sent = len(sandbox.calls())
    with pytest.raises(PortalBusyError) as error:
        transport.call(sandbox.webhook(), "user.get", {"FILTER": {"ID": [1]}}, auth="", repeatable=True)
    assert error.value.retry_after > 60
    assert len(sandbox.calls()) == sent


def test_the_rest_of_a_batch_is_sent(transport: Transport, sandbox: RunningSandbox) -> None:
    transport.call(sandbox.webhook(), "user.get", {"FILTER": {"ID": [1]}}, auth="", repeatable=True)
    answer = transport.call(sandbox.webhook(), "batch", payload([USERS, DEALS]), auth="", repeatable=True)
    assert list(sandbox.calls()[-1]["params"]["cmd"]) == ["deals"]
    read = BatchAnswer([USERS, DEALS], answer)
    assert "deals" in read
    assert isinstance(read.error("users"), PortalBusyError)


@pytest.mark.sandbox(operating_limit=1e-9)
def test_a_method_that_the_portal_blocked_is_left_alone(
    redis: Redis, redis_settings: Settings, sandbox: RunningSandbox
) -> None:
    with Transport(ONCE, budget=Budget(redis, redis_settings)) as transport:
        transport.call(sandbox.webhook(), "profile", {}, auth="", repeatable=True)
        for _ in range(2):
            with pytest.raises(PortalBusyError):
                transport.call(sandbox.webhook(), "profile", {}, auth="", repeatable=True)
    assert [call["status"] for call in sandbox.calls()] == [200, 429], "the third was not sent"
