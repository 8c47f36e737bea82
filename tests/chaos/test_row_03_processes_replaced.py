"""Row 3: a worker is killed, or asked to stop while it works. Pass: back within five seconds, nothing is lost."""

import time

import pytest

from tests.chaos.scene import Scene
from tests.workers.conftest import event, until

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(180)]


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
