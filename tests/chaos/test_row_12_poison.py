"""Row 12: an event that kills every worker. Pass: it is given up, its person is told, the others are answered."""

import pytest

from assistant.workers.conversations import MOST_CRASHES
from tests.chaos.scene import Scene
from tests.workers.conftest import event, until

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(180)]


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
