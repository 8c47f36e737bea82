"""Registers the bot and its slash commands by `imbot.v2.*`, and brings both to what the catalogue says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.bitrix24.answers import number
from assistant.bitrix24.bot.commands import BotChange, Changes, commands_of, digest, write_all
from assistant.bitrix24.bot.connection import BotConnection
from assistant.bitrix24.portal_record import RegisteredBot
from assistant.catalogue import Catalogue
from assistant.errors import PortalUnavailableError
from assistant.settings import Settings


class RegistrationV2:
    """Compares what the portal has with what the catalogue says."""

    def __init__(self, connection: BotConnection, settings: Settings, events_path: str) -> None:
        self._connection = connection
        self._code = settings.bot_code
        self._transport = settings.transport
        self._fields: dict[str, Any] = {
            "eventMode": settings.transport,
            "properties": {"name": settings.bot_name},
        }
        if settings.transport == "webhook":
            self._fields["webhookUrl"] = settings.base_url + events_path

    def bring(self, before: RegisteredBot, catalogue: Catalogue) -> tuple[RegisteredBot, Changes]:
        """Create or update the bot, then add, change and remove commands.

        Registering again is harmless: the portal returns the bot or command that it has.
        """
        bot_id = self._bot_id()
        state = digest(self._fields)
        same_bot = bot_id == before.id
        if not same_bot or state != before.digest:
            self._connection.write("Bot.update", {"botId": bot_id, "fields": self._fields})
        wanted = commands_of(catalogue)
        digests = {word: digest(fields) for word, fields in wanted.items()}
        known = self._known(bot_id)
        added = tuple(word for word in wanted if word not in known)
        changed = tuple(w for w in wanted if w in known and not (same_bot and before.commands.get(w) == digests[w]))
        removed = tuple(word for word in known if word not in wanted)
        bot = {"botId": bot_id}
        write_all(
            self._connection,
            [
                *(("Command.register", {**bot, "fields": {"command": word, **wanted[word]}}) for word in added),
                *(("Command.update", {**bot, "commandId": known[word], "fields": wanted[word]}) for word in changed),
                *(("Command.unregister", {**bot, "commandId": known[word]}) for word in removed),
            ],
        )
        change: BotChange = "unchanged"
        if not same_bot:
            change = "created"
        elif state != before.digest:
            change = "updated"
        after = RegisteredBot(bot_id, state, digests, api="v2", transport=self._transport)
        return after, Changes(change, added, changed, removed)

    def remove(self, before: RegisteredBot) -> None:
        """Take the bot off the portal (imbot.v2.Bot.unregister)."""
        self._connection.write("Bot.unregister", {"botId": before.id})

    def _bot_id(self) -> int:
        answer = self._connection.write("Bot.register", {"fields": {"code": self._code, "type": "bot", **self._fields}})
        bot_id = number(answer["bot"]["id"]) if isinstance(answer, Mapping) and "bot" in answer else None
        if not bot_id:
            raise PortalUnavailableError("imbot.v2.Bot.register: the answer names no bot")
        return bot_id

    def _known(self, bot_id: int) -> dict[str, int]:
        """Ids of the commands that the portal has, by word."""
        rows = self._connection.read("Command.list", {"botId": bot_id})["commands"]
        return {str(row["command"]).removeprefix("/"): int(row["id"]) for row in rows}
