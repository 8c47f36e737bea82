"""REST calls through an inbound webhook; the bot's methods get the token of the bot."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from assistant.bitrix24.answers import Answer
from assistant.bitrix24.batch import LIMIT, BatchAnswer, Command
from assistant.bitrix24.budget import QUESTION, Caller
from assistant.bitrix24.connection import Connection, Send
from assistant.bitrix24.rows.spare import FIRST_PAGES
from assistant.bitrix24.transport import Transport
from assistant.bitrix24.webhook_mode.address import Address
from assistant.errors import NotConnectedError, WebhookRefusedError

_BOT = "imbot.v2."
_OF_NO_BOT = "imbot.v2.revision.get"
_REGISTER = "imbot.v2.bot.register"


class HookConnection(Connection):
    """Calls methods with the rights of the webhook's owner: more than an asker may see, see `GuardedSource`."""

    def __init__(
        self,
        transport: Transport,
        address: Address,
        trace: Sequence[str] = (),
        *,
        bot_token: str = "",
        caller: Caller = QUESTION,
        missing: Callable[[], None] = lambda: None,
    ) -> None:
        """`missing` is called when the portal does not know a method that it was thought to have."""
        self._transport = transport
        self._address = address
        self._trace = tuple(trace)
        self._bot_token = bot_token
        self._caller = caller
        self._missing = missing

    @property
    def _endpoint(self) -> str:
        return self._address.endpoint

    def first_pages(self) -> int:
        """Pages of the first request of a reading: one where not all who wait for an answer could share it else."""
        crowd = self._transport.unanswered(self._address.endpoint)
        return FIRST_PAGES if crowd * FIRST_PAGES <= LIMIT else 1

    def _batch(self, commands: tuple[Command, ...], *, repeatable: bool, halt: bool) -> BatchAnswer:
        signed = [Command(each.key, each.method, self._signed(each.method, each.params)) for each in commands]
        return super()._batch(tuple(signed), repeatable=repeatable, halt=halt)

    def _authorized(self, send: Send) -> Answer:
        try:
            return send(self._endpoint, "")
        except NotConnectedError as error:
            # Nobody can connect anew: the webhook was deleted, has expired, or its secret was changed.
            raise WebhookRefusedError(f"ASSISTANT_WEBHOOK_URL: {error.detail}") from None

    def _signed(self, method: str, params: Mapping[str, Any]) -> Mapping[str, Any]:
        """With the bot's token, at the place where a method takes it (chat-bots-v2, authorization by webhook)."""
        name = method.lower()
        if not self._bot_token or not name.startswith(_BOT) or name == _OF_NO_BOT:
            return params
        if name == _REGISTER:
            return {**params, "fields": {**params["fields"], "botToken": self._bot_token}}
        return {**params, "botToken": self._bot_token}
