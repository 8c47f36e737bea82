"""A file that lies on the portal's Drive already comes as a link, to whoever may open it."""

import base64
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import unquote

import pytest
from redis import Redis

from assistant import storage
from assistant.assembly import conversation
from assistant.models import Dialog, Event, EventKind, Person
from assistant.sent_files import SentFiles
from tests.assistant_at_work import INBOUND, AtWork
from tests.test_files import bot_texts, content, files

UPLOAD = "imbot.v2.File.upload"
LOOKS = "disk.file.get"
THERE = "Already on the portal's Drive"


@pytest.fixture(autouse=True)
def nothing_was_sent_before(at_work: AtWork) -> Iterator[None]:
    at_work.forget("drive")
    yield
    at_work.portal.clear_faults()
    at_work.forget("drive")


def calls(answer: dict[str, Any], what: str) -> int:
    """Requests of this method, or batches with it."""
    return sum(1 for call in answer["calls"] if what.casefold() in str([call["method"], call["params"]]).casefold())


def sent_id(file: dict[str, Any]) -> int:
    """On the Drive."""
    return int(re.search(r"/files/(\d+)/", file["url"])[1])


def page_of(text: str) -> str:
    """The address in the first link to the Drive."""
    return str(re.search(r"\[url=(/company/[^\]]*/disk/file/[^\]]*)\]", text)[1])


def deals_as_file(office: AtWork, login: str = "anna") -> dict[str, Any]:
    office.say(login, "/deals")
    return office.press(login, "As a file" if login != "ivan" else "Файлом")


def test_the_second_asking_sends_no_file_and_has_a_link(at_work: AtWork) -> None:
    (file,) = deals_as_file(at_work)["files"]
    again = deals_as_file(at_work)
    assert not again["files"]
    assert (calls(again, UPLOAD), calls(again, LOOKS)) == (0, 1)
    assert again["text"].startswith(THERE)
    assert again["text"].endswith(f"{file['name']}[/url]")
    page = page_of(again["text"])
    assert unquote(page).endswith(f"/{sent_id(file)}/{file['name']}")
    assert at_work.portal.http.get(page).content == content(at_work, file)


def test_a_report_says_where_its_files_are_below_its_figures(at_work: AtWork) -> None:
    before = at_work.last("anna")
    at_work.say("anna", "/report sales May")
    names = [file["name"] for file in files(at_work, "anna", before, 2)]
    before = at_work.last("anna")
    again = at_work.say("anna", "/report sales May")
    figures, _, links = again["text"].partition(THERE)
    assert "Won:" in figures
    assert [name for name in names if name in links] == names
    at_work.rest()
    assert bot_texts(at_work, "anna", before) == [again["text"]], "one message"
    assert (calls(again, UPLOAD), calls(again, LOOKS)) == (0, 1), "one look at both"
    assert len(again["calls"]) <= 3 + 1 + 1 + 1, "as few requests as ever, and the reply"


def test_a_colleague_who_may_not_open_it_gets_the_file(at_work: AtWork) -> None:
    (file,) = deals_as_file(at_work)["files"]
    with Redis.from_url(at_work.settings.redis_url, db=storage.STATE_DB) as redis:
        mine = next(key for key in redis.scan_iter("drive:*:2"))
        # As if what Ivan is about to get were the same.
        answer = deals_as_file(at_work, "ivan")
        (own,) = answer["files"]
        digest = next(redis.scan_iter("drive:*:3")).split(b":")[2].decode()
        for key in redis.scan_iter(f"drive:*:{digest}:*"):
            redis.set(key, redis.get(mine) or b"")
    again = deals_as_file(at_work, "ivan")
    assert sent_id(again["files"][0]) not in {sent_id(file), sent_id(own)}
    assert (calls(again, LOOKS), THERE in again["text"]) == (1, False)
    assert not deals_as_file(at_work, "ivan")["files"], "his own is known now"


def drop(office: AtWork, file_id: int) -> None:
    office.portal.result("disk.file.markDeleted", {"id": file_id}, login="anna")


def change(office: AtWork, file_id: int) -> None:
    text = ["a.xlsx", base64.b64encode(b"other deals").decode()]
    office.portal.result("disk.file.uploadVersion", {"id": file_id, "fileContent": text}, login="anna")


def no_permission(office: AtWork, _: int) -> None:
    refusal = {"status": 401, "error": "insufficient_scope", "description": "The request requires higher privileges"}
    office.portal.faults("status", method=LOOKS, count=1, value=refusal)


def away(office: AtWork, _: int) -> None:
    office.portal.faults("status", method=LOOKS, count=1, value={"status": 500, "error": "INTERNAL_SERVER_ERROR"})


@pytest.mark.parametrize("happens", [drop, change, no_permission, away])
def test_a_file_that_cannot_be_opened_as_it_was_is_sent_again(
    at_work: AtWork, happens: Callable[[AtWork, int], None]
) -> None:
    (file,) = deals_as_file(at_work)["files"]
    sent = content(at_work, file)
    happens(at_work, sent_id(file))
    (again,) = deals_as_file(at_work)["files"]
    assert sent_id(again) != sent_id(file)
    assert content(at_work, again) == sent
    assert not deals_as_file(at_work)["files"], "the new one is known"


def test_by_a_webhook_nobody_can_be_asked_so_it_is_sent_again(offices: Callable[[str], AtWork]) -> None:
    office = offices(INBOUND)
    first, second = (deals_as_file(office) for _ in range(2))
    assert len(first["files"]) == len(second["files"]) == 1
    assert calls(second, LOOKS) == 0


def test_another_process_knows_of_it(at_work: AtWork) -> None:
    (file,) = deals_as_file(at_work)["files"]
    before = at_work.last("anna")
    with conversation(at_work.settings) as talk:
        identity = f"files after a restart {before}"
        talk.answer(
            Event(identity, EventKind.MESSAGE, at_work.member_id, at_work.bot_id, Person(2, "Anna Becker"),
                  Dialog("2"), before, text="as a file")
        )  # fmt: skip
    assert unquote(page_of(bot_texts(at_work, "anna", before)[-1])).endswith(file["name"])


def test_it_is_known_for_a_day_in_its_portal_and_dialog(at_work: AtWork) -> None:
    deals_as_file(at_work)
    at_work.rest()
    with Redis.from_url(at_work.settings.redis_url, db=storage.STATE_DB) as redis:
        found = {key.decode(): redis.ttl(key) for key in redis.scan_iter("drive:*")}
        assert len(found) == 2, "in her dialog, and wherever it was sent last"
        assert all(storage.DAY - 60 < seconds <= storage.DAY for seconds in found.values())
        sent = SentFiles(redis)
        (digest,) = {key.split(":")[2] for key in found}
        assert sent.find(at_work.member_id, "3", [digest, "0" * 64])[1] == ()
        assert len(sent.find("another portal", "2", [digest])[0]) == 0
    at_work.forget("drive")
    assert deals_as_file(at_work)["files"], "a day later it is sent again"
