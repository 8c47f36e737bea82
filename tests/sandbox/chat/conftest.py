"""A portal and a handler for each test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.sandbox.chat.portal_in_a_thread import Handler, PortalClient, running_portal

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def running() -> Iterator[PortalClient]:
    with running_portal() as portal:
        yield portal


@pytest.fixture
def handler() -> Iterator[Handler]:
    with Handler().running() as listening:
        yield listening


@pytest.fixture
def portal(running: PortalClient, handler: Handler) -> Iterator[PortalClient]:
    """The module's portal with a fresh bot, which listens at `handler`."""
    running.register_bot(handler.url)
    yield running
    running.http.delete("/_sandbox/faults")
    running.page("chat-settings", command_twins=True)
    for bot in running.ok("imbot.v2.Bot.list")["bots"]:
        running.ok("imbot.v2.Bot.unregister", {"botId": bot["id"]})
