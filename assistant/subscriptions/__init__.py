"""Questions that are answered again and again: when, about which period, and where they are kept."""

from assistant.subscriptions.delivering import Deliveries, due_of, due_run
from assistant.subscriptions.fitting import SUBSCRIBABLE, effective, fitting
from assistant.subscriptions.rhythms import Told, read_hour, read_wish
from assistant.subscriptions.rhythms import read as read_rhythm
from assistant.subscriptions.schedule import next_due
from assistant.subscriptions.spans import resolved, span_of
from assistant.subscriptions.store import MOST, Name, PersonsSubscriptions, Subscriptions

__all__ = [
    "MOST",
    "SUBSCRIBABLE",
    "Deliveries",
    "Name",
    "PersonsSubscriptions",
    "Subscriptions",
    "Told",
    "due_of",
    "due_run",
    "effective",
    "fitting",
    "next_due",
    "read_hour",
    "read_rhythm",
    "read_wish",
    "resolved",
    "span_of",
]
