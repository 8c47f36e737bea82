"""How often a talk goes on as people expect: `stories/followups/`, in the manner of `test_stories.py`.

Half of the stories of each language is held back: they were written before the code that they are about, and nobody
looked at them while it was made. Others are in another voice: small letters, slips and slang of people with a phone in
one hand. All of them have to go as written.
"""

from typing import Any

import pytest
import yaml

from tests.assistant_at_work import ROOT, AtWork
from tests.storyteller import Told

FOLDER = ROOT / "tests" / "stories" / "followups"
AT_LEAST = 0.95
"""The share of the stories of a language that go as written."""


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_follow_ups_and_repairs_go_as_written(lang: str, at_work: AtWork) -> None:
    stories = [*read(lang), *read(f"{lang}_held_back"), *read(f"{lang}_another_voice")]
    failed = failures(stories, at_work)
    assert len(stories) >= 60
    assert 1 - len(failed) / len(stories) >= AT_LEAST, "\n\n".join(failed)


def read(name: str) -> list[dict[str, Any]]:
    """The stories of a file."""
    return list(yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8")))


def failures(stories: list[dict[str, Any]], office: AtWork) -> list[str]:
    """What went otherwise, each story told to somebody who has said nothing yet."""
    failed = []
    for story in stories:
        office.rest()
        office.forget("dialog")
        told = Told(office)
        try:
            for number, turn in enumerate(story["turns"], start=1):
                told.turn(turn, number)
            told.settle()
        except (AssertionError, StopIteration) as error:
            failed.append(f"{story['story']}\n{error!r}")
        finally:
            office.portal.clear_faults()
    return failed
