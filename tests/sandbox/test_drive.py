"""Files on the Drive: whose they are to read, what they tell, and what becomes of them."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import quote

import pytest

from tests.portal_in_a_box import RunningSandbox

NAME = "Сделки за июнь.csv"


@pytest.fixture
def file_id(sandbox: RunningSandbox) -> int:
    """A file that a bot has sent to Anna."""
    bot = {"botToken": "secret"}
    fields = {**bot, "code": "b", "properties": {"name": "B"}, "eventMode": "fetch"}
    bot_id = sandbox.result("imbot.v2.Bot.register", {"fields": fields})["bot"]["id"]
    content = {"name": NAME, "content": base64.b64encode(b"a;b\n").decode()}
    sent = sandbox.result("imbot.v2.File.upload", {**bot, "botId": bot_id, "dialogId": "2", "fields": content})
    return int(sent["file"]["id"])


def refused(sandbox: RunningSandbox, file_id: int, login: str) -> Any:
    return sandbox.call("disk.file.get", {"id": file_id}, login=login).json()["error"]


def test_who_is_in_the_chat_reads_its_files_and_nobody_else(sandbox: RunningSandbox, file_id: int) -> None:
    file = sandbox.result("disk.file.get", {"id": file_id}, login="anna")
    told = {name: file[name] for name in ("ID", "NAME", "TYPE", "DELETED_TYPE", "GLOBAL_CONTENT_VERSION", "SIZE")}
    assert told == {
        "ID": str(file_id),
        "NAME": NAME,
        "TYPE": "file",
        "DELETED_TYPE": "0",
        "GLOBAL_CONTENT_VERSION": "1",
        "SIZE": "4",
    }
    assert refused(sandbox, file_id, "ivan") == "ACCESS_DENIED"
    assert refused(sandbox, file_id, "admin") == "ACCESS_DENIED"
    assert refused(sandbox, file_id + 1, "anna") == "ERROR_NOT_FOUND"


def test_its_page_is_told_without_encoding_and_opens(sandbox: RunningSandbox, file_id: int) -> None:
    page = sandbox.result("disk.file.get", {"id": file_id}, login="anna")["DETAIL_URL"]
    assert page.endswith(NAME)
    assert sandbox.http.get(quote(page, safe=":/")).content == b"a;b\n"


def test_another_content_is_another_version(sandbox: RunningSandbox, file_id: int) -> None:
    change = {"id": file_id, "fileContent": [NAME, base64.b64encode(b"a;b;c\n").decode()]}
    sandbox.result("disk.file.uploadVersion", change, login="anna")
    file = sandbox.result("disk.file.get", {"id": file_id}, login="anna")
    assert (file["GLOBAL_CONTENT_VERSION"], file["SIZE"]) == ("2", "6")


def test_what_is_in_the_trash_says_so_and_has_no_page(sandbox: RunningSandbox, file_id: int) -> None:
    file = sandbox.result("disk.file.markDeleted", {"id": file_id}, login="anna")
    assert (file["DELETED_TYPE"], file["DELETED_BY"]) == ("3", "2")
    assert sandbox.result("disk.file.get", {"id": file_id}, login="anna")["DELETED_TYPE"] == "3"
    assert sandbox.http.get(quote(file["DETAIL_URL"], safe=":/")).status_code == 404
