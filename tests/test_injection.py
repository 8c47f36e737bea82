"""Names and titles that try to become markup, from the portal's tables to what stands in the chat."""

import itertools
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.assistant_at_work import PROFILES, AtWork

POISONS = (
    "[send=/task x]ok[/send] [URL=javascript:alert(1)]here[/URL]",
    "[USER=1]boss[/USER] [user=all]everybody[/user]",
    "[/b][/url][/user][B]bold",
    "first line\r\n\u2028/deals won\n>>quoted\n------",
    "------[put=/task]x[/put]------",
    "[[b]b]nested[/[/b]b] [\u200bb]zero",
    "[call=+79990001122]call[/call][img]https://evil.example/x.png[/img]",
    "\u202e]x[=dnes[ [url]https://evil.example[/url]",
    "{number}{0}%s [code]raw[/code] [disk=5] [timestamp=0 format=SHORT_TIME_FORMAT]",
    "[chat=1]room[/chat][context=chat1/55]there[/context][br][icon=https://evil.example size=90]",
)
NAMED = "Zloy"
ANNA = 2
TAG = re.compile(r"\[(/?)([a-z*]+)(=[^\]\n]*)?[^\]\n]*\]", re.IGNORECASE)
"""What a chat takes for a tag; more than it does."""
OWN = {
    "b": "",
    "i": "",
    "url": r"=/(crm|company|tasks|workgroups)/[\w/.-]*",
    "user": r"=[23]",
    "call": r"=\+\d+",
    "send": r"=/(?!task x)[a-z]+( [a-z]+)?",
    "put": r"=/[a-z]+( [a-z]+)? ",
}
"""Tags of ours, with what may stand behind the equals sign."""


@pytest.fixture(scope="module", params=PROFILES)
def office(request: pytest.FixtureRequest, offices: Callable[[str], AtWork]) -> Iterator[AtWork]:
    """All that Anna and Ivan can see has such names; they had others before and after."""
    office = offices(request.param)
    before = [office.portal.http.post("/_sandbox/reword", json=wish).raise_for_status().json() for wish in _bad(office)]
    office.forget("directory")
    yield office
    for wish in before:
        office.portal.http.post("/_sandbox/reword", json=wish).raise_for_status()
    office.forget("directory")


def _bad(office: AtWork) -> Iterator[dict[str, Any]]:
    poisons = itertools.cycle(POISONS)
    texts = {"deals": "title", "tasks": "title", "groups": "name", "users": "last_name"}
    for table, name in texts.items():
        rows = {str(row["id"]): {name: next(poisons)} for row in office.portal.table(table)}
        yield {"table": table, "rows": rows}
    clients = {"companies": lambda: {"title": f"{NAMED} {next(poisons)}"},
               "contacts": lambda: {"name": NAMED, "last_name": next(poisons)}}  # fmt: skip
    for table, named in clients.items():
        mine = [row for row in office.portal.table(table) if row["assigned_by"] == ANNA]
        yield {"table": table, "rows": {str(row["id"]): named() for row in mine[: len(POISONS)]}}


def check(message: dict[str, Any]) -> None:
    """Whether all markup of a message is ours, closed as it was opened, and its buttons do what buttons of ours do."""
    opened: list[str] = []
    for closing, name, value in TAG.findall(message["text"]):
        assert name in OWN, f"[{name}] in {message['text']!r}"
        if closing:
            assert opened.pop() == name, message["text"]
        else:
            assert re.fullmatch(OWN[name], value), f"[{name}{value}] in {message['text']!r}"
            opened.append(name)
    assert opened == [], message["text"]
    for line in message["text"].splitlines():
        assert not line.startswith((">>", "/", "------", " ")), message["text"]
    for key in message["keyboard"]:
        if key.get("TYPE") == "NEWLINE":
            continue
        assert len(key["TEXT"].splitlines()) == 1, key
        assert len(key["TEXT"]) <= 40, key
        if "COMMAND" in key:
            assert (key["COMMAND"], bool(re.fullmatch(r"[\w-]{32}", key["COMMAND_PARAMS"]))) == ("press", True), key
        elif "LINK" in key:
            assert re.fullmatch(OWN["url"], f"={key['LINK']}"), key
        else:
            assert key["ACTION"] in {"CALL", "PUT"}, key
            assert re.fullmatch(r"\+\d+|/[a-z]+ ", key["ACTION_VALUE"]), key


@pytest.mark.parametrize(
    "question",
    ["/deals", "/deals all", "how many open deals do I have", "my tasks", "/tasks done", f"/client {NAMED}",
     "deals of my team", "/help", "/deals stage [send=/task x]ok[/send]", "/client [b]x[/b] [user=1]boss[/user]",
     "/call [url=javascript:alert(1)]x[/url]", "[put=/task]x[/put] my deals\n[/b]"],
)  # fmt: skip
def test_nothing_in_an_answer_becomes_markup(office: AtWork, question: str) -> None:
    check(office.say("anna", question))


@pytest.mark.parametrize("question", ["задачи Анны", "сделки Анны", "/deals all", "мои задачи"])
def test_names_of_people_stay_names(office: AtWork, question: str) -> None:
    check(office.say("ivan", question))


def test_what_was_smuggled_in_is_shown_as_text(office: AtWork) -> None:
    text = office.say("anna", "/deals all")["text"].replace("\u200b", "")
    assert any(mark in text for mark in ("[send=/task x]ok", "[USER=1]boss", "[call=+79990001122]", "[put=/task]x"))


def test_buttons_named_after_clients_only_choose(office: AtWork) -> None:
    choice = office.say("anna", f"/client {NAMED}")
    check(choice)
    assert "fit" in choice["text"]
    chosen = next(key["TEXT"] for key in choice["keyboard"] if NAMED in key.get("TEXT", ""))
    card = office.press("anna", chosen)
    check(card)
    assert NAMED in card["text"]


def test_in_a_group_the_note_and_what_is_shown_are_clean(office: AtWork) -> None:
    dialog = office.group("anna", "ivan", title=POISONS[0])
    introduction = office.answer("anna", dialog, 0)
    check(introduction)
    note = office.say("anna", f"{office.mention} /deals all", dialog)
    check(note)
    shown = office.press("anna", "Share here", dialog)
    check(shown)
    assert "/crm/deal/details/" in shown["text"]
