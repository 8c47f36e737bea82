"""Who may go, who waits, and what the portal's refusals and the run time of methods change."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from redis import Redis

from assistant import storage
from assistant.bitrix24 import Budget, Caller, Urgency
from assistant.bitrix24.answers import NeverSentError, OperationLimitError
from assistant.bitrix24.budget import budget as module
from assistant.errors import PortalBusyError, PortalUnavailableError, StoreUnavailableError
from assistant.settings import Settings

HOST = "company.bitrix24.com"
SOMEBODY = Caller(person="7")
BudgetOf = Callable[..., Budget]


def go(budget: Budget, times: int = 1, caller: Caller = SOMEBODY) -> None:
    for _ in range(times):
        with budget.place(HOST, caller):
            pass


def test_a_quiet_portal_makes_nobody_wait(budget_of: BudgetOf) -> None:
    with budget_of().place(HOST, SOMEBODY) as place:
        assert place.waited < 0.1


def test_all_processes_fill_one_bucket(budget_of: BudgetOf) -> None:
    go(budget_of(), 20)
    go(budget_of(), 20)
    assert 8.9 < budget_of().state(HOST).free < 11, "40 of 49 are gone; one is kept free"


def test_each_portal_has_a_bucket_of_its_own(budget_of: BudgetOf) -> None:
    go(budget_of(), 20)
    assert budget_of().state("another.bitrix24.com").free == 49


def test_each_address_of_ours_has_a_bucket_of_its_own(budget_of: BudgetOf) -> None:
    go(budget_of(), 20)
    assert budget_of(source_address="10.0.0.2").state(HOST).free == 49


def test_a_request_under_way_does_not_leak(budget_of: BudgetOf) -> None:
    """It may reach the portal as late as its answer left there."""
    budget = budget_of(requests=5, rate=1000)
    with budget.place(HOST, SOMEBODY), budget.place(HOST, SOMEBODY):
        time.sleep(0.05)
        assert budget.state(HOST).free == 2
    time.sleep(0.05)
    assert budget.state(HOST).free == 4


def test_what_was_never_sent_costs_nothing(budget_of: BudgetOf) -> None:
    budget = budget_of(rate=0.001)
    with pytest.raises(NeverSentError), budget.place(HOST, SOMEBODY):
        raise NeverSentError("no connection")
    assert budget.state(HOST).free == 49


def test_what_failed_on_its_way_back_costs_a_place(budget_of: BudgetOf) -> None:
    budget = budget_of(rate=0.001)
    with pytest.raises(PortalUnavailableError), budget.place(HOST, SOMEBODY):
        raise PortalUnavailableError("lost")
    assert budget.state(HOST).free < 48.1


def test_an_on_premise_portal_has_no_bucket(budget_of: BudgetOf) -> None:
    budget = budget_of(requests=0)
    go(budget, 300)
    assert not budget.state(HOST).limited
    assert budget.state(HOST).wait == 0


def test_who_waits_goes_when_there_is_room_again(budget_of: BudgetOf) -> None:
    budget = budget_of(requests=3, rate=10)
    go(budget, 2)
    with budget.place(HOST, SOMEBODY) as place:
        assert place.waited > 0.05


def test_a_turn_that_would_come_too_late_is_told_at_once(budget_of: BudgetOf) -> None:
    budget = budget_of(requests=2, rate=0.01)
    go(budget)
    with pytest.raises(PortalBusyError) as error, budget.place(HOST, SOMEBODY):
        pass
    assert 0 < error.value.retry_after <= module.LONGEST_RETURN
    assert budget.state(HOST).waiting == 0, "nobody stands in line for somebody who left"


class Line:
    """Callers behind a full bucket; places come one at a time, when the test says so."""

    def __init__(self, budget: Budget, redis: Redis) -> None:
        self._budget = budget
        self._redis = redis
        self._tickets: dict[str, tuple[str, Caller]] = {}

    def join(self, name: str, caller: Caller) -> None:
        """Stand in line, behind all that already do."""
        ticket, went = self._ask("", caller)
        assert not went
        self._tickets[name] = ticket, caller

    def _ask(self, ticket: str, caller: Caller) -> tuple[str, bool]:
        who = (ticket, caller.urgency.value, caller.person, 60)
        reply = self._budget._take(self._budget._keys(HOST), (*self._budget._limits, *who))
        return reply[0].decode(), reply[2] == b"1"

    def order(self) -> list[str]:
        """Who goes, place by place; the last to come asks first each time."""
        went: list[str] = []
        while self._tickets:
            used = self._redis.zcard(f"budget:{HOST}::flight")
            self._redis.hset(f"budget:{HOST}::bucket", "level", str(48 - used))
            let = [name for name, (ticket, caller) in reversed(self._tickets.items()) if self._ask(ticket, caller)[1]]
            assert len(let) == 1
            del self._tickets[let[0]]
            went += let
        return went


@pytest.fixture
def line(budget_of: BudgetOf, redis: Redis) -> Line:
    budget = budget_of(rate=0.0001)
    go(budget, 49)
    return Line(budget, redis)


def test_the_more_urgent_goes_first(line: Line) -> None:
    for urgency in (Urgency.POLLING, Urgency.REPORT, Urgency.QUESTION, Urgency.REPLY, Urgency.ALERT):
        line.join(urgency.name, Caller(urgency))
    assert line.order() == ["ALERT", "REPLY", "QUESTION", "REPORT", "POLLING"]


def test_one_persons_many_requests_do_not_delay_anothers_one(line: Line) -> None:
    for number in range(4):
        line.join(f"anna {number}", Caller(person="anna"))
    line.join("ivan", Caller(person="ivan"))
    assert line.order() == ["anna 0", "ivan", "anna 1", "anna 2", "anna 3"]


def test_who_came_first_goes_first_among_equals(line: Line) -> None:
    for name in ("anna", "ivan", "olga"):
        line.join(name, Caller(person=name))
    assert line.order() == ["anna", "ivan", "olga"]


def test_a_place_in_line_of_a_dead_process_is_given_away(budget_of: BudgetOf, redis: Redis) -> None:
    budget = budget_of(requests=2, rate=5)
    go(budget)
    for part, score in (("line", 1), ("alive", time.time() + 0.5)):
        redis.zadd(f"budget:{HOST}::{part}", {"000000000000000": score})
    with budget.place(HOST, SOMEBODY) as place:
        assert place.waited > 0
    assert budget.state(HOST).waiting == 0


def test_a_request_of_a_dead_process_counts_as_made(budget_of: BudgetOf, redis: Redis) -> None:
    budget = budget_of(rate=0.001)
    redis.zadd(f"budget:{HOST}::flight", {"000000000000000": time.time() - 1})
    state = budget.state(HOST)
    assert state.flying == 0
    assert state.free < 48.1


def refuse(budget: Budget, retry_after: float = 0.0) -> None:
    with pytest.raises(PortalBusyError), budget.place(HOST, SOMEBODY):
        raise PortalBusyError("HTTP 503", retry_after=retry_after)


def test_a_refusal_makes_the_budget_smaller(budget_of: BudgetOf) -> None:
    refuse(budget_of())
    state = budget_of().state(HOST)
    assert state.free < 0.5, "the portal's bucket is full, whoever filled it"
    assert state.share < 0.51
    assert state.size < 25
    assert state.rate < 1.1


def test_after_a_refusal_one_place_is_waited_for(budget_of: BudgetOf) -> None:
    budget = budget_of()
    go(budget, 40)
    refuse(budget)
    state = budget.state(HOST)
    assert state.wait <= 1 / state.rate, "not for all that was used before"


def test_refusals_of_the_same_moment_count_once(budget_of: BudgetOf) -> None:
    budget = budget_of(rate=1000)
    for _ in range(5):
        with budget.place(HOST, SOMEBODY):
            refuse(budget)
    assert budget.state(HOST).share > 0.49


def test_the_budget_grows_again_slowly(budget_of: BudgetOf, redis: Redis) -> None:
    refuse(budget_of())
    key = f"budget:{HOST}::bucket"
    redis.hset(key, "at", str(float(redis.hget(key, "at") or 0) - 120))
    assert 0.69 < budget_of().state(HOST).share < 0.72
    redis.hset(key, "at", str(float(redis.hget(key, "at") or 0) - 600))
    assert budget_of().state(HOST).share == 1


def test_a_portal_that_asks_for_peace_gets_it(budget_of: BudgetOf) -> None:
    budget = budget_of(requests=0)
    refuse(budget, retry_after=0.4)
    assert 0 < budget.state(HOST).closed <= 0.4
    with budget.place(HOST, SOMEBODY) as place:
        assert place.waited > 0.3


def test_a_method_without_run_time_is_paused_alone(budget_of: BudgetOf) -> None:
    budget = budget_of()
    with budget.place(HOST, SOMEBODY) as place:
        place.spent["crm.item.list"] = 30.0
    with budget.place(HOST, SOMEBODY) as place:
        assert place.paused == pytest.approx({"crm.item.list": 30.0}, abs=1)
    assert budget.state(HOST).share == 1


def test_the_end_of_a_pause_is_kept(budget_of: BudgetOf) -> None:
    budget = budget_of()
    with budget.place(HOST, SOMEBODY) as place:
        place.spent["crm.item.list"] = 0.05
    time.sleep(0.1)
    assert budget.state(HOST).paused == {}


def test_a_blocked_method_does_not_make_the_budget_smaller(budget_of: BudgetOf) -> None:
    budget = budget_of()
    with pytest.raises(OperationLimitError), budget.place(HOST, SOMEBODY):
        raise OperationLimitError("HTTP 429", retry_after=60.0)
    assert budget.state(HOST).share == 1


def test_only_what_is_spare_is_spent_on_niceties(budget_of: BudgetOf) -> None:
    budget = budget_of(rate=0.001)
    assert budget.state(HOST).spare
    go(budget, 26)
    assert not budget.state(HOST).spare


def test_nothing_is_spare_when_those_who_wait_will_need_it(budget_of: BudgetOf, redis: Redis) -> None:
    redis.zadd(storage.WORK, {f"conversation {number}": number for number in range(25)})
    assert not budget_of().state(HOST).spare


def test_a_nicety_waits_for_no_place(budget_of: BudgetOf) -> None:
    budget = budget_of(requests=2, rate=2)
    go(budget)
    with pytest.raises(PortalBusyError), budget.place(HOST, Caller(Urgency.NICETY)):
        pass
    assert budget.state(HOST).waiting == 0


def test_one_reading_takes_a_third_of_what_is_free_at_once(budget_of: BudgetOf) -> None:
    budget = budget_of(rate=0.001)
    assert budget.state(HOST).at_once == 16
    go(budget, 20)
    assert budget.state(HOST).at_once == 9
    go(budget, 28)
    assert budget.state(HOST).at_once == 1


def test_nothing_is_sent_without_redis(redis_settings: Settings) -> None:
    settings = redis_settings.model_copy(update={"redis_url": "redis://127.0.0.1:9"})
    with storage.connect(settings, storage.STATE_DB, retries=0) as redis, pytest.raises(StoreUnavailableError):
        go(Budget(redis, settings))


def test_keys_of_a_budget_do_not_stay(budget_of: BudgetOf, redis: Redis) -> None:
    refuse(budget_of())
    with budget_of().place(HOST, SOMEBODY):
        keys = list(redis.scan_iter("budget:*"))
        assert len(keys) >= 2
        assert all(0 < redis.ttl(key) <= 3600 for key in keys)
