"""Events that are fetched instead of posted: one process at a time asks each portal, stores, then confirms."""

from assistant.polling.pace import Pace
from assistant.polling.poller import Poller

__all__ = ["Pace", "Poller"]
