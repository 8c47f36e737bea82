"""Whole dialogues as people had them: `stories/*.yaml`, each through intake, queue, worker and the portal's REST,
whichever way events come: posted, fetched, posted by an older portal, posted to a bot without an application.

A story is a list of turns, told by each transport but those that `not_by` names. A turn says `as` who (stays until
changed; `newcomer en` is somebody who is not connected and never wrote) and `in: group` where (else in the private
chat), then what happens:

- `connects: true`: the person opens the newest link of the private chat and agrees;
- `say`, `edit` (the own message written last), `delete` (that message) or `press` (the text of a button, or its
  place); `@` stands for a mention of the bot;
- `makes`: `group` or `group without the assistant`, with everybody in it;
- before it `trouble`: a fault of the portal (see `sandbox/faults.py`), or `a_day_later: true`;

and then what comes of it:

- `answer` texts that stand in the answer there, `not` texts that do not, `buttons` that it offers, `only`
  these;
- `privately` texts that stand in an answer in the private chat meanwhile, nothing is said in the group unless `answer`
  says so;
- `nothing: true` when nothing is answered, which is made sure of before the next turn;
- `requests` REST requests for the data, the reply not counted.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.assistant_at_work import PROFILES, AtWork
from tests.storyteller import Told

FOLDER = Path(__file__).parent / "stories"
STORIES = [
    pytest.param(story, id=f"{path.stem}: {story['story']}")
    for path in sorted(FOLDER.glob("*.yaml"))
    for story in yaml.safe_load(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("transport", PROFILES)
def test_a_story_goes_as_written(story: dict[str, Any], transport: str, offices: Callable[[str], AtWork]) -> None:
    if transport in story.get("not_by", ()):
        pytest.skip("the story is not about this transport")
    told = Told(offices(transport))
    try:
        for number, turn in enumerate(story["turns"], start=1):
            told.turn(turn, number)
        told.settle()
    finally:
        told.office.portal.clear_faults()
