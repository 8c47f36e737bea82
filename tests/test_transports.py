"""What stories do not tell, by each way that events come: groups."""

import time
from collections.abc import Callable

import pytest

from tests.assistant_at_work import PATIENCE, PROFILES, AtWork

pytestmark = pytest.mark.parametrize("transport", PROFILES)


def group(office: AtWork, *, bot: bool) -> str:
    body = {"as": "anna", "title": "Sales", "users": ["ivan"], "bot": bot}
    return str(office.portal.http.post("/_sandbox/chats", json=body).raise_for_status().json()["dialog"])


def bot_id(office: AtWork) -> int:
    return int(office.portal.http.get("/_sandbox/people").json()["bots"][0]["id"])


def test_what_is_personal_goes_from_a_group_to_the_person(transport: str, offices: Callable[[str], AtWork]) -> None:
    office = offices(transport)
    dialog = group(office, bot=True)
    private = office.messages("anna")
    note = office.say("anna", f"[USER={bot_id(office)}]Assistant[/USER], how many open deals do I have", dialog)
    while "open deals" in note["text"] or "/deals" in note["text"]:  # the greeting of a bot that was let in
        note = office.answer("anna", dialog, note["id"])
    answer = office.answer("anna", "bot", private[-1]["id"] if private else 0)
    assert "open deals" in answer["text"]
    assert "12" not in note["text"]


def test_a_command_is_answered_in_a_group_without_the_bot(transport: str, offices: Callable[[str], AtWork]) -> None:
    office = offices(transport)
    dialog = group(office, bot=False)
    said = {"as": "anna", "dialog": dialog, "text": "/help"}
    sent = office.portal.http.post("/_sandbox/say", json=said).raise_for_status().json()["message_id"]
    until = time.monotonic() + PATIENCE
    while not (answers := office.messages("anna", dialog, sent)):  # of the system: the bot is not there
        assert time.monotonic() < until, "no answer"
        time.sleep(0.02)
    assert "/deals" in answers[0]["text"]
