"""Each list method through the portal in a box, also while others change what is read."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from random import Random

import httpx
import pytest

from assistant.bitrix24 import Transport
from assistant.bitrix24.batch import Source
from assistant.bitrix24.rows import AtOnce, Listing, stream
from assistant.bitrix24.stage_history import stage_changes
from assistant.bitrix24.webhook_mode.address import Address
from assistant.bitrix24.webhook_mode.connection import HookConnection
from assistant.models import StageChange
from assistant.sandbox.options import Options
from tests.portal_in_a_box import RunningSandbox, running

DEALS = {"entityTypeId": 2, "select": ["id", "stageId"]}
CHANGES = 150
"""So many are made while the rows are read again and again."""
LISTINGS = {
    "deals": Listing("crm.item.list", {"@stageSemanticId": ["P", "S", "F"]}, DEALS, rows=("items",)),
    "deals, classic": Listing("crm.deal.list", {"!STAGE_ID": "NOWHERE"}, {"select": ["ID"]}, id="ID", key="ID"),
    "history": Listing("crm.stagehistory.list", {}, {"entityTypeId": 2}, rows=("items",), id="ID", key="ID"),
    "contacts": Listing("crm.item.list", {}, {"entityTypeId": 3, "select": ["id"]}, rows=("items",)),
    "tasks": Listing("tasks.task.list", {}, {"select": ["ID"]}, rows=("tasks",), key="ID"),
    "users": Listing("user.get", {"ACTIVE": True}, {"select": ["ID"]}, id="ID", key="ID", two_texts=True),
}


@pytest.fixture(scope="module")
def portal() -> Iterator[RunningSandbox]:
    with running(Options(port=0, bucket=0, deals=4000)) as portal:
        yield portal


@pytest.fixture(scope="module")
def source(portal: RunningSandbox) -> Iterator[Source]:
    with Transport() as transport:
        yield HookConnection(transport, Address.of(portal.webhook()))


@pytest.mark.parametrize("at_once", [1, 16])
@pytest.mark.parametrize("name", LISTINGS)
def test_a_method_gives_every_row_of_its_table_once(
    portal: RunningSandbox, source: Source, name: str, at_once: int
) -> None:
    rows = portal.table(name.partition(",")[0])
    expected = [row["id"] for row in rows if row.get("active", True)]
    listing = LISTINGS[name]
    found = [listing.id_of(row) for row in stream(source, (listing,), spare=AtOnce(at_once))]
    assert Counter(found) == Counter(expected)
    assert found


@pytest.mark.parametrize("number", [0, 1, 700, 2000])
def test_the_histories_of_some_deals_are_read_whole(portal: RunningSandbox, source: Source, number: int) -> None:
    """By their ids in one condition, in several, or by the range of their ids."""
    deals = Random(number).sample([row["id"] for row in portal.table("deals")], number)
    expected = [StageChange(row["owner_id"], row["stage_id"]) for row in portal.table("history")]
    expected = [each for each in expected if each.deal in set(deals)]
    assert Counter(stage_changes(source, deals)) == Counter(expected)
    assert Counter(stage_changes(source, deals, by_range=False)) == Counter(expected)


@pytest.mark.parametrize("at_once", [1, 16])
def test_deals_that_stay_are_read_once_while_others_come_go_and_change(
    portal: RunningSandbox, source: Source, at_once: int
) -> None:
    before = {row["id"] for row in portal.table("deals") if row["semantics"] == "P"}
    stop, touched = threading.Event(), set[int]()

    def change() -> None:
        random = Random(at_once)
        with httpx.Client(base_url=portal.webhook("admin"), timeout=30) as http:
            for each in random.sample(sorted(before), len(before)):
                if stop.is_set():
                    return
                touched.add(each)
                how = random.choice(("add", "delete", "update"))
                wish = {
                    "add": {"fields": {"TITLE": "New"}},
                    "delete": {"id": each},
                    "update": {"id": each, "fields": {"STAGE_ID": random.choice(("NEW", "LOSE"))}},
                }[how]
                answer = http.post(f"crm.deal.{how}", json=wish)
                if how == "add":
                    touched.add(answer.raise_for_status().json()["result"])

    listing = Listing("crm.item.list", {"stageSemanticId": "P"}, DEALS, rows=("items",))
    others = threading.Thread(target=change)
    others.start()
    try:
        readings: list[list[int]] = []
        while len(touched) < CHANGES:
            readings.append([row["id"] for row in stream(source, (listing,), spare=AtOnce(at_once))])
    finally:
        stop.set()
        others.join()
    for found in readings:
        assert max(Counter(found).values()) == 1
        assert before - touched <= set(found) <= before | touched
