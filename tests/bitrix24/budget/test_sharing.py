"""Calls that wait for the budget with one authorization leave as one batch; each has its own answer or error."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from redis import Redis

from assistant import storage
from assistant.bitrix24 import Budget, BudgetState, Caller, Patience, Transport, Urgency
from assistant.bitrix24.answers import Answer
from assistant.bitrix24.batch import BatchAnswer, Command, Reference, payload
from assistant.bitrix24.budget.holding import LONGEST, PACE, WEIGHT, hold
from assistant.bitrix24.budget.state import UNLIMITED
from assistant.bitrix24.joint import Joint, may_join
from assistant.bitrix24.request import Request
from assistant.effects import Permit
from assistant.errors import AssistantError, PortalUnavailableError, RejectedError
from assistant.settings import Settings
from tests.portal_in_a_box import RunningSandbox

ONCE = Patience(unavailable=(), busy=())
TOGETHER = Caller(Urgency.QUESTION, "7", shared=True)


def state(*, free: float = 0.0, waiting: int = 0, unanswered: int = 0, rate: float = 2.0) -> BudgetState:
    return BudgetState(free, rate, 49, waiting, 0, unanswered, 1, 0)


def test_with_places_to_spare_nobody_is_held() -> None:
    assert hold(state(free=40, unanswered=12), [0.0]) == 0


def test_one_reply_is_held_for_others_when_many_wait() -> None:
    assert hold(state(waiting=50, unanswered=50), [0.0]) == LONGEST


def test_many_replies_are_held_shortly() -> None:
    assert hold(state(waiting=50, unanswered=90), [0.0] * 40) == pytest.approx(WEIGHT * 50 / 2 / 40)
    assert hold(state(waiting=50, unanswered=90), [WEIGHT * 0.7] * 40) == 0


def test_a_crowd_is_seen_before_the_bucket_is_empty() -> None:
    assert hold(state(free=47, unanswered=100), [0.0]) > 0
    assert hold(state(free=47, unanswered=30), [0.0]) > 0, "with a reply for each they do not fit"


def test_where_some_wait_already_requests_leave_at_a_pace() -> None:
    assert hold(state(free=40, unanswered=12), [0.0], since=0.05) == pytest.approx(PACE - 0.05)
    assert hold(state(free=40, unanswered=12), [0.0], since=PACE) == 0
    assert hold(state(free=48, unanswered=3), [0.0], since=0.0) == 0, "a quiet portal"
    assert hold(state(free=UNLIMITED * 2, unanswered=12), [0.0], since=0.0) == 0, "no limit, no hurry"


def test_nobody_waits_for_calls_that_cannot_come() -> None:
    assert hold(state(unanswered=3), [0.0] * 3) == 0


def test_no_call_is_held_for_longer_than_the_longest() -> None:
    assert hold(state(waiting=1000, unanswered=1000), [LONGEST]) == 0


def request(method: str, params: Mapping[str, Any], *, repeatable: bool = True) -> Request:
    return Request("https://x/rest/", method, params, "t", repeatable, (), TOGETHER)


def test_equal_reads_are_asked_once() -> None:
    joint = Joint()
    read = request("batch", payload([Command("stages", "crm.status.list"), Command("me", "profile")]))
    assert joint.add(read)
    assert joint.add(read)
    assert len(joint) == 2
    answer = Answer({"result": {"r0_stages": [1], "r0_me": {"ID": "7"}}, "result_error": []})
    assert joint.answer_of(1, read, answer).result["result"] == {"stages": [1], "me": {"ID": "7"}}


def test_equal_writes_are_made_twice() -> None:
    joint = Joint()
    for _ in range(2):
        joint.add(request("imbot.v2.Chat.Message.send", {"dialogId": "7"}, repeatable=False))
    assert len(joint) == 2


def test_references_lead_to_the_same_calls_results() -> None:
    joint = Joint()
    commands = [Command("me", "profile"), Command("mine", "user.get", {"ID": Reference("me", ("ID",))})]
    joint.add(request("profile", {}))
    joint.add(request("batch", payload(commands)))
    assert joint.params["cmd"] == {"r0_": "profile", "r1_mine": "user.get?ID=$result[r0_][ID]"}


def test_what_people_typed_is_no_reference() -> None:
    joint = Joint()
    joint.add(request("im.message.add", {"MESSAGE": "$result[me][ID]"}))
    assert "$" not in joint.params["cmd"]["r0_"]


def test_a_call_goes_whole_or_not_at_all() -> None:
    joint = Joint()
    assert joint.add(request("batch", payload([Command(f"c{n}", "user.get", {"ID": n}) for n in range(30)])))
    assert not joint.add(request("batch", payload([Command(f"c{n}", "user.get", {"ID": -n}) for n in range(1, 31)])))
    assert len(joint) == 30


def test_long_messages_fill_a_batch() -> None:
    joint = Joint()
    assert joint.add(request("imbot.v2.Chat.Message.send", {"message": "x" * 600_000}))
    assert not joint.add(request("imbot.v2.Chat.Message.send", {"message": "y" * 600_000}))


def test_switches_are_spelled_as_the_bot_platform_takes_them() -> None:
    joint = Joint()
    joint.add(request("imbot.v2.Chat.Message.send", {"fields": {"urlPreview": False, "system": True}}))
    assert joint.params["cmd"]["r0_"].endswith("fields[urlPreview]=N&fields[system]=Y")


@pytest.mark.parametrize(
    ("method", "params", "endpoint"),
    [
        ("imbot.v2.File.upload", {}, "https://x/rest/"),
        ("batch", {"halt": 1, "cmd": {}}, "https://x/rest/"),
        ("tasks.task.add", {}, "https://x/rest/api/"),
    ],
)
def test_what_a_batch_does_not_take_goes_alone(method: str, params: dict[str, Any], endpoint: str) -> None:
    assert not may_join(Request(endpoint, method, params, "t", True, (), TOGETHER))


class Crowd:
    """Calls at the same time, each in a thread of its own."""

    def __init__(self, transport: Transport, hook: str) -> None:
        self._transport = transport
        self._hook = hook
        self.answers: dict[str, Any] = {}
        self._threads: list[threading.Thread] = []

    def call(self, name: str, method: str, params: Mapping[str, Any], *, repeatable: bool = True) -> None:
        """Begin a call; its answer or error is kept under the name."""

        def run() -> None:
            permit = None if repeatable else Permit(secrets.token_hex(16))
            try:
                answer = self._transport.call(
                    self._hook, method, params, auth="", repeatable=repeatable, trace=(name,), caller=TOGETHER,
                    permit=permit,
                )  # fmt: skip
                self.answers[name] = answer.result
            except AssistantError as error:
                self.answers[name] = error

        thread = threading.Thread(target=run)
        thread.start()
        self._threads.append(thread)

    def end(self) -> dict[str, Any]:
        for thread in self._threads:
            thread.join()
        return self.answers


@pytest.fixture
def crowd(redis: Redis, redis_settings: Settings, sandbox: RunningSandbox) -> Iterator[Crowd]:
    """The bucket is full for a second, so that calls wait for each other."""
    budget = Budget(redis, redis_settings.model_copy(update={"budget_requests": 5, "budget_rate": 1.0}))
    host = sandbox.url.removeprefix("http://")
    with budget.place(host, TOGETHER):
        pass
    redis.hset(f"budget:{host}::bucket", "level", "4")
    with Transport(ONCE, budget=budget) as transport:
        yield Crowd(transport, sandbox.webhook())


def test_calls_that_wait_leave_as_one_batch(crowd: Crowd, sandbox: RunningSandbox) -> None:
    for person in range(1, 6):
        crowd.call(f"e{person}", "user.get", {"FILTER": {"ID": [person]}})
    answers = crowd.end()
    assert [answers[f"e{person}"][0]["ID"] for person in range(1, 6)] == ["1", "2", "3", "4", "5"]
    (call,) = sandbox.calls()
    assert call["method"] == "batch"
    assert set(call["trace"]) == {"e1", "e2", "e3", "e4", "e5"}


@pytest.mark.misuses_rest("an unknown parameter is what is asked for")
def test_the_error_of_one_call_is_not_the_others(crowd: Crowd) -> None:
    crowd.call("good", "profile", {})
    crowd.call("bad", "user.get", {"FILTER": {"ID": [1]}, "nonsense": 1})
    crowd.call("batch", "batch", payload([Command("me", "profile"), Command("none", "user.get", {"nonsense": 1})]))
    answers = crowd.end()
    assert answers["good"]["ID"] == "1"
    assert isinstance(answers["bad"], RejectedError)
    commands = [Command("me", "profile"), Command("none", "user.get", {"nonsense": 1})]
    read = BatchAnswer(commands, Answer(answers["batch"]))
    assert read["me"]["ID"] == "1"
    assert read.error("none") is not None


def test_a_request_that_is_lost_is_lost_for_each_of_them(crowd: Crowd, sandbox: RunningSandbox) -> None:
    sandbox.faults("drop", value="before", count=1)
    crowd.call("a", "profile", {})
    crowd.call("b", "user.get", {"FILTER": {"ID": [1]}})
    answers = crowd.end()
    assert [type(each) for each in answers.values()] == [PortalUnavailableError] * 2
    assert answers["a"] is not answers["b"]


def test_reads_and_writes_do_not_share_a_fate(crowd: Crowd, sandbox: RunningSandbox) -> None:
    crowd.call("read", "profile", {})
    crowd.call("other read", "user.get", {"FILTER": {"ID": [1]}})
    crowd.call("write", "im.message.add", {"DIALOG_ID": "2", "MESSAGE": "hello"}, repeatable=False)
    crowd.end()
    assert sorted(call["method"] for call in sandbox.calls()) == ["batch", "im.message.add"]


def test_messages_of_a_dialog_keep_their_order(crowd: Crowd, sandbox: RunningSandbox) -> None:
    for number in range(5):
        crowd.call(str(number), "im.message.add", {"DIALOG_ID": "2", "MESSAGE": f"no. {number}"}, repeatable=False)
        time.sleep(0.02)
    sent = crowd.end()
    assert [sent[str(number)] for number in range(5)] == sorted(sent.values()), "ids of messages grow"
    assert len(sandbox.calls()) == 1


def test_on_a_quiet_portal_each_call_goes_alone(
    redis: Redis, redis_settings: Settings, sandbox: RunningSandbox
) -> None:
    budget = Budget(redis, redis_settings.model_copy(update={"budget_requests": 50}))
    with Transport(ONCE, budget=budget) as transport:
        crowd = Crowd(transport, sandbox.webhook())
        for number in range(8):
            crowd.call(str(number), "profile", {})
        crowd.end()
    assert [call["method"] for call in sandbox.calls()] == ["profile"] * 8


def test_replies_to_a_crowd_are_held_until_they_are_worth_a_request(
    redis: Redis, redis_settings: Settings, sandbox: RunningSandbox
) -> None:
    """Ten people wait for an answer, and three requests may go."""
    budget = Budget(redis, redis_settings.model_copy(update={"budget_requests": 4, "budget_rate": 20.0}))
    redis.zadd(storage.WORK, {f"conversation {number}": 1 for number in range(10)})
    with Transport(ONCE, budget=budget) as transport:
        crowd = Crowd(transport, sandbox.webhook())
        for number in range(10):
            crowd.call(str(number), "im.message.add", {"DIALOG_ID": "2", "MESSAGE": f"{number}"}, repeatable=False)
            time.sleep(0.01)
        crowd.end()
    assert len(sandbox.calls()) < 5


def test_callers_after_a_failed_turn_go_on(crowd: Crowd, redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.bitrix24.budget import budget as module

    monkeypatch.setattr(module, "LONGEST_WAIT", 0.3)
    for name in "abc":
        crowd.call(name, "profile", {})
    answers = crowd.end()
    assert set(answers) == {"a", "b", "c"}, "everybody was told something"
