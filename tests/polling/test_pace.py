"""How long is waited between two looks."""

from assistant.polling.pace import Pace, Rhythm


def test_two_seconds_while_there_is_more_and_for_half_a_minute_after_an_event():
    rhythm = Rhythm(Pace())
    assert rhythm.after_look(100.0, events=True, more=True) == 2.0
    assert rhythm.after_look(102.0, events=False, more=False) == 2.0
    assert rhythm.after_look(129.9, events=False, more=False) == 2.0
    assert rhythm.after_look(130.1, events=False, more=False) == 5.0


def test_silence_makes_the_pauses_grow_to_half_a_minute_and_an_event_ends_that():
    rhythm = Rhythm(Pace())
    pauses = [rhythm.after_look(1000.0 + 30 * n, events=False, more=False) for n in range(8)]
    assert pauses[0] == 5.0
    assert pauses == sorted(pauses)
    assert pauses[-1] == 30.0
    assert rhythm.after_look(2000.0, events=True, more=False) == 2.0
    assert rhythm.after_look(2040.0, events=False, more=False) == 5.0


def test_failures_are_tried_again_soon_and_then_seldom():
    rhythm = Rhythm(Pace())
    pauses = [rhythm.after_failure() for _ in range(10)]
    assert pauses[0] == 2.0
    assert pauses[-1] == 30.0
    assert rhythm.after_look(5000.0, events=True, more=False) == 2.0
