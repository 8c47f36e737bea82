"""Names of clients and people as written in messages, matched to records of a portal."""

from assistant.names.index import Index
from assistant.names.ranking import Certain, Doubtful, Nothing, Ranked, candidates, choice
from assistant.names.terms import search_terms

__all__ = ["Certain", "Doubtful", "Index", "Nothing", "Ranked", "candidates", "choice", "search_terms"]
