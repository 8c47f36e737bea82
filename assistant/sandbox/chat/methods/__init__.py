"""The `imbot.v2.*` methods; importing this package registers them."""

from assistant.sandbox.chat.methods import bots, chats, commands, fetching, files, input_field, messages, reactions

__all__ = ["bots", "chats", "commands", "fetching", "files", "input_field", "messages", "reactions"]
