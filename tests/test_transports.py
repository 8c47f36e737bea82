"""What stories do not tell, by each way that events come: joining, languages and deep links."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.assistant_at_work import PROFILES, AtWork

pytestmark = pytest.mark.parametrize("transport", PROFILES)


@pytest.fixture
def office(transport: str, offices: Callable[[str], AtWork]) -> Iterator[AtWork]:
    office = offices(transport)
    yield office
    office.portal.clear_faults()
    speaks(office, "en")


def speaks(office: AtWork, language: str) -> None:
    """The portal's language, as events tell it."""
    office.portal.http.post("/_sandbox/chat-settings", json={"language": language}).raise_for_status()


def somebody_new(office: AtWork) -> str:
    """A person who never wrote and has no token."""
    people = office.portal.http.get("/_sandbox/people").json()["people"]
    return next(
        str(person["id"])
        for person in people
        if not person["fixed"] and not office.messages(str(person["id"])) and not groups_of(office, str(person["id"]))
    )


def groups_of(office: AtWork, login: str) -> list[dict[str, Any]]:
    dialogs = office.portal.http.get("/_sandbox/dialogs", params={"as": login}).json()
    return [dialog for dialog in dialogs if dialog["group"]]


def spoken(office: AtWork, login: str, dialog: str, since: int = 0) -> list[str]:
    """All that the assistant said in a dialog before its answer to one more command."""
    answer = office.say(login, "/help deals", dialog)
    while not answer["text"].startswith("[b]"):  # as only the explanation of a command does
        answer = office.answer(login, dialog, answer["id"])
    return [m["text"] for m in office.messages(login, dialog, since) if m["bot"] and m["id"] < answer["id"]]


def test_it_introduces_itself_once_although_the_event_comes_twice(office: AtWork) -> None:
    office.portal.faults("duplicate_event", method="ONIMBOT", count=1)
    person = somebody_new(office)
    dialog = office.group(person)
    (introduction,) = spoken(office, person, dialog)
    assert introduction.startswith("I show and count your deals")
    assert len(introduction.splitlines()) == 5
    assert introduction.count("·") == 3


def test_it_introduces_itself_in_the_language_of_the_portal(office: AtWork) -> None:
    speaks(office, "ru")
    person = somebody_new(office)
    (introduction,) = spoken(office, person, office.group(person, title="Продажи"))
    assert introduction.startswith("Показываю и считаю ваши сделки")


def test_who_opens_the_chat_for_the_first_time_is_told_what_it_does(office: AtWork) -> None:
    person = somebody_new(office)
    office.portal.http.post("/_sandbox/open", json={"as": person, "dialog": "bot"}).raise_for_status()
    introduction = office.answer(person, "bot", 0)
    assert introduction["text"].startswith("I show and count your deals")
    assert "mention me" not in introduction["text"]
    assert [key["TEXT"] for key in introduction["keyboard"]] == ["My open deals", "My tasks today", "What else?"]


def test_who_wrote_in_russian_gets_russian_everywhere_on_an_english_portal(office: AtWork) -> None:
    person = somebody_new(office)
    office.say(person, "спасибо большое")
    introduction = office.answer(person, office.group(person), 0)
    assert introduction["text"].startswith("Показываю и считаю ваши сделки")
    expired = office.say(person, "/deals", office.group(person, bot=False))
    assert "личном чате" in expired["text"] or "разрешение" in expired["text"]


def link(office: AtWork, login: str, context: dict[str, Any]) -> None:
    """Open the chat by a link with `BOT_CONTEXT`."""
    body = {"as": login, "dialog": "bot", "context": context}
    office.portal.http.post("/_sandbox/context", json=body).raise_for_status()


@pytest.fixture
def linked(transport: str, office: AtWork) -> AtWork:
    if transport == "webhook-v1":
        pytest.skip("bots of the first generation are not told of links")
    return office


def test_a_link_asks_what_it_says_once_a_minute(linked: AtWork) -> None:
    after = linked.last("anna")
    for _ in range(3):  # an image that is looked at thrice
        link(linked, "anna", {"text": "how many deals did I win in May"})
    assert "won" in linked.answer("anna", "bot", after)["text"]
    assert len(spoken(linked, "anna", "bot", after)) == 1


def test_a_link_that_says_nothing_shows_what_can_be_asked(linked: AtWork) -> None:
    after = linked.last("anna")
    link(linked, "anna", {"deal": 7, "state": {"won": True}})
    assert "/deals" in linked.answer("anna", "bot", after)["text"]


def test_a_link_neither_answers_a_question_nor_leaves_one_open(linked: AtWork) -> None:
    assert "Which client" in linked.say("anna", "/client")["text"]
    after = linked.last("anna")
    link(linked, "anna", {"text": "/call"})
    assert "Whom to call" in linked.answer("anna", "bot", after)["text"]
    assert "Open deals" in linked.say("anna", "Acme Corp")["text"], "the person's own question is the open one"
