"""A portal that makes something else of references: what they brought is checked, and asked for again."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from redis import Redis

from assistant.bitrix24 import Transport
from assistant.bitrix24.answers import Answer
from assistant.bitrix24.batch import BatchAnswer, Command
from assistant.bitrix24.client_history import Guess
from assistant.bitrix24.client_links import Linked
from assistant.bitrix24.client_search import ClientSearch
from assistant.bitrix24.connection import Connection
from assistant.bitrix24.deal_lists import COMPANY, CONTACT
from assistant.bitrix24.oauth import OAuth
from assistant.bitrix24.sealing import Seal
from assistant.bitrix24.token_record import TokenPair
from assistant.bitrix24.tokens import Tokens
from assistant.models import Client, ClientKind
from assistant.settings import Settings
from tests.bitrix24.test_transport import Portal, caller, portal, slept

__all__ = ["caller", "portal", "slept"]


def batch(**results: Any) -> tuple[int, dict[str, str], bytes]:
    content = {"result": results, "result_error": [], "result_total": [], "result_next": [], "result_time": []}
    return 200, {}, json.dumps({"result": content, "time": {}}).encode()


def search(caller: Transport, portal: Portal, redis: Redis, redis_settings: Settings) -> ClientSearch:
    tokens = Tokens(redis, OAuth(caller.http, redis_settings), Seal(redis_settings), 1)
    pair = TokenPair("token", "refresh", portal.url)
    return ClientSearch(Connection(caller, tokens, "m1", 7, pair=pair))


STRANGER = {"id": 1, "name": "Somebody", "lastName": "Else", "companyId": 0}
IGOR = {"id": 12, "name": "Igor", "lastName": "Somov", "companyId": 5}
ROMASHKA = {"id": 5, "title": "Romashka"}


def test_rows_that_were_not_hit_are_left_out_and_hit_ones_fetched(
    caller: Transport, portal: Portal, redis: Redis, redis_settings: Settings
) -> None:
    portal.answers = [
        batch(PHONE={"CONTACT": [12]}, PHONEs_contact={"items": [STRANGER]}, PHONEs_company={"items": [ROMASHKA]}),
        batch(rest_contact={"items": [IGOR]}, rest_company=[], rest_names={"items": [ROMASHKA]}),
    ]
    (found,) = search(caller, portal, redis, redis_settings).find((), {"PHONE": "+4930123"})
    assert (found.id, found.name, found.company) == (12, "Igor Somov", "Romashka")
    asked = json.loads(portal.requests[1][3])["cmd"]["rest_contact"]
    assert "filter[%40id][0]=12" in asked


def test_names_of_companies_that_did_not_come_are_asked_for(
    caller: Transport, portal: Portal, redis: Redis, redis_settings: Settings
) -> None:
    portal.answers = [
        batch(term0_contact={"items": [IGOR]}, term0_company={"items": []}),
        batch(rest_names={"items": [ROMASHKA]}),
    ]
    (found,) = search(caller, portal, redis, redis_settings).find(("igor",), {})
    assert found.company == "Romashka"
    assert list(json.loads(portal.requests[1][3])["cmd"]) == ["rest_names"]


def test_a_search_without_hits_is_one_request(
    caller: Transport, portal: Portal, redis: Redis, redis_settings: Settings
) -> None:
    portal.answers = [batch(PHONE=[], PHONEs_contact={"items": [STRANGER]}, PHONEs_company={"items": []})]
    assert search(caller, portal, redis, redis_settings).find((), {"PHONE": "+4930123"}) == ()
    assert len(portal.requests) == 1


NOW = datetime(2026, 6, 10, 12, tzinfo=UTC)
ACME = Client(ClientKind.COMPANY, 5, "Acme")
LINKED = Linked(ClientKind.CONTACT, (12,), {12: "Igor Somov"}, ((COMPANY, 5), (CONTACT, 12)))


def talk(kind: int, owner: int) -> dict[str, Any]:
    started = {"START_TIME": "2026-06-09T12:00:00+00:00", "COMPLETED": "Y"}
    return {"ID": 1, "TYPE_ID": 2, "OWNER_TYPE_ID": kind, "OWNER_ID": owner, **started}


@pytest.mark.parametrize(
    ("rows", "stands"),
    [([talk(CONTACT, 12)], True), ([], True), ([talk(CONTACT, 12), talk(CONTACT, 13)], False), (None, False)],
)
def test_a_history_by_references_stands_only_without_strange_rows(rows: Any, *, stands: bool) -> None:
    guess = Guess(ACME, NOW)
    lists = {key: {"items": []} for key in ("open", "deals", "further")}
    results = {**lists, "talks0": rows, "chats0": [], "planned0": []}
    answer = BatchAnswer(
        [*(Command(key, "crm.item.list") for key in lists), *guess.commands],
        Answer({"result": {key: value for key, value in results.items() if value is not None}}),
    )
    found = guess.read(answer, LINKED, "Acme", ZoneInfo("UTC"))
    assert (found is not None) == stands
    if found and rows:
        assert found.last is not None
        assert found.last.with_whom == "Igor Somov"
