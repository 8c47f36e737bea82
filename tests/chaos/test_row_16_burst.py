"""Row 16: a burst of a thousand events in a second. Pass: each gets its 200 within three seconds, all are answered, in
their order, and the portal refuses nothing.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import defaultdict
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from redis import Redis

from assistant import storage
from assistant.bitrix24 import Portals
from assistant.intake.events import events_of
from tests.chaos.beside_a_demo import address_of, settings_of
from tests.intake.deliveries import form, written
from tests.running_demo import RunningDemo, http
from tests.workers.conftest import until

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(180)]
PEOPLE, MESSAGES = 25, 40
COMMAND = "deals"
FIRST = 500_000
"""Number of the first message, far above those of other tests."""


def test_a_thousand_events_at_once_are_all_taken_and_answered_in_order_within_the_portals_limit(
    standing_demo: RunningDemo,
) -> None:
    settings, place = settings_of(standing_demo), f"{address_of(standing_demo)['intake']}/b24/events"
    with http(standing_demo) as portal, Redis.from_url(settings.redis_url, db=storage.STATE_DB) as redis:
        with Portals(redis, settings) as portals:
            events = deliveries(portal, portals, settings.client_id)
        last = calls(portal)[-1]["n"]
        taken = asyncio.run(post(place, [[form(event) for event in each] for each in events]))
        assert [status for status, _ in taken] == [200] * (PEOPLE * MESSAGES)
        assert max(seconds for _, seconds in taken) < 3
        until(lambda: not redis.exists(storage.WORK), within=120)
        for each in events:
            wanted = [events_of(event, event["auth"]["member_id"], 0.0)[0].id for event in each]
            assert answered(portal, each[0]["data"]["user"]["id"], set(wanted)) == wanted
        assert not [call for call in calls(portal, last) if call["status"] == 503]


def deliveries(portal: httpx.Client, portals: Portals, client_id: str) -> list[list[dict[str, Any]]]:
    """What the portal posts when many people write many messages each."""
    told = portal.get("/_sandbox/people").raise_for_status().json()
    member = portal.get("/_sandbox/tokens", params={"client_id": client_id}).json()["member_id"]
    proof = {"member_id": member, "application_token": portals.application_token(member)}
    people = [person["id"] for person in told["people"]][:PEOPLE]
    assert len(people) == PEOPLE
    numbers = iter(range(FIRST, FIRST + PEOPLE * MESSAGES))
    return [
        [
            written(
                f"/help {COMMAND}", next(numbers), ts=int(time.time()),
                bot={"id": told["bots"][0]["id"], "code": "assistant", "auth": {}},
                chat={"id": 5, "dialogId": str(person), "type": "private"},
                user={"id": person, "name": "Somebody", "bot": False, "extranet": False},
            ) | {"auth": proof}
            for _ in range(MESSAGES)
        ]
        for person in people
    ]  # fmt: skip


async def post(place: str, bodies: list[list[bytes]]) -> list[tuple[int, float]]:
    """Post each person's events one after another, all people at once; statuses, and the seconds that each took."""
    split = urlsplit(place)
    head = f"POST {split.path} HTTP/1.1\r\nHost: {split.netloc}\r\nContent-Type: application/x-www-form-urlencoded\r\n"

    async def one(own: list[bytes]) -> list[tuple[int, float]]:
        reader, writer = await asyncio.open_connection(split.hostname, split.port)
        taken = []
        for body in own:
            began = time.monotonic()
            writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
            answer = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
            await reader.readexactly(int(answer.split("content-length: ")[1].split("\r\n")[0]))
            taken.append((int(answer.split()[1]), time.monotonic() - began))
        writer.close()
        return taken

    return [each for person in await asyncio.gather(*map(one, bodies)) for each in person]


def answered(portal: httpx.Client, person: int, events: set[str]) -> list[str]:
    """These events in the order of their answers, as they stand in the dialog, without what was said meanwhile."""
    messages = portal.get("/_sandbox/messages", params={"as": person, "dialog": "bot"}).raise_for_status().json()
    told: dict[int, list[str]] = defaultdict(list)
    for message in messages:
        if COMMAND in message["text"] and message["bot"]:
            told[message["id"]] += [event for event in message["trace"] if event in events]
    return [event for number in sorted(told) for event in told[number]]


def calls(portal: httpx.Client, after: int = 0) -> list[dict[str, Any]]:
    return [json.loads(line) for line in portal.get("/_sandbox/calls", params={"after": after}).text.splitlines()]
