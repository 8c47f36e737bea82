"""What travels between the packages of the assistant: frozen, typed, without I/O.

The order of the modules is the order of a message's way: an `Event` arrives, its text becomes a `Reading`,
the dialogue makes a `Step` of it, a scenario answers the step from the portal's `records` with a `Reply`,
and the reply is rendered into a `Message` that the portal shows.
"""

from assistant.models.event import Dialog, Event, EventKind, Person
from assistant.models.message import File, Key, KeyStyle, Message
from assistant.models.period import Amount, Money, Period
from assistant.models.reading import Candidate, Decision, Entity, EntityValue, Kind, Reading, Reason, Scope, Slots
from assistant.models.records import (
    Activity,
    Client,
    ClientCard,
    ClientKind,
    Deal,
    DealCriteria,
    DealPage,
    Pipeline,
    Stage,
    StageChange,
    Task,
    TaskCriteria,
    TaskPage,
    User,
)
from assistant.models.reply import Button, Call, Link, OpenLink, Phrase, Press, Prompt, Reply, Translated, Value
from assistant.models.step import Action, Ask, Cancel, Clarify, Decline, Run, Share, Step
from assistant.models.web_page import WebPage

__all__ = [
    "Action",
    "Activity",
    "Amount",
    "Ask",
    "Button",
    "Call",
    "Cancel",
    "Candidate",
    "Clarify",
    "Client",
    "ClientCard",
    "ClientKind",
    "Deal",
    "DealCriteria",
    "DealPage",
    "Decision",
    "Decline",
    "Dialog",
    "Entity",
    "EntityValue",
    "Event",
    "EventKind",
    "File",
    "Key",
    "KeyStyle",
    "Kind",
    "Link",
    "Message",
    "Money",
    "OpenLink",
    "Period",
    "Person",
    "Phrase",
    "Pipeline",
    "Press",
    "Prompt",
    "Reading",
    "Reason",
    "Reply",
    "Run",
    "Scope",
    "Share",
    "Slots",
    "Stage",
    "StageChange",
    "Step",
    "Task",
    "TaskCriteria",
    "TaskPage",
    "Translated",
    "User",
    "Value",
    "WebPage",
]
