"""The portal's limits of requests and run time, kept by all processes together in Redis."""

from assistant.bitrix24.budget.budget import Budget, Place
from assistant.bitrix24.budget.caller import QUESTION, Caller, Urgency
from assistant.bitrix24.budget.state import BudgetState

__all__ = ["QUESTION", "Budget", "BudgetState", "Caller", "Place", "Urgency"]
