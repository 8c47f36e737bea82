"""The portal is slow, errs, or is away: people are told in time, and the answer still comes."""

import time
from typing import Any

import pytest

from tests.assistant_at_work import DAY, AtWork, is_notice

pytestmark = pytest.mark.sandbox(date=DAY)


@pytest.fixture
def office(own_office: AtWork) -> AtWork:
    return own_office


def said(
    office: AtWork, after: int, *, notices: int, answers: int, within: float
) -> list[tuple[float, dict[str, Any]]]:
    """What the bot says after a message, with the seconds that it took, until there is enough."""
    began = time.monotonic()
    seen: dict[int, tuple[float, dict[str, Any]]] = {}
    while time.monotonic() - began < within:
        for message in office.messages("anna", after=after):
            if message["bot"]:
                seen.setdefault(message["id"], (time.monotonic() - began, message))
        kinds = [is_notice(message) for _, message in seen.values()]
        if kinds.count(True) >= notices and kinds.count(False) >= answers:
            return list(seen.values())
        time.sleep(0.05)
    raise AssertionError([message["text"] for _, message in seen.values()])


def ask(office: AtWork, text: str = "how many open deals do I have") -> int:
    body = {"as": "anna", "dialog": "bot", "text": text}
    return int(office.portal.http.post("/_sandbox/say", json=body).json()["message_id"])


def test_a_slow_portal_is_announced_and_then_answers(office: AtWork) -> None:
    office.portal.faults("latency", method="batch", count=1, value=5000)
    (_, notice), (_, answer) = said(office, ask(office), notices=1, answers=1, within=20)
    assert notice["text"] == "Still working on it."
    assert "open deals" in answer["text"]


def test_an_erring_portal_is_explained_and_answers_on_its_return(office: AtWork) -> None:
    office.portal.faults("status", method="batch", value=500)
    sent = ask(office)
    told = said(office, sent, notices=2, answers=0, within=20)
    assert [is_notice(message) for _, message in told] == [True, True]
    assert told[0][1]["text"] == "Still working on it."
    assert "Bitrix24 does not answer at the moment. I keep trying" in told[1][1]["text"]
    office.portal.clear_faults()
    answer = next(m for _, m in said(office, sent, notices=2, answers=1, within=40) if not is_notice(m))
    assert "open deals" in answer["text"]


def test_a_portal_that_is_away_gets_the_answer_first_on_its_return(office: AtWork) -> None:
    sent = ask(office, "/deals")
    said(office, sent, notices=0, answers=1, within=10)
    office.portal.faults("drop", value="before")
    sent = ask(office)
    time.sleep(4)
    assert not [m for m in office.messages("anna", after=sent) if m["bot"]], "nothing can be said meanwhile"
    office.portal.clear_faults()
    told = said(office, sent, notices=0, answers=1, within=40)
    assert not is_notice(told[0][1]), told[0][1]["text"]


def test_somebody_without_a_token_is_asked_to_connect(office: AtWork) -> None:
    people = office.portal.http.get("/_sandbox/people").json()["people"]
    stranger = next(str(person["id"]) for person in people if not person["fixed"] and person["language"] == "en")
    answer = office.say(stranger, "my open deals")
    assert "permission" in answer["text"]
    assert [call["as"] for call in answer["calls"]] == ["bot"], "nothing was read with another's rights"


def test_a_portal_that_hangs_is_explained_within_ten_seconds(office: AtWork) -> None:
    office.portal.faults("latency", method="batch", count=1, value=12_000)
    told = said(office, ask(office), notices=2, answers=0, within=15)
    assert [message["text"] for _, message in told] == [
        "Still working on it.",
        "This takes longer than usual. The answer comes as soon as it is there.",
    ]
    assert told[1][0] < 11
