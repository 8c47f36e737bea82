"""Whose data an answer is about: the asker's, a colleague's, the team's, or all that the asker may read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from assistant.models import Ask, Button, Phrase, Reply, Run, Scope, Slots, User
from assistant.names import Certain, Doubtful, candidates, choice
from assistant.scenarios.portal import Portal
from assistant.scenarios.saying import button, rows, say

TEAM = "team"
"""The value of the slot `person` that stands for a group."""
MEETINGS = "meetings.list"
OFFERED = 5
"""Buttons with colleagues in one question."""
WHOSE = {
    "own": "deals.whose.own",
    "person": "deals.whose.person",
    "team": "deals.whose.team",
    "readable": "deals.whose.readable",
}


@dataclass(frozen=True, slots=True)
class Whose:
    """The people that an answer is about."""

    kind: Literal["own", "person", "team", "readable"]
    ids: tuple[int, ...] | None
    """`None` is everybody."""
    name: str = ""
    """Of the one person."""


def whose(run: Run, portal: Portal) -> Whose | Reply:
    """Who is meant, or a question when the name fits several colleagues or none."""
    slots = run.slots
    if slots.person_id == portal.me.id:
        return Whose("own", (portal.me.id,))
    if slots.person_id is not None:
        user = portal.users((slots.person_id,)).get(slots.person_id)
        return _one(user or User(slots.person_id, slots.person or ""), portal)
    if slots.person == TEAM:
        # Without anybody the criteria would hold no people at all, and that means everybody.
        return Whose("team", tuple(user.id for user in portal.team()) or (portal.me.id,))
    if slots.person:
        found = _colleague(run, slots.person, portal)
        return found if isinstance(found, Reply) else _one(found, portal)
    if run.scope is Scope.READABLE:
        return Whose("readable", None)
    return Whose("own", (portal.me.id,))


def named(ids: Collection[int], portal: Portal) -> Mapping[int, str]:
    """Names of employees by id; the asker's own is known without asking the portal."""
    others = {each for each in ids if each} - {portal.me.id}
    found = portal.users(others) if others else {}
    return {portal.me.id: portal.me.name, **{user.id: user.name for user in found.values()}}


def told_whose(people: Whose) -> Phrase:
    """Like "Yours", or the name of the one person."""
    return say(WHOSE[people.kind], name=people.name)


def other_people(run: Run, people: Whose) -> Button:
    """From the own records to the team's, from the team's to all, from all others to the own ones."""
    if people.kind == "own":
        return button("button.team", of_team(run))
    if people.kind == "team":
        return button("button.readable", readable(run))
    return button("button.mine", own(run))


def own(run: Run) -> Run:
    """The same question about the asker."""
    slots = replace(run.slots, person=None, person_id=None)
    return replace(run, slots=slots, scope=Scope.OWN, offset=0, read_as="")


def of_team(run: Run) -> Run:
    """The same question about the asker's team."""
    return replace(own(run), slots=replace(run.slots, person=TEAM, person_id=None))


def readable(run: Run) -> Run:
    """The same question about everything that the asker may read."""
    return replace(own(run), scope=Scope.READABLE)


def _one(user: User, portal: Portal) -> Whose:
    if user.id == portal.me.id:
        return Whose("own", (user.id,))
    return Whose("person", (user.id,), user.name)


def _colleague(run: Run, name: str, portal: Portal) -> User | Reply:
    found = portal.people(name)
    if not found:
        ways = (
            button("button.another_name", _another(run)),
            button("button.mine", own(run)),
            button("button.team", of_team(run)),
        )
        return Reply((say("people.none", name=name),), rows((_as_client(run, name),), ways))
    match choice(candidates(name, found, lambda user: user.name)):
        case Certain(user):
            return user
        case Doubtful(several):
            return _question(run, name, several)
        case _:
            return _question(run, name, found[:OFFERED])


def _question(run: Run, name: str, several: tuple[User, ...]) -> Reply:
    names = Counter(user.name for user in several)

    def named(user: User) -> Button:
        if names[user.name] > 1:
            return button("button.namesake", _chosen(run, user), name=user.name, id=str(user.id))
        return button("button.text", _chosen(run, user), text=user.name)

    line = say("people.several", name=name, count=len(several))
    other = rows((button("button.other_colleague", _another(run)), _as_client(run, name)))
    return Reply((line,), (*((named(user),) for user in several), *other))


def _as_client(run: Run, name: str) -> Button | None:
    """People meet clients, too: their card has the contact before and the next one."""
    if run.intent != MEETINGS:
        return None
    return button("button.as_client", Run("client.card", Slots(client=name), Scope.READABLE))


def _another(run: Run) -> Ask:
    return Ask(replace(run, slots=replace(run.slots, person=None, person_id=None), read_as=""), "person")


def _chosen(run: Run, user: User) -> Run:
    return replace(run, slots=replace(run.slots, person=user.name, person_id=user.id), read_as="")
