"""A portal with a bot that answers, and a real browser."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests.sandbox.chat.portal_in_a_thread import Handler, PortalClient, running_portal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class Answering:
    """A bot that answers `/deals` as a colleague would, over real HTTP."""

    def __init__(self, portal: PortalClient, handler: Handler) -> None:
        self.portal = portal
        self.handler = handler
        portal.register_bot(handler.url)
        portal.command(
            "deals", title={"en": "My deals", "ru": "Мои сделки"}, params={"en": "[period]", "ru": "[период]"}
        )
        portal.command("tasks", title={"en": "My tasks", "ru": "Мои задачи"})
        portal.command("more", hidden=True)
        handler.react = self.answer

    def send(self, dialog: str, trace: str = "", **fields: Any) -> int:
        """A message of the bot."""
        sent = self.portal.bot_call("Chat.Message.send", {"dialogId": dialog, "fields": fields}, trace=trace)
        return int(sent["id"])

    def answer(self, event: dict[str, Any]) -> None:
        """What the bot does with an event."""
        if not event["event"].endswith("COMMANDADD"):
            return
        data = event["data"]
        dialog, command = data["chat"]["dialogId"], data["command"]["command"]
        if command == "/deals":
            trace = f"event-{data['message']['id']}"
            self.portal.rest("profile", trace=trace)
            buttons = [
                {"TEXT": "Show more", "COMMAND": "more", "COMMAND_PARAMS": "p1", "BLOCK": "Y", "DISPLAY": "LINE"}
            ]
            self.send(dialog, trace, message="[b]14 open deals[/b]", keyboard=buttons)
        if command == "/more":
            update = {"messageId": data["message"]["id"], "fields": {"message": "All 14 deals", "keyboard": "N"}}
            self.portal.bot_call("Chat.Message.update", update)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("system package: chromium")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=10_000)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def portal() -> Iterator[PortalClient]:
    with running_portal() as running:
        yield running


@pytest.fixture(scope="module")
def bot(portal: PortalClient) -> Iterator[Answering]:
    with Handler().running() as handler:
        yield Answering(portal, handler)


@pytest.fixture
def visit(browser: Browser, portal: PortalClient, bot: Answering) -> Iterator[Callable[..., Page]]:
    """Open the page as somebody; errors of its scripts fail the test."""
    contexts = []
    complaints: list[str] = []

    def open_page(who: str, *, width: int = 1280, height: int = 800, path: str = "/", **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        sign = "&" if "?" in path else "?"
        page.goto(f"{portal.url}{path}{sign}as={who}")
        page.locator("#messages li").first.wait_for(state="attached")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
