"""Registers the bot and its slash commands by `imbot.*` (chat-bots/outdated).

The portal lists no commands there, so their ids are remembered; without them commands are registered again.
"""

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


class RegistrationV1:
    """Compares what was registered with what the catalogue says."""

    def __init__(self, connection: BotConnection, settings: Settings, events_path: str) -> None:
        self._connection = connection
        self._code = settings.bot_code
        self._handler = settings.base_url + events_path
        self._fields: dict[str, Any] = {"EVENT_HANDLER": self._handler, "PROPERTIES": {"NAME": settings.bot_name}}

    def bring(self, before: RegisteredBot, catalogue: Catalogue) -> tuple[RegisteredBot, Changes]:
        """Create or update the bot, then add, change and remove commands."""
        there = self._bots()
        bot_id = before.id if before.id in there else next((i for i, code in there.items() if code == self._code), 0)
        bot_id = bot_id or self._created()
        state = digest(self._fields)
        same_bot = bot_id == before.id
        if not same_bot or state != before.digest:
            # Also after the creation: events of edits and deletions are only bound by an update.
            self._connection.write("update", {"BOT_ID": bot_id, "FIELDS": self._fields})
        wanted = {word: self._command(fields, word) for word, fields in commands_of(catalogue).items()}
        digests = {word: digest(fields) for word, fields in wanted.items()}
        known = dict(before.command_ids) if same_bot else {}
        added = tuple(word for word in wanted if word not in known)
        changed = tuple(word for word in wanted if word in known and before.commands.get(word) != digests[word])
        removed = tuple(word for word in known if word not in wanted)
        results = write_all(
            self._connection,
            [
                *(("command.register", {"BOT_ID": bot_id, "COMMAND": word, **wanted[word]}) for word in added),
                *(
                    ("command.update", {"COMMAND_ID": known[word], "FIELDS": _changeable(wanted[word])})
                    for word in changed
                ),
                *(("command.unregister", {"COMMAND_ID": known[word]}) for word in removed),
            ],
        )
        new = {word: number(result) or 0 for word, result in zip(added, results, strict=False)}
        ids = {word: new.get(word) or known[word] for word in wanted}
        change: BotChange = "unchanged"
        if not same_bot:
            change = "created"
        elif state != before.digest:
            change = "updated"
        after = RegisteredBot(bot_id, state, digests, api="v1", transport="webhook", command_ids=ids)
        return after, Changes(change, added, changed, removed)

    def remove(self, before: RegisteredBot) -> None:
        """Take the bot off the portal (imbot.unregister)."""
        self._connection.write("unregister", {"BOT_ID": before.id})

    def _bots(self) -> dict[int, str]:
        """Codes of the portal's bots by id (imbot.bot.list)."""
        rows = self._connection.read("bot.list", {})
        entries = rows.values() if isinstance(rows, Mapping) else rows or []
        return {number(row.get("ID")) or 0: str(row.get("CODE") or "") for row in entries if isinstance(row, Mapping)}

    def _created(self) -> int:
        bot_id = number(self._connection.write("register", {"CODE": self._code, "TYPE": "B", **self._fields}))
        if not bot_id:
            raise PortalUnavailableError("imbot.register: the answer names no bot")
        return bot_id

    def _command(self, fields: Mapping[str, Any], word: str) -> dict[str, Any]:
        titles: Mapping[str, str] = fields.get("title") or {"en": word}
        hints: Mapping[str, str] = fields.get("params") or {}
        return {
            "EVENT_COMMAND_ADD": self._handler,
            "LANG": [
                {"LANGUAGE_ID": lang, "TITLE": title, "PARAMS": hints.get(lang, "")} for lang, title in titles.items()
            ],
            "COMMON": _yes_or_no(fields["common"]),
            "HIDDEN": _yes_or_no(fields["hidden"]),
            "EXTRANET_SUPPORT": _yes_or_no(fields["extranetSupport"]),
        }


def _changeable(command: Mapping[str, Any]) -> dict[str, Any]:
    """Whether a command works in every chat is settled with its registration."""
    return {name: value for name, value in command.items() if name != "COMMON"}


def _yes_or_no(value: object) -> str:
    return "Y" if value else "N"
