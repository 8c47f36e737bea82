"""What happened with a client and what is planned, in words."""

from __future__ import annotations

from assistant.models import Activity, Client, Phrase, Value
from assistant.scenarios.portal import Portal
from assistant.scenarios.saying import say

KINDS = {
    "call": "contact.call",
    "email": "contact.email",
    "meeting": "contact.meeting",
    "chat": "contact.chat",
    "todo": "contact.todo",
}


def kind(activity: Activity) -> Phrase:
    """Like "call", "e-mail"; what has no name of its own goes by its subject."""
    if activity.kind in KINDS:
        return say(KINDS[activity.kind])
    return say("text", text=activity.subject) if activity.subject else say("contact.other")


def contact(activity: Activity, client: Client, portal: Portal) -> Phrase:
    """Like "call, 7 minutes, Anna Petrova → Igor Somov (Romashka)"."""
    pieces: list[Phrase] = []
    if activity.minutes:
        pieces.append(say("contact.minutes", minutes=activity.minutes))
    colleague = portal.users((activity.responsible,)).get(activity.responsible)
    them = _them(activity, client)
    if colleague is None:
        pieces.append(say("contact.with", them=them))
    elif activity.incoming is None:
        pieces.append(say("contact.between", us=colleague.name, them=them))
    else:
        key = "contact.incoming" if activity.incoming else "contact.outgoing"
        pieces.append(say(key, us=colleague.name, them=them))
    return say("contact.what", kind=kind(activity), details=tuple(pieces))


def planned(activity: Activity | None, portal: Portal) -> tuple[Phrase, ...]:
    """Like "Next: meeting on Fri 12 June, 11:00", nothing when nothing is planned."""
    if activity is None:
        return ()
    if activity.at < portal.now:
        return (say("contact.overdue", kind=kind(activity), at=activity.at),)
    return (say("contact.next", kind=kind(activity), at=activity.at),)


def _them(activity: Activity, client: Client) -> Value:
    if activity.with_whom and activity.with_whom != client.name:
        return say("clients.at", name=activity.with_whom, company=client.name)
    if client.company and client.company != client.name:
        return say("clients.at", name=client.name, company=client.company)
    return client.name
