"""The methods of REST, one module a family; importing the package registers them."""

from assistant.sandbox.rest import batch
from assistant.sandbox.rest.methods import (
    activities,
    calendar,
    crm_classic,
    crm_item,
    crm_reference,
    drive,
    extended,
    groups,
    messages,
    people,
    system,
    task_moves,
    tasks,
    telephony,
)

__all__ = [
    "activities",
    "batch",
    "calendar",
    "crm_classic",
    "crm_item",
    "crm_reference",
    "drive",
    "extended",
    "groups",
    "messages",
    "people",
    "system",
    "task_moves",
    "tasks",
    "telephony",
]
