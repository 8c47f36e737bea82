"""Row 10: events of one dialog out of order, fifty dialogs interleaved. Pass: they are handled in the order in which
they were accepted, what already waits is sorted by the numbers of the messages; dialogs do not wait for each other.
"""

import random
from collections import defaultdict

import pytest

from tests.chaos.scene import Scene
from tests.workers.conftest import event, until

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(180)]
PEOPLE, MESSAGES = 50, 8
SLOW = 1000
"""A message whose answer takes long."""


def test_what_waits_in_fifty_dialogs_is_answered_in_the_order_in_which_it_was_written(tmp_path):
    written = [event(number, person=number % PEOPLE) for number in range(1, PEOPLE * MESSAGES + 1)]
    arriving = random.Random(10).sample(written, len(written))
    answered = defaultdict(list)
    scene = Scene(tmp_path, workers=0)

    def story() -> None:
        for start in range(0, len(arriving), 25):
            scene.accept(arriving[start : start + 25])
        scene.hire(2)
        until(lambda: len(scene.answered()) >= len(written))

    scene.play(story)
    for number, person, _process in scene.records("answer"):
        answered[person].append(int(number))
    assert len(answered) == PEOPLE
    assert sum(map(len, answered.values())) == len(written)
    assert all(numbers == sorted(numbers) for numbers in answered.values())


def test_a_message_that_comes_after_a_later_one_was_taken_to_work_follows_it_and_holds_up_nobody_else(tmp_path):
    scene = Scene(tmp_path, workers=2)

    def story() -> None:
        scene.accept([event(SLOW, person=1, text="sleep 2")])
        until(lambda: scene.records("begin"))
        scene.accept([event(3, person=1), event(2, person=1), *(event(n, person=n) for n in range(4, 4 + PEOPLE))])
        until(lambda: len(scene.answered()) == PEOPLE + 3)

    scene.play(story)
    assert scene.answered()[-3:] == [SLOW, 2, 3]
