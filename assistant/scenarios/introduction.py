"""What the assistant says of itself when it is let into a chat: one short message."""

from __future__ import annotations

from assistant.catalogue import Catalogue
from assistant.models import Reply, Run, Translated
from assistant.scenarios.offers import usual
from assistant.scenarios.saying import rows, say

INTRODUCES, INTRODUCES_TO_GROUP = "introduction", "introduction_group"
"""The views of `help` that are an introduction."""
EXAMPLES = ("deals.count", "client.last_contact", "tasks.list")


def introduction(run: Run, catalogue: Catalogue) -> Reply:
    """What it does, three examples, how to go on; in a group how it is addressed, without buttons of one person."""
    examples = [
        say("help.introduction_example", example=Translated({lang: texts[0] for lang, texts in intent.example.items()}))
        for intent in map(catalogue.__getitem__, filter(catalogue.__contains__, EXAMPLES))
    ]
    group = run.view == INTRODUCES_TO_GROUP
    tail = say("help.introduction_group" if group else "help.introduction_private")
    return Reply((say("help.introduction"), *examples, tail), rows(() if group else usual()), personal=False)
