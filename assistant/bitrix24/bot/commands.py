"""The slash commands of the catalogue, and what a registration of them changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from assistant.bitrix24.batch import LIMIT, Command
from assistant.bitrix24.bot.connection import BotConnection
from assistant.bitrix24.bot.keyboard import PRESS
from assistant.catalogue import Catalogue, Intent

BotChange = Literal["created", "updated", "unchanged"]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a registration changed; words of commands are without the slash."""

    bot: BotChange
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.bot != "unchanged" or bool(self.added or self.changed or self.removed)

    def __str__(self) -> str:
        parts = {"added": self.added, "changed": self.changed, "removed": self.removed}
        told = [f"{what}: {', '.join(f'/{word}' for word in words)}" for what, words in parts.items() if words]
        return "; ".join([f"bot {self.bot}", *(told or ["commands unchanged"])])


def commands_of(catalogue: Catalogue) -> dict[str, dict[str, Any]]:
    """Fields of each slash command by its first word, which is what people type and the portal completes.

    `/report sales` and `/report tasks` are one command `report` whose hint names both. The portal lists commands in
    the order of their registration: those that are answered come first.
    """
    families: dict[str, list[Intent]] = {}
    for intent in sorted(catalogue, key=lambda intent: not intent.answered):
        if intent.command:
            families.setdefault(intent.command.partition(" ")[0], []).append(intent)
    commands = {word: _visible(intents) for word, intents in families.items()}
    commands[PRESS] = {"common": True, "hidden": True, "extranetSupport": False}
    return commands


def digest(fields: Mapping[str, Any]) -> str:
    """Tells whether what is to be registered has changed."""
    return hashlib.sha256(json.dumps(fields, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


def write_all(connection: BotConnection, calls: Iterable[tuple[str, dict[str, Any]]]) -> list[Any]:
    """The results of many calls, fifty a request.

    Raises:
        PortalError: the first that the portal refused.
    """
    waiting, results = list(calls), []
    for start in range(0, len(waiting), LIMIT):
        part = [Command(f"c{at}", *call) for at, call in enumerate(waiting[start : start + LIMIT])]
        answer = connection.write_batch(part)
        results += [answer[command.key] for command in part]
    return results


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
