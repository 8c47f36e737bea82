"""What a worker had in hand when it died is taken over at once, and never from one that lives."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from assistant import storage
from assistant.workers.inbox import Answer, Turns
from assistant.workers.lives import died, own_name
from assistant.workers.presence import Heirs, present
from tests.workers.conftest import event, until, working

NAMED = "import time; from assistant.workers.lives import own_name; print(own_name(), flush=True); time.sleep(60)"


class Other:
    """Another process, under its name."""

    def __init__(self) -> None:
        self.process = subprocess.Popen([sys.executable, "-c", NAMED], stdout=subprocess.PIPE, text=True)
        assert self.process.stdout
        self.name = self.process.stdout.readline().strip()

    def kill(self, *, reap: bool = True) -> None:
        """Kill -9."""
        self.process.kill()
        if reap:
            self.process.wait()
        else:
            os.waitid(os.P_PID, self.process.pid, os.WEXITED | os.WNOWAIT)


@pytest.fixture
def other() -> Iterator[Other]:
    """A process that lives."""
    other = Other()
    yield other
    other.process.kill()
    other.process.wait()
    other.process.stdout.close()


def test_a_process_is_dead_when_it_was_killed_and_not_before(other):
    assert not died(other.name)
    assert not died(own_name())
    os.kill(other.process.pid, signal.SIGSTOP)
    assert not died(other.name)
    other.kill(reap=False)
    assert died(other.name)
    other.kill()
    assert died(other.name)


def test_another_process_with_the_number_of_a_dead_one_is_not_taken_for_it():
    place, pid, start = own_name().split(":")
    assert died(f"{place}:{pid}:{int(start) - 1}")


@pytest.mark.parametrize("name", ["elsewhere:1:1", "host:999999999", "nonsense", ""])
def test_nothing_is_said_about_processes_of_other_machines(name):
    assert not died(name)


def test_conversations_of_a_dead_worker_are_free_and_called_at_once(inbox, state, queue, other):
    turns = Turns(state)
    inbox.accept([event(1), event(2, person=2)])
    turns.begin("portal:1:1", f"{other.name}/1")
    turns.begin("portal:2:2", f"{own_name()}/1")
    state.set(storage.SUSPECT, f"{other.name}/1")
    state.zadd(storage.WORKERS, {other.name: 1.0, own_name(): 1.0})
    queue.delete("dramatiq:conversations")
    heirs = Heirs(state)
    assert heirs.take_over() == 0
    assert turns.begin("portal:1:1", "another").answer is Answer.BUSY
    other.kill()
    assert heirs.take_over() == 1
    assert heirs.take_over() == 0
    assert queue.llen("dramatiq:conversations") == 1
    assert not state.exists(storage.SUSPECT)
    assert state.get(storage.DEATHS) == b"1"
    assert turns.begin("portal:2:2", "another").answer is Answer.BUSY
    turn = turns.begin("portal:1:1", "another")
    assert (turn.answer, turn.crashes) == (Answer.GO, 1)


def test_a_dead_worker_is_not_counted_as_present(state, other):
    seconds, _ = state.time()
    state.zadd(storage.WORKERS, {other.name: seconds, own_name(): seconds})
    assert present(state) == 2
    other.kill()
    assert present(state) == 1


def test_hints_that_a_dead_worker_had_fetched_are_followed_by_the_next(redis_settings, inbox, desk, queue, other):
    inbox.accept([event(1)])
    state = inbox._redis
    hint = queue.lpop("dramatiq:conversations")
    queue.sadd(f"dramatiq:__acks__.{other.name}.conversations", hint)
    seconds, _ = state.time()
    queue.zadd("dramatiq:__heartbeats__", {other.name: seconds * 1000})
    state.zadd(storage.WORKERS, {other.name: seconds})
    state.zadd(storage.WORK, {"portal:1:1": seconds + 60})  # the sweep is not to help
    other.kill()
    with working(redis_settings, desk):
        until(lambda: desk.handled == [1])
    assert not queue.exists(f"dramatiq:__acks__.{other.name}.conversations")
