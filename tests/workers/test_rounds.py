"""The daily round: planned once, made by one process, made again when it failed."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from redis import Redis

from assistant import storage
from assistant.settings import Settings
from assistant.workers.due import ROUND, Due
from assistant.workers.process import run_worker
from tests.workers.conftest import until


@contextmanager
def rounds_of(settings: Settings, make: Callable[[], None]) -> Iterator[None]:
    """A worker that makes rounds."""
    stop = threading.Event()
    nothing = (lambda _event: None, lambda _event, _notice: None)
    thread = threading.Thread(target=run_worker, args=(settings, *nothing), kwargs={"daily": make, "stop": stop})
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def hours_until_the_next(state: Redis) -> float:
    score = state.zscore(storage.DUE, ROUND)
    assert score is not None
    return (score - state.time()[0]) / 3600


def test_the_first_round_is_planned_once_for_all_processes(state):
    due = Due(state)
    due.plan_round()
    first = state.zscore(storage.DUE, ROUND)
    due.plan_round()
    assert state.zscore(storage.DUE, ROUND) == first
    assert not due.take().round
    assert 0 < hours_until_the_next(state) < 1


def test_a_round_that_is_due_is_taken_by_one(state):
    state.zadd(storage.DUE, {ROUND: 0})
    assert [Due(state).take().round for _ in range(3)] == [True, False, False]
    assert 0.9 < hours_until_the_next(state) < 1.01, "if whoever took it dies, somebody else makes it in an hour"


def test_one_of_two_processes_makes_the_round_and_the_next_is_tomorrow(redis_settings, state):
    made: list[str] = []
    state.zadd(storage.DUE, {ROUND: 0})
    with rounds_of(redis_settings, lambda: made.append("a")), rounds_of(redis_settings, lambda: made.append("b")):
        until(lambda: made and hours_until_the_next(state) > 23)
    assert len(made) == 1


def test_a_round_that_failed_is_made_again_in_an_hour(redis_settings, state, caplog: pytest.LogCaptureFixture):
    tried: list[str] = []

    def fail() -> None:
        tried.append("once")
        raise ValueError("the portal is strange today")

    state.zadd(storage.DUE, {ROUND: 0})
    with rounds_of(redis_settings, fail):
        until(lambda: "The daily round failed" in caplog.text)
    assert tried == ["once"]
    assert 0.9 < hours_until_the_next(state) < 1.01
