"""Intents without Python: a query of `intents/` is read from its source and told by its reply."""

from assistant.scenarios.declared.answering import answer_declared

__all__ = ["answer_declared"]
