"""Hello, thanks, and a yes or no that answers nothing."""

from __future__ import annotations

from assistant.catalogue import Catalogue
from assistant.models import Reply, Run
from assistant.scenarios.offers import usual
from assistant.scenarios.portal import Portal
from assistant.scenarios.saying import say

WORDS = {
    "smalltalk.greet": "smalltalk.greeting",
    "smalltalk.thanks": "smalltalk.welcome",
    "dialogue.confirm": "smalltalk.nothing_open",
    "dialogue.deny": "smalltalk.nothing_to_cancel",
}


def chat(run: Run, portal: Portal, catalogue: Catalogue) -> Reply:  # noqa: ARG001
    """One sentence; a greeting also shows where to start."""
    buttons = () if run.intent == "smalltalk.thanks" else (usual(),)
    return Reply((say(WORDS[run.intent]),), buttons, personal=False)
