"""Registers the bot and its slash commands, and brings both to what the catalogue says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from assistant.bitrix24.answers import number
from assistant.bitrix24.batch import LIMIT, Command
from assistant.bitrix24.bot.connection import BotConnection
from assistant.bitrix24.bot.fields import PRESS
from assistant.bitrix24.portal_record import RegisteredBot
from assistant.catalogue import Catalogue, Intent
from assistant.errors import PortalUnavailableError
from assistant.settings import Settings


@dataclass(frozen=True, slots=True)
class Changes:
    """What a registration changed; words of commands are without the slash."""

    bot: Literal["created", "updated", "unchanged"]
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.bot != "unchanged" or bool(self.added or self.changed or self.removed)

    def __str__(self) -> str:
        parts = {"added": self.added, "changed": self.changed, "removed": self.removed}
        told = [f"{what}: {', '.join(f'/{word}' for word in words)}" for what, words in parts.items() if words]
        return "; ".join([f"bot {self.bot}", *(told or ["commands unchanged"])])


class Registration:
    """Compares what the portal has with what the catalogue says."""

    def __init__(self, connection: BotConnection, settings: Settings, events_path: str) -> None:
        self._connection = connection
        self._code = settings.bot_code
        self._fields = {
            "eventMode": "webhook",
            "webhookUrl": settings.base_url + events_path,
            "properties": {"name": settings.bot_name},
        }

    def bring(self, before: RegisteredBot, catalogue: Catalogue) -> tuple[RegisteredBot, Changes]:
        """Create or update the bot, then add, change and remove commands.

        Registering again is harmless: the portal returns the bot or command that it has.
        """
        bot_id = self._bot_id()
        digest = _digest(self._fields)
        same_bot = bot_id == before.id
        if not same_bot or digest != before.digest:
            self._connection.write("Bot.update", {"botId": bot_id, "fields": self._fields})
        wanted = commands_of(catalogue)
        digests = {word: _digest(fields) for word, fields in wanted.items()}
        known = self._known(bot_id)
        added = tuple(word for word in wanted if word not in known)
        changed = tuple(w for w in wanted if w in known and not (same_bot and before.commands.get(w) == digests[w]))
        removed = tuple(word for word in known if word not in wanted)
        self._write(
            bot_id,
            [
                *(("Command.register", {"fields": {"command": word, **wanted[word]}}) for word in added),
                *(("Command.update", {"commandId": known[word], "fields": wanted[word]}) for word in changed),
                *(("Command.unregister", {"commandId": known[word]}) for word in removed),
            ],
        )
        state: Literal["created", "updated", "unchanged"] = "unchanged"
        if not same_bot:
            state = "created"
        elif digest != before.digest:
            state = "updated"
        return RegisteredBot(bot_id, digest, digests), Changes(state, added, changed, removed)

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

    def _write(self, bot_id: int, calls: list[tuple[str, dict[str, Any]]]) -> None:
        for start in range(0, len(calls), LIMIT):
            part = [
                Command(f"c{at}", name, {"botId": bot_id, **params})
                for at, (name, params) in enumerate(calls[start : start + LIMIT])
            ]
            answer = self._connection.write_batch(part)
            for command in part:
                _ = answer[command.key]  # raises what the portal refused


def commands_of(catalogue: Catalogue) -> dict[str, dict[str, Any]]:
    """Fields of each slash command by its first word, which is what people type and the portal completes.

    `/report sales` and `/report tasks` are one command `report` whose hint names both.
    """
    families: dict[str, list[Intent]] = {}
    for intent in catalogue:
        if intent.command:
            families.setdefault(intent.command.partition(" ")[0], []).append(intent)
    commands = {word: _visible(intents) for word, intents in families.items()}
    commands[PRESS] = {"common": True, "hidden": True, "extranetSupport": False}
    return commands


def _visible(intents: list[Intent]) -> dict[str, Any]:
    languages = sorted({lang for intent in intents for lang in intent.title})
    return {
        "title": {lang: " / ".join(i.title[lang] for i in intents if lang in i.title) for lang in languages},
        "params": {lang: " | ".join(filter(None, (_hint(i, lang) for i in intents))) for lang in languages},
        "common": True,
        "hidden": False,
        "extranetSupport": False,
    }


def _hint(intent: Intent, lang: str) -> str:
    second = intent.command.partition(" ")[2]
    return f"{second} {intent.hint.get(lang, '')}".strip()


def _digest(fields: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(fields, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]
