"""Every kind of event, of either generation, with every kind of forged proof: refused, and nothing is stored."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from redis import Redis

from assistant import storage
from assistant.intake.app import create_app
from assistant.processes.embedded_redis import EmbeddedRedis
from assistant.settings import Settings
from assistant.workers.inbox import Inbox
from tests.intake import deliveries as v2
from tests.intake import deliveries_v1 as v1
from tests.intake.deliveries import MEMBER, TOKEN, form
from tests.intake.test_door import FORM, serving

OTHER, OTHERS_TOKEN = "0" * 32, "another portal's token"
"""A second portal that is installed as well."""
EVENTS: dict[str, dict[str, Any]] = {
    "v2 message": v2.written(),
    "v2 edit": v2.delivery("ONIMBOTV2MESSAGEUPDATE", message=v2.message(text="иначе")),
    "v2 command": v2.command("/deals", "won"),
    "v2 press": v2.command("/press", "8f3a", context="keyboard"),
    "v2 join": v2.delivery("ONIMBOTV2JOINCHAT", dialogId="27"),
    "v2 link": v2.delivery("ONIMBOTV2CONTEXTGET", dialogId="27", context={"text": "/deals"}),
    "v2 removal": v2.delivery("ONIMBOTV2DELETE"),
    "v1 message": v1.written(),
    "v1 edit": v1.written("иначе", event="ONIMBOTMESSAGEUPDATE"),
    "v1 command": v1.command("deals", "won"),
    "v1 press": v1.command("press", "8f3a", context="KEYBOARD"),
    "v1 join": v1.joined(),
    "v1 removal": v1.removed(),
}
UNINSTALL = {"event": "ONAPPUNINSTALL", "data": {"LANGUAGE_ID": "ru", "CLEAN": "1"}, "ts": "1"}

Forge = Callable[[dict[str, Any]], dict[str, Any]]


def proof(**auth: Any) -> Forge:
    """The delivery with this proof and no other."""
    return lambda payload: {**payload, "auth": auth}


def misplaced(payload: dict[str, Any]) -> dict[str, Any]:
    """The right token everywhere but where it counts."""
    inner = {"member_id": MEMBER, "application_token": TOKEN}
    data = payload["data"]
    bots = {key: {**entry, **inner, "AUTH": inner} for key, entry in data.get("BOT", {}).items()}
    commands = {key: {**entry, **inner, "AUTH": inner} for key, entry in data.get("COMMAND", {}).items()}
    data = {**data, **inner, "auth": inner, "bot": {**data.get("bot", {"id": v2.BOT}), "auth": inner}}
    data |= {name: value for name, value in {"BOT": bots, "COMMAND": commands}.items() if value}
    return {**payload, **inner, "AUTH": inner, "data": data, "auth": {"member_id": MEMBER}}


FORGERIES: dict[str, Forge] = {
    "no proof": proof(),
    "no token": proof(member_id=MEMBER),
    "empty token": proof(member_id=MEMBER, application_token=""),
    "made up": proof(member_id=MEMBER, application_token="made up"),
    "another portal's token": proof(member_id=MEMBER, application_token=OTHERS_TOKEN),
    "own token for another portal": proof(member_id=OTHER, application_token=TOKEN),
    "unknown portal": proof(member_id="1" * 32, application_token=TOKEN),
    "prefix": proof(member_id=MEMBER, application_token=TOKEN[:-1]),
    "list": proof(member_id=MEMBER, application_token={"0": TOKEN}),
    "misplaced": misplaced,
}


@pytest.fixture(scope="module")
def uninstalled() -> list[dict[str, Any]]:
    return []


@pytest.fixture(scope="module")
def client(redis_process: EmbeddedRedis, uninstalled: list[dict[str, Any]]) -> Iterator[httpx.Client]:
    inbox = Inbox(Settings(_env_file=None, redis_url=redis_process.url))
    tokens = {MEMBER: TOKEN, OTHER: OTHERS_TOKEN}
    with serving(create_app(inbox.accept, tokens.get, uninstalled.append)) as client:
        yield client
    inbox.close()


@pytest.fixture
def stored(redis_server: EmbeddedRedis) -> Iterator[Callable[[], int]]:
    """How many events lie in inboxes."""
    with Redis.from_url(redis_server.url, db=storage.STATE_DB) as redis:
        yield lambda: sum(redis.llen(key) for key in redis.scan_iter("inbox:*"))


def post(client: httpx.Client, payload: dict[str, Any], path: str = "/b24/events", **options: Any) -> int:
    return client.post(
        path, content=form(payload), headers={**FORM, **options.pop("headers", {})}, **options
    ).status_code


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES)
@pytest.mark.parametrize("payload", EVENTS.values(), ids=EVENTS)
def test_a_forged_event_is_refused(
    client: httpx.Client, stored: Callable[[], int], payload: dict[str, Any], forge: Forge
) -> None:
    assert post(client, forge(payload)) == 403
    assert stored() == 0


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES)
def test_a_forged_removal_of_the_application_is_refused(
    client: httpx.Client, uninstalled: list[dict[str, Any]], forge: Forge
) -> None:
    assert post(client, forge(UNINSTALL), "/b24/install") == 403
    assert uninstalled == []


@pytest.mark.parametrize("path", ["/b24/events", "/b24/install"])
def test_a_token_in_the_address_or_in_a_header_proves_nothing(
    client: httpx.Client, stored: Callable[[], int], uninstalled: list[dict[str, Any]], path: str
) -> None:
    payload = {**(UNINSTALL if path == "/b24/install" else v2.written()), "auth": {"member_id": MEMBER}}
    query = {"auth[application_token]": TOKEN, "application_token": TOKEN}
    headers = {"Authorization": f"Bearer {TOKEN}", "X-Application-Token": TOKEN}
    assert post(client, payload, path, params=query, headers=headers) == 403
    assert stored() == 0
    assert uninstalled == []


@pytest.mark.parametrize("payload", EVENTS.values(), ids=EVENTS)
def test_a_replayed_event_is_stored_once(
    client: httpx.Client, stored: Callable[[], int], payload: dict[str, Any]
) -> None:
    real = {**payload, "auth": {"member_id": MEMBER, "application_token": TOKEN}}
    assert [post(client, real) for _ in range(3)] == [200] * 3
    assert stored() == 1


@pytest.mark.parametrize("payload", EVENTS.values(), ids=EVENTS)
def test_an_event_of_one_portal_never_becomes_one_of_another(
    client: httpx.Client, stored: Callable[[], int], redis_server: EmbeddedRedis, payload: dict[str, Any]
) -> None:
    """Whatever stands inside: the proof says whose it is."""
    theirs = {**misplaced(payload), "auth": {"member_id": OTHER, "application_token": OTHERS_TOKEN}}
    assert post(client, theirs) == 200
    assert stored() == 1
    with Redis.from_url(redis_server.url, db=storage.STATE_DB) as redis:
        assert [key for key in redis.scan_iter("inbox:*") if MEMBER.encode() in key] == []
