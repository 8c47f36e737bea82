"""Row 4: Redis is killed while messages are queued, at work and on the way. Pass: all are answered, none is missing."""

import threading
import time
from collections import Counter

import pytest

from tests.chaos.scene import Scene
from tests.workers.conftest import event, until

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(180)]


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
