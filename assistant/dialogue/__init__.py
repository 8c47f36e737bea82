"""What was said before, and what to do next: `Reading` and state become a `Step`."""

from assistant.dialogue.answers import Answered, Answers, Sent
from assistant.dialogue.decide import consented, decide, unconfirmed
from assistant.dialogue.memory import Memory
from assistant.dialogue.presses import Presses, Refusal
from assistant.dialogue.state import CONFIRM, FORGETS, QUESTION_LIFE, Offered, Question, State
from assistant.dialogue.subscribing import SUBSCRIBE
from assistant.dialogue.waiting import Waiting

__all__ = [
    "CONFIRM",
    "FORGETS",
    "QUESTION_LIFE",
    "SUBSCRIBE",
    "Answered",
    "Answers",
    "Memory",
    "Offered",
    "Presses",
    "Question",
    "Refusal",
    "Sent",
    "State",
    "Waiting",
    "consented",
    "decide",
    "unconfirmed",
]
