"""The `imbot.*` methods of the first generation; importing this package registers them."""

from assistant.sandbox.chat.methods.v1 import bots, commands, messages

__all__ = ["bots", "commands", "messages"]
