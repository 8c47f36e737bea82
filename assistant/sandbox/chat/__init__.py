"""The chat of the sandbox: bots, messages, and the delivery of events to the bots' handlers."""

from assistant.sandbox.chat.state import ChatState

__all__ = ["ChatState"]
