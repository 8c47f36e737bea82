"""Registers the bot with the generation of the bot platform that the portal and the settings allow."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Protocol

from assistant.bitrix24.bot.commands import Changes
from assistant.bitrix24.bot.connection import Api, BotConnection
from assistant.bitrix24.bot.register_v1 import RegistrationV1
from assistant.bitrix24.bot.register_v2 import RegistrationV2
from assistant.bitrix24.capabilities import BOT_V1, BOT_V2, Capabilities, Way
from assistant.bitrix24.portal_record import RegisteredBot
from assistant.catalogue import Catalogue
from assistant.errors import MethodMissingError, SettingsError
from assistant.settings import Settings

WAYS: Final[Mapping[Api, Way]] = {"v2": BOT_V2, "v1": BOT_V1}
"""The best first."""


class Registration(Protocol):
    """A way to register."""

    def bring(self, before: RegisteredBot, catalogue: Catalogue) -> tuple[RegisteredBot, Changes]:
        """Create or update the bot, then add, change and remove commands; a second call changes nothing."""
        ...

    def remove(self, before: RegisteredBot) -> None:
        """Take the bot off the portal."""
        ...


class Registrar:
    """Chooses the way."""

    def __init__(self, connect: Callable[[Api], BotConnection], settings: Settings, events_path: str) -> None:
        self._connect = connect
        self._settings = settings
        self._events_path = events_path

    def bring(self, before: RegisteredBot, found: Capabilities, catalogue: Catalogue) -> tuple[RegisteredBot, Changes]:
        """Bring the bot to what settings and catalogue say.

        A bot hears of events in the form of the generation that registered it. So it stays with its generation for as
        long as that can be, and is made anew, with new private chats, when it cannot.

        Raises:
            MethodMissingError: the portal has no bots, or the application no right to them.
            SettingsError: events are to be fetched, and the portal is too old for that.
        """
        api = self._choice(before, found)
        if before.id and before.api != api:
            if found.offers("bot", WAYS[before.api]):
                self._way(before.api).remove(before)
            before = RegisteredBot()
        return self._way(api).bring(before, catalogue)

    def _choice(self, before: RegisteredBot, found: Capabilities) -> Api:
        offered = [api for api, way in WAYS.items() if found.offers("bot", way)]
        if not offered:
            raise MethodMissingError("the portal offers no bots, or the permission `imbot` is not granted")
        if self._settings.transport == "fetch":
            if "v2" not in offered:
                raise SettingsError(
                    "This portal is too old for ASSISTANT_TRANSPORT=fetch (it has no imbot.v2). "
                    "Set ASSISTANT_TRANSPORT=webhook and ASSISTANT_PUBLIC_URL."
                )
            return "v2"
        return before.api if before.id and before.api in offered else offered[0]

    def _way(self, api: Api) -> Registration:
        way = RegistrationV1 if api == "v1" else RegistrationV2
        return way(self._connect(api), self._settings, self._events_path)
