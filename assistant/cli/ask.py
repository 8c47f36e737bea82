"""`assistant ask`: write to the assistant in the demo portal as an employee, and print what it answers."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import httpx

from assistant.cli.demo_address import read as running_demo
from assistant.settings import load

NOTICE = "notice:"
"""Begins the trace of a message that only says that the answer takes longer."""
POLL = 0.05
"""Seconds between two looks into the chat."""
FILES_WITHIN = 1.0
"""Seconds after the answer, or after a file of it, in which its next file comes."""


@dataclass(frozen=True, slots=True)
class Chat:
    """A dialog of the demo portal, seen by one person."""

    http: httpx.Client
    login: str
    dialog: str

    def messages(self, after: int = 0) -> list[dict[str, Any]]:
        """Messages with a greater id, oldest first."""
        params: dict[str, str | int] = {"as": self.login, "dialog": self.dialog, "after": after}
        return list(self._checked(self.http.get("/_sandbox/messages", params=params)))

    def say(self, text: str) -> int:
        """Write; the id of the message."""
        body = {"as": self.login, "dialog": self.dialog, "text": text}
        return int(self._checked(self.http.post("/_sandbox/say", json=body))["message_id"])

    def press(self, button: str) -> int:
        """Press the newest button with this text; the id of the newest message before the answer."""
        history = self.messages()
        for message in reversed(history):
            texts = [key.get("TEXT") for key in message["keyboard"]]
            if button in texts:
                body = {"as": self.login, "message_id": message["id"], "button": button}
                self._checked(self.http.post("/_sandbox/press", json=body))
                return int(history[-1]["id"])
        shown = [key.get("TEXT") for message in history[-3:] for key in message["keyboard"] if key.get("TEXT")]
        raise click.ClickException(f"No button says {button!r}. The last ones: {', '.join(shown) or 'none'}")

    def calls(self, trace: list[str]) -> list[dict[str, Any]]:
        """The REST calls made for events, as in the portal's log."""
        rows: list[dict[str, Any]] = []
        for event in trace:
            log = self.http.get("/_sandbox/calls", params={"trace": event})
            rows += [json.loads(line) for line in log.text.splitlines()]
        return rows

    def _checked(self, response: httpx.Response) -> Any:
        if response.is_error:
            raise click.ClickException(f"The portal says: {response.text.strip()}")
        return response.json()


@click.command(
    epilog="""\b
Examples:
  assistant ask "how many open deals do I have" --as anna
  assistant ask --command "/deals won june" --as anna --json
  assistant ask --press "Show them" --as anna
  assistant ask "/report sales May" --as anna --save reports
  assistant ask --chat chat12 "/help" --as ivan"""
)
@click.argument("text", required=False)
@click.option("--as", "login", default="anna", show_default=True, help="Who writes: anna, ivan, olga, max or admin.")
@click.option("--command", help="A slash command instead of a text.")
@click.option("--press", "button", help="Press the newest button with this text.")
@click.option("--chat", "dialog", default="bot", help="A group chat (chat12) instead of the private one.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object: text, attachments, keyboard, files, calls, ms.")
@click.option("--save", type=click.Path(file_okay=False, path_type=Path), help="A folder for the files that come.")
@click.option("--timeout", default=35.0, show_default=True, help="Seconds to wait for the answer.")
@click.option("--portal", help="Address of the demo portal; found by itself when `assistant demo` runs here.")
def ask(
    *,
    text: str | None,
    login: str,
    command: str | None,
    button: str | None,
    dialog: str,
    as_json: bool,
    save: Path | None,
    timeout: float,
    portal: str | None,
) -> None:
    """Write to the assistant as an employee of the running demo portal and print the answer."""
    if sum(given is not None for given in (text, command, button)) != 1:
        raise click.UsageError("Say one thing: a text, --command or --press.")
    address = portal or running_demo(load()).portal
    with httpx.Client(base_url=address, timeout=10) as http:
        chat = Chat(http, login, dialog)
        started = time.perf_counter()
        try:
            if button is not None:
                sent = chat.press(button)
            else:
                sent = chat.say(text if text is not None else "/" + (command or "").removeprefix("/"))
            answer = _wait(chat, sent, started + timeout)
        except httpx.TransportError:
            raise click.ClickException(f"The demo portal at {address} does not answer. Run: assistant demo") from None
        milliseconds = round((time.perf_counter() - started) * 1000)
        if not as_json:
            _print(answer)
        files = [*answer["files"], *_files(chat, answer)]
        if save is not None:
            _save(http, files, save)
        if as_json:
            click.echo(json.dumps(_as_json(chat, {**answer, "files": files}, milliseconds), ensure_ascii=False))
        for file in () if as_json else files:
            click.echo(f"({file['name']}, {file['size']} bytes)")


def _wait(chat: Chat, sent: int, deadline: float) -> dict[str, Any]:
    while time.perf_counter() < deadline:
        for message in chat.messages(after=sent):
            notice = message["trace"] and all(trace.startswith(NOTICE) for trace in message["trace"])
            if message["bot"] and not notice:
                return message
            if notice and message["id"] > sent:
                click.echo(message["text"], err=True)
                sent = message["id"]
        time.sleep(POLL)
    raise click.ClickException("No answer came in time. Is the worker running? Try: assistant doctor")


def _files(chat: Chat, answer: dict[str, Any]) -> list[dict[str, Any]]:
    """The files that follow an answer, each in a message of its own."""
    found: list[dict[str, Any]] = []
    last, deadline = answer["id"], time.perf_counter() + FILES_WITHIN
    while time.perf_counter() < deadline:
        for message in chat.messages(after=last):
            last = message["id"]
            if message["files"] and set(message["trace"]) & set(answer["trace"]):
                found += message["files"]
                deadline = time.perf_counter() + FILES_WITHIN
        time.sleep(POLL)
    return found


def _save(http: httpx.Client, files: list[dict[str, Any]], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        (folder / Path(file["name"]).name).write_bytes(http.get(file["url"]).raise_for_status().content)


def _as_json(chat: Chat, answer: dict[str, Any], milliseconds: int) -> dict[str, Any]:
    return {
        "text": answer["text"],
        "attachments": answer["attach"] or [],
        "keyboard": answer["keyboard"],
        "files": answer["files"],
        "calls": chat.calls(answer["trace"]),
        "ms": milliseconds,
    }


def _print(answer: dict[str, Any]) -> None:
    click.echo(answer["text"])
    keys = [key["TEXT"] for key in answer["keyboard"] if key.get("TEXT")]
    if keys:
        click.echo(" ".join(f"[ {key} ]" for key in keys))
    sys.stdout.flush()
