"""People connect themselves: from the first question by the button and the portal's page to the answer in the chat."""

import time
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from assistant import storage
from assistant.bitrix24 import Portals
from assistant.models import Dialog, Event, EventKind, Person
from assistant.workers.inbox import Inbox
from tests.assistant_at_work import DAY, AtWork

pytestmark = pytest.mark.sandbox(date=DAY)


@pytest.fixture
def office(own_office: AtWork) -> AtWork:
    return own_office


def newcomer(office: AtWork, language: str = "en", at: int = 0) -> str:
    """The login of somebody who is not connected."""
    people = office.portal.http.get("/_sandbox/people").json()["people"]
    strangers = [each["login"] for each in people if not each["fixed"] and each["language"] == language]
    return str(strangers[at])


def link(message: dict[str, Any]) -> str:
    """Where the button leads."""
    (address,) = [key["LINK"] for key in message["keyboard"] if key.get("LINK")]
    return str(address)


def follow(address: str, login: str) -> httpx.Response:
    """The page at the end, as this person sees it."""
    return httpx.get(address, params={**_query(address), "login": login}, follow_redirects=True)


def _query(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def newest(office: AtWork, login: str) -> int:
    return int(office.messages(login)[-1]["id"])


def test_the_first_question_is_answered_after_connecting(office: AtWork) -> None:
    anew = newcomer(office)
    asked = office.say(anew, "how many open deals do I have")
    assert "I need your permission once" in asked["text"]
    assert [key.get("TEXT") for key in asked["keyboard"]] == ["Connect"]
    assert [call["as"] for call in asked["calls"]] == ["bot"]

    page = follow(link(asked), anew)
    assert page.status_code == 200, page.text
    assert "You can close this window." in page.text
    assert "on its way into the chat" in page.text

    answer = office.answer(anew, "bot", asked["id"])
    assert "open deal" in answer["text"]
    assert "Yours, as of" in answer["text"]
    again = office.say(anew, "my tasks")
    assert "permission" not in again["text"]


def test_the_same_in_russian(office: AtWork) -> None:
    anew = newcomer(office, "ru")
    asked = office.say(anew, "сколько у меня открытых сделок")
    assert asked["text"].startswith("Один раз нужно ваше разрешение")
    page = follow(link(asked), anew)
    assert "Это окно можно закрыть." in page.text
    assert "Ваши" in office.answer(anew, "bot", asked["id"])["text"]


def test_an_answer_to_an_open_question_is_not_forgotten(office: AtWork) -> None:
    anew = newcomer(office)
    assert "Which client" in office.say(anew, "/client")["text"]
    asked = office.say(anew, "Acme Corp")
    follow(link(asked), anew)
    assert "Acme Corp" in office.answer(anew, "bot", asked["id"])["text"]


def test_the_command_connects_and_disconnects(office: AtWork) -> None:
    anew = newcomer(office)
    invited = office.say(anew, "/connect")
    assert "it is for you alone" in invited["text"]
    follow(link(invited), anew)
    assert office.answer(anew, "bot", invited["id"])["text"].startswith("Thank you")

    already = office.say(anew, "connect me")
    assert already["text"].startswith("I have your permission already")
    assert "Connect again" in [key.get("TEXT") for key in already["keyboard"]]

    gone = office.say(anew, "/disconnect")
    assert "Your permission is deleted" in gone["text"]
    asked = office.say(anew, "my tasks")
    assert "I need your permission" in asked["text"]
    assert office.say(anew, "/disconnect")["text"].startswith("There was no permission")


def test_a_group_never_sees_the_button(office: AtWork) -> None:
    anew = newcomer(office)
    body = {"as": "anna", "title": "Sales", "users": [anew], "bot": True}
    group = office.portal.http.post("/_sandbox/chats", json=body).raise_for_status().json()["dialog"]
    office.answer(anew, group, 0)  # the bot says hello
    for text in ("/deals", "/connect"):
        before = newest(office, anew) if office.messages(anew) else 0
        noted = office.say(anew, text, dialog=group)
        assert "I answered you privately" in noted["text"]
        assert noted["keyboard"] == []
        private = office.answer(anew, "bot", before)
        assert "/oauth/authorize/" in link(private)
    follow(link(private), anew)
    assert "deals" in office.answer(anew, "bot", private["id"])["text"], "the question of the group, privately"
    assert not [m for m in office.messages("anna", group) if "/crm/deal" in m["text"] or "oauth" in str(m)]


def test_a_link_connects_nobody_else(office: AtWork) -> None:
    anew, other = newcomer(office), newcomer(office, at=1)
    asked = office.say(anew, "my tasks")
    page = follow(link(asked), other)
    assert page.status_code == 400
    assert "made for somebody else" in page.text
    assert "permission" in office.say(other, "my tasks")["text"]
    assert "older than ten minutes" in follow(link(asked), anew).text, "it was used up"
    assert "permission" in office.say(anew, "my tasks")["text"]


def test_a_link_works_once_and_a_forged_one_never(office: AtWork) -> None:
    anew = newcomer(office)
    address = link(office.say(anew, "my tasks"))
    assert follow(address, anew).status_code == 200
    assert "has been used already" in follow(address, anew).text
    query = {"code": "c", "state": "forged", "member_id": office.member_id, "domain": "evil.example"}
    page = httpx.get(f"{office.settings.base_url}/b24/oauth", params=query)
    assert (page.status_code, "has been used already" in page.text) == (400, True)


def test_whoever_lost_the_permission_is_asked_politely_and_then_answered(office: AtWork) -> None:
    with storage.connect(office.settings, storage.STATE_DB) as redis, Portals(redis, office.settings) as portals:
        record = portals._tokens.find(office.member_id, 2)
        dead = replace(record.require(), refresh="spent")
        portals._tokens.save(office.member_id, 2, replace(record, pair=dead))
    office.portal.faults("expired_token", method="batch", count=1)
    asked = office.say("anna", "how many open deals do I have")
    assert "has run out or was withdrawn" in asked["text"]
    follow(link(asked), "anna")
    assert "open deals" in office.answer("anna", "bot", asked["id"])["text"]


@pytest.mark.parametrize("who", ["extranet", "bot"])
def test_people_of_other_companies_and_bots_hear_one_polite_sentence(office: AtWork, who: str) -> None:
    person = Person(9, extranet=who == "extranet", bot=who == "bot")
    bot = office.portal.http.get("/_sandbox/people").json()["bots"][0]["id"]
    event = Event("", EventKind.MESSAGE, office.member_id, bot, person, Dialog("9"), 1, "my deals", lang="en")
    inbox = Inbox(office.settings)
    inbox.accept([replace(event, id=f"{who}-{n}", received=time.time()) for n in range(3)])
    assert office.answer("9", "bot", 0)["text"] == "I answer the employees of this company only."
    office.say("anna", "/help")  # answered later than the three
    with storage.connect(office.settings, storage.STATE_DB) as redis:
        deadline = time.monotonic() + 10
        while redis.exists(storage.inbox(storage.conversation(office.member_id, "9", 9))):
            assert time.monotonic() < deadline
            time.sleep(0.02)
    assert len([m for m in office.messages("9") if m["bot"]]) == 1


def test_uninstalling_leaves_no_token_behind(office: AtWork) -> None:
    with storage.connect(office.settings, storage.STATE_DB) as redis, Portals(redis, office.settings) as portals:
        portals.uninstall(office.member_id)
        assert not redis.keys(storage.tokens_of(office.member_id))
        assert not redis.keys(storage.portal(office.member_id))
