"""The `imbot.v2.*` methods and those of the first generation; importing this package registers them."""

from assistant.sandbox.chat.methods import bots, chats, commands, fetching, files, input_field, messages, reactions, v1

__all__ = ["bots", "chats", "commands", "fetching", "files", "input_field", "messages", "reactions", "v1"]
