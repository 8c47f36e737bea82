"""The list of commands, and how errors are shown to an admin."""

from __future__ import annotations

import importlib
import logging
import sys
from typing import Any

import click

from assistant.errors import AssistantError

COMMANDS = {
    "demo": "Try it here: a portal in a box, the assistant and a chat page.",
    "run": "Run the assistant for a real portal: Redis, web and workers.",
    "sandbox": "Run only the portal in a box.",
    "web": "Run only the intake of events.",
    "poll": "Run only the fetching of events, for ASSISTANT_TRANSPORT=fetch.",
    "worker": "Run only a worker.",
    "train": "Train the model from training_data/.",
    "validate": "Check the training data: file, line and what to mend.",
    "evaluate": "Measure how well messages are understood; draw the pictures.",
    "parse": "Read messages, one a line, and print what they mean as JSON.",
    "dates": "Read texts, one a line, and print the dates in them as JSON.",
    "shell": "Type messages and see what is understood, and why.",
    "ask": "Ask something in the running demo as an employee.",
    "key": "Make a key that encrypts people's tokens, for ASSISTANT_TOKEN_KEYS.",
    "register": "Create or update the bot and its commands on the portal.",
    "doctor": "Check settings, Redis, model, portal and bot; say what to do.",
    "dead": "List messages that were given up, and why.",
    "replay": "Handle messages that were given up again.",
    "audit": "List who changed what in the portal through it, and when.",
}


class Commands(click.Group):
    """Commands live in modules of their own that are imported on use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order in which a newcomer meets them."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, or nothing."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(importlib.import_module(f"assistant.cli.{cmd_name}"), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """One line a command, without importing any."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        """Errors that people can mend are shown as a sentence, not as a traceback."""
        try:
            return super().invoke(ctx)
        except AssistantError as error:
            raise click.ClickException(str(error)) from None


@click.command(cls=Commands, epilog="\b\nExample:\n  assistant demo")
@click.version_option(package_name="bitrix24-assistant")
@click.option("--log-level", default="INFO", show_default=True, help="DEBUG, INFO, WARNING or ERROR.")
def main(log_level: str) -> None:
    """An assistant for the internal chat of Bitrix24."""
    logging.basicConfig(
        level=log_level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr
    )
    for chatty in ("httpx", "httpcore", "dramatiq"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
