"""Whole dialogues as people had them: `stories/*.yaml`, each through intake, queue, worker and the portal's REST,
whichever way events come: posted, fetched, posted by an older portal, posted to a bot without an application.

A story is a list of turns: `as` who (stays until changed), `say` or `press` what, then any of
`answer` (texts that stand in it), `not` (texts that do not), `buttons` (texts that are offered),
`requests` (REST requests for the data, the reply not counted).
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.assistant_at_work import PROFILES, AtWork

FOLDER = Path(__file__).parent / "stories"
STORIES = [
    pytest.param(story, id=f"{path.stem}: {story['story']}")
    for path in sorted(FOLDER.glob("*.yaml"))
    for story in yaml.safe_load(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("transport", PROFILES)
def test_a_story_goes_as_written(story: dict[str, Any], transport: str, offices: Callable[[str], AtWork]) -> None:
    at_work = offices(transport)
    login = ""
    for number, turn in enumerate(story["turns"], start=1):
        login = turn.get("as", login)
        answer = at_work.press(login, turn["press"]) if "press" in turn else at_work.say(login, turn["say"])
        where = f"turn {number}: {answer['text']}"
        for text in turn.get("answer", []):
            assert text in answer["text"], where
        for text in turn.get("not", []):
            assert text not in answer["text"], where
        offered = [key.get("TEXT") for key in answer["keyboard"]]
        for button in turn.get("buttons", []):
            assert button in offered, f"{where} offers {offered}"
        if "requests" in turn:
            reads = [call["method"] for call in answer["calls"] if call["as"] != "bot"]
            assert len(reads) == turn["requests"], reads
        assert sum(call["as"] == "bot" for call in answer["calls"]) == 1, "the reply is one request"
