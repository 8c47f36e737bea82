"""`assistant demo` as a new user meets it, and what happens around it."""

import json
import os
import signal
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psutil
import pytest

from tests.running_demo import RunningDemo, http, start


def test_a_question_from_another_window_is_answered(demo: RunningDemo, tmp_path: Path) -> None:
    plain = demo.command("ask", "how many open deals do I have", "--as", "anna")
    assert "open deals" in plain.stdout, plain.stderr
    assert "[ Show them ]" in plain.stdout

    asked = demo.command("ask", "--press", "Show them", "--as", "anna", "--json")
    answer = json.loads(asked.stdout)
    assert set(answer) == {"text", "attachments", "keyboard", "files", "calls", "ms"}
    assert answer["text"].startswith("[b]Your open deals")
    assert [call["as"] for call in answer["calls"]] == [2, "bot"]

    command = demo.command("ask", "--command", "deals won", "--as", "ivan")
    assert "выигранные" in command.stdout, command.stderr

    saved = demo.command("ask", "--press", "Файлом", "--as", "ivan", "--save", str(tmp_path / "files"))
    (file,) = (tmp_path / "files").iterdir()
    assert f"({file.name}, {file.stat().st_size} bytes)" in saved.stdout, saved.stderr

    examined = demo.command("doctor", "--demo")
    assert examined.returncode == 0, examined.stdout
    assert "FAIL" not in examined.stdout


def test_anybody_of_the_company_connects_and_no_secret_is_told(demo: RunningDemo, tmp_path: Path) -> None:
    with http(demo) as portal:
        people = portal.get("/_sandbox/people").json()["people"]
        anew = next(person["login"] for person in people if not person["fixed"] and person["language"] == "en")
        asked = json.loads(demo.command("ask", "how many open deals do I have", "--as", anew, "--json").stdout)
        assert "permission" in asked["text"]
        link = asked["keyboard"][0]["LINK"]
        back = portal.get(f"{link}&login={anew}")
        page = portal.get(back.headers["location"])
        assert "You can close this window." in page.text
        seen = demo.command("ask", "my tasks", "--as", anew)
        assert "permission" not in seen.stdout
    key = tmp_path / "token.key"
    assert key.stat().st_mode & 0o777 == 0o600
    examined = demo.command("doctor", "--demo")
    note = json.loads((tmp_path / "demo.json").read_text())
    told = "\n".join(demo.lines) + examined.stdout + examined.stderr
    query = {
        name: values[0]
        for url in (link, back.headers["location"])
        for name, values in parse_qs(urlsplit(url).query).items()
    }
    for secret in (key.read_text(), note["client_secret"], query["state"], query["code"]):
        assert secret not in told


def test_a_group_hears_only_that_the_answer_is_private(demo: RunningDemo) -> None:
    with http(demo) as portal:
        body = {"as": "anna", "title": "Sales", "users": ["ivan"], "bot": True}
        chat = portal.post("/_sandbox/chats", json=body).raise_for_status().json()["dialog"]
        in_group = demo.command("ask", "--command", "/deals", "--chat", chat, "--as", "anna")
        assert "answered you privately" in in_group.stdout, in_group.stderr
        private = portal.get("/_sandbox/messages", params={"as": "anna", "dialog": "bot"}).json()
        assert "Your open deals" in private[-1]["text"]
        overheard = portal.get("/_sandbox/messages", params={"as": "ivan", "dialog": chat}).json()
        assert not any("crm/deal" in message["text"] for message in overheard)


@pytest.mark.chaos
def test_whatever_is_killed_comes_back(demo: RunningDemo) -> None:
    for name in ("redis", "worker", "web"):
        demo.kill(name)
        demo.wait_for(f"{name} is back")
        answer = demo.command("ask", "how many open deals do I have", "--as", "anna")
        assert "open deals" in answer.stdout, (name, answer.stderr)


def test_a_second_demo_on_the_same_data_says_who_has_them(demo: RunningDemo, tmp_path: Path) -> None:
    second = demo.command("demo")
    assert second.returncode == 1
    assert "in use by" in second.stderr
    assert f"process {demo.process.pid}" in second.stderr


@pytest.mark.chaos
def test_nothing_outlives_a_killed_demo(tmp_path: Path, stamped_model: Path) -> None:
    demo = start(tmp_path, stamped_model)
    demo.wait_for("Ready in")
    family = psutil.Process(demo.process.pid).children(recursive=True)
    os.kill(demo.process.pid, signal.SIGKILL)
    demo.process.wait()
    _, alive = psutil.wait_procs(family, timeout=10)
    assert not alive

    again = start(tmp_path, stamped_model)
    again.wait_for("Ready in")
    again.stop()
    assert again.process.returncode == 0
