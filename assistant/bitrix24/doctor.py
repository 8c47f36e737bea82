"""Examines a portal for the admin: reachable, rights granted, methods there, bot and commands registered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.bitrix24 import scopes
from assistant.bitrix24.batch import BatchAnswer, Command
from assistant.bitrix24.bot.register import commands_of
from assistant.bitrix24.connection import Connection
from assistant.bitrix24.portal_record import RegisteredBot
from assistant.catalogue import Catalogue
from assistant.errors import PortalError, RejectedError

CAPABILITIES = {
    "imbot.v2.chat.message.send": "the bot cannot speak; the portal is too old for bots of the second generation",
    "crm.item.list": "deals and clients are read the old way (crm.deal.list)",
    "crm.category.list": "sales pipelines cannot be told apart",
    "crm.duplicate.findbycomm": "clients cannot be found by phone or e-mail",
    "tasks.task.list": "there are no tasks",
    "calendar.event.get": "there are no meetings and absences",
}
"""What a portal should be able to do, and what is missing without it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was examined."""

    good: bool
    what: str
    advice: str = ""
    """What to do when it is not good."""


def examine(connection: Connection, bot: RegisteredBot, catalogue: Catalogue) -> tuple[Finding, ...]:
    """Ask the portal about itself, in one request; reads no data of the company.

    Args:
        connection: with the application's token.
        bot: as it was registered last.
        catalogue: whose commands should be there.

    Returns:
        Findings, the most basic first; only the first when the portal cannot be reached.
    """
    probes = [Command("scope", "scope"), *(Command(m, "method.get", {"name": m}) for m in CAPABILITIES)]
    if bot.id:
        probes.append(Command("commands", "imbot.v2.Command.list", {"botId": bot.id}))
    try:
        answer = connection.read_batch(probes)
    except PortalError as error:
        advice = "Check that the application is installed and that the portal can be reached from here"
        return (Finding(good=False, what=f"The portal does not answer: {error.detail}", advice=advice),)
    return (
        Finding(good=True, what="The portal answers"),
        *_scopes(answer),
        *_capabilities(answer),
        *_bot(answer, bot, catalogue),
    )


def _scopes(answer: BatchAnswer) -> Iterator[Finding]:
    granted = answer.get("scope", [])
    missing = scopes.missing({str(scope) for scope in granted})
    for scope in missing:
        yield Finding(
            good=False,
            what=f"The permission `{scope}` is not granted",
            advice=f"Tick `{scope}` in the application's form on the portal and save it",
        )
    if not missing:
        yield Finding(good=True, what="All permissions are granted")


def _capabilities(answer: BatchAnswer) -> Iterator[Finding]:
    lacking = {}
    for method, consequence in CAPABILITIES.items():
        known = answer.get(method, {})
        if not (isinstance(known, Mapping) and known.get("isExisting") and known.get("isAvailable")):
            lacking[method] = consequence
    for method, consequence in lacking.items():
        yield Finding(good=False, what=f"The portal lacks {method}: {consequence}", advice="Update the portal")
    if not lacking:
        yield Finding(good=True, what="All methods are there")


def _bot(answer: BatchAnswer, bot: RegisteredBot, catalogue: Catalogue) -> Iterator[Finding]:
    register = "Run `assistant register`"
    if not bot.id:
        yield Finding(good=False, what="The bot is not registered", advice=register)
        return
    failure = answer.error("commands")
    if isinstance(failure, RejectedError) and failure.code == "BOT_NOT_FOUND":
        yield Finding(good=False, what="The bot was deleted on the portal", advice=register)
        return
    if failure is not None:
        yield Finding(good=False, what=f"The bot does not answer: {failure.detail}", advice=register)
        return
    yield Finding(good=True, what=f"The bot is registered (id {bot.id})")
    there = {str(row["command"]).removeprefix("/") for row in answer["commands"]["commands"]}
    missing = sorted(set(commands_of(catalogue)) - there)
    if missing:
        yield Finding(good=False, what=f"Commands are missing: {', '.join(missing)}", advice=register)
    else:
        yield Finding(good=True, what=f"{len(there)} commands are registered")
