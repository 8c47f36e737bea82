"""Events of a bot without an application come to a path that holds a secret."""

import logging
from collections.abc import Iterator, Sequence

import httpx
import pytest

from assistant.errors import StoreUnavailableError
from assistant.intake.app import EVENTS_PATH, INSTALL_PATH, create_app
from assistant.intake.secret_path import SecretPath
from assistant.models import Event
from tests.intake.deliveries import TOKEN, form, written
from tests.intake.test_door import FORM, serving

SECRET = "0f9a52c31d6b4e"
PATH = f"{EVENTS_PATH}/{SECRET}"


class Hook:
    """The portal of a webhook: pins the first token, keeps what was accepted."""

    def __init__(self) -> None:
        self.first = ""
        self.pins = 0
        self.away = False
        self.accepted: list[Event] = []

    def pin(self, token: str) -> bool:
        if self.away:
            raise StoreUnavailableError("Redis is away")
        self.pins += 1
        self.first = self.first or token
        return token == self.first

    def accept(self, events: Sequence[Event]) -> tuple[bool, ...]:
        self.accepted += events
        return tuple(True for _ in events)


@pytest.fixture
def hook() -> Hook:
    return Hook()


@pytest.fixture
def client(hook: Hook) -> Iterator[httpx.Client]:
    app = create_app(hook.accept, lambda _: None, lambda _: None, SecretPath("webhook-acme", PATH, hook.pin))
    with serving(app) as client:
        yield client


def post(client: httpx.Client, path: str, **auth: str) -> int:
    payload = written()
    payload["auth"] |= auth
    return client.post(path, content=form(payload), headers=FORM).status_code


def test_an_event_belongs_to_the_portal_of_the_path_whatever_it_says_of_itself(
    client: httpx.Client, hook: Hook
) -> None:
    assert post(client, PATH, member_id="somebody-else") == 200
    assert [event.portal for event in hook.accepted] == ["webhook-acme"]


@pytest.mark.parametrize("path", [EVENTS_PATH, f"{EVENTS_PATH}/", f"{PATH}x", f"{EVENTS_PATH}/guess", INSTALL_PATH])
def test_any_other_path_takes_nothing(client: httpx.Client, hook: Hook, path: str) -> None:
    assert post(client, path) in (404, 405)
    assert not hook.accepted


def test_another_token_than_the_first_is_refused(client: httpx.Client, hook: Hook) -> None:
    assert post(client, PATH, application_token=TOKEN) == 200
    assert post(client, PATH, application_token="another") == 403
    assert post(client, PATH, application_token="") == 403
    assert len(hook.accepted) == 1


def test_the_pinned_token_is_looked_up_once(client: httpx.Client, hook: Hook) -> None:
    for _ in range(3):
        assert post(client, PATH) == 200
    assert hook.pins == 1


def test_a_store_that_is_away_is_told_to_the_portal(client: httpx.Client, hook: Hook) -> None:
    hook.away = True
    assert post(client, PATH) == 503


def test_the_log_does_not_tell_the_secret(client: httpx.Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "assistant"):
        assert post(client, PATH, application_token="") == 403
    assert "403" in caplog.text
    assert SECRET not in caplog.text
