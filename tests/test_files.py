"""Charts and spreadsheets on their way into the chat: after the text, to whom the text is, each once."""

import io
import itertools
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from redis import Redis

from assistant import storage
from assistant.assembly import conversation
from assistant.conversation import Conversation
from assistant.errors import PortalUnavailableError
from assistant.models import Dialog, Event, EventKind, Person
from tests.assistant_at_work import INBOUND, PATIENCE, AtWork

UPLOAD = "imbot.v2.File.upload"
REFUSED = {"status": 400, "error": "FILE_UPLOAD_FAILED"}
NOT_TAKEN = "the portal did not take it"
ANNA = Person(2, "Anna Becker")
numbers = itertools.count()

File = dict[str, Any]


@pytest.fixture(autouse=True)
def nothing_was_sent_before(at_work: AtWork) -> None:
    at_work.forget("drive")


def files(office: AtWork, login: str, after: int, count: int, dialog: str = "bot") -> list[File]:
    """The files that the bot has sent, with their captions, as soon as there are so many."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        messages = [each for each in office.messages(login, dialog, after) if each["bot"]]
        found = [{**file, "caption": message["text"]} for message in messages for file in message["files"]]
        if len(found) >= count:
            return found
        time.sleep(0.02)
    raise AssertionError(f"no {count} files in {PATIENCE} s")


def content(office: AtWork, file: File) -> bytes:
    return httpx.get(office.portal.url + file["url"]).raise_for_status().content


def sheet(office: AtWork, file: File) -> Worksheet:
    page = openpyxl.load_workbook(io.BytesIO(content(office, file))).active
    assert isinstance(page, Worksheet)
    return page


def bot_texts(office: AtWork, login: str, after: int, dialog: str = "bot") -> list[str]:
    return [each["text"] for each in office.messages(login, dialog, after) if each["bot"]]


def test_the_text_of_a_report_comes_first_then_a_picture_then_the_deals(at_work: AtWork) -> None:
    before = at_work.last("anna")
    answer = at_work.say("anna", "/report sales May")
    assert not answer["files"]
    picture, deals = files(at_work, "anna", before, 2)
    assert picture["kind"] == "image"
    assert content(at_work, picture).startswith(b"\x89PNG")
    assert (deals["name"], deals["kind"]) == ("Sales, May 2026.xlsx", "file")
    assert re.search(r"May 2026: (\d+) deals?", deals["caption"])[1] == str(sheet(at_work, deals).max_row - 1)
    uploads = [call for call in at_work.portal.calls(trace=answer["trace"][0]) if call["method"] == UPLOAD]
    assert len(uploads) == 2, "a request each, in no batch"


def test_all_deals_of_a_list_come_as_a_file_and_its_caption_says_which(at_work: AtWork) -> None:
    listed = at_work.say("anna", "/deals")
    total = int(re.search(r"Your open deals: (\d+)", listed["text"])[1])
    answer = at_work.press("anna", "As a file")
    (file,) = answer["files"]
    assert answer["text"].startswith(f"Your open deals: {total} rows, as of ")
    assert re.fullmatch(r"Your open deals, \d{4}-\d\d-\d\d\.xlsx", file["name"])
    page = sheet(at_work, file)
    head, *rows = page.iter_rows(values_only=True)
    assert head[:7] == ("Deal", "Client", "Amount", "Currency", "Stage", "Pipeline", "Responsible")
    assert len(rows) == total
    assert {row[6] for row in rows} == {"Anna Becker"}
    assert all(isinstance(row[2], int | float) and row[3] in {"EUR", "USD", "RUB"} for row in rows)
    titles = {row["title"] for row in at_work.portal.table("companies")}
    assert len(titles & {row[1] for row in rows}) > 3
    assert all(str(row[-1]).startswith(f"{at_work.portal.url}/crm/deal/details/") for row in rows)


def test_tasks_come_as_a_file_in_russian(at_work: AtWork) -> None:
    listed = at_work.say("ivan", "мои открытые задачи")
    total = int(re.search(r"открытые задачи: (\d+)", listed["text"])[1])
    answer = at_work.press("ivan", "Файлом")
    (file,) = answer["files"]
    head, *rows = sheet(at_work, file).iter_rows(values_only=True)
    assert head == ("Задача", "Состояние", "Срок", "Ответственный", "Проект", "Создана", "Завершена", "Ссылка")
    assert len(rows) == total
    assert {row[1] for row in rows} <= {"открыта", "просрочена"}


def test_the_tasks_of_a_report_come_as_a_file_by_words_and_never_as_formulas(at_work: AtWork) -> None:
    tasks = {str(row["id"]): {"title": f"=1+{row['id']}"} for row in at_work.portal.table("tasks")}
    before = at_work.portal.http.post("/_sandbox/reword", json={"table": "tasks", "rows": tasks}).json()
    try:
        told = at_work.say("ivan", "/отчёт задачи за май")
        answer = at_work.say("ivan", "файлом")
        assert "Задачи в файле." in answer["text"]
        (file,) = files(at_work, "ivan", answer["id"] - 1, 1)
    finally:
        at_work.portal.http.post("/_sandbox/reword", json=before).raise_for_status()
    assert file["name"] == "Задачи, май 2026.xlsx"
    head, *rows = sheet(at_work, file).iter_rows()
    assert [cell.value for cell in head][:4] == ["Задача", "Считается как", "Состояние", "Срок"]
    assert {cell.data_type for row in rows for cell in row[:3]} == {"s"}
    assert all(str(row[0].value).startswith("=1+") for row in rows)
    assert all(cell.value is None or cell.is_date for row in rows for cell in (row[3], row[6], row[7]))
    closed = sum("закрыта" in str(row[1].value) for row in rows)
    assert f"Закрыто: [b]{closed}[/b]" in told["text"]


def test_by_a_webhook_a_file_holds_what_the_list_holds(offices: Callable[[str], AtWork]) -> None:
    office = offices(INBOUND)
    total = int(re.search(r"(\d+)", office.say("anna", "/deals")["text"])[1])
    (file,) = office.press("anna", "As a file")["files"]
    _, *rows = sheet(office, file).iter_rows(values_only=True)
    assert len(rows) == total
    assert sum(bool(row[1]) for row in rows) > total / 2, "clients of own deals"


def test_in_a_group_files_go_to_who_asked_and_are_not_shared(at_work: AtWork) -> None:
    group = at_work.group("anna", "ivan")
    at_work.answer("anna", group, 0)  # it has introduced itself
    private, there = at_work.last("anna"), at_work.last("anna", group)
    at_work.say("anna", "/report sales May", group)
    assert len(files(at_work, "anna", private, 2)) == 2
    shared = at_work.press("anna", "Share here", group)
    assert "May 2026" in shared["text"]
    assert not [each for each in at_work.messages("ivan", group, there) if each["files"]]


def test_a_file_that_the_portal_does_not_take_costs_only_itself(at_work: AtWork) -> None:
    before = at_work.last("anna")
    at_work.portal.faults("status", method=UPLOAD, count=1, value=REFUSED)
    at_work.say("anna", "/report sales May")
    (deals,) = files(at_work, "anna", before, 1)
    assert deals["name"].endswith(".xlsx")
    text, failure, *_ = bot_texts(at_work, "anna", before)
    assert "Won:" in text
    assert NOT_TAKEN in failure
    assert "funnel" in failure, "it says which"
    again = at_work.last("anna")
    at_work.press("anna", "Try again")
    (picture,) = files(at_work, "anna", again, 1)
    assert picture["kind"] == "image"
    at_work.rest()
    assert f"{deals['name']}[/url]" in bot_texts(at_work, "anna", again)[0], "this one is there"


def test_a_portal_whose_bots_send_no_files_says_so_and_offers_none(offices: Callable[[str], AtWork]) -> None:
    office = offices("webhook-v1")
    answer = office.say("anna", "/report sales May")
    assert "Won:" in answer["text"]
    assert "bots send no files" in answer["text"]
    listed = office.say("anna", "/deals")
    assert "As a file" not in [key.get("TEXT") for key in listed["keyboard"]]


class Worker:
    """Answers a question of Anna's as often as a worker would try."""

    def __init__(self, office: AtWork, talk: Conversation) -> None:
        self.office = office
        self.talk = talk
        self.before = office.last("anna")
        self.event = Event(
            f"files {next(numbers)}", EventKind.MESSAGE, office.member_id, office.bot_id, ANNA,
            Dialog(str(ANNA.id)), self.before, text="/report sales May",
        )  # fmt: skip

    def tries(self) -> bool:
        """One try; whether the portal confirmed it."""
        try:
            self.talk.answer(self.event)
        except PortalUnavailableError:
            return False
        return True

    def said(self) -> list[str]:
        """Texts, and names of files."""
        messages = [each for each in self.office.messages("anna", after=self.before) if each["bot"]]
        return [each["files"][0]["name"] if each["files"] else each["text"][:20] for each in messages]

    def kept(self) -> int:
        """Files of this question in Redis."""
        with Redis.from_url(self.office.settings.redis_url, db=storage.STATE_DB) as redis:
            return sum(1 for _ in redis.scan_iter(f"spool:*{self.event.id}*"))


@pytest.fixture
def worker(at_work: AtWork) -> Iterator[Worker]:
    with conversation(at_work.settings) as talk:
        yield Worker(at_work, talk)
    at_work.portal.clear_faults()


ALL = ["[b]Your sales: May 2", "Sales and funnel “Sales”, May 2026.png", "Sales, May 2026.xlsx"]


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_file_whose_sending_was_not_confirmed_comes_once(worker: Worker, when: str) -> None:
    worker.office.portal.faults("drop", method=UPLOAD, count=1, value=when)
    assert [worker.tries(), worker.tries(), worker.tries()] == [False, True, True]
    assert worker.said() == ALL


def test_whoever_goes_on_sends_the_same_bytes_and_leaves_none_behind(worker: Worker) -> None:
    worker.office.portal.faults("drop", method=UPLOAD, count=1, value="before")
    assert not worker.tries()
    assert worker.kept() == 2
    asked = len(worker.office.portal.calls(trace=worker.event.id))
    assert worker.tries()
    assert worker.kept() == 0
    since = worker.office.portal.calls(trace=worker.event.id)[asked:]
    assert not [call for call in since if "crm" in str(call)], "nothing is read again"


def test_a_file_that_is_kept_no_longer_is_told_of(worker: Worker) -> None:
    worker.office.portal.faults("drop", method=UPLOAD, count=1, value="before")
    assert not worker.tries()
    worker.office.forget("spool")
    assert worker.tries()
    text, *failures = worker.said()
    assert text == ALL[0]
    assert [each[:15] for each in failures] == ["I could not sen"] * 2
