"""Which files a person may open, and that a link leads to the portal and gives nothing away."""

import base64
from collections.abc import Mapping
from typing import Any

import pytest

from assistant.bitrix24.drive import unchanged
from assistant.catalogue import Catalogue
from assistant.effects import Permit
from assistant.models import DriveFile, File
from tests.bitrix24.conftest import Company

PERMIT = Permit("0" * 32)

PORTAL = "https://example.bitrix24.com"
ROW = {
    "ID": "9",
    "TYPE": "file",
    "DELETED_TYPE": "0",
    "GLOBAL_CONTENT_VERSION": "1",
    "SIZE": "4",
    "DETAIL_URL": f"{PORTAL}/company/personal/user/7/disk/file/Chat/a.csv",
}


@pytest.fixture
def bot_id(company: Company, catalogue: Catalogue) -> int:
    company.portals.register(company.member_id, catalogue)
    return company.portals.bot(company.member_id).id


def found(**told: Any) -> DriveFile | None:
    return unchanged({**ROW, **told}, PORTAL)


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/company/personal/user/7/disk/file/Чат 5/Сделки #1.xlsx",
         "/company/personal/user/7/disk/file/%D0%A7%D0%B0%D1%82%205/%D0%A1%D0%B4%D0%B5%D0%BB%D0%BA%D0%B8%20%231.xlsx"),
        ("/disk/file/a%20b.csv", "/disk/file/a%20b.csv"),
        ("/disk/[url]x[/url].csv", "/disk/%5Burl%5Dx%5B/url%5D.csv"),
        ("//evil.example/a", "/evil.example/a"),
        ("/\\evil.example", "/%5Cevil.example"),
        ("/docs/?objectId=9&cmd=show", "/docs/?objectId=9&cmd=show"),
    ],
)  # fmt: skip
def test_a_page_of_the_portal_is_a_path_in_which_everything_is_encoded(address: str, page: str) -> None:
    assert found(DETAIL_URL=PORTAL + address) == DriveFile(9, 4, page)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://evil.example/disk/a.csv",
        "https://example.bitrix24.com.evil.example/a.csv",
        "https://example.bitrix24.com@evil.example/a.csv",
        "http://example.bitrix24.com/a.csv",
        "javascript:alert(1)",
        "//example.bitrix24.com/a.csv",
        f"{PORTAL}/rest/download.json?auth=904993&token=disk%7C9",
        "https://[broken",
    ],
)
def test_any_other_address_is_no_page(address: str) -> None:
    assert found(DETAIL_URL=address) is None


@pytest.mark.parametrize(
    "told",
    [{"GLOBAL_CONTENT_VERSION": "2"}, {"GLOBAL_CONTENT_VERSION": None}, {"DELETED_TYPE": "3"}, {"TYPE": "folder"}],
)
def test_what_is_not_as_it_was_sent_is_left_out(told: dict[str, Any]) -> None:
    assert found(**told) is None


def test_a_person_opens_what_was_sent_to_them_and_nobody_else_does(company: Company, bot_id: int) -> None:
    bot = company.portals.bot(company.member_id)
    uploaded = bot.upload("2", File("a.csv", b"a;b\n"), "List", PERMIT)
    address = company.portals.address(company.member_id)
    ids = [uploaded.file_id, 999_999]

    def readable(person: int) -> Mapping[int, DriveFile]:
        return company.portals.as_person(company.member_id, person).readable_files(ids, address)

    before = company.count()
    assert list(readable(2)) == [uploaded.file_id]
    assert [call["method"] for call in company.requests(before)] == ["batch"], "one for all of them"
    assert not readable(3)
    change = {"id": uploaded.file_id, "fileContent": ["a.csv", base64.b64encode(b"x;y\n").decode()]}
    company.sandbox.result("disk.file.uploadVersion", change, login="anna")
    assert not readable(2), "as long as before, but not the same"


@pytest.mark.sandbox(scopes=frozenset({"imbot", "im", "user", "department", "crm", "task", "calendar"}))
def test_without_the_permission_nobody_is_asked(company: Company, bot_id: int) -> None:
    portal = company.portals.as_person(company.member_id, 2)
    company.portals.capabilities(company.member_id)
    before = company.count()
    assert not portal.readable_files([101], company.portals.address(company.member_id))
    assert company.count() == before
