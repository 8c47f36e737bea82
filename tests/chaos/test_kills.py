"""Nothing that was accepted is lost, whoever is killed: real processes under the supervisor."""

import os
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.errors import StoreUnavailableError
from assistant.models import Event
from assistant.processes.child import Child
from assistant.processes.embedded_redis import EmbeddedRedis
from assistant.processes.supervisor import Supervisor
from assistant.settings import Settings
from assistant.workers.conversations import MOST_CRASHES
from assistant.workers.inbox import Inbox
from tests.workers.conftest import event, until

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(180)]
ROOT = Path(__file__).resolve().parent.parent.parent


class Scene:
    """A supervised Redis with workers, and what the workers wrote down."""

    def __init__(self, folder: Path, workers: int) -> None:
        self.file = folder / "record"
        self.file.touch()
        self.redis = EmbeddedRedis(folder / "data")
        self.lines: list[str] = []
        argv = (sys.executable, "-m", "tests.chaos.recording_worker", self.redis.url, str(self.file))
        names = [f"worker-{n}" for n in range(1, workers + 1)]
        children = [Child(name, argv, env={"PYTHONPATH": str(ROOT)}) for name in names]
        self.supervisor = Supervisor(
            [self.redis.child, *children], log=lambda *line: self.lines.append(": ".join(line))
        )
        self.inbox = Inbox(Settings(_env_file=None, redis_url=self.redis.url))

    def play(self, story: Callable[[], None]) -> None:
        """Run the processes, then the story, then stop."""

        def set_up(supervisor: Supervisor) -> None:
            try:
                story()
            finally:
                supervisor.stop()

        self.redis.lock()
        try:
            self.supervisor.run(set_up)
        finally:
            self.inbox.close()
            self.redis.unlock()

    def kill(self, name: str) -> None:
        """Kill -9."""
        until(lambda: name in self.supervisor.pids())
        os.kill(self.supervisor.pids()[name], signal.SIGKILL)

    def accept(self, events: list[Event]) -> None:
        """Accept like the portal's side would see it: repeat what was refused."""

        def accepted() -> bool:
            try:
                self.inbox.accept(events)
            except StoreUnavailableError:
                return False
            return True

        until(accepted, within=10)

    def records(self, kind: str) -> list[list[str]]:
        """What was written down, without its kind."""
        return [line.split()[1:] for line in self.file.read_text().splitlines() if line.startswith(f"{kind} ")]

    def answered(self) -> list[int]:
        """The messages that were answered, in that order, with repetitions."""
        return [int(record[0]) for record in self.records("answer")]


def test_all_200_messages_are_answered_although_redis_and_a_worker_are_killed_on_the_way(tmp_path):
    scene = Scene(tmp_path, workers=2)
    people, threads = 20, 4

    def story() -> None:
        def feed() -> None:
            for start in range(1, 201, 10):
                scene.accept([event(n, person=n % people, text="sleep 0.05") for n in range(start, start + 10)])
                time.sleep(0.05)

        feeder = threading.Thread(target=feed)
        feeder.start()
        until(lambda: len(scene.answered()) > 40)
        scene.kill("redis")
        time.sleep(0.5)
        scene.kill("worker-1")
        feeder.join()
        until(lambda: len(set(scene.answered())) == 200, within=60)

    scene.play(story)
    counts = Counter(scene.answered())
    assert set(counts) == set(range(1, 201))
    assert sum(counts.values()) - 200 <= threads  # only what the killed worker had in hand
    for person in range(people):
        first = list(dict.fromkeys(n for n in scene.answered() if n % people == person))
        assert first == sorted(first)


def test_a_killed_worker_is_replaced_and_its_message_answered_by_another(tmp_path):
    scene = Scene(tmp_path, workers=1)

    def story() -> None:
        until(lambda: "worker-1" in scene.supervisor.pids())
        scene.accept([event(1, text="sleep 1.5"), event(2, person=2)])
        until(lambda: 2 in scene.answered())
        time.sleep(0.3)  # until the answered one has left its inbox; the other still works
        scene.kill("worker-1")
        until(lambda: 1 in scene.answered(), within=8)  # sooner than its lease would run out

    scene.play(story)
    assert scene.answered() == [2, 1]


def test_an_event_that_kills_its_worker_again_and_again_is_given_up_and_spares_the_others(tmp_path):
    scene = Scene(tmp_path, workers=1)

    def story() -> None:
        scene.accept([event(1, text="die"), event(2, text="after it")])
        scene.accept([event(n, person=n, text="sleep 0.3") for n in range(3, 9)])
        until(lambda: set(scene.answered()) == set(range(2, 9)), within=90)
        until(lambda: scene.records("gave_up"))

    scene.play(story)
    assert len(scene.records("died")) == MOST_CRASHES
    assert scene.records("gave_up") == [["1"]]


def test_a_stop_in_the_middle_loses_nothing(tmp_path):
    everything = [event(n, person=n % 5, text="sleep 0.05") for n in range(1, 61)]
    first = Scene(tmp_path, workers=1)

    def interrupted() -> None:
        first.accept(everything)
        until(lambda: len(first.answered()) > 10)

    first.play(interrupted)
    done = len(first.answered())
    assert done < 60
    second = Scene(tmp_path, workers=1)
    second.play(lambda: until(lambda: len(second.answered()) == 60))
    assert sorted(second.answered()) == list(range(1, 61))
