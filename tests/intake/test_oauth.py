"""The end of connecting over HTTP: a browser comes back, a page is shown, nothing else can be done there."""

import threading
from collections.abc import Iterator, Mapping

import httpx
import pytest

from assistant.errors import (
    AssistantError,
    ConsentError,
    PlanError,
    PortalGoneError,
    PortalUnavailableError,
    Refusal,
    ScopeMissingError,
)
from assistant.intake.app import create_app
from assistant.models import WebPage
from assistant.replies import connected_page, refused_page
from tests.intake.test_door import serving


class Returns:
    """What came in, and the page that goes out."""

    def __init__(self) -> None:
        self.queries: list[Mapping[str, str]] = []
        self.page = connected_page("en", "Anna", asked=True)
        self.hold: threading.Event | None = None

    def arrive(self, query: Mapping[str, str]) -> WebPage:
        self.queries.append(query)
        if self.hold:
            self.hold.wait(10)
        return self.page


@pytest.fixture
def returns() -> Returns:
    return Returns()


@pytest.fixture
def client(returns: Returns) -> Iterator[httpx.Client]:
    app = create_app(lambda events: (True,) * len(events), lambda _: None, lambda _: None, arrive=returns.arrive)
    with serving(app) as client:
        yield client


def test_what_the_portal_put_into_the_address_is_handed_over(client: httpx.Client, returns: Returns) -> None:
    query = {"code": "c1", "state": "s1", "domain": "x.bitrix24.ru", "member_id": "m", "server_domain": "oauth"}
    assert client.get("/b24/oauth", params=query).status_code == 200
    assert returns.queries == [query]


def test_the_page_says_that_it_worked(client: httpx.Client, returns: Returns) -> None:
    answer = client.get("/b24/oauth")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "<h1>Connected</h1>" in answer.text
    assert "The answer to your question is on its way into the chat." in answer.text
    assert "You can close this window." in answer.text
    returns.page = connected_page("ru", "Анна", asked=False)
    answer = client.get("/b24/oauth")
    assert '<html lang="ru">' in answer.text
    assert "Это окно можно закрыть." in answer.text
    assert "Ответ на ваш вопрос" not in answer.text


def test_nothing_runs_on_the_page_and_nothing_of_its_address_goes_on(client: httpx.Client) -> None:
    answer = client.get("/b24/oauth", params={"code": "SECRET-CODE", "state": "SECRET-STATE"})
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in answer.headers
    assert "SECRET" not in answer.text
    assert not [tag for tag in ("<script", "<form", "<img", "<a ", "<link") if tag in answer.text]


def test_a_name_cannot_become_a_tag(client: httpx.Client, returns: Returns) -> None:
    returns.page = connected_page("en", "<script>alert(1)</script>", asked=False)
    answer = client.get("/b24/oauth")
    assert "<script" not in answer.text
    assert "&lt;script&gt;" in answer.text


@pytest.mark.parametrize(
    ("error", "english", "russian"),
    [
        (ConsentError(reason=Refusal.STALE), "older than ten minutes", "старше десяти минут"),
        (ConsentError(reason=Refusal.LATE), "did not confirm your permission in time", "не успел подтвердить"),
        (ConsentError(reason=Refusal.OTHER_PERSON), "made for somebody else", "предназначена другому человеку"),
        (ConsentError(reason=Refusal.OTHER_PORTAL), "made for another Bitrix24", "для другого Битрикс24"),
        (ConsentError(reason=Refusal.NO_EMPLOYEE), "employees of this company only", "только сотрудникам"),
        (ConsentError(reason=Refusal.NOT_SERVED), "certain departments", "некоторых отделов"),
        (PortalUnavailableError(), "does not answer at the moment", "сейчас не отвечает"),
        (PlanError(), "the plan does not include it", "тариф их не включает"),
        (PortalGoneError(), "no longer exists", "больше нет"),
        (ScopeMissingError(scope="user"), "may not use &quot;user&quot;", "не разрешено «user»"),
        (AssistantError("detail"), "Something broke on my side", "У меня что-то сломалось"),
    ],
    ids=lambda value: getattr(value, "reason", type(value).__name__) if isinstance(value, AssistantError) else "",
)
def test_every_failure_says_what_happened(
    client: httpx.Client, returns: Returns, error: AssistantError, english: str, russian: str
) -> None:
    for lang, text, title in (("en", english, "Not connected"), ("ru", russian, "Не подключено")):
        returns.page = refused_page(lang, error)
        answer = client.get("/b24/oauth")
        assert answer.status_code == 400
        assert f"<h1>{title}</h1>" in answer.text
        assert text in answer.text
        assert "detail" not in answer.text


def test_who_can_do_something_about_it_is_told_what() -> None:
    again = "Write /connect to me in the chat; I send you a new link."
    assert again in refused_page("en", ConsentError(reason=Refusal.STALE)).lines
    assert again not in refused_page("en", ConsentError(reason=Refusal.NO_EMPLOYEE)).lines


def test_events_are_taken_while_the_vendor_is_slow(client: httpx.Client, returns: Returns) -> None:
    returns.hold = threading.Event()
    threads = [threading.Thread(target=httpx.get, args=(f"{client.base_url}/b24/oauth",)) for _ in range(20)]
    for thread in threads:
        thread.start()
    try:
        assert client.get("/health/ready").status_code == 200
    finally:
        returns.hold.set()
        for thread in threads:
            thread.join()
    assert len(returns.queries) == 20


def test_only_a_browser_that_comes_back_is_answered(client: httpx.Client) -> None:
    assert client.post("/b24/oauth", data={"code": "c"}).status_code == 405


def test_without_a_way_to_connect_there_is_no_such_page() -> None:
    with serving(create_app(lambda _: (), lambda _: None, lambda _: None)) as client:
        assert client.get("/b24/oauth").status_code == 404
