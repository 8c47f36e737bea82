"""What the assistant changes, written down before and after, so that nothing is done twice and nothing is forgotten."""

from assistant.effects.journal import UNDO, Done, Effects, Entry, InDoubtError, Journal
from assistant.effects.permit import Permit

__all__ = ["UNDO", "Done", "Effects", "Entry", "InDoubtError", "Journal", "Permit"]
