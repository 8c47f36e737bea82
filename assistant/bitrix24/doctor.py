"""Examines a portal for the admin: reachable, rights granted, methods there, bot and commands registered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.bitrix24 import capabilities, scopes
from assistant.bitrix24.batch import BatchAnswer, Command
from assistant.bitrix24.bot.commands import commands_of
from assistant.bitrix24.capabilities import Capabilities
from assistant.bitrix24.connection import Connection
from assistant.bitrix24.portal_record import RegisteredBot
from assistant.catalogue import Catalogue
from assistant.errors import PortalError, RejectedError, WebhookRefusedError

METHODS = {
    "crm.category.list": "sales pipelines cannot be told apart",
    "crm.duplicate.findbycomm": "clients cannot be found by phone or e-mail",
    "tasks.task.list": "there are no tasks",
    "calendar.event.get": "there are no meetings and absences",
}
"""What a portal should be able to do in the one way there is, and what is missing without it."""
NEEDED = {"bot": "the bot cannot speak", "deals": "there are no deals"}
"""Capabilities that the assistant cannot do without; the others are told as they are."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was examined."""

    good: bool
    what: str
    advice: str = ""
    """What to do when it is not good."""


def examine(
    connection: Connection, bot: RegisteredBot, transport: str, catalogue: Catalogue, form: str = "application's"
) -> tuple[Capabilities | None, tuple[Finding, ...]]:
    """Ask the portal about itself, in one request; reads no data of the company.

    Args:
        connection: with the application's token.
        bot: as it was registered last.
        transport: how events are to come, `webhook` or `fetch`.
        catalogue: whose commands should be there.
        form: where permissions are ticked, the application's or the webhook's.

    Returns:
        What the portal offers, `None` when it does not tell; and findings, the most basic first, only the first when
        the portal cannot be reached.
    """
    probes = [Command("scope", "scope"), *(Command(m, "method.get", {"name": m}) for m in METHODS)]
    if bot.id:
        probes.append(
            Command("bot", "imbot.bot.list")
            if bot.api == "v1"
            else Command("bot", "imbot.v2.Command.list", {"botId": bot.id})
        )
    try:
        answer = connection.read_batch([*probes, *capabilities.probes()])
        found = capabilities.read(answer)
    except PortalError as error:
        advice = _unreachable(error)
        return None, (Finding(good=False, what=f"The portal does not answer: {error.detail}", advice=advice),)
    return found, (
        Finding(good=True, what="The portal answers"),
        *_scopes(answer, form),
        *_methods(answer),
        *_ways(found, form),
        *_bot(answer, bot, transport, catalogue),
    )


def _unreachable(error: PortalError) -> str:
    if isinstance(error, WebhookRefusedError):
        return "Make a new inbound webhook on the portal and put its address into ASSISTANT_WEBHOOK_URL"
    return "Check that the application is installed and that the portal can be reached from here"


def _scopes(answer: BatchAnswer, form: str) -> Iterator[Finding]:
    granted = answer.get("scope", [])
    missing = scopes.missing({str(scope) for scope in granted})
    for scope in missing:
        yield Finding(
            good=False,
            what=f"The permission `{scope}` is not granted",
            advice=f"Tick `{scope}` in the {form} form on the portal and save it",
        )
    if not missing:
        yield Finding(good=True, what="All permissions are granted")


def _methods(answer: BatchAnswer) -> Iterator[Finding]:
    lacking = {m: consequence for m, consequence in METHODS.items() if not capabilities.is_offered(answer, m)}
    for method, consequence in lacking.items():
        yield Finding(good=False, what=f"The portal lacks {method}: {consequence}", advice="Update the portal")
    if not lacking:
        yield Finding(good=True, what="All methods are there")


def _ways(found: Capabilities, form: str) -> Iterator[Finding]:
    for capability, offered in found.ways.items():
        if not offered and capability in NEEDED:
            advice = f"Update the portal, or tick the missing permission in the {form} form"
            yield Finding(good=False, what=f"No way for {capability}: {NEEDED[capability]}", advice=advice)
    told = ", ".join(f"{capability}: {found.way(capability) or 'none'}" for capability in found.ways)
    revision = f" (revision {found.revision})" if found.revision else ""
    yield Finding(good=True, what=f"Ways{revision}: {told}")


def _bot(answer: BatchAnswer, bot: RegisteredBot, transport: str, catalogue: Catalogue) -> Iterator[Finding]:
    register = "Run `assistant register`"
    if not bot.id:
        yield Finding(good=False, what="The bot is not registered", advice=register)
        return
    failure = answer.error("bot")
    gone = bot.api == "v1" and failure is None and str(bot.id) not in _ids(answer["bot"])
    if gone or (isinstance(failure, RejectedError) and failure.code == "BOT_NOT_FOUND"):
        yield Finding(good=False, what="The bot was deleted on the portal", advice=register)
        return
    if failure is not None:
        yield Finding(good=False, what=f"The bot does not answer: {failure.detail}", advice=register)
        return
    way = {"v1": "imbot", "v2": "imbot.v2"}[bot.api]
    if bot.transport != transport:
        what = f"The bot is registered for {bot.transport}, and ASSISTANT_TRANSPORT is {transport}"
        yield Finding(good=False, what=what, advice=register)
    else:
        yield Finding(good=True, what=f"The bot is registered (id {bot.id}, {way}, {bot.transport})")
    if bot.api == "v1":
        there = set(bot.commands)
    else:
        there = {str(row["command"]).removeprefix("/") for row in answer["bot"]["commands"]}
    missing = sorted(set(commands_of(catalogue)) - there)
    if missing:
        yield Finding(good=False, what=f"Commands are missing: {', '.join(missing)}", advice=register)
    else:
        yield Finding(good=True, what=f"{len(there)} commands are registered")


def _ids(rows: object) -> set[str]:
    """Ids of bots in an answer of `imbot.bot.list`; PHP sends an empty map as a list."""
    return set(map(str, rows)) if isinstance(rows, Mapping) else set()
