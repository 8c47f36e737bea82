"""Consent, codes, token pairs, installation."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qsl, urlsplit

import pytest

from assistant.sandbox.rest.brackets import unfold

APP = {"client_id": "local.sandbox", "client_secret": "sandbox-secret"}


@dataclass
class Assistant:
    """What stands for the assistant: it keeps what was posted to it."""

    url: str
    posts: list[tuple[str, dict]] = field(default_factory=list)


@pytest.fixture
def assistant() -> Iterator[Assistant]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            kept.posts.append((self.path, unfold(parse_qsl(body, keep_blank_values=True))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    kept = Assistant(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield kept
    server.shutdown()
    thread.join()
    server.server_close()


def _exchange(sandbox, **query):
    return sandbox.http.get("/oauth/token/", params=APP | query)


def test_installation_posts_a_form_with_a_working_token(sandbox, assistant):
    answer = sandbox.install(assistant.url)
    assert answer["status"] == 200
    path, body = assistant.posts[0]
    auth = body["auth"]
    assert (path, body["event"]) == ("/b24/install", "ONAPPINSTALL")
    assert auth["member_id"] == answer["member_id"]
    assert {"imbot", "crm", "task"} <= set(auth["scope"].split(" "))
    assert auth["application_token"]
    info = sandbox.http.post("/rest/app.info", json={"auth": auth["access_token"]}).json()["result"]
    assert (info["INSTALLED"], info["CODE"]) == (True, "local.sandbox")
    who = sandbox.http.post("/rest/profile", json={"auth": auth["access_token"]}).json()["result"]
    assert (who["ID"], who["ADMIN"]) == ("1", True)


def test_an_assistant_that_does_not_answer_is_told_of(sandbox):
    answer = sandbox.install("http://127.0.0.1:9")
    assert answer["status"] is None
    assert "ConnectError" in answer["error"]


def test_installation_asks_where_the_assistant_is(sandbox):
    answer = sandbox.http.post("/_sandbox/install")
    assert answer.status_code == 400
    assert "handler" in answer.json()["error"]


def test_a_refresh_token_gives_a_new_pair_once(sandbox):
    old = sandbox.tokens()["ivan"]
    answer = _exchange(sandbox, grant_type="refresh_token", refresh_token=old.refresh_token)
    pair = answer.json()
    assert (pair["user_id"], pair["expires_in"]) == (3, 3600)
    assert pair["refresh_token"] != old.refresh_token
    assert pair["client_endpoint"] == f"{sandbox.url}/rest/"
    who = sandbox.http.post("/rest/profile", json={"auth": pair["access_token"]})
    assert who.json()["result"]["NAME"] == "Иван"
    again = _exchange(sandbox, grant_type="refresh_token", refresh_token=old.refresh_token)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")


def test_a_wrong_secret_and_a_wrong_grant_are_refused(sandbox):
    token = sandbox.tokens()["ivan"].refresh_token
    wrong = _exchange(sandbox, client_secret="x", grant_type="refresh_token", refresh_token=token)
    assert wrong.json()["error"] == "invalid_client"
    assert _exchange(sandbox, grant_type="password").json()["error"] == "invalid_request"


def test_consent_leads_back_with_a_code_for_one_exchange(sandbox, assistant):
    sandbox.install(assistant.url)
    query = {"client_id": "local.sandbox", "state": "s1"}
    page = sandbox.http.get("/oauth/authorize/", params=query)
    assert "Anna Becker" in page.text
    back = sandbox.http.get("/oauth/authorize/", params=query | {"login": "anna"})
    assert back.status_code == 302
    address = urlsplit(back.headers["location"])
    told = dict(parse_qsl(address.query))
    assert back.headers["location"].startswith(f"{assistant.url}/b24/oauth?")
    assert (told["state"], told["domain"]) == ("s1", sandbox.url.removeprefix("http://"))
    pair = _exchange(sandbox, grant_type="authorization_code", code=told["code"]).json()
    assert "user_id" not in pair
    who = sandbox.http.post("/rest/profile", json={"auth": pair["access_token"]}).json()["result"]
    assert (who["NAME"], told["member_id"]) == ("Anna", pair["member_id"])
    again = _exchange(sandbox, grant_type="authorization_code", code=told["code"])
    assert again.json()["error"] == "invalid_grant"


def test_everybody_who_works_there_can_consent(sandbox, assistant):
    sandbox.install(assistant.url)
    query = {"client_id": "local.sandbox", "state": "s1"}
    users = sandbox.table("users")
    page = sandbox.http.get("/oauth/authorize/", params=query).text
    assert page.count("<li>") == sum(user["active"] for user in users)
    left = next(user for user in users if not user["active"])
    assert sandbox.http.get("/oauth/authorize/", params=query | {"login": left["login"]}).status_code == 200
    new = next(user for user in users if user["active"] and user["id"] > 5)
    assert sandbox.http.get("/oauth/authorize/", params=query | {"login": new["login"]}).status_code == 302


def test_an_application_that_is_not_installed_gets_no_consent(sandbox):
    answer = sandbox.http.get("/oauth/authorize/", params={"client_id": "local.sandbox"})
    assert answer.status_code == 404
