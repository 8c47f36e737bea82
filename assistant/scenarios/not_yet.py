"""What this version understands and does not do: said plainly, with what works instead."""

from __future__ import annotations

from assistant.catalogue import Catalogue
from assistant.models import Reply, Run
from assistant.scenarios.offers import title, usual
from assistant.scenarios.saying import rows, say


def not_yet(run: Run, catalogue: Catalogue) -> Reply:
    """One honest sentence and what works."""
    line = say("not_yet.line", title=title(catalogue[run.intent]))
    return Reply((line,), rows(usual()), personal=False)
