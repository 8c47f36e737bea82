"""What was said before, and what to do next: `Reading` and state become a `Step`."""

from assistant.dialogue.decide import decide
from assistant.dialogue.memory import Memory
from assistant.dialogue.presses import Presses, Refusal
from assistant.dialogue.state import Question, State

__all__ = ["Memory", "Presses", "Question", "Refusal", "State", "decide"]
