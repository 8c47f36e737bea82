"""What a bot says while places are short: answers and notices leave as one batch, files alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from pydantic import SecretStr
from redis import Redis

from assistant import storage
from assistant.bitrix24 import Budget, Portals, Transport
from assistant.catalogue import Catalogue
from assistant.effects import Permit
from assistant.errors import AssistantError
from assistant.models import File, Message
from assistant.settings import Settings
from tests.portal_in_a_box import RunningSandbox

ANNA, IVAN, OLGA, NOBODY = "2", "3", "4", "999999"
SEND = "imbot.v2.Chat.Message.send"


@pytest.fixture
def portals(redis: Redis, redis_settings: Settings, sandbox: RunningSandbox, catalogue: Catalogue) -> Iterator[Portals]:
    """A registered bot, and an empty bucket that has its next place in a second."""
    hook = {"webhook_url": SecretStr(sandbox.webhook()), "bot_token": SecretStr("0123456789abcdef" * 2)}
    limits = {"budget_requests": 5, "budget_rate": 1.0}
    settings = redis_settings.model_copy(update=hook | limits)
    with Portals(redis, settings, transport=Transport(budget=Budget(redis, settings))) as portals:
        portals.register(portals.installed()[0], catalogue)
        redis.hset(f"budget:{sandbox.url.removeprefix('http://')}::bucket", "level", "4")
        yield portals


def all_at_once(*say: Callable[[], Any]) -> list[Any]:
    """What each gives or raises."""

    def result(each: Callable[[], Any]) -> Any:
        try:
            return each()
        except AssistantError as error:
            return error

    with ThreadPoolExecutor(len(say)) as threads:
        return list(threads.map(result, say))


def says(portals: Portals, trace: str, dialog: str, text: str) -> Callable[[], int]:
    bot = portals.bot(portals.installed()[0], trace=(trace,))
    return lambda: bot.send(dialog, Message(text), Permit(trace))


def test_answers_and_notices_leave_as_one_batch_each_with_its_own_result(
    portals: Portals, redis: Redis, sandbox: RunningSandbox
) -> None:
    redis.zadd(storage.WORK, {f"conversation {number}": 1 for number in range(4)})
    before = len(sandbox.calls())
    said = all_at_once(
        says(portals, "e1", ANNA, "12 open deals"),
        says(portals, "notice:e2", IVAN, "Still working"),
        says(portals, "e3", OLGA, "3 open deals"),
        says(portals, "e4", NOBODY, "lost"),
    )
    (call,) = sandbox.calls()[before:]
    assert [command.partition("?")[0] for command in call["params"]["cmd"].values()] == [SEND] * 4
    assert set(call["trace"]) == {"e1", "notice:e2", "e3", "e4"}
    assert len(set(said[:3])) == 3
    assert min(said[:3]) > 0
    assert isinstance(said[3], AssistantError)


def test_a_file_goes_alone(portals: Portals, redis: Redis, sandbox: RunningSandbox) -> None:
    redis.zadd(storage.WORK, {f"conversation {number}": 1 for number in range(3)})
    before = len(sandbox.calls())
    bot = portals.bot(portals.installed()[0])
    said = all_at_once(
        says(portals, "e1", ANNA, "12 open deals"),
        lambda: bot.upload(IVAN, File("deals.csv", b"title\n"), "Your deals", Permit("e2")).message_id,
        says(portals, "e3", OLGA, "3 open deals"),
    )
    calls = sandbox.calls()[before:]
    assert sorted(call["method"].lower() for call in calls) == ["batch", "imbot.v2.file.upload"]
    assert all(isinstance(each, int) for each in said)
