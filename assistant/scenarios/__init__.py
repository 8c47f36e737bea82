"""`Step` → `Reply`: what the assistant does for people, through the `Portal` as the asker sees it."""

from assistant.scenarios.answering import answer
from assistant.scenarios.portal import Portal

__all__ = ["Portal", "answer"]
