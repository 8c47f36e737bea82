"""The only place that knows Bitrix24's REST: portals, their people's data, and the bot.

`Portals` is the entry. A person's data is read with that person's token, the bot is driven by the application's.
"""

from assistant.bitrix24.bot.bot import Bot, Uploaded
from assistant.bitrix24.bot.commands import Changes
from assistant.bitrix24.bot.fetching import Fetched, FetchedEvent
from assistant.bitrix24.budget import Budget, BudgetState, Caller, Urgency
from assistant.bitrix24.capabilities import Capabilities
from assistant.bitrix24.doctor import Finding
from assistant.bitrix24.invitations import Invitation
from assistant.bitrix24.portal import AskersPortal
from assistant.bitrix24.portals import Portals
from assistant.bitrix24.token_record import Identity
from assistant.bitrix24.transport import Patience, Transport

__all__ = [
    "AskersPortal",
    "Bot",
    "Budget",
    "BudgetState",
    "Caller",
    "Capabilities",
    "Changes",
    "Fetched",
    "FetchedEvent",
    "Finding",
    "Identity",
    "Invitation",
    "Patience",
    "Portals",
    "Transport",
    "Uploaded",
    "Urgency",
]
