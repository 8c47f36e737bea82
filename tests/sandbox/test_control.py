"""The control routes and the bus of changes."""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor

from assistant.sandbox.changes import QUEUE_SIZE, Changes


def test_calls_are_logged_with_who_what_and_how_it_ended(sandbox):
    sandbox.http.get(f"{sandbox.webhook('ivan')}server.time", headers={"X-Trace-Id": "e1, e2"})
    sandbox.call("nonsense", {})
    first, second = sandbox.calls()
    assert (first["method"], first["as"], first["trace"], first["status"]) == ("server.time", 3, ["e1", "e2"], 200)
    assert (second["method"], second["status"], second["error"]) == ("nonsense", 404, "ERROR_METHOD_NOT_FOUND")
    assert first["ms"] >= 0
    assert [row["n"] for row in sandbox.calls(after=first["n"])] == [second["n"]]
    assert [row["n"] for row in sandbox.calls(trace="e2")] == [first["n"]]


def test_secrets_are_never_logged(sandbox):
    token = sandbox.tokens()["anna"].access_token
    sandbox.http.post("/rest/profile", json={"auth": token})
    sandbox.http.get("/rest/profile", params={"auth": token})
    log = sandbox.http.get("/_sandbox/calls").text
    assert log.count("profile") == 2
    assert token not in log
    assert sandbox.webhook().rsplit("/", 2)[1] not in log


def test_calls_of_bots_are_logged_as_the_bots(sandbox):
    sandbox.http.post("/rest/imbot.v2.Bot.list", json={"auth": sandbox.tokens()["admin"].access_token})
    sandbox.call("batch", {"cmd": {"a": "imbot.v2.Revision.get", "b": "imbot.v2.Revision.get"}})
    sandbox.call("batch", {"cmd": {"a": "imbot.v2.Revision.get", "b": "profile"}})
    assert [row["as"] for row in sandbox.calls()] == ["bot", "bot", 1]


def test_long_texts_are_cut_in_the_log(sandbox):
    sandbox.result("tasks.task.add", {"fields": {"TITLE": "x" * 5000, "RESPONSIBLE_ID": 1}})
    logged = sandbox.calls()[-1]["params"]["fields"]["TITLE"]
    assert logged.endswith("(5000 characters)")
    assert len(logged) < 2100


def test_tokens_name_the_people_with_their_zone_and_language(sandbox):
    tokens = sandbox.tokens()
    assert {login: token.user_id for login, token in tokens.items()} == {
        "anna": 2, "ivan": 3, "olga": 4, "max": 5, "admin": 1
    }  # fmt: skip
    assert (tokens["ivan"].language, tokens["ivan"].time_zone) == ("ru", "Europe/Moscow")
    assert re.fullmatch(r"[0-9a-f]{64}", tokens["anna"].access_token)


def test_nobody_with_such_a_login_has_a_webhook(sandbox):
    assert sandbox.http.get("/_sandbox/webhook", params={"login": "nobody"}).status_code == 404


def test_an_unknown_table_names_the_known_ones(sandbox):
    answer = sandbox.http.get("/_sandbox/tables/nonsense")
    assert answer.status_code == 404
    assert "deals" in answer.json()["error"]


def _run(listening):
    """Run a coroutine in a thread of its own: other tests may keep a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, listening).result()


def test_changes_reach_every_subscriber_from_any_thread():
    async def listen():
        changes = Changes()
        with changes.subscribe() as one, changes.subscribe() as other:
            await asyncio.to_thread(changes.publish, "task.add", {"id": 7})
            return [await asyncio.wait_for(each.get(), 5) for each in (one, other)]

    assert [(change.kind, change.payload) for change in _run(listen())] == [("task.add", {"id": 7})] * 2


def test_a_slow_subscriber_loses_the_oldest_changes():
    async def listen():
        changes = Changes()
        with changes.subscribe() as slow:
            for number in range(QUEUE_SIZE + 1):
                changes.publish("call", {"n": number})
            await asyncio.sleep(0)
            return await slow.get()

    assert _run(listen()).payload == {"n": 1}


def test_an_unsubscribed_listener_hears_nothing():
    async def listen():
        changes = Changes()
        with changes.subscribe():
            pass
        changes.publish("call", {})
        return changes._subscriptions

    assert _run(listen()) == set()
